"""A deviation in numbers, for who looks into it: the cohort most hit, and what moved there."""

from collections.abc import Iterator

from curation.deviating import DRIFT, RUN, at_least
from curation.deviations import Deviation
from curation.drift import Kind, Severity
from curation.errors import CurationError
from curation.measures.intervals import difference
from curation.percents import signed
from curation.profile import MISSING, Profile, from_body
from curation.quantified import (
    POINTS,
    Hit,
    Quantified,
    TooFew,
    ValueMoved,
    most_hit,
    sentence,
)
from curation.scopes import Where, told
from store.answers.baseline import standing_baseline
from store.answers.compare import compare
from store.answers.drift import DriftAnswer, DriftQuestion, drift
from store.answers.drift_distribution import distribution
from store.answers.drift_limits import concept_limits
from store.desk import Desk

MOVED = 3  # so many of the values that moved most are kept
MOST_VALUES = 4  # of a cohort column, the most frequent; each is counted anew
ERRORS = "errors at equal scores"


def quantified(desk: Desk, one: Deviation, run: str | None) -> Quantified | None:
    """What is known of `one` beyond that it deviates; None where nothing more can be told.

    `run` is the one that deviates, if it is a run.
    """
    with desk.ledger.reading() as asked:
        stands = standing_baseline(asked)
    if stands is None:
        return None
    try:
        if one.rule == RUN:
            return _of_run(desk, one, stands.pinned.run, run)
        return _of_week(desk, one, from_body(stands.profile))
    except CurationError:  # a reading that refuses must not keep the deviation from anybody
        return None


def _of_week(desk: Desk, one: Deviation, profile: Profile) -> Quantified | None:
    windows = _windows(one)
    whole = {window: _read(desk, one, one.cohort, window)[0] for window in windows}
    hits: list[tuple[Hit, Hit | None]] = []
    few: list[TooFew] = []
    for where in _cohorts(one, profile):
        hit, window, small = _judged(desk, one, where)
        hits += [(hit, whole[window])] if hit else []
        few += [small] if small else []
    everything = whole[windows[0]]
    found = most_hit(hits) or ((everything, everything) if everything else None)
    if found is None:
        return None
    hit, beside = found
    subject, moved = _column(one) or ERRORS, _moved(desk, one, hit)
    return Quantified(
        sentence(subject, hit, beside, moved, few),
        subject,
        hit.since,
        hit.until,
        hit.where,
        hit.n_reference,
        hit.n_current,
        hit.value,
        hit.low,
        hit.high,
        beside.value if beside else None,
        moved,
        tuple(few),
    )


def _column(one: Deviation) -> str | None:
    """The column that it is about; None: the errors."""
    return one.subject if one.rule == DRIFT else None


def _windows(one: Deviation) -> list[tuple[str, str]]:
    """The period itself, and all since it began, for cohorts that are small."""
    since, until = one.since[:10], one.until[:10]
    began = one.began[:10] or since
    return [(since, until), *([(began, until)] if began < since else [])]


def _cohorts(one: Deviation, profile: Profile) -> Iterator[Where]:
    for name in profile.cohort_columns:
        told_of = name in one.cohort or name == _column(one)
        known = None if told_of else profile.column(name)
        for value in (known.values if known else ())[:MOST_VALUES]:
            yield {**one.cohort, name: value}


def _judged(
    desk: Desk, one: Deviation, where: Where
) -> tuple[Hit | None, tuple[str, str], TooFew | None]:
    """`where` in the shortest window that has enough rows of it."""
    few, window = None, ("", "")
    for window in _windows(one):
        hit, few = _read(desk, one, where, window)
        if few is None:
            return hit, window, None
    return None, window, few


def _read(
    desk: Desk, one: Deviation, where: Where, window: tuple[str, str]
) -> tuple[Hit | None, TooFew | None]:
    """How `one` is within `where`: how far where it deviates, or that too few are in it."""
    found = drift(desk, _question(one, where, window))
    column = _column(one)
    told_of = _of_errors(desk, found) if column is None else _of_column(column, found)
    if told_of is None:
        return None, None
    severity, sides, effect, value, minor, limits = told_of
    if severity is Severity.UNKNOWN:
        return None, TooFew(where, min(sides), found.min_rows)
    if value is None or not at_least(severity, Severity.MINOR):
        return None, None
    return Hit(where, *window, *sides, effect, value, value / minor, *limits), None


_Read = tuple[
    Severity, tuple[int, int], str, float | None, float, tuple[float | None, float | None]
]


def _of_errors(desk: Desk, found: DriftAnswer) -> _Read:
    of, minor = found.concept, concept_limits(desk).minor
    sides = (of.n_reference, of.n_current)
    return of.severity, sides, POINTS, of.difference, minor, (of.low, of.high)


def _of_column(name: str, found: DriftAnswer) -> _Read | None:
    of = next((c for c in found.columns if c.column == name), None)
    if of is None:
        return None
    sides = (of.n_reference, of.n_current)
    return of.severity, sides, of.effect, of.value, of.limits.minor, (None, None)


def _question(one: Deviation, where: Where, window: tuple[str, str]) -> DriftQuestion:
    column, (since, until) = _column(one), window
    return DriftQuestion(
        where=where, since=since, until=until, columns=(column,) if column else ()
    )


def _moved(desk: Desk, one: Deviation, hit: Hit) -> tuple[ValueMoved, ...]:
    column = _column(one)
    if column is None:
        return ()
    asked = _question(one, hit.where, (hit.since, hit.until))
    found = distribution(desk, asked, column)
    number = found.kind is Kind.NUMBER  # most of them have a value in a few events only
    every = zip(found.bins, found.reference, found.current, strict=True)
    rows = [row for row in every if not (number and row[0] == MISSING)]
    then, now = sum(row[1] for row in rows), sum(row[2] for row in rows)
    if not (then and now):
        return ()
    largest = sorted(rows, key=lambda row: abs(row[2] / now - row[1] / then), reverse=True)
    return tuple(
        _value(name, before, then, after, now) for name, before, after in largest[:MOVED]
    )


def _value(name: str, before: int, then: int, after: int, now: int) -> ValueMoved:
    change = difference(after, now, before, then)
    return ValueMoved(
        name, before / then, after / now, change.value or 0.0, change.low, change.high
    )


def _of_run(
    desk: Desk, one: Deviation, baseline: str | None, run: str | None
) -> Quantified | None:
    if baseline is None or run is None:
        return None
    found = compare(desk, baseline, run)
    told_of = [c for c in found.cohorts if c.difference.value is not None]
    worst = min(told_of, key=lambda c: c.difference.value or 0.0, default=None)
    if worst is None:
        return None
    lost, where = worst.difference, told(worst.cohort)
    return Quantified(
        f"{run} against {baseline}: most where {where}, {signed(lost.value, 1)} of "
        f"{worst.n:,} cases.",
        run,
        one.since,
        one.until,
        worst.cohort,
        worst.n,
        worst.n,
        None if lost.value is None else -lost.value,
        None if lost.high is None else -lost.high,
        None if lost.low is None else -lost.low,
        one.value,
        (),
        (),
    )
