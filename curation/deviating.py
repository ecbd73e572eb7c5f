"""What of a week, and of a run, lies apart from the baseline, and how gravely."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from curation.alarms import Checked
from curation.concept import held_equal
from curation.deviations import Deviation
from curation.drift import ColumnDrift, Concept, Limits, Period, Severity
from curation.percents import percent
from curation.scopes import scope_of, told
from curation.thresholds import RUN_DROP, Policy

DRIFT, CONCEPT, RUN = "drift", "concept", "run"  # the rules
ERROR_RATE, PASS_RATE = "error rate", "pass rate"
GRAVITY = (Severity.NONE, Severity.MINOR, Severity.MODERATE, Severity.SEVERE)
_TIERS = {Severity.MINOR: "minor", Severity.MODERATE: "moderate", Severity.SEVERE: "severe"}


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
    floor: float
    limits: Limits


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
    policy: Policy,
    cohort: Mapping[str, str | None] | None = None,
    release: str | None = None,
) -> tuple[Deviation, ...]:
    """What deviates in the last of `periods`, gravest first."""
    if not periods:
        return ()
    where, now = dict(cohort or {}), periods[-1]
    found = [_column(one, periods, where, release) for one in now.columns]
    limit = limit_of(_limits(policy, "drift.concept"), now.concept.severity)
    found.append(_concept(now.concept, periods, where, release, limit))
    return gravest_first(one for one in found if one)


def checked_in(
    period: Period, cohort: Mapping[str, str | None] | None = None
) -> tuple[Checked, ...]:
    """What was judged in `period`, and whether enough rows were there to tell."""
    where, unknown = dict(cohort or {}), Severity.UNKNOWN
    found = [
        (key_of(DRIFT, one.column, where), one.severity is not unknown)
        for one in period.columns
    ]
    found.append((key_of(CONCEPT, ERROR_RATE, where), period.concept.severity is not unknown))
    return tuple(Checked(key, period.since, period.until, enough) for key, enough in found)


def worst(period: Period) -> Severity:
    """The gravest severity in `period`; unknown where nothing could be told."""
    found = [*(one.severity for one in period.columns), period.concept.severity]
    return max(found, key=_rank)


def run_key() -> str:
    """What the deviation of a run is called."""
    return key_of(RUN, PASS_RATE, {})


def checked_run(held: RunHeld) -> Checked:
    """That `held` was judged, and whether there were enough cases to tell."""
    day, enough = held.day, held.n >= held.floor
    until = (day + timedelta(days=1)).isoformat()
    return Checked(run_key(), day.isoformat(), until, enough)


def limits_of_runs(policy: Policy) -> Limits:
    """From which loss in pass rate on a run is a note, an investigation, an alarm."""
    return _limits(policy, RUN_DROP)


def _limits(policy: Policy, prefix: str) -> Limits:
    minor, moderate, severe = (policy.value(f"{prefix}.{name}") for name in _TIERS.values())
    return Limits(minor, moderate, severe)


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
        key=run_key(),
        rule=RUN,
        subject=PASS_RATE,
        cohort={},
        since=held.day.isoformat(),
        until=(held.day + timedelta(days=1)).isoformat(),
        severity=severity,
        sentence=(
            f"{held.run} passes {percent(lost, 1)} fewer of {held.n:,} cases than "
            f"{held.baseline}, at least {percent(least, 1)} for sure."
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
    limit: float | None,
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
        sentence=_sentence(f"Answers are worse {held_equal(one.by)}", cohort, one.reason),
        value=one.difference,
        limit=limit,
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
