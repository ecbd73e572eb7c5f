"""What happened beside the numbers: releases that came, sets frozen, incidents on record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, cast

from curation.decisions import Kind
from curation.saved_cohorts import Where, written
from curation.standing import Standing
from store.answers.slices import MOST_VALUES
from store.desk import Desk
from store.facts import Facts
from store.facts.sliced import Counted, Part
from store.facts.slicing import Slicing

_SAYS_RELEASE = ("version", "release")  # how a column is called whose values are releases
_RELEASE = "release"  # where events carry it, nothing else says which release they are of


class What(StrEnum):
    """What kind of thing happened."""

    RELEASE = "release"
    VERSION = "version"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened on the day `since`, up to `until` (the day after its last one).

    `until` is None for what happens in a moment, and for an incident that goes on: then `open`.
    A release is dated by the Monday of the first week in which an event carries it.
    """

    what: What
    name: str
    since: str
    until: str | None = None
    open: bool = False
    note: str = ""
    page: str = ""
    query: Mapping[str, str] | None = None

    def meets(self, since: str, until: str) -> bool:
        """Whether it happened between the days `since` and `until` (not part of it)."""
        if self.open:
            return self.since < until
        return self.since < until and (self.since >= since or (self.until or "") > since)


def timeline(desk: Desk) -> tuple[Happening, ...]:
    """Everything that happened, oldest first."""
    with desk.ledger.reading() as asked:
        versions, incidents = asked.set_versions(), asked.standing(Kind.INCIDENT_SET)
    found = [
        *releases(desk.facts()),
        *(
            Happening(What.VERSION, one.name, one.frozen_at[:10], note=one.reason, page="sets")
            for one in versions
            if one.frozen_at
        ),
        *(told for one in incidents if (told := _incident(one)) is not None),
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.what, one.name)))


def says_release(column: str) -> bool:
    """Whether the values of `column` are releases, by its name."""
    return column.lower().endswith(_SAYS_RELEASE)


def release_column(facts: Facts) -> str | None:
    """The column of events that says which release they are of; None: there is none."""
    return facts.kept("release column", lambda: _release_column(Slicing(facts)))


def _release_column(slicing: Slicing) -> str | None:
    named = [c for c in slicing.texts() if c.lower() == _RELEASE]
    kinds = slicing.kinds(named)
    return next((c for c in named if 0 < kinds[c] <= MOST_VALUES), None)


def releases(facts: Facts) -> Sequence[Happening]:
    """The releases that came after the first week: what was there from the start is not new."""
    own = release_column(facts)
    return facts.kept("releases", lambda: tuple(_releases(Slicing(facts), own)))


def _releases(slicing: Slicing, own: str | None) -> Iterator[Happening]:
    columns = [own] if own else [c for c in slicing.texts() if says_release(c)]
    kinds = slicing.kinds(columns)
    sets = [(c, "week") for c in columns if kinds[c] <= MOST_VALUES]
    if not sets:
        return
    first: dict[tuple[str, str], str] = {}
    weeks: set[str] = set()
    for row in slicing.counts("cohort_counts", Part(sets=sets)):
        for column, value, week in _dated(row):
            weeks.add(week)
            first[column, value] = min(week, first.get((column, value), week))
    start = min(weeks, default="")
    for (column, value), week in first.items():
        if week > start:
            query = {"only": f"{column}={value}"}
            named = column.replace("_", " ")
            yield Happening(
                What.RELEASE, value, week, note=f"first {named} seen", page="cohorts",
                query=query,
            )  # fmt: skip


def _dated(row: Counted) -> Iterator[tuple[str, str, str]]:
    week = row.cohort.get("week")
    for column, value in row.cohort.items():
        if column != "week" and value and week:
            yield column, value, week


def _incident(one: Standing) -> Happening | None:
    """What stands about an incident; None without a day on which it began."""
    body: Mapping[str, Any] = one.body
    start, until = _day(body.get("start")), _until(body.get("end"))
    if start is None:
        return None
    known = one.subject.partition(":")[2]
    hurt = body.get("cohort")
    who = ", ".join(written(cast("Where", hurt))) if isinstance(hurt, Mapping) else hurt
    told = [str(one) for one in (body.get("severity"), who) if one]
    return Happening(
        What.INCIDENT,
        str(body.get("name") or known),
        start,
        until,
        open=until is None,
        note=", ".join(told),
        page="incidents",
        query={"id": known},
    )


def _day(said: object) -> str | None:
    """The day of a date or a moment, in UTC."""
    if not isinstance(said, str):
        return None
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return (found.astimezone(UTC) if found.tzinfo else found).date().isoformat()


def _until(said: object) -> str | None:
    """The day after the last one of what ends then; at midnight the day before is its last."""
    day = _day(said)
    if day is None or (len(str(said)) > len(day) and _is_midnight(str(said))):
        return day
    return _day_after(day)


def _is_midnight(said: str) -> bool:
    found = datetime.fromisoformat(said)
    at = found.astimezone(UTC) if found.tzinfo else found
    return at.time() == time.min


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
