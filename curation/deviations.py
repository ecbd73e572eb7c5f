"""What lies apart from the baseline: one shape for columns, concept and runs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from curation.comparison import NonInferiority
from curation.drift import ColumnDrift, Concept, Limits, Period, Severity
from curation.scopes import scope_of, told

DRIFT, CONCEPT, RUN = "drift", "concept", "run"  # the rules
ERROR_RATE, PASS_RATE = "error rate", "pass rate"
GRAVITY = (Severity.NONE, Severity.MINOR, Severity.MODERATE, Severity.SEVERE)
_TIERS = {Severity.MINOR: "minor", Severity.MODERATE: "moderate", Severity.SEVERE: "severe"}


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that lies apart from the baseline in one period, and how gravely.

    `key` is the same as long as it goes on; `began` is the first day of the periods without a
    break in which it did. `value` reached `limit`, the one of its severity.
    """

    key: str
    rule: str
    subject: str
    cohort: Mapping[str, str | None]
    since: str
    until: str
    severity: Severity
    sentence: str
    value: float | None
    limit: float | None
    n: int
    release: str | None
    link: str
    began: str = ""


@dataclass(frozen=True, slots=True)
class RunHeld:
    """A run held against the baseline's on the `n` cases that both scored.

    `difference` is run minus baseline in pass rate, `high` its one-sided 95 % limit.
    """

    run: str
    baseline: str
    release: str | None
    day: date
    n: int
    difference: float | None
    low: float | None
    high: float | None
    verdict: NonInferiority
    floor: float
    limits: Limits = field(default_factory=lambda: Limits(0.01, 0.03, 0.1))


def graver(one: Severity, other: Severity) -> bool:
    """Whether `one` asks for more than `other`; what is unknown asks for nothing."""
    return _rank(one) > _rank(other)


def at_least(found: Severity, floor: Severity) -> bool:
    """Whether `found` is `floor` or graver."""
    return _rank(found) >= _rank(floor)


def key_of(rule: str, subject: str, cohort: Mapping[str, str | None]) -> str:
    """What a deviation is called as long as it goes on."""
    return f"{rule}:{subject}" + (f"@{scope_of(cohort)}" if cohort else "")


def week_deviations(
    periods: Sequence[Period],
    cohort: Mapping[str, str | None] | None = None,
    release: str | None = None,
) -> tuple[Deviation, ...]:
    """What deviates in the last of `periods`, gravest first."""
    if not periods:
        return ()
    where, now = dict(cohort or {}), periods[-1]
    found = [_column(one, periods, where, release) for one in now.columns]
    found.append(_concept(now.concept, periods, where, release))
    return gravest_first(one for one in found if one)


def judged_keys(period: Period, cohort: Mapping[str, str | None] | None = None) -> set[str]:
    """What `period` could say something about: where there were enough rows."""
    where = dict(cohort or {})
    told_of = [
        key_of(DRIFT, one.column, where)
        for one in period.columns
        if one.severity is not Severity.UNKNOWN
    ]
    if period.concept.severity is not Severity.UNKNOWN:
        told_of.append(key_of(CONCEPT, ERROR_RATE, where))
    return set(told_of)


def run_deviation(held: RunHeld) -> Deviation | None:
    """How `held` deviates: its pass rate is lower for sure, and by so much."""
    lost = None if held.difference is None else -held.difference
    proved = held.high is not None and held.high < 0
    if lost is None or held.n < held.floor or not proved:
        return None
    severity = tier_of(lost, held.limits)
    if severity is Severity.NONE:
        return None
    least = -(held.high or 0.0)
    return Deviation(
        key=key_of(RUN, PASS_RATE, {}),
        rule=RUN,
        subject=PASS_RATE,
        cohort={},
        since=held.day.isoformat(),
        until=(held.day + timedelta(days=1)).isoformat(),
        severity=severity,
        sentence=(
            f"{held.run} passes {lost:.1%} fewer of {held.n:,} cases than {held.baseline}, "
            f"at least {least:.1%} for sure."
        ),
        value=lost,
        limit=limit_of(held.limits, severity),
        n=held.n,
        release=held.release or held.run,
        link=f"compare?baseline={held.baseline}&candidate={held.run}",
        began=held.day.isoformat(),
    )


def tier_of(value: float, limits: Limits) -> Severity:
    """The gravest severity whose limit `value` reaches."""
    reached = [s for s, name in _TIERS.items() if value >= getattr(limits, name)]
    return reached[-1] if reached else Severity.NONE


def limit_of(limits: Limits, severity: Severity) -> float | None:
    """From which effect on something is `severity`."""
    name = _TIERS.get(severity)
    return getattr(limits, name) if name else None


def gravest_first(found: Iterable[Deviation]) -> tuple[Deviation, ...]:
    """`found` in the order in which people want to hear it."""
    return tuple(sorted(found, key=lambda one: (-_rank(one.severity), -_excess(one), one.key)))


def _excess(one: Deviation) -> float:
    return one.value / one.limit if one.value and one.limit else 0.0


def _rank(severity: Severity) -> int:
    return GRAVITY.index(severity) if severity in GRAVITY else -1


def _column(
    one: ColumnDrift,
    periods: Sequence[Period],
    cohort: Mapping[str, str | None],
    release: str | None,
) -> Deviation | None:
    if not at_least(one.severity, Severity.MINOR):
        return None
    severities = [
        next((c.severity for c in p.columns if c.column == one.column), Severity.UNKNOWN)
        for p in periods
    ]
    return Deviation(
        key=key_of(DRIFT, one.column, cohort),
        rule=DRIFT,
        subject=one.column,
        cohort=cohort,
        since=periods[-1].since,
        until=periods[-1].until,
        severity=one.severity,
        sentence=_sentence(f"{one.column} drifted", cohort, one.reason),
        value=one.value,
        limit=limit_of(one.limits, one.severity),
        n=one.n_current,
        release=release,
        link=f"drift?column={one.column}&week={periods[-1].since}",
        began=_began(periods, severities),
    )


def _concept(
    one: Concept,
    periods: Sequence[Period],
    cohort: Mapping[str, str | None],
    release: str | None,
) -> Deviation | None:
    if not at_least(one.severity, Severity.MINOR):
        return None
    return Deviation(
        key=key_of(CONCEPT, ERROR_RATE, cohort),
        rule=CONCEPT,
        subject=ERROR_RATE,
        cohort=cohort,
        since=periods[-1].since,
        until=periods[-1].until,
        severity=one.severity,
        sentence=_sentence("The same inputs are answered worse", cohort, one.reason),
        value=one.difference,
        limit=None,
        n=one.n_current,
        release=release,
        link=f"drift?week={periods[-1].since}",
        began=_began(periods, [p.concept.severity for p in periods]),
    )


def _sentence(what: str, cohort: Mapping[str, str | None], reason: str) -> str:
    where = f" where {told(cohort)}" if cohort else ""
    return f"{what}{where}: {reason.rstrip('.')}."


def _began(periods: Sequence[Period], severities: Sequence[Severity]) -> str:
    """The first day of the deviation; periods that could say nothing do not break it."""
    began = periods[-1].since
    for period, severity in zip(reversed(periods), reversed(severities), strict=True):
        if severity is Severity.NONE:
            break
        if severity is not Severity.UNKNOWN:
            began = period.since
    return began
