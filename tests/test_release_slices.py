"""Slices of a release: every count equals what counting case by case gives."""

import tracemalloc

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from scipy.stats import norm

from curation.attempts import Outcome, outcome, tallies
from curation.comparison import ONE_SIDED_95, paired
from curation.measures.paired_difference import paired_differences
from curation.measures.release import Attempts, Counts, slice_counts
from curation.measures.resampling import paired_bootstrap

Row = tuple[int, bool, bool | None, float | None]  # case, candidate, passed, latency
CASES = 6
ROWS = st.lists(
    st.tuples(
        st.integers(0, CASES - 1),
        st.booleans(),
        st.none() | st.booleans(),
        st.none() | st.floats(0, 1e4),
    ),
    max_size=40,
)
CODES = st.lists(st.integers(0, 2), min_size=CASES, max_size=CASES)
SCORED = (Outcome.PASSED, Outcome.FAILED, Outcome.FLAKY)


def counted(rows: list[Row], *codes: list[int]) -> list[Counts]:
    none = float("nan")
    attempts = Attempts(
        np.array([r[0] for r in rows], dtype=np.int64),
        np.array([r[1] for r in rows], dtype=bool),
        np.array([-1 if r[2] is None else int(r[2]) for r in rows], dtype=np.int64),
        np.array([none if r[3] is None else r[3] for r in rows], dtype=float),
        np.array([0.5 for _ in rows], dtype=float),
    )
    return slice_counts(attempts, [np.array(c, dtype=np.int64) for c in codes], CASES)


@given(ROWS, CODES, CODES)
def test_every_slice_counts_its_cases(rows: list[Row], one: list[int], two: list[int]) -> None:
    sides = [tallies((str(r[0]), r[2]) for r in rows if r[1] is side) for side in (True, False)]
    for found in counted(rows, one, two):
        codes = [(one, two)[column] for column in found.columns]
        inside = [
            n
            for n in range(CASES)
            if all(c[n] == v for c, v in zip(codes, found.values, strict=True))
        ]
        now, was = ([outcome(side.get(str(n))) for n in inside] for side in sides)
        pairs = [(a, b) for a, b in zip(now, was, strict=True) if a in SCORED and b in SCORED]
        assert found.n == sum(o in SCORED for o in now)
        assert found.passed == now.count(Outcome.PASSED)
        assert found.pairs == len(pairs)
        ok = Outcome.PASSED
        assert found.broke == sum(b is ok and a is not ok for a, b in pairs)
        assert found.fixed == sum(a is ok and b is not ok for a, b in pairs)
        latencies = [r[3] for r in rows if r[1] and r[0] in inside and r[3] is not None]
        expected = float(np.quantile(latencies, 0.95)) if latencies else None
        assert found.p95_ms == (None if expected is None else pytest.approx(expected))


@given(ROWS, CODES)
def test_the_slices_of_a_column_add_up_to_all(rows: list[Row], one: list[int]) -> None:
    found = counted(rows, one)
    if not rows:
        assert found == []
        return
    whole, *parts = found
    for name in ("n", "passed", "pairs", "broke", "fixed"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts)


def test_memory_follows_the_slices_that_there_are() -> None:
    cases = 2000
    every = np.arange(cases)
    measured = np.ones(cases)
    attempts = Attempts(every, every >= 0, every % 2, measured, measured)
    tracemalloc.start()
    try:
        found = slice_counts(attempts, [every, every[::-1].copy()], cases)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) == 1 + 3 * cases
    assert found[-1].values == (cases - 1, 0)
    assert most < 20e6  # all pairs of values would be 32 MB a column of counts


def test_the_multinomial_bootstrap_follows_the_law_of_the_paired_mean() -> None:
    found = paired_bootstrap(60, 100, 1000)
    error = np.sqrt((0.16 - 0.04**2) / 1000)  # of the mean of -1, 0 and 1
    low, high = norm.interval(0.95, -0.04, error)
    assert found.value == pytest.approx(-0.04)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.0015)
    assert found == paired_bootstrap(60, 100, 1000)


def test_without_a_pair_nothing_is_said_of_a_change() -> None:
    assert paired_bootstrap(0, 0, 0).value is None


# Tango (1998) where nothing changed: z squared over n plus z squared.
@pytest.mark.parametrize("n", [3, 20, 1000])
def test_no_change_in_few_pairs_does_not_prove_that_there_is_none(n: int) -> None:
    found = paired_bootstrap(0, 0, n)
    far = norm.isf(0.025) ** 2 / (n + norm.isf(0.025) ** 2)
    assert (found.value, found.method) == (0, "tango")
    assert (found.low, found.high) == pytest.approx((-far, far))


def test_one_pair_that_broke_does_not_prove_that_all_would() -> None:
    for one in (paired_bootstrap(0, 1, 1), *paired_differences([0], [1], [1])):
        assert one.value == one.low == -1
        assert one.high is not None
        assert one.high > 0


COUNTS = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))


@given(st.lists(COUNTS, max_size=5))
def test_many_changes_at_once_have_the_limits_of_each(
    counts: list[tuple[int, int, int]],
) -> None:
    fixed, broke, n = [c[0] for c in counts], [c[1] for c in counts], [*map(sum, counts)]
    found = paired_differences(fixed, broke, n, ONE_SIDED_95)
    for one, (f, b, same) in zip(found, counts, strict=True):
        if f + b + same == 0:
            assert one.value is None
            continue
        limits = paired([1] * f + [-1] * b + [0] * same)
        assert (one.value, one.low, one.high) == pytest.approx(limits, abs=1e-9)
