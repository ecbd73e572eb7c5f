"""What a decision did to what keeps the sets golden: a refresh, the topics of a group."""

from collections.abc import Sequence
from typing import cast

from curation.decisions import Body


def refresh_phrase(name: str, before: Body, after: Body) -> str | None:
    """A refresh was proposed, or so many of its items were accepted or rejected."""
    items, were = _items(after), _items(before)
    if not items:
        return None
    if not were:
        return f"proposed {name}: {_acts(items)}"
    said = {str(one["case"]): one.get("said") for one in were}
    fresh = [one for one in items if one.get("said") and not said.get(str(one["case"]))]
    counted = {
        word: sum(one["said"] == word for one in fresh) for word in ("accepted", "rejected")
    }
    told = " and ".join(f"{word} {n} items" for word, n in counted.items() if n)
    return f"{told} of {name}: {_acts(fresh)}" if told else None


def _items(body: Body) -> Sequence[Body]:
    return cast("Sequence[Body]", body.get("items") or ())


def _acts(items: Sequence[Body]) -> str:
    words = (("add", "to add"), ("retire", "to retire"), ("demote", "to demote"))
    counted = ((sum(one.get("act") == act for one in items), told) for act, told in words)
    return ", ".join(f"{n} {told}" for n, told in counted if n)


def topics_phrase(group: str, before: Body, after: Body) -> str | None:
    """The topics of a group were kept, or one of them got an owner."""
    topics = cast("Sequence[Body]", after.get("topics") or ())
    if not topics:
        return None
    earlier = [*(before.get("gone") or ()), *(before.get("topics") or ())]
    were = {one["id"]: one for one in cast("Sequence[Body]", earlier)}
    owned = [
        f"gave {one['id']} ({one['name']}) to {one['owner']}"
        for one in topics
        if one.get("owner") and were.get(one["id"], {}).get("owner") != one["owner"]
    ]
    if owned:
        return f"{'; '.join(owned)}, in {group}"
    fresh = sum(one["id"] not in were for one in topics)
    new = f", {fresh} of them new" if were and fresh else ""
    return f"kept {len(topics)} topics of {group}{new}"
