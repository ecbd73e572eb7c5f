"""The same column in every cohort: who drifts, who does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from curation.drift import ColumnDrift, Concept, Severity
from store.answers.drift import DriftQuestion, drift
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing

MOST = 12  # cohorts, the largest ones
_GRAVE = (Severity.SEVERE, Severity.MODERATE, Severity.MINOR, Severity.NONE, Severity.UNKNOWN)


@dataclass(frozen=True, slots=True)
class CohortDrift:
    """One cohort: `column` in it (None: it has none), and its errors at equal scores."""

    value: str | None
    n: int
    column: ColumnDrift | None
    concept: Concept

    @property
    def farness(self) -> float:
        """How many times its minor limit the column lies away."""
        one = self.column
        return 0.0 if one is None or one.value is None else one.value / (one.limits.minor or 1)


def by_value(
    desk: Desk, question: DriftQuestion, by: str, column: str | None
) -> tuple[CohortDrift, ...]:
    """`column` in every cohort of the column `by`, worst first; None: ranked by its errors."""
    asked = replace(question, columns=(column,) if column else ())
    found = [_one(desk, asked, by, value) for value in _values(desk, question, by)]
    return tuple(sorted(found, key=_by_errors if column is None else _rank))


def _one(desk: Desk, question: DriftQuestion, by: str, value: str | None) -> CohortDrift:
    found = drift(desk, replace(question, where={by: value}))
    named = next((c for c in found.columns if c.column in question.columns), None)
    return CohortDrift(value, found.current.n, named, found.concept)


def _rank(one: CohortDrift) -> tuple[int, float]:
    severity = one.column.severity if one.column else Severity.UNKNOWN
    return _GRAVE.index(severity), -one.farness


def _by_errors(one: CohortDrift) -> tuple[int, float]:
    return _GRAVE.index(one.concept.severity), -(one.concept.difference or 0)


def _values(desk: Desk, question: DriftQuestion, by: str) -> Sequence[str | None]:
    """The values of `by` in the window, the most frequent ones."""
    part = Part(sets=[(by,)], since=question.since, until=question.until)
    rows = [row for row in Slicing(desk.facts()).counts("cohort_counts", part) if row.cohort]
    rows.sort(key=lambda row: (-row.cells["events"], str(row.cohort[by])))
    return [row.cohort[by] for row in rows if row.cohort[by] is not None][:MOST]
