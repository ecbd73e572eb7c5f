"""Which cohorts the cases of a run belong to: by what they are, their tags, their event."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from curation.cohort_values import OF_CASES, is_as_written, length_word, plain_value, same_value
from curation.errors import BadRequest
from curation.readings import word
from store.desk import Desk
from store.facts.slicing import Slicing

Cohorts = tuple[tuple[str, str | None], ...]
OWN = ("route", "severity", "kind", "source", "expected_behaviour", "owner", "tags")
LENGTH = "length"  # of the input, as events are split by it
Line = Mapping[str, Any]


def lines_of(desk: Desk, run: str) -> dict[str, Line]:
    """The cases that a run is pinned to; one of several sets is as blocking says it."""
    with desk.ledger.reading() as asked:
        found, _ = asked.run(run)
        pins = sorted(found.sets.items(), key=lambda pin: pin[0] == "blocking")
        return {line["case_id"]: line for pin in pins for line in asked.lines(*pin)}


def cases_in(
    desk: Desk, lines: Mapping[str, Line], where: Mapping[str, str | None]
) -> list[str]:
    """The cases of `lines` in the cohort `where`, by id."""
    places = cohorts_of(desk, lines, list(where), cut=False) if where else {}
    return [c for c in lines if all(same_value(k, places[c][k], v) for k, v in where.items())]


def cohorts_of(
    desk: Desk, lines: Mapping[str, Line], columns: Sequence[str], *, cut: bool = True
) -> dict[str, dict[str, str | None]]:
    """The value of each of `columns` for each case of `lines`; `cut`: of numbers the range.

    A column is one of the case's own, a tag written `topic=card` or `topic:card`, or a column
    of the event that the case came from.
    """
    tagged = {c: _tags(line) for c, line in lines.items()}
    named = {*OWN, LENGTH, *(name for tags in tagged.values() for name in tags)}
    further = [column for column in dict.fromkeys(columns) if column not in named]
    events = _events(desk, lines, further, sorted(named), cut=cut)
    return {
        case_id: {c: _value(line, tagged[case_id], events, c) for c in columns}
        for case_id, line in lines.items()
    }


def tag_names(lines: Iterable[Line]) -> list[str]:
    """The columns that tags name."""
    return sorted({name for line in lines for name in _tags(line)})


def _value(
    line: Line, tags: Mapping[str, str], events: Mapping[str, Mapping[str, Any]], column: str
) -> str | None:
    if column == "tags":
        return ", ".join(line["tags"]) or None
    if column in OWN:
        return line[column]
    if column == LENGTH and LENGTH not in tags:
        return length_word(line["input"])
    return tags.get(column) or events.get(line["source_ref"] or "", {}).get(column)


def _tags(line: Line) -> dict[str, str]:
    """Tags that name a column and its value."""
    parts = [tag.replace("=", ":", 1).partition(":") for tag in line["tags"]]
    named = (
        (word(name), value.strip()) for name, colon, value in parts if colon and name.strip()
    )
    return {
        c: value if is_as_written(c, OF_CASES) else plain_value(value) for c, value in named
    }


def _events(
    desk: Desk,
    lines: Mapping[str, Line],
    columns: Sequence[str],
    named: Sequence[str],
    *,
    cut: bool,
) -> dict[str, dict[str, Any]]:
    """Columns of the events that the cases came from."""
    if not columns:
        return {}
    slicing = Slicing(desk.facts())
    offered = slicing.columns()
    for column in columns:
        if column not in offered:
            known = ", ".join(dict.fromkeys([*named, *offered]))
            raise BadRequest(f"'{column}' makes no cohorts of cases. What can: {known}.")
    refs = [line["source_ref"] for line in lines.values() if line["source_ref"]]
    return slicing.of_events(refs, columns, cut=cut)
