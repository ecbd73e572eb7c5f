"""A deviation in numbers, for who looks into it: the cohort most hit, and what moved there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from curation.deviating import CONCEPT, RUN, at_least
from curation.deviations import Deviation
from curation.drift import Kind, Severity
from curation.errors import CurationError
from curation.measures.intervals import difference
from curation.profile import MISSING, Profile, from_body
from curation.scopes import told
from store.answers.baseline import standing_baseline
from store.answers.compare import compare
from store.answers.drift import DriftQuestion, drift
from store.answers.drift_distribution import distribution
from store.desk import Desk

MOVED = 3  # so many of the values that moved most are kept
CLEARLY = 1.2  # so many times the effect on everything, or the cohort is not worth a word
MOST_VALUES = 4  # of a cohort column, the most frequent; each is counted anew
Where = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class ValueMoved:
    """The share of one value then and now; the change with Newcombe's 95 % limits."""

    value: str
    reference: float
    current: float
    change: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Quantified:
    """Where it is worst: `value` there, beside `everywhere`; no cohort is worse than all."""

    sentence: str
    cohort: Where
    n_reference: int | None
    n_current: int
    value: float | None
    low: float | None
    high: float | None
    everywhere: float | None
    moved: tuple[ValueMoved, ...]


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


@dataclass(frozen=True, slots=True)
class _Hit:
    where: Where
    n_reference: int
    n_current: int
    value: float
    low: float | None = None
    high: float | None = None


def _of_week(desk: Desk, one: Deviation, profile: Profile) -> Quantified:
    hits = [hit for where in _cohorts(profile) if (hit := _hit(desk, one, where))]
    most = max(hits, key=lambda hit: hit.value, default=None)
    if most is None or most.value < CLEARLY * (one.value or 0.0):
        most = _hit(desk, one, {}) or _Hit({}, 0, one.n, one.value or 0.0)
    moved = () if one.rule == CONCEPT else _moved(desk, one, most.where)
    return Quantified(
        _sentence(one, most, moved),
        most.where,
        most.n_reference,
        most.n_current,
        most.value,
        most.low,
        most.high,
        one.value,
        moved,
    )


def _cohorts(profile: Profile) -> Iterator[Where]:
    for name in profile.cohort_columns:
        known = profile.column(name)
        for value in (known.values if known else ())[:MOST_VALUES]:
            yield {name: value}


def _hit(desk: Desk, one: Deviation, where: Where) -> _Hit | None:
    """How `one` is within `where`; None where too few are in it, or it does not deviate."""
    columns = () if one.rule == CONCEPT else (one.subject,)
    found = drift(desk, _question(one, where, columns))
    if one.rule == CONCEPT:
        concept = found.concept
        if concept.difference is None or not at_least(concept.severity, Severity.MINOR):
            return None
        return _Hit(
            where,
            concept.n_reference,
            concept.n_current,
            concept.difference,
            concept.low,
            concept.high,
        )
    column = next((c for c in found.columns if c.column == one.subject), None)
    if column is None or column.value is None or not at_least(column.severity, Severity.MINOR):
        return None
    return _Hit(where, column.n_reference, column.n_current, column.value)


def _question(one: Deviation, where: Where, columns: tuple[str, ...]) -> DriftQuestion:
    return DriftQuestion(
        where=where, since=one.since[:10], until=one.until[:10], reference=None, columns=columns
    )


def _moved(desk: Desk, one: Deviation, where: Where) -> tuple[ValueMoved, ...]:
    found = distribution(desk, _question(one, where, (one.subject,)), one.subject)
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
    lost = worst.difference
    where = told(worst.cohort)
    return Quantified(
        f"Most where {where}: {lost.value:+.1%} of {worst.n:,} cases.",
        worst.cohort,
        worst.n,
        worst.n,
        None if lost.value is None else -lost.value,
        None if lost.high is None else -lost.high,
        None if lost.low is None else -lost.low,
        one.value,
        (),
    )


def _sentence(one: Deviation, most: _Hit, moved: tuple[ValueMoved, ...]) -> str:
    limits = "" if most.low is None else f" ({most.low:.3g} to {most.high:.3g})"
    found = f"{most.value:.3g}{limits}, n {most.n_current:,}"
    if most.where and one.value is not None:
        parts = [f"Most where {told(most.where)}: {found}, against {one.value:.3g} in all"]
    else:
        parts = [f"In no cohort clearly more than in all: {found}"]
    if moved:
        first = moved[0]
        parts.append(f"{first.value} went from {first.reference:.1%} to {first.current:.1%}")
    return "; ".join(parts) + "."
