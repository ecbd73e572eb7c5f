"""When the error rate of a week is a deviation: the p-chart as an alarm rule."""

from collections.abc import Mapping, Sequence

from curation.alarms import Checked
from curation.backtest import Reading
from curation.deviating import ERROR_RATE, key_of
from curation.deviations import Deviation
from curation.drift import Severity
from curation.thresholds import ERROR_SIGMAS, SEVERE_ERROR_SIGMAS, Policy

RULE = "error-rate"


def worse_week(
    readings: Sequence[Reading],
    policy: Policy,
    cohort: Mapping[str, str | None] | None = None,
    release: str | None = None,
) -> Deviation | None:
    """What the last of `readings` (in sigmas of the reference) calls for; None: nothing."""
    limit, severe = policy.value(ERROR_SIGMAS), policy.value(SEVERE_ERROR_SIGMAS)
    now = readings[-1] if readings else None
    if now is None or now.value is None or now.value < limit:
        return None
    grave = now.value >= severe
    where = dict(cohort or {})
    return Deviation(
        key=key_of(RULE, ERROR_RATE, where),
        rule=RULE,
        subject=ERROR_RATE,
        cohort=where,
        since=now.since,
        until=now.until,
        severity=Severity.SEVERE if grave else Severity.MODERATE,
        sentence=(
            f"The error rate lies {now.value:.1f} sigmas above that of the reference "
            f"(n {now.n:,}), limit {severe if grave else limit:g}."
        ),
        value=now.value,
        limit=severe if grave else limit,
        n=now.n,
        release=release,
        link="cohorts?over=Last+week&by=route",
        began=_began(readings, limit),
    )


def checked_week(reading: Reading, cohort: Mapping[str, str | None] | None = None) -> Checked:
    """That the error rate of the week was judged, and whether there were enough rows."""
    key = key_of(RULE, ERROR_RATE, dict(cohort or {}))
    return Checked(key, reading.since, reading.until, reading.value is not None)


def _began(readings: Sequence[Reading], limit: float) -> str:
    """The first day of the weeks beyond the limit; one that says nothing breaks nothing."""
    began = readings[-1].since
    for one in reversed(readings):
        if one.value is None:
            continue
        if one.value < limit:
            break
        began = one.since
    return began
