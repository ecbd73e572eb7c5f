"""How far production lies from its reference, column by column and week by week."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC

from curation.deviation import judged_columns
from curation.drift import ChangePoint, ColumnDrift, Concept, GoesWith, Kind, Period
from curation.errors import BadRequest
from curation.profile import ColumnProfile
from curation.thresholds import DRIFT_MIN_ROWS, Policy
from store.answers.drift_concept import concepts
from store.answers.drift_memory import memory_of
from store.answers.drift_reference import (
    Basis,
    basis,
    columns_of,
    counted_of,
    events_of,
    stretch_of,
)
from store.answers.drift_windows import Stretch, current_window, last_over, periods, weeks_of
from store.answers.drift_words import sentence, worst_first
from store.answers.windows import referred
from store.desk import Desk
from store.facts.drift_counts import Counts


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
    asked = _Asked(desk, question)
    spans, counts = asked.periods()
    current = asked.current(counts)
    *weeks, now = asked.judged([counts, asked.events(current)])
    there = [i for i, n in enumerate(counts.events) if n]
    stretch = Stretch.of
    found = [Period(*stretch(spans[i]).said, int(counts.events[i]), *weeks[i]) for i in there]
    columns = worst_first(now[0])
    window = Window(*current.said, int(asked.events(current).events[0]))
    return DriftAnswer(
        asked.reference(), window, question.every, columns, now[1], tuple(found), (), (),
        sentence(columns, now[1], window.since, window.until, window.n),
        int(asked.policy.value(DRIFT_MIN_ROWS)),
    )  # fmt: skip


class _Asked:
    """One question, and what its answer rests on."""

    def __init__(self, desk: Desk, question: DriftQuestion) -> None:
        self._question, self._memory = question, memory_of(desk)
        self._weeks = weeks_of(desk)
        self._today = desk.ledger.clock().astimezone(UTC).date()
        with desk.ledger.reading() as asked:
            self.policy: Policy = asked.policy()
        self._basis: Basis = basis(desk, question.reference, self._weeks)
        self._before = events_of(self._memory, self._basis, question.where)
        every = columns_of(self._memory, self._basis, question.where)
        self._columns = _chosen(every, question.columns)

    def periods(self) -> tuple[list[tuple[int, int]], Counts]:
        """Every period, and its events."""
        spans = periods(self._question.every, self._weeks)
        return spans, self._memory.counts(self._basis.plan, self._question.where, spans)

    def current(self, counts: Counts) -> Stretch:
        """The window that is asked about."""
        asked = self._question
        found = current_window(asked.since, asked.until, asked.every, self._weeks)
        spans = periods(asked.every, self._weeks)
        found = found or last_over(spans, counts.events.tolist(), self._today)
        if asked.reference:  # events must not be compared with themselves
            referred(asked.reference, found.since.isoformat(), found.until.isoformat())
        return found

    def events(self, stretch: Stretch) -> Counts:
        """Those of a stretch of time, as one period."""
        return stretch_of(self._memory, self._basis.plan, self._question.where, stretch)

    def judged(self, parts: list[Counts]) -> list[tuple[tuple[ColumnDrift, ...], Concept]]:
        """Every period of all parts against the reference."""
        found: list[tuple[tuple[ColumnDrift, ...], Concept]] = []
        for counts in parts:
            windows = [counted_of(column, counts) for column in self._columns]
            columns = zip(*judged_columns(self._columns, windows, self.policy), strict=True)
            concept = concepts(self._basis.plan.by, self._before, counts, self.policy)
            found += zip(map(tuple, columns), concept, strict=True)
        return found

    def reference(self) -> Reference:
        """What was compared with."""
        of = self._basis
        provisional = of.baseline is None and self._question.reference is None
        n = int(self._before.events[0])
        return Reference(*of.stretch.said, n, of.baseline, provisional, of.reason)


def _chosen(columns: list[ColumnProfile], names: tuple[str, ...]) -> list[ColumnProfile]:
    known = [column.column for column in columns]
    for name in names:
        if name not in known:
            raise BadRequest(f"'{name}' is not watched for drift. What is: {', '.join(known)}.")
    return [column for column in columns if not names or column.column in names]
