"""A rate has moved only when a test says so."""

import pytest
from hypothesis import strategies as st

from curation.noise import Change, change

COUNTS = st.integers(0, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        # p = .0123509 by the z test (statsmodels 0.15), and above .01 by Fisher's as well
        ((250, 2000), (200, 2000), Change.WITHIN_NOISE),
        ((260, 2000), (200, 2000), Change.HIGHER),
        ((200, 2000), (260, 2000), Change.LOWER),
        ((0, 20), (0, 20), Change.WITHIN_NOISE),
        ((20, 20), (0, 20), Change.HIGHER),
        ((0, 19), (20, 20), Change.TOO_FEW),
        ((20, 20), (0, 19), Change.TOO_FEW),
        ((0, 0), (0, 0), Change.TOO_FEW),
    ],
)
def test_a_change_is_said_only_beyond_noise(
    now: tuple[int, int], before: tuple[int, int], expected: Change
) -> None:
    assert change(*now, *before) is expected


def test_the_floor_is_the_callers() -> None:
    # Fisher's exact p of [[8, 2], [1, 5]] is .034965 (scipy 1.17).
    assert change(8, 10, 1, 6) is Change.TOO_FEW
    assert change(8, 10, 1, 6, floor=6) is Change.WITHIN_NOISE
