"""How far production lies from its reference, column by column and week by week."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import UTC, timedelta

import numpy as np
from numpy.typing import NDArray

from curation.deviation import judged_columns, judged_exactly
from curation.drift import (
    ChangePoint,
    ColumnDrift,
    Concept,
    GoesWith,
    Kind,
    NotWatched,
    Period,
)
from curation.errors import BadRequest
from curation.profile import ColumnProfile
from curation.thresholds import DRIFT_MIN_ROWS, Policy
from store.answers.drift_concept import concept_of
from store.answers.drift_days import judged_days, of_weekdays
from store.answers.drift_memory import memory_of
from store.answers.drift_moves import moves
from store.answers.drift_reference import (
    BASELINE,
    Basis,
    basis,
    columns_of,
    counted_of,
    events_of,
    not_watched,
    stretch_of,
)
from store.answers.drift_windows import Stretch, current_window, last_over, periods, weeks_of
from store.answers.drift_words import sentence, worst_first
from store.answers.odd_weeks import odd_weeks, told
from store.answers.windows import referred
from store.desk import Desk
from store.facts.days import Span
from store.facts.drift_counts import Counts
from store.facts.drifting import Drifting

LIMITS_OF = {"month": "Limits are those of weeks."}


@dataclass(frozen=True, slots=True)
class DriftQuestion:
    """What is asked: the cohort, the current window, the reference (FROM..TO), the columns.

    Without a window it is the last whole week (day, month) that has events; without a reference
    the baseline's, or the first weeks.
    """

    where: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    since: str | None = None
    until: str | None = None
    reference: str | None = None
    every: str = "week"
    columns: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """What is compared with; `provisional`: nobody has set a baseline yet."""

    since: str
    until: str
    n: int
    baseline: str | None
    provisional: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Window:
    """The window that is compared; `until` is the day after its last one."""

    since: str
    until: str
    n: int


@dataclass(frozen=True, slots=True)
class DriftAnswer:
    """The current window against the reference, worst column first, and every period before."""

    reference: Reference
    current: Window
    every: str
    columns: tuple[ColumnDrift, ...]
    concept: Concept
    weeks: tuple[Period, ...]
    changes: tuple[ChangePoint, ...]
    goes_with: tuple[GoesWith, ...]
    sentence: str
    min_rows: int
    not_watched: tuple[NotWatched, ...] = ()


@dataclass(frozen=True, slots=True)
class Distribution:
    """One column's counts in the same bins, reference and current."""

    column: str
    kind: Kind
    bins: tuple[str, ...]
    reference: tuple[int, ...]
    current: tuple[int, ...]


def drift(desk: Desk, question: DriftQuestion) -> DriftAnswer:
    """Every watched column of the current window against the reference, and all periods."""
    memory = memory_of(desk)
    return memory.answer(_key(desk, question), lambda: _answer(desk, question))


def _key(desk: Desk, question: DriftQuestion) -> Hashable:
    """What an answer rests on, besides the facts."""
    today = desk.ledger.clock().astimezone(UTC).date()
    with desk.ledger.reading() as asked:
        standing, policy = asked.standing_of(BASELINE), asked.policy()
    limits = tuple(t.value for t in policy.thresholds.values() if t.name.startswith("drift."))
    where = tuple(sorted(question.where.items(), key=str))
    said = replace(question, where={})
    return astuple(said)[1:], where, today, limits, standing and standing.seq


def _answer(desk: Desk, question: DriftQuestion) -> DriftAnswer:
    asked = Asked(desk, question)
    spans, counts = asked.periods()
    current = asked.current(spans, counts)
    events = asked.events(current)
    *weeks, (columns, concept) = asked.judged([counts, events], [True, _a_day(current)])
    found = [
        Period(*Stretch.of(span).said, int(n), *week)
        for span, n, week in zip(spans, counts.events, weeks, strict=True)
        if n
    ]
    now = Window(*current.said, int(events.events[0]))
    worst = worst_first(asked.exactly(columns, current))
    changes, together = moves(found, asked.policy)
    return DriftAnswer(
        reference=asked.reference(),
        current=now,
        every=question.every,
        columns=worst,
        concept=concept,
        weeks=tuple(found),
        changes=changes,
        goes_with=together,
        sentence=sentence(worst, concept, now.since, now.until, now.n, bool(question.where)),
        min_rows=int(asked.policy.value(DRIFT_MIN_ROWS)),
        not_watched=asked.not_watched(),
    )


class Asked:
    """One question, and what its answer rests on."""

    def __init__(self, desk: Desk, question: DriftQuestion) -> None:
        self._desk, self._question, self._memory = desk, question, memory_of(desk)
        self._weeks = weeks_of(desk)
        self._today = desk.ledger.clock().astimezone(UTC).date()
        with desk.ledger.reading() as asked:
            self.policy: Policy = asked.policy()
        self._basis: Basis = basis(desk, question.reference, self._weeks)
        self._before = events_of(self._memory, self._basis, question.where)
        every = columns_of(self._memory, self._basis, question.where)
        self._columns = _chosen(every, question.columns)
        self._weekdays, self._limits_of = [self._columns], LIMITS_OF.get(question.every, "")
        if question.every == "day":
            self._weekdays, self._limits_of = of_weekdays(
                self._memory, self._basis, question.where, self._columns
            )

    def periods(self) -> tuple[list[Span], Counts]:
        """Every period, and its events."""
        spans = periods(self._question.every, self._weeks)
        return spans, self._memory.counts(self._basis.plan, self._question.where, spans)

    def current(self, spans: Sequence[Span], counts: Counts) -> Stretch:
        """The window that is asked about."""
        asked = self._question
        found = current_window(asked.since, asked.until, asked.every, self._weeks)
        found = found or self._last(spans, counts)
        if asked.reference:  # events must not be compared with themselves
            referred(asked.reference, found.since.isoformat(), found.until.isoformat())
        return found

    def _last(self, spans: Sequence[Span], counts: Counts) -> Stretch:
        """The last period of the desk, also for a cohort that stopped before."""
        there = counts.events
        if self._question.where and there.any():
            there = self._memory.counts(self._basis.plan, {}, spans).events
        return last_over(spans, there.tolist(), self._today)

    def events(self, stretch: Stretch) -> Counts:
        """Those of a stretch of time, as one period."""
        return stretch_of(self._memory, self._basis.plan, self._question.where, stretch)

    def judged(
        self, parts: list[Counts], of_days: Sequence[bool]
    ) -> list[tuple[tuple[ColumnDrift, ...], Concept]]:
        """Every period of all parts against the reference; `of_days`: periods may be days."""
        found: list[tuple[tuple[ColumnDrift, ...], Concept]] = []
        for counts, days in zip(parts, of_days, strict=True):
            columns = self._judged(counts, days and self._question.every == "day")
            concept = concept_of(self._basis, self._before, counts, self.policy)
            found += zip(map(tuple, columns), concept, strict=True)
        return found

    def _judged(self, counts: Counts, days: bool) -> list[tuple[ColumnDrift, ...]]:
        if days:
            return judged_days(self._weekdays, counts, self.policy)
        windows = [counted_of(column, counts) for column in self._columns]
        return list(zip(*judged_columns(self._columns, windows, self.policy), strict=True))

    def windows(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """From which moment to which the reference and the current window are."""
        return _moments(self._basis.stretch), _moments(self.current(*self.periods()))

    def both(self, column: str) -> list[NDArray[np.int64]]:
        """How many events of the reference and of the current window lie in each bin."""
        now = self.events(self.current(*self.periods()))
        return [counts.counts[column][0] for counts in (self._before, now)]

    def column(self, name: str) -> ColumnProfile:
        """One column of the reference, or BadRequest."""
        return _chosen(self._columns, (name,))[0]

    def exactly(
        self, columns: Sequence[ColumnDrift], current: Stretch
    ) -> Sequence[ColumnDrift]:
        """The columns judged by KS and W1 of all rows, where that is asked for."""
        if not self._question.exact:
            return columns
        events, window = self.events(current), _moments(current)
        numbers = [c.column for c in self._columns if c.kind is Kind.NUMBER]
        before = _moments(self._basis.stretch)
        distances = Drifting(self._desk.facts()).ks(
            numbers, self._question.where, before, window
        )
        found = {column.column: column for column in columns}
        for name, (distance, moved) in distances.items():
            if distance is not None:
                column = self.column(name)
                counted = counted_of(column, events)
                (found[name],) = judged_exactly(
                    column, counted, [distance], self.policy, [moved]
                )
        return list(found.values())

    def not_watched(self) -> tuple[NotWatched, ...]:
        """What no drift is told of, and why."""
        return not_watched(self._desk, self._basis)

    def reference(self) -> Reference:
        """What was compared with."""
        of = self._basis
        provisional = of.baseline is None and self._question.reference is None
        n = int(self._before.events[0])
        odd = told(odd_weeks(self._columns))
        reason = " ".join(one for one in (of.reason, odd, self._limits_of) if one)
        return Reference(*of.stretch.said, n, of.baseline, provisional, reason)


def _a_day(stretch: Stretch) -> bool:
    return stretch.until - stretch.since == timedelta(days=1) and stretch.days is not None


def _chosen(columns: list[ColumnProfile], names: tuple[str, ...]) -> list[ColumnProfile]:
    known = [column.column for column in columns]
    for name in names:
        if name not in known:
            raise BadRequest(f"'{name}' is not watched for drift. What is: {', '.join(known)}.")
    return [column for column in columns if not names or column.column in names]


def _moments(stretch: Stretch) -> tuple[str, str]:
    return stretch.since.isoformat(), stretch.until.isoformat()
