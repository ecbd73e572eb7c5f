"""What production showed in the last hours, and in the weeks before: counted once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from curation.courses import Sums
from curation.oncall import BACK, BEFORE, NOTHING, REFERENCE, Tally, added
from store.answers.last_answers import LastAnswers
from store.answers.releases_seen import routes
from store.answers.slices import MOST_VALUES
from store.answers.timeline import says_release
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing

HOUR = timedelta(hours=1)
_MOST = 8  # releases and versions


@dataclass(frozen=True, slots=True)
class Answering:
    """A release or version: since when it answers, and how many events of the last hours.

    `first` is None where it answered before all that was looked at.
    """

    column: str
    name: str
    first: datetime | None
    last: datetime
    events: int


@dataclass(frozen=True, slots=True)
class Seen:
    """All of it up to `until`, just after the newest event. Hours are counted back from there.

    `by_hour` has under BEFORE what the last hours are held against; `routes` are the last hours
    and the weeks before of each route.
    """

    until: datetime
    hours: int
    by_hour: Mapping[int, Tally]
    routes: Mapping[str, tuple[Tally, Tally]]
    answering: tuple[Answering, ...]
    began: datetime  # when the first event of all happened

    @property
    def since(self) -> datetime:
        """When the last hours began."""
        return self.until - self.hours * HOUR

    @property
    def now(self) -> Tally:
        """The last hours together."""
        return added(self.by_hour.get(ago, NOTHING) for ago in range(self.hours))

    @property
    def before(self) -> Tally:
        """The weeks that they are held against."""
        return self.by_hour.get(BEFORE, NOTHING)

    @property
    def usual_events(self) -> float | None:
        """How many events as many hours of those weeks had, on average."""
        if not self.before.events:
            return None
        start, end = self.reference
        known = max((end - max(start, self.began)) / HOUR, 1.0)
        return self.before.events * self.hours / known

    @property
    def reference(self) -> tuple[datetime, datetime]:
        """From when to when those weeks go."""
        end = self.until - BACK * HOUR
        return end - REFERENCE * HOUR, end


class LastHours:
    """The last counts of one desk: events come by the batch, pages ask by the minute."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: LastAnswers[Seen] = LastAnswers()
        self._last: LastAnswers[datetime | None] = LastAnswers(1)

    def seen(self, hours: int) -> Seen | None:
        """What `seen` answers; None where no event has a time."""
        shown = self._desk.shown_facts()
        last = self._last.get(shown, lambda: _newest(self._desk))
        if last is None:
            return None
        until = min(last + timedelta(microseconds=1), self._desk.ledger.clock().astimezone(UTC))
        return self._kept.get((shown, until, hours), lambda: seen(self._desk, until, hours))


def _newest(desk: Desk) -> datetime | None:
    """When the newest event happened that is not ahead of the clock."""
    now = desk.ledger.clock().astimezone(UTC)
    weeks = [r["week"] for r in desk.facts().ask("event_weeks") if r["week"] is not None]
    for week in reversed([one for one in weeks if one <= now.date()]):
        rows = desk.facts().ask("last_event_by", since=week.isoformat(), until=now.isoformat())
        if (last := rows[0]["last"]) is not None:
            return last
    return None


def seen(desk: Desk, until: datetime, hours: int) -> Seen:
    """The events of the last five weeks before `until`, counted three ways."""
    slicing = Slicing(desk.facts())
    since = until - (BACK + REFERENCE) * HOUR
    part = Part((), {}, since.isoformat(), until.isoformat())
    by_hour = _tallies(slicing.counts("oncall_spans", part, width=1, back=BACK))[None]
    by_route = Part((("route",),), {}, part.since, part.until)
    told = _tallies(slicing.counts("oncall_spans", by_route, width=hours, back=BACK))
    found = {
        route: (told[route].get(0, NOTHING), told[route].get(BEFORE, NOTHING))
        for route in routes(desk)
        if route in told
    }
    return Seen(until, hours, by_hour, found, *_answering(slicing, part, since, hours))


def _tallies(rows: Iterable[Any]) -> dict[str | None, dict[int, Tally]]:
    """By route (None: all of them) and span."""
    found: dict[str | None, dict[int, list[Tally]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.cohort and row.cohort["route"] is None:
            continue
        c = row.cells
        bins = {} if c["bin"] is None else {c["bin"]: c["events"]}
        costs = Sums(c["costed"], c["cost"], c["squares"])
        one = Tally(c["events"], c["judged"], c["bad"], c["failed"], c["errors"], costs, bins)
        found[row.cohort.get("route")][c["span"]].append(one)
    told = {
        route: {span: added(some) for span, some in spans.items()}
        for route, spans in found.items()
    }
    return {None: {}, **told}


def _answering(
    slicing: Slicing, part: Part, since: datetime, hours: int
) -> tuple[tuple[Answering, ...], datetime]:
    """Releases and versions that answered in the last hours or came since, newest first.

    And when the first event of all that was looked at happened.
    """
    sets = Part([(one,) for one in _versions(slicing)], {}, part.since, part.until)
    found: list[Answering] = []
    began = since
    for row in slicing.counts("oncall_releases", sets, hours=hours):
        first, last = (datetime.fromtimestamp(row.cells[c], UTC) for c in ("first", "last"))
        if not row.cohort:
            began = first
            continue
        ((column, name),) = row.cohort.items()
        new = first - since > 24 * HOUR  # else it may have answered before
        if name is not None and (new or row.cells["events"]):
            known = first if new else None
            found.append(Answering(column, name, known, last, row.cells["events"]))
    found.sort(key=lambda one: (one.first or since, one.events), reverse=True)
    return tuple(found[:_MOST]), began


def _versions(slicing: Slicing) -> Sequence[str]:
    """The columns that say which model, prompt or release answered."""
    named = [one for one in slicing.texts() if says_release(one)]
    kinds = slicing.kinds(named)
    return [one for one in named if 0 < kinds[one] <= MOST_VALUES]
