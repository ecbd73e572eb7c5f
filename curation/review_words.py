"""What was done to a weekly review, or to a promise that was made in one."""

from curation.decisions import Body


def review_phrase(name: str, before: Body, after: Body) -> str | None:
    """A review itself, its agenda, or one of its items."""
    week, _, part = name.partition("/")
    if part == "agenda":
        items = len(after.get("items") or ())
        return f"wrote down the agenda of the review of {week}: {_n(items, 'item')}"
    if part:
        return _item(week, part.partition("/")[2], before, after)
    if not before:
        return f"started the review of {week}, with {len(after.get('present') or ())} present"
    if after.get("closed_at") != before.get("closed_at"):
        did = "closed" if after.get("closed_at") else "went on with"
        return f"{did} the review of {week}"
    if after.get("present") != before.get("present"):
        return f"said who is at the review of {week}: {', '.join(after.get('present') or ())}"
    return f"turned to {after['on']} in the review of {week}" if after.get("on") else None


def action_phrase(name: str, before: Body, after: Body) -> str | None:
    """A promise, and what its owner says of it."""
    words = f"{name}: {after.get('text')}"
    if not before:
        return f"wrote down {words} ({after.get('owner')}, until {after.get('due')})"
    if (said := after.get("said")) != before.get("said"):
        did = {"done": "said it is done", "dropped": "dropped"}.get(str(said), "opened again")
        return f"{did}: {words}"
    return None


def _item(week: str, key: str, before: Body, after: Body) -> str | None:
    outcome = after.get("outcome")
    if outcome and (outcome != before.get("outcome") or after.get("by") != before.get("by")):
        return f"settled {key} in the review of {week}: {outcome}"
    if after.get("note") != before.get("note") and (before or after.get("note")):
        return f"wrote a note on {key} in the review of {week}"
    return f"opened {key} in the review of {week}"


def _n(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
