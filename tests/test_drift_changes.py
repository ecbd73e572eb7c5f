"""When a series moved to another level, and what goes with it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.changes_of_level import changes, goes_with, ranked
from curation.measures.change_points import change_points, noise_of, noise_of_rate

# statistics_vectors.json `cpt` and `cpt_flat` (ruptures 1.1.10: Pelt, Binseg and Dynp agree).
STEP = [v / 100 for v in (91, 92, 90, 93, 91, 92, 91, 90, 84, 85, 83, 86, 84, 85, 83, 84)]
FLAT = [v / 100 for v in (91, 92, 90, 93, 91, 92, 91, 90, 92, 91, 93, 90, 92, 91, 90, 92)]
SIGMA2 = 0.012**2
WEEKS = [f"week {i}" for i in range(40)]


@pytest.mark.parametrize(("series", "places"), [(STEP, [8]), (FLAT, []), (STEP[:7], [])])
def test_a_change_of_level_is_found_where_ruptures_finds_it(
    series: list[float], places: list[int]
) -> None:
    assert change_points(series, SIGMA2) == places


def _total(series: np.ndarray, places: list[int], penalty: float) -> float:
    ends = [0, *places, len(series)]
    parts = [series[a:b] for a, b in pairwise(ends)]
    return sum(float(((p - p.mean()) ** 2).sum()) for p in parts) + penalty * len(places)


def _segmentations(size: int, least: int) -> list[list[int]]:
    found: list[list[int]] = [[]]
    for place in range(least, size - least + 1):
        rest = [[*before, place] for before in _segmentations(place, least)]
        found.extend(rest)
    return found


@given(st.lists(st.floats(0, 1), min_size=8, max_size=13), st.floats(1e-4, 0.05))
def test_no_other_segmentation_is_better(values: list[float], sigma2: float) -> None:
    series, penalty = np.array(values), 3 * sigma2 * float(np.log(len(values)))
    found = _total(series, change_points(series, sigma2), penalty)
    best = min(_total(series, one, penalty) for one in _segmentations(len(series), 3))
    assert found == pytest.approx(best, abs=1e-9)


def test_a_change_is_told_with_both_levels_and_when() -> None:
    (found,), short = changes("error rate", WEEKS, [1 - v for v in STEP], sigma2=SIGMA2)
    assert short is None
    assert (found.since, found.before) == ("week 8", pytest.approx(0.0875))
    assert found.reason == "error rate rose from 0.0875 to 0.158 at week 8"


def test_a_short_series_says_so() -> None:
    assert changes("age", WEEKS, [0.1, None] * 7) == ([], "too short: 7 periods, 8 needed")


def test_periods_without_a_value_do_not_move_the_change() -> None:
    values = [*STEP[:8], None, None, *STEP[8:]]
    found, _ = changes("pass rate", WEEKS, values, sigma2=SIGMA2)
    assert [change.since for change in found] == ["week 10"]


def test_a_step_too_small_to_matter_is_not_marked() -> None:
    assert changes("age", WEEKS, STEP, sigma2=SIGMA2, least=0.1) == ([], None)


def test_a_small_week_counts_for_less() -> None:
    values = [0.9] * 10 + [0.5] * 3 + [0.9] * 7
    rows = [200] * 10 + [5] * 3 + [200] * 7
    even, _ = changes("pass rate", WEEKS, values, sigma2=0.01)
    uneven, _ = changes("pass rate", WEEKS, values, sigma2=0.01, rows=rows)
    assert len(even) == 2
    assert uneven == []


def test_the_noise_of_a_series_is_that_of_its_periods_not_of_its_change() -> None:
    rng = np.random.default_rng(2)
    series = rng.normal(0, 0.02, 300) + np.repeat([0.0, 0.5], 150)
    assert noise_of(series.tolist()) == pytest.approx(0.02**2, rel=0.3)
    assert noise_of([0.0] * 8 + [1.0] * 8) > 0
    assert noise_of_rate([0] * 8, [200] * 8) == pytest.approx(0.5 / 201 * 200.5 / 201 / 200)


def test_flat_series_rarely_alarm() -> None:
    # statistics.md §4: T = 16, n = 200, p = .9, penalty 3·sigma²·ln T: false alarm .02.
    rng = np.random.default_rng(11)
    rates = rng.binomial(200, 0.9, (400, 16)) / 200
    alarms = sum(bool(change_points(rate, 0.9 * 0.1 / 200)) for rate in rates)
    assert alarms <= 0.05 * 400


def test_a_drop_of_five_points_is_found() -> None:
    rng = np.random.default_rng(12)
    rates = np.hstack([rng.binomial(200, p, (200, 8)) / 200 for p in (0.9, 0.85)])
    found = sum(bool(change_points(rate, 0.9 * 0.1 / 200)) for rate in rates)
    assert found >= 0.9 * 200


def test_drift_that_moves_with_errors_ranks_first() -> None:
    rng = np.random.default_rng(4)
    errors = [0.05] * 10 + [0.12] * 10
    together = [float(e + rng.normal(0, 0.01)) for e in errors]
    apart = rng.normal(0.1, 0.02, 20).tolist()
    found = ranked(
        [
            goes_with("short", [0.1] * 4 + [None] * 16, errors),
            goes_with("apart", apart, errors),
            goes_with("together", together, errors),
        ]
    )
    assert [one.column for one in found] == ["together", "apart", "short"]
    assert found[0].low is not None
    assert found[0].low > 0.5
    assert found[2].reason == "too short: 4 periods, 8 needed"


def test_equal_periods_share_a_rank() -> None:
    # scipy.stats.spearmanr of the two.
    found = goes_with("age", [1, 1, 2, 3, 3, 3, 4, 5], [2, 1, 2, 5, 4, 4, 3, 6])
    assert found.correlation == pytest.approx(0.8138058888328231)


def test_a_perfect_order_is_still_uncertain() -> None:
    found = goes_with("age", list(range(10)), list(range(10)))
    assert found.correlation == pytest.approx(1.0)
    assert found.low is not None
    assert 0.8 < found.low < 1.0
    assert found.high == 1.0


def test_a_column_that_never_moved_goes_with_nothing() -> None:
    assert goes_with("age", [0.1] * 10, list(range(10))).correlation is None
