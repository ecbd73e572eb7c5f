"""A week with more errors than the reference allows is a deviation."""

import pytest

from curation.backtest import Reading
from curation.drift import Severity
from curation.thresholds import policy
from curation.worse_weeks import checked_week, worse_week

POLICY = policy(())


def weeks(*values: float | None) -> list[Reading]:
    days = [f"2026-11-{2 + 7 * i:02}" for i in range(len(values) + 1)]
    return [
        Reading(since, until, value, 500)
        for since, until, value in zip(days, days[1:], values, strict=False)
    ]


@pytest.mark.parametrize(
    ("value", "severity", "limit"),
    [
        (None, None, None),
        (-4.0, None, None),
        (2.99, None, None),
        (3.0, Severity.MODERATE, 3.0),
        (5.99, Severity.MODERATE, 3.0),
        (6.0, Severity.SEVERE, 6.0),
    ],
)
def test_a_week_is_as_grave_as_its_sigmas(
    value: float | None, severity: Severity | None, limit: float | None
) -> None:
    found = worse_week(weeks(0.2, value), POLICY)
    assert (found and found.severity, found and found.limit) == (severity, limit)


def test_it_began_with_the_first_week_beyond_the_limit_and_silence_breaks_nothing() -> None:
    found = worse_week(weeks(4.0, 0.0, 3.5, None, 7.0)[:4] + weeks(7.0), POLICY)
    assert found is not None
    assert found.began == "2026-11-16"
    assert found.key == "error-rate:error rate"
    assert "7.0 sigmas above that of the reference (n 500), limit 6" in found.sentence


def test_no_week_is_no_deviation_and_too_few_rows_let_no_alarm_go() -> None:
    assert worse_week([], POLICY) is None
    (quiet,), (silent,) = weeks(0.0), weeks(None)
    assert checked_week(quiet).enough
    assert not checked_week(silent).enough
