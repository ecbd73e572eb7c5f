"""Distances between two windows, against scipy and numbers computed elsewhere."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from curation.measures.drift import (
    association,
    js_distance,
    ks_interval,
    ks_p_value,
    psi,
    psi_bound,
    wasserstein_interval,
)
from curation.measures.earth_mover import wasserstein_at_least

# statistics_vectors.json `drift_cat` (scipy 1.17.1; PSI by hand).
REFERENCE, CURRENT = [500, 300, 150, 50], [420, 310, 190, 80]

# `drift_num`: x = 1 2 2 3 4 5 5 6 7 9, y = 2 3 4 4 5 6 8 9 9 10 11 12, one bin a value.
VALUES = np.arange(1, 13)
X, Y = [1, 2, 1, 1, 2, 1, 1, 0, 1, 0, 0, 0], [0, 1, 1, 2, 1, 1, 0, 1, 2, 1, 1, 1]


def test_distances_of_categories_are_those_of_scipy() -> None:
    assert js_distance(REFERENCE, CURRENT) == pytest.approx(0.08241469567857959, rel=1e-9)
    assert psi(REFERENCE, CURRENT) == pytest.approx(0.0376013, abs=5e-8)
    found = association(REFERENCE, CURRENT)
    assert found.chi2 == pytest.approx(18.749415441378044, rel=1e-12)
    assert found.dof == 3
    assert found.p == pytest.approx(0.00030803003822988545, rel=1e-9)
    assert found.cramers_v == pytest.approx(0.09682307431954958, rel=1e-12)


def test_distances_of_numbers_are_those_of_scipy() -> None:
    assert ks_interval(X, Y, exact=True) == pytest.approx((0.4, 0.4))
    edges = VALUES[:-1] + 0.5
    found = wasserstein_interval(edges, X, Y, X * VALUES, Y * VALUES, exact=True)
    assert found == pytest.approx((2.5166666666666666, 2.5166666666666666), rel=1e-12)


def test_a_cell_of_zero_counts_as_half_a_row() -> None:
    assert psi([60, 30, 10, 0], [50, 30, 15, 5]) == pytest.approx(0.15434804397407142)
    assert js_distance([60, 30, 10, 0], [50, 30, 15, 5]) == pytest.approx(0.1786464647868531)


@pytest.mark.parametrize(
    ("n", "m", "bins", "q95"),
    # `psi_null`: theory_q95, chi-squared quantiles of scipy.
    [(1000, 50, 10, 0.3552985296970294), (10000, 500, 20, 0.06330140713185693)],
)
def test_the_bound_of_psi_is_what_chance_alone_reaches(
    n: int, m: int, bins: int, q95: float
) -> None:
    assert psi_bound(n, m, bins, level=0.95) == pytest.approx(q95, rel=1e-9)


def test_the_p_value_of_ks_follows_scipy() -> None:
    # ks_2samp of carloan's debt_to_income_ratio, 50,000 rows a side.
    assert ks_p_value(0.00534, 50_000, 50_000) == pytest.approx(0.472364497916, abs=1e-5)


@pytest.mark.parametrize(
    ("reference", "current", "p", "v"),
    # `drift_1M` and `drift_cat_x100`: the p-value falls with the rows, the effect does not.
    [
        ([500_000, 500_000], [502_000, 498_000], 0.0046776523135191915, 0.002000004000012),
        (
            [50_000, 30_000, 15_000, 5000],
            [42_000, 31_000, 19_000, 8000],
            0.0,
            0.09682307431954958,
        ),
    ],
)
def test_rows_make_a_p_value_small_but_no_effect_large(
    reference: list[int], current: list[int], p: float, v: float
) -> None:
    found = association(reference, current)
    assert found.p == pytest.approx(p, rel=1e-6, abs=1e-300)
    assert found.cramers_v == pytest.approx(v, rel=1e-9)


@pytest.mark.parametrize(
    ("n", "m", "bins", "mean", "q95"),
    # `psi_null`: simulated without drift (100 rows in the last 2, 20 bins in the last).
    [
        (1000, 50, 10, 0.17327, 0.34726),
        (1000, 200, 10, 0.05322, 0.09978),
        (10_000, 500, 20, 0.03943, 0.06236),
    ],
)
def test_without_drift_psi_keeps_within_its_bound(
    n: int, m: int, bins: int, mean: float, q95: float
) -> None:
    rng = np.random.default_rng(1)
    shares = np.full(bins, 1 / bins)
    found = psi(rng.multinomial(n, shares, 4000), rng.multinomial(m, shares, 4000))
    assert found.mean() == pytest.approx(mean, rel=0.05)
    assert np.quantile(found, 0.95) == pytest.approx(q95, rel=0.08)
    assert (found > psi_bound(n, m, bins)).mean() <= 0.015


def _kstwo(distance: float, rows: int) -> float:
    found: Any = stats.kstwo  # it has no types
    return float(found.sf(distance, rows))


@pytest.mark.parametrize(("n", "m"), [(50, 50), (100, 1000), (50_000, 5000)])
def test_the_p_value_of_ks_is_near_scipys_for_any_distance(n: int, m: int) -> None:
    rows = n * m / (n + m)
    for distance in np.linspace(0.3, 2.5, 12) / np.sqrt(rows):
        expected = _kstwo(float(distance), round(rows))
        assert ks_p_value(distance, n, m) == pytest.approx(expected, abs=0.0006)


VALUES_OF_ANY_KIND = st.one_of(
    st.lists(st.integers(-3, 3).map(float), min_size=1, max_size=40),
    st.lists(st.floats(-1e3, 1e3).map(lambda x: round(x, 3)), min_size=1, max_size=40),
)


def _ks(reference: list[float], current: list[float]) -> float:
    """The largest difference of the distribution functions, at any value."""
    at = np.union1d(reference, current)
    sides = (np.sort(reference), np.sort(current))
    f, g = (np.searchsorted(side, at, "right") / len(side) for side in sides)
    return float(np.max(np.abs(f - g)))


def test_ks_by_its_definition_is_scipys() -> None:
    rng = np.random.default_rng(8)
    for size in (5, 30):
        sides = [rng.integers(0, 9, size).tolist(), rng.integers(2, 9, 2 * size).tolist()]
        assert _ks(*sides) == stats.ks_2samp(*sides).statistic


EDGES = st.lists(st.floats(-1e3, 1e3), max_size=8, unique=True).map(sorted)


def _binned(values: list[float], edges: list[float]) -> tuple[np.ndarray, np.ndarray]:
    bins, size = np.searchsorted(edges, values, "right"), len(edges) + 1
    return np.bincount(bins, minlength=size), np.bincount(bins, values, size)


@given(VALUES_OF_ANY_KIND, VALUES_OF_ANY_KIND, EDGES)
def test_the_binned_interval_of_ks_always_holds_scipys(
    reference: list[float], current: list[float], edges: list[float]
) -> None:
    low, high = ks_interval(_binned(reference, edges)[0], _binned(current, edges)[0])
    assert low <= _ks(reference, current) <= high


@given(VALUES_OF_ANY_KIND, VALUES_OF_ANY_KIND, EDGES)
def test_the_binned_interval_of_wasserstein_always_holds_scipys(
    reference: list[float], current: list[float], edges: list[float]
) -> None:
    (r, r_sums), (c, c_sums) = _binned(reference, edges), _binned(current, edges)
    low, high = wasserstein_interval(edges, r, c, r_sums, c_sums)
    exact = stats.wasserstein_distance(reference, current)
    assert low <= exact + 1e-9
    assert exact <= high + 1e-9
    assert wasserstein_at_least(edges, r, c, r_sums, c_sums) == pytest.approx(low, abs=1e-9)


@given(VALUES_OF_ANY_KIND, VALUES_OF_ANY_KIND)
def test_both_are_exact_where_a_bin_holds_one_value(
    reference: list[float], current: list[float]
) -> None:
    edges = np.unique([*reference, *current]).tolist()
    (r, r_sums), (c, c_sums) = _binned(reference, edges), _binned(current, edges)
    low, high = ks_interval(r, c, exact=True)
    assert low == high == _ks(reference, current)
    exact = stats.wasserstein_distance(reference, current)
    found = wasserstein_interval(edges, r, c, r_sums, c_sums, exact=True)
    assert found == pytest.approx((exact, exact), abs=1e-9)


COUNTS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=12)


@given(COUNTS)
def test_distances_are_symmetric_and_within_their_range(pairs: list[tuple[int, int]]) -> None:
    reference, current = np.array(pairs).T
    assume(reference.any() and current.any())
    distance = js_distance(reference, current)
    assert 0 <= distance <= 1 + 1e-12
    assert distance == pytest.approx(js_distance(current, reference), abs=1e-9)
    assert psi(reference, current) >= -1e-12
    assert psi(reference, current) == pytest.approx(psi(current, reference), abs=1e-9)
    found = association(reference, current)
    assert np.isnan(found.cramers_v) or 0 <= found.cramers_v <= 1 + 1e-9
    assert js_distance(reference, reference * 3) == pytest.approx(0, abs=1e-7)


@given(COUNTS)
def test_bins_that_nothing_falls_in_change_no_distance(pairs: list[tuple[int, int]]) -> None:
    reference, current = np.array(pairs).T
    assume(reference.any() and current.any())
    wide = [np.append(counts, [0, 0, 0]) for counts in (reference, current)]
    there = np.arange(len(wide[0])) < len(reference)
    assert js_distance(*wide) == pytest.approx(js_distance(reference, current), abs=1e-12)
    assert ks_interval(*wide) == pytest.approx(ks_interval(reference, current), abs=1e-12)
    assert psi(*wide, bins=there) == pytest.approx(psi(reference, current), abs=1e-12)
    narrow, filled = association(reference, current), association(*wide)
    assert np.array(filled) == pytest.approx(np.array(narrow), nan_ok=True)
    edges = np.arange(len(reference) - 1.0)
    sums = [counts * np.arange(-0.5, len(reference) - 1) for counts in (reference, current)]
    ends = wasserstein_interval(edges, reference, current, *sums)
    padded = [np.append(part, [0, 0, 0]) for part in sums]
    longer = np.append(edges, [np.inf] * 3)
    assert wasserstein_interval(longer, *wide, *padded) == pytest.approx(ends, abs=1e-9)


def test_an_empty_side_has_no_distance() -> None:
    some, nothing = [[3, 4], [5, 6]], [0, 0]
    edges = [0.5]
    for found in (
        js_distance(some, nothing),
        psi(some, nothing),
        psi_bound([7, 11], 0, 2),
        association(some, nothing).p,
        association(some, nothing).cramers_v,
        *ks_interval(some, nothing),
        ks_p_value(0.3, [7, 11], 0),
        *wasserstein_interval(edges, some, nothing, some, nothing),
        wasserstein_at_least(edges, nothing, some, nothing, some),
    ):
        assert np.isnan(found).tolist() == [True, True]


def test_one_bin_tells_nothing() -> None:
    assert js_distance([5], [9]) == 0
    assert psi([5], [9]) == 0
    assert psi_bound(5, 9, 1) == 0
    assert np.isnan(association([5], [9]).p)


def test_all_weeks_and_columns_are_told_at_once() -> None:
    rng = np.random.default_rng(3)
    reference, current = rng.integers(1, 90, (4, 6)), rng.integers(0, 90, (3, 4, 6))
    whole = js_distance(reference, current)
    assert whole.shape == (3, 4)
    assert whole[2, 1] == pytest.approx(float(js_distance(reference[1], current[2, 1])))
    low, high = ks_interval(reference, current)
    assert low.shape == high.shape == (3, 4)
