"""What the alarm rules look at, week by week: errors, drift of columns, concept drift."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from curation.backtest import Reading
from curation.decisions import Kind
from curation.deviation_reasons import NOISE
from curation.drift import Concept, Period, Severity
from curation.error_chart import sigmas
from curation.errors import NothingToJudge
from curation.reach import by_chance, reach
from curation.saved_cohorts import Where
from store.answers.drift import DriftAnswer, DriftQuestion, drift
from store.answers.drift_reference import BASELINE
from store.answers.drift_windows import first_weeks, weeks_of
from store.answers.last_answers import LastAnswers
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing

TIERS = (Severity.MINOR, Severity.MODERATE, Severity.SEVERE)
_RANKS = {Severity.NONE: 0.0, **{tier: float(n) for n, tier in enumerate(TIERS, start=1)}}


@dataclass(frozen=True, slots=True)
class Watched:
    """What a rule saw of a cohort outside the reference window."""

    readings: tuple[Reading, ...]
    reference_since: str | None
    reference_until: str | None


NOTHING = Watched((), None, None)


def error_weeks(desk: Desk, where: Where, floor: float) -> Watched:
    """Every week by its error rate, in sigmas of the reference's."""
    try:
        since, until = reference_of(desk)
    except NothingToJudge:
        return NOTHING
    slicing = Slicing(desk.facts())
    (whole,) = slicing.counts("cohort_counts", Part((), where, since, until))
    rows = slicing.counts("cohort_counts", Part([("week",)], where))
    weeks = {str(row.cohort["week"]): row.cells for row in rows if row.cohort.get("week")}
    found: list[Reading] = []
    for week in sorted(weeks):
        row = weeks[week]
        if not _within(week, _next(week), since, until):
            sides = (row["wrong"], row["judged"], whole.cells["wrong"], whole.cells["judged"])
            found.append(Reading(week, _next(week), sigmas(*sides, floor), row["judged"]))
    return Watched(tuple(found), since, until)


def drift_weeks(desk: Desk, where: Where, column: str | None = None) -> Watched:
    """Every week by how grave the drift of its worst column is; or how far one column lies."""
    found = drift_of(desk, where)
    if found is None:
        return NOTHING
    told = [_worst(week) if column is None else _column(week, column) for week in _weeks(found)]
    return Watched(tuple(told), found.reference.since, found.reference.until)


def concept_weeks(desk: Desk, where: Where) -> Watched:
    """Every week by how many more errors there are at equal scores."""
    found = drift_of(desk, where)
    if found is None:
        return NOTHING
    told = [_concept(week, week.concept) for week in _weeks(found)]
    return Watched(tuple(told), found.reference.since, found.reference.until)


def reference_of(desk: Desk) -> tuple[str, str]:
    """The window that is compared with: the baseline's, else the first weeks."""
    with desk.ledger.reading() as asked:
        standing = asked.standing_of(BASELINE)
    if standing is not None:
        return standing.body["since"], standing.body["until"]
    return first_weeks(weeks_of(desk))[0].said


def drift_of(desk: Desk, where: Where) -> DriftAnswer | None:
    """The drift of a cohort, told once for its facts and limits; None: nothing to compare."""
    with desk.ledger.reading() as asked:
        said = asked.last_of(
            Kind.IMPORTED, Kind.IMPORT_UNDONE, Kind.THRESHOLD_SET, Kind.BASELINE_SET
        )
        due = asked.due()
    key = (said, due, tuple(sorted(where.items(), key=str)))
    return desk.kept(_memory).get(key, lambda: _drift(desk, where))


def _memory(desk: Desk) -> LastAnswers[DriftAnswer | None]:  # noqa: ARG001 (one for each desk)
    return LastAnswers(16)


def _drift(desk: Desk, where: Where) -> DriftAnswer | None:
    try:
        return drift(desk, DriftQuestion(where=where))
    except NothingToJudge:
        return None


def _weeks(found: DriftAnswer) -> Sequence[Period]:
    """Those that the reference does not hold: they made the limits."""
    of = found.reference
    return [w for w in found.weeks if not _within(w.since, w.until, of.since, of.until)]


def _within(since: str, until: str, first: str, last: str) -> bool:
    return since < last[:10] and until > first[:10]


def _worst(week: Period) -> Reading:
    ranks = [_RANKS[one.severity] for one in week.columns if one.severity in _RANKS]
    return Reading(week.since, week.until, max(ranks) if ranks else None, week.n)


def _column(week: Period, column: str) -> Reading:
    """How far what decides about it lies in its own limits: what the alarm goes by."""
    one = next((c for c in week.columns if c.column == column), None)
    if one is None:
        return Reading(week.since, week.until, None, 0)
    return Reading(week.since, week.until, reach(one), one.n_current, vetoed=by_chance(one))


def _concept(week: Period, one: Concept) -> Reading:
    if one.severity is Severity.UNKNOWN:
        return Reading(week.since, week.until, None, one.n_current)
    chance = one.p_value is not None and one.p_value >= NOISE
    return Reading(week.since, week.until, one.difference, one.n_current, vetoed=chance)


def _next(monday: str) -> str:
    return (date.fromisoformat(monday) + timedelta(weeks=1)).isoformat()
