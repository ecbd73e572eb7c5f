"""Who ate the error budget: which routes, kinds and cohorts the bad events came from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from curation.intervals import rate
from curation.scopes import Where
from store.answers.budget_counts import failures
from store.answers.cohort_memory import CohortMemory
from store.desk import Desk
from store.facts.sliced import Counted, Part
from store.facts.slicing import Slicing

MOST_COLUMNS = 8
_NOT = ("week", "month", "feedback", "length")


@dataclass(frozen=True, slots=True)
class Eater:
    """`bad` of the `n` judged events of `column` = `value`; `of_bad` is its part of all bad.

    `beyond` are the bad events that it has more than its part of the events would bring. Of a
    kind of failure n is not known: good events have none.
    """

    column: str
    value: str | None
    bad: int
    n: int | None
    of_bad: float
    low: float | None
    high: float | None
    beyond: float | None


def eaters(desk: Desk, where: Where, since: date, until: date) -> tuple[Eater, ...]:
    """Who ate most, among the events from `since` to before `until`; the worst first."""
    slicing = Slicing(desk.facts())
    offered = desk.kept(CohortMemory).choices().columns
    texts = set(slicing.texts())
    columns = [c for c in offered if c in texts and c not in where and c not in _NOT]
    sets = tuple((c,) for c in columns[:MOST_COLUMNS])
    part = Part(sets, where, since.isoformat(), until.isoformat())
    rows = slicing.counts("cohort_counts", part)
    whole = next(row for row in rows if not row.cohort).cells
    found = [
        _eater(row, whole["wrong"], whole["judged"])
        for row in rows
        if row.cohort and row.cells["wrong"]
    ]
    found.sort(key=lambda one: -(one.beyond or 0))
    return (*found, *_kinds(desk, where, since, until))


def _eater(row: Counted, bad: int, judged: int) -> Eater:
    (column, value), *_ = row.cohort.items()
    k, n = row.cells["wrong"], row.cells["judged"]
    measured = rate(k, n)
    return Eater(
        column, value, k, n, k / bad, measured.low, measured.high, k - n * bad / judged
    )


def _kinds(desk: Desk, where: Where, since: date, until: date) -> Sequence[Eater]:
    last = until - timedelta(days=1)
    counts: Counter[str] = Counter()
    for row in failures(desk, where):
        if since <= row["week"] <= last:
            counts[row["kind"]] += row["failures"]
    every = counts.total()
    return [
        Eater("kind", kind, bad, None, bad / every, None, None, None)
        for kind, bad in counts.most_common()
    ]
