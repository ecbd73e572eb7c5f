"""Whether latency or cost moved, by a test and by how much; how old things are."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from curation.courses import Bins, Course, Sums, cost_moved, p95, p95_moved, within
from curation.measures.latency_bins import bin_of
from curation.measures.measure import Measure
from curation.staleness import age, stale
from curation.thresholds import policy

POLICY = policy(())
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def bins(*milliseconds: float) -> Bins:
    found: dict[int, int] = {}
    for one in milliseconds:
        found[bin_of(one)] = found.get(bin_of(one), 0) + 1
    return found


def costs(*usd: float) -> Sums:
    return Sums(len(usd), sum(usd), sum(one * one for one in usd))


EVEN = tuple(float(n) for n in range(100, 1100))  # p95 1,049.05 ms


@pytest.mark.parametrize(
    ("factor", "n", "expected"),
    [
        (1.0, 1000, Course.NOISE),
        (1.5, 1000, Course.WORSE),
        (0.6, 1000, Course.BETTER),
        (1.04, 1000, Course.NOISE),  # real perhaps, but no news
        (1.5, 10, Course.TOO_FEW),
    ],
)
def test_latency_moved_when_chance_does_not_explain_it_and_it_is_a_tenth(
    factor: float, n: int, expected: Course
) -> None:
    now = bins(*(one * factor for one in EVEN[:n]))
    assert p95_moved(now, bins(*EVEN), 20).course is expected


def test_a_slow_few_among_few_are_within_noise() -> None:
    found = p95_moved(bins(*[100.0] * 28, 900.0, 950.0), bins(*[100.0] * 58, 150.0, 160.0), 20)
    assert found.course is Course.NOISE
    assert "within noise" in found.why


def test_the_p95_of_bins_lies_within_two_percent_and_has_an_interval() -> None:
    found = p95(bins(*EVEN))
    assert found.value == pytest.approx(float(np.quantile(EVEN, 0.95)), rel=0.02)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 1049 < found.high
    assert p95({}).value is None


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (costs(*[2.0, 2.1] * 50), costs(*[1.0, 1.1] * 50), Course.WORSE),
        (costs(*[1.0, 1.1] * 50), costs(*[2.0, 2.1] * 50), Course.BETTER),
        (costs(*[1.0, 9.0] * 50), costs(*[1.0, 8.0] * 50), Course.NOISE),
        (costs(*[2.0] * 50), costs(*[1.0] * 50), Course.WORSE),  # without any spread
        (costs(*[1.0] * 50), costs(*[1.0] * 50), Course.NOISE),
        (costs(2.0), costs(*[1.0] * 50), Course.TOO_FEW),
        (costs(*[1.05, 1.06] * 50), costs(*[1.0, 1.01] * 50), Course.NOISE),  # under a tenth
    ],
)
def test_cost_moved_when_chance_does_not_explain_it_and_it_is_a_tenth(
    now: Sums, before: Sums, expected: Course
) -> None:
    assert cost_moved(now, before, 20).course is expected


prices = st.lists(st.floats(0.001, 5), min_size=2, max_size=40)


@given(prices, prices)
def test_sums_add_up_and_tell_the_mean_and_spread_of_all(
    one: list[float], other: list[float]
) -> None:
    whole = costs(*one) + costs(*other)
    assert whole.mean().value == pytest.approx(np.mean([*one, *other]))
    assert whole.spread == pytest.approx(np.std([*one, *other], ddof=1), abs=1e-6)


def test_few_weeks_have_the_wider_limits_of_student() -> None:
    found = costs(40.0, 44.0, 46.0, 48.0).mean()
    interval = ttest_ind([40.0, 44.0, 46.0, 48.0], [0.0, 0.0], equal_var=True)
    assert interval.df == 4  # the limits below: 44.5 ± 3.1824 · 3.4157 / 2
    assert (found.low, found.high) == pytest.approx((39.0649, 49.9351), abs=1e-3)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(80, 100, True), (101, 130, False), (90, 110, None), (None, 110, None)],
)
def test_a_budget_is_kept_or_not_only_when_the_whole_interval_says_so(
    low: float | None, high: float, expected: bool | None
) -> None:
    assert within(Measure(100, low, high, 50, "test"), 100) is expected


@pytest.mark.parametrize(("days", "met"), [(13, True), (14, True), (15, False)])
def test_a_run_is_fresh_up_to_its_governed_age(days: int, met: bool) -> None:
    found = age("run", "rc1", NOW - timedelta(days=days), NOW, POLICY)
    assert (found.met, found.limit, found.days) == (met, 14, days)
    assert f"{days} days old" in found.why


def test_what_is_not_on_record_is_not_fresh() -> None:
    found = age("label", None, None, NOW, POLICY)
    assert (found.met, found.days) == (None, None)
    assert stale([found]) == [found]
