"""A move before it is made: what changes, what is refused and why, what follows."""

from collections.abc import Iterable

from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.tables import Column
from store.answers.foresight import Change, Foresight, Stays

_INPUT = 90


def foretold(found: Foresight) -> Html:
    """The whole of it: the sentence, what follows for releases, and every case."""
    lines = [_sentence(found), *_follows(found)]
    changes = _changes(found.changes) if found.changes else None
    stays = _stays(found.refused) if found.refused else None
    return join((tag("div", *lines, class_="foretold"), changes, stays))


def effects(found: Foresight) -> Html:
    """For one case: what follows from the move, or everything that stands in the way."""
    told: list[Content] = [
        _objection(o.what, o.clear) for s in found.refused for o in s.objections
    ]
    told += [tag("p", f"It {change.effect}.") for change in found.changes if change.effect]
    return join((*told, *_follows(found)))


def _sentence(found: Foresight) -> Html:
    would = wording.many(len(found.changes), "case")
    if not found.refused:
        return parts.verdict(
            "good", f"{would} would move to {found.to}.", "Nothing stands in the way."
        )
    stay = wording.many(len(found.refused), "case")
    if not found.changes:
        return parts.verdict("warn", "Nothing would move.", f"Each of {stay} says below why.")
    sentence = f"{stay} would stay where {'it is' if len(found.refused) == 1 else 'they are'}."
    return parts.verdict("info", f"{would} would move to {found.to}.", sentence)


def _follows(found: Foresight) -> list[Html]:
    return [tag("p", sentence) for sentence in found.looking_back]


def _changes(found: Iterable[Change]) -> Html:
    columns = [
        Column("Would move"),
        Column("From → to", tight=True, phone=False),
        Column("What follows", phone=False),
    ]
    rows = [
        [
            join((_name(change.case, change.input), _also(change))),
            f"{change.before} → {change.after}",
            change.effect or tag("span", "nothing else is known to follow", class_="muted"),
        ]
        for change in found
    ]
    return tables.table("Would move", columns, rows)


def _also(change: Change) -> Html:
    told = f"{change.before} → {change.after}"
    return tag("small", f"{told}, {change.effect}" if change.effect else told, class_="only-s")


def _stays(found: Iterable[Stays]) -> Html:
    columns = [
        Column("Would stay"),
        Column("In", tight=True, phone=False),
        Column("Why, and what would clear it"),
    ]
    rows = [
        [
            _name(stays.case, stays.input),
            stays.before,
            join(_objection(o.what, o.clear) for o in stays.objections),
        ]
        for stays in found
    ]
    return tables.table("Would stay", columns, rows)


def _objection(what: str, clear: str) -> Html:
    return tag("p", tag("b", what), ". ", tag("span", clear, class_="muted"))


def _name(case_id: str, words: str) -> Html:
    title = words if len(words) <= _INPUT else words[: _INPUT - 1] + "…"
    return link(title, "case", id=case_id)
