"""What is said of two numbers of the home page, held against scipy and against chance."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import CensoredData, logrank

from curation.courses import Sums, welch
from curation.figure_tests import Limits, Wait, counted, differ, judged, log_rank, rates
from curation.figures import Judgement, Period, window
from curation.noise import fisher
from curation.triage_time import lower_rank

COUNT = st.integers(0, 60)


@given(COUNT, COUNT, COUNT, COUNT)
def test_fisher_says_what_scipy_says(k: int, rest: int, k_before: int, others: int) -> None:
    said = stats.fisher_exact(np.array([[k, rest], [k_before, others]])).pvalue
    assert fisher(k, k + rest, k_before, k_before + others) == pytest.approx(said, abs=1e-9)


@given(st.integers(1, 400))
def test_the_interval_of_a_median_begins_at_scipys_rank(n: int) -> None:
    assert lower_rank(n) == int(stats.binom.ppf(0.025, n, 0.5))


def test_welch_says_what_scipy_says() -> None:
    rng = np.random.default_rng(8)
    now, before = rng.exponential(2, 40), rng.exponential(3, 90)
    sums = [Sums(len(x), float(x.sum()), float((x * x).sum())) for x in (now, before)]
    said = stats.ttest_ind(now, before, equal_var=False).pvalue
    assert welch(*sums) == pytest.approx(said)


def test_a_count_has_the_interval_of_garwood() -> None:
    # Garwood 1936: half of what chi-square has at 2.5 % (20 free) and 97.5 % (22 free).
    assert counted(10) == pytest.approx((4.7953887, 18.3903560))
    assert counted(0)[0] == 0


@pytest.mark.parametrize(
    ("now", "before", "p"),
    [
        ((30, 100), (60, 100), stats.binomtest(30, 90, 0.5).pvalue),
        ((0, 100), (0, 50), 1.0),
        ((10, 100), (5, 50), 1.0),
    ],
)
def test_counts_are_compared_for_what_they_had_to_do_with(
    now: tuple[int, float], before: tuple[int, float], p: float
) -> None:
    assert rates(*now, *before) == pytest.approx(p)


def test_log_rank_says_what_scipy_says_of_those_who_wait() -> None:
    rng = np.random.default_rng(7)
    x, y = rng.exponential(5, 40), rng.exponential(9, 60)
    open_x, open_y = rng.random(40) < 0.3, rng.random(60) < 0.3
    first, second = (
        CensoredData(uncensored=v[~o], right=v[o]) for v, o in ((x, open_x), (y, open_y))
    )
    said = logrank(first, second).pvalue
    waits = [
        [Wait(-1, float(v), not o) for v, o in zip(values, opens, strict=True)]
        for values, opens in ((x, open_x), (y, open_y))
    ]
    found = log_rank(*waits)
    assert found is not None
    assert found[0] == pytest.approx(said)
    assert found[1] > 0  # the first ones are answered sooner than both together


def test_nothing_answered_is_no_proof_of_anything() -> None:
    assert log_rank([Wait(-1, 3, False)], [Wait(-1, 2, False)]) is None


@given(COUNT, COUNT, st.integers(1, 500), st.integers(1, 500))
def test_the_order_of_the_two_does_not_matter(k: int, m: int, n: int, o: int) -> None:
    assert rates(k, n, m, o) == pytest.approx(rates(m, o, k, n))


@pytest.mark.parametrize(
    ("p", "change", "higher", "said"),
    [
        (0.01, 0.1, True, Judgement.BETTER),
        (0.01, 0.1, False, Judgement.WORSE),
        (0.01, -0.1, True, Judgement.WORSE),
        (0.05, 0.1, True, Judgement.WITHIN_NOISE),
        (0.0, 0.0, True, Judgement.WITHIN_NOISE),
        (None, 0.1, True, Judgement.NO_COMPARISON),
        (0.01, None, True, Judgement.NO_COMPARISON),
    ],
)
def test_a_test_decides_and_never_an_arrow(
    p: float | None, change: float | None, higher: bool, said: Judgement
) -> None:
    assert judged(p, change, higher_is_better=higher) is said


def test_two_intervals_that_are_far_apart_differ() -> None:
    assert differ(Limits(0.9, 0.88, 0.92), Limits(0.7, 0.65, 0.75)) < 0.001
    assert differ(Limits(0.9, 0.8, 1.0), Limits(0.88, 0.78, 0.98)) > 0.5
    assert differ(Limits(1, 1, 1), Limits(1, 1, 1)) == 1


@pytest.mark.parametrize(("period", "weeks"), [("week", 1), ("month", 4), ("quarter", 13)])
def test_a_period_is_whole_weeks_and_is_held_against_the_like(period: str, weeks: int) -> None:
    found = window(Period(period), date(2026, 11, 16))
    assert (found.until - found.since).days == 7 * weeks
    assert found.since - found.before == found.until - found.since
