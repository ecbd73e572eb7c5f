"""Days are held to the days of the reference: a Saturday to its Saturdays."""

from collections.abc import Sequence

from curation.deviation import MIN_WEEKS, calibrated, judged_columns
from curation.drift import ColumnDrift
from curation.profile import ColumnProfile
from curation.thresholds import Policy
from store.answers.drift_memory import DriftMemory
from store.answers.drift_reference import Basis, counted_of
from store.facts.drift_counts import WEEK, Counts
from store.facts.drifting import Where
from store.facts.profiling import with_counts

Columns = Sequence[ColumnProfile]
SAID = "A day is held to the same weekday of the reference."
SAID_SHORT = (
    "Limits are those of the reference's own days, weekday or not: it has too few weeks."
)


def of_weekdays(
    memory: DriftMemory, found: Basis, where: Where, columns: Columns
) -> tuple[list[Columns], str]:
    """The columns of the reference for each of seven days, from that of 1970-01-01 on, and why.

    Of fewer than eight weeks no weekday can be told: then all days are the measure of a day.
    """
    days = found.stretch.days
    if days is None:
        return [columns] * WEEK, ""
    counts = memory.counts(found.plan, where, [(day, day + 1) for day in range(*days)])
    if not counts.events.any():  # what the baseline was set with is not in view any more
        return [columns] * WEEK, ""
    if len(found.weeks) < MIN_WEEKS:
        own = [calibrated(one, counted_of(one, counts)) for one in columns]
        return [own] * WEEK, SAID_SHORT
    parts = [_only(counts, weekday) for weekday in range(WEEK)]
    return [
        [calibrated(with_counts(one, part), counted_of(one, part)) for one in columns]
        for part in parts
    ], SAID


def judged_days(
    weekdays: Sequence[Columns], counts: Counts, policy: Policy
) -> list[tuple[ColumnDrift, ...]]:
    """Every day against its weekday of the reference."""
    found: dict[int, tuple[ColumnDrift, ...]] = {}
    for weekday, columns in enumerate(weekdays):
        part = _only(counts, weekday)
        windows = [counted_of(column, part) for column in columns]
        told = zip(*judged_columns(columns, windows, policy), strict=True)
        found.update(zip(part.starts.tolist(), told, strict=True))
    return [found[day] for day in counts.starts.tolist()]


def _only(counts: Counts, weekday: int) -> Counts:
    """The days that are so many after a Thursday."""
    there = counts.starts % WEEK == weekday
    return Counts(
        counts.starts[there],
        {column: rows[there] for column, rows in counts.counts.items()},
        {column: rows[there] for column, rows in counts.sums.items()},
    )
