"""Quantiles of latency from counts that merge."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.measures.latency_bins import bin_of, bounds, quantile, quantile_within
from curation.measures.speed import latency_of

LATENCIES = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=200)


def _counted(values: list[float]) -> tuple[list[int], list[int]]:
    bins, counts = np.unique([bin_of(value) for value in values], return_counts=True)
    return bins.tolist(), counts.tolist()


@pytest.mark.parametrize(
    ("q", "linear"),
    # statistics.md §11: quantile_cont of 12 15 11 100 14 13 250 18 16 17.
    [(0.5, 15.5), (0.9, 115.0), (0.95, 182.5), (0.99, 236.5)],
)
def test_the_known_quantiles_lie_within_their_bins(q: float, linear: float) -> None:
    low, high = quantile_within(*_counted([12, 15, 11, 100, 14, 13, 250, 18, 16, 17]), q)
    assert low is not None
    assert high is not None
    assert low <= linear <= high


@given(LATENCIES, st.sampled_from([0.5, 0.95, 0.99]))
def test_the_exact_quantile_always_lies_within(values: list[float], q: float) -> None:
    low, high = quantile_within(*_counted(values), q)
    assert low is not None
    assert high is not None
    assert low * (1 - 1e-12) <= np.quantile(values, q) <= high * (1 + 1e-12)


@given(LATENCIES)
def test_limits_are_those_of_single_measurements_to_within_a_bin(values: list[float]) -> None:
    exact, binned = latency_of(values).p95, quantile(*_counted(values), 0.95)
    assert binned.n == exact.n
    for limit, other in ((exact.low, binned.low), (exact.high, binned.high)):
        assert (limit is None) == (other is None)
        assert other is None or other == pytest.approx(limit, rel=0.021)


def test_weeks_merge_into_the_quantile_of_all_their_rows() -> None:
    rng = np.random.default_rng(5)
    weeks = [rng.lognormal(6, 1, size).tolist() for size in (300, 5000)]
    bins, counts = zip(*(_counted(week) for week in weeks), strict=True)
    found = quantile([*bins[0], *bins[1]], [*counts[0], *counts[1]], 0.95)
    assert found.value == pytest.approx(np.quantile(weeks[0] + weeks[1], 0.95), rel=0.011)


def test_a_bin_is_two_per_cent_wide_and_holds_what_it_is_asked_for() -> None:
    low, high = bounds(bin_of(250.0))
    assert low <= 250.0 < high
    assert high / low == pytest.approx(1.02)
    assert bin_of(0.0) == bin_of(0.001)


def test_nothing_measured_has_no_quantile() -> None:
    assert quantile_within([], [], 0.95) == (None, None)
    assert quantile([], [], 0.95).value is None
