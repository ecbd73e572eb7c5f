"""Distances between two windows, against scipy and numbers computed elsewhere."""

import numpy as np
import pytest

from curation.measures.drift import (
    association,
    js_distance,
    ks_interval,
    ks_p_value,
    psi,
    psi_bound,
    wasserstein_interval,
)

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
