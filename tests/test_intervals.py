"""A share is shown with its n and its Wilson interval."""

import hypothesis.strategies as st
import pytest
from hypothesis import given
from scipy import stats  # pyright: ignore[reportMissingTypeStubs]

from curation.intervals import Rate, rate


# Golden numbers: statsmodels 0.15, proportion_confint(method="wilson");
# 81/263 is Wilson's own example as Newcombe 1998 prints it (.2553 to .3662).
@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (8, 10, 0.490162, 0.943318),
        (0, 20, 0.0, 0.161125),
        (20, 20, 0.838875, 1.0),
        (81, 263, 0.255289, 0.366210),
    ],
)
def test_the_interval_is_wilsons(k: int, n: int, low: float, high: float) -> None:
    found = rate(k, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-7)
    assert (found.value, found.method) == (k / n, "wilson")


def test_the_rate_of_nothing_is_no_number() -> None:
    assert rate(0, 0) == Rate(0, 0, None, None, None)


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (1, 0)])
def test_what_is_no_share_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match=f"{k} of {n} is no share"):
        rate(k, n)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_agrees_with_scipys(share: tuple[int, int]) -> None:
    found = rate(*share)
    theirs = stats.binomtest(*share).proportion_ci(0.95, "wilson")  # pyright: ignore
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)  # pyright: ignore
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
