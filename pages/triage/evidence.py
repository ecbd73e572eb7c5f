"""What is known about one case: recurrence, facts, and every decision about it."""

from datetime import datetime

from curation.cases import State
from pages.shared import charts, lists, marks, parts, wording
from pages.shared.html import Content, Html, show, tag
from pages.shared.links import link
from pages.shared.lists import Event
from pages.triage.cells import age
from store.answers.case import CaseAnswer


def recurrence(found: CaseAnswer) -> None:
    """Draw how often the very input failed in production."""
    title = f"{wording.many(found.failures, 'failure')} in production"
    with parts.card(title, "This very input, by week", key="weeks"):
        if len(found.weeks) > 1:
            weeks, values = zip(*found.weeks, strict=True)
            figure = charts.weekly_bars(list(weeks), list(values), height=170)
            charts.draw(figure, key="case-weeks", alt=f"{title} over {len(weeks)} weeks")
        seen = [
            Event(
                s.model_version or "a model",
                wording.words(s.kind),
                wording.moment(s.occurred_at),
                s.actual,
            )
            for s in found.recent[:6]
        ]
        show(
            lists.timeline(seen)
            if seen
            else tag("p", "Never seen in production.", class_="muted")
        )


def facts(found: CaseAnswer) -> None:
    """Draw what is known about the case, and the newest failing event."""
    c = found.case
    with parts.card("The case", None, key="facts"):
        pairs = [
            ("Owner", _owner(found)),
            *([("Due", wording.day(c.due))] if c.due else []),
            *([(f"In {c.state} for", age(found.standing))] if found.opened else []),
            ("Severity", marks.severity(c.severity)),
            ("Cost of failure", wording.money(c.cost_of_failure)),
            (
                "Tags",
                parts.row(*(parts.pill(_tagged(found, one)) for one in c.tags))
                if c.tags
                else wording.NOTHING,
            ),
            *([("It is of", parts.row(*map(parts.pill, _of(found))))] if c.attributes else []),
            ("Source", f"{c.source} {c.source_ref or ''}".strip()),
            ("Note", c.note or wording.NOTHING),
        ]
        if held := found.standing.quarantine:
            until = f"until {held.until}; {held.owner} mends it, and it cannot block"
            pairs.append(("In quarantine", link(until, "flakes")))
        if found.sleeps:
            pairs.append(("Sleeps", found.sleeps))
        pairs += [(wording.words(k), _short(v)) for k, v in list(found.facts.items())[:10]]
        show(lists.facts(pairs))


def _of(found: CaseAnswer) -> list[str]:
    return [f"{wording.words(name)}: {value}" for name, value in found.case.attributes]


def _owner(found: CaseAnswer) -> Content:
    owner, state = found.case.owner, found.case.state
    if owner is None or state is State.INBOX:
        return owner or "nobody yet"
    return link(owner, "sets", set=state, owner=owner)


def _short(value: object) -> str:
    if isinstance(value, datetime):
        return wording.moment(value)
    if isinstance(value, float):
        return f"{value:,.4g}"
    return str(value)[:120]


def _tagged(found: CaseAnswer, one: str) -> Content:
    if found.case.state is State.INBOX:
        return one
    return link(one, "sets", set=found.case.state, tag=one)


def history(found: CaseAnswer) -> Html:
    """Every decision about the case, newest first."""
    if not found.history:
        return tag("p", "Nothing was decided about it; the first act opens it.", class_="muted")
    return lists.timeline(
        Event(e.actor, _what(e.kind, e.after.get("state")), wording.moment(e.at), e.reason)
        for e in found.history
    )


def _what(kind: str, state: str | None) -> str:
    return f"moved it to {state}" if kind == "moved" else f"{kind} it"
