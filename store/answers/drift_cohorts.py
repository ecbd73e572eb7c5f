"""The same column in every cohort: who drifts, who does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from curation.drift import ColumnDrift, Concept, Severity
from curation.scopes import scope_of
from store.answers.drift import DriftQuestion, drift
from store.answers.investigations import standing_investigations
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


def cohorts_to_ask(desk: Desk, columns: Sequence[str]) -> tuple[str, ...]:
    """Every cohort of one of `columns`, as its scope, the most frequent of a column first."""
    facts, key = desk.facts(), f"cohorts to ask of {columns}"
    return facts.kept(key, lambda: _cohorts_to_ask(Slicing(facts), columns))


def _cohorts_to_ask(slicing: Slicing, columns: Sequence[str]) -> tuple[str, ...]:
    kinds = slicing.kinds(columns)
    few = [column for column in columns if 1 < kinds[column] <= MOST]
    if not few:
        return ()
    rows = slicing.counts("cohort_counts", Part(sets=[(column,) for column in few]))
    told = [row for row in rows if row.cohort and None not in row.cohort.values()]
    told.sort(key=lambda row: (few.index(next(iter(row.cohort))), -row.cells["events"]))
    return tuple(scope_of(row.cohort) for row in told)


def most_hit_by(desk: Desk, column: str) -> str | None:
    """The column by whose values `column` differs most, as it was last looked into."""
    with desk.ledger.reading() as asked:
        found = standing_investigations(asked)
    told = [one.comparison for one in reversed(found) if not one.closed and one.comparison]
    cohorts = [one["cohort"] for one in told if one.get("subject") == column]
    return next((name for cohort in cohorts for name in cohort), None)


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
