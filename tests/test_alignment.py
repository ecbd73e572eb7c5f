"""Does a set ask what production fails at: the vectors, the lags, the clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from curation.courses import Course
from curation.feedback_clock import Since, Wait, clock
from curation.measures.alignment import UNKNOWN, Aligned, Cell, Lean, aligned
from curation.measures.lags import Moves, together
from curation.measures.survival import survival

# statistics.md section 13, and statistics_vectors.json under "align".
PROD, EVAL, COST = [120, 80, 40, 30, 20, 10], [10, 40, 30, 5, 0, 15], [5, 1, 2, 10, 3, 1]
GAPS = [0.4309734513274337, -0.3292035398230089, -0.22920353982300884, 0.21548672566371685,
        0.05309734513274336, -0.14115044247787611]  # fmt: skip
STATS: Any = scipy_stats  # its stubs know less than it does
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = 3600.0


def of_vector(cost: list[int] = COST) -> Aligned:
    cells = [Cell(f"m{at}", c, n) for at, (c, n) in enumerate(zip(cost, PROD, strict=True))]
    cases = {f"m{at}": n for at, n in enumerate(EVAL)}
    return aligned(cells, cases, least=5, floor=20)


def test_the_vectors_of_the_method_hold() -> None:
    found = of_vector()
    assert found.js.value == pytest.approx(0.6346040341928845, abs=1e-6)
    assert found.js_unweighted.value == pytest.approx(0.4139471124729759, abs=1e-6)
    assert found.rank.value == pytest.approx(0.3714285714285715, abs=1e-6)
    assert found.tau.value == pytest.approx(0.3333333333333333, abs=1e-6)
    assert found.covered.value == pytest.approx(0.9469026548672568, abs=1e-6)
    gaps = {gap.kind: gap.gap for gap in found.gaps}
    assert [gaps[f"m{at}"] for at in range(6)] == pytest.approx(GAPS, abs=1e-6)
    assert [gap.kind for gap in found.gaps][:2] == ["m0", "m3"], "cases for 1, then for 4"


def test_every_number_carries_the_interval_of_resampled_rows() -> None:
    found = of_vector()
    for one in (found.js, found.rank_by_cost, found.covered):
        assert one.low is not None
        assert one.high is not None
        assert one.value is not None
        assert one.low <= one.value <= one.high
        assert one.n == sum(PROD)
    lean = {gap.kind: gap.lean for gap in found.gaps}
    assert (lean["m0"], lean["m1"]) == (Lean.UNDER, Lean.OVER)


def test_what_nobody_can_name_stands_first_and_is_not_spread() -> None:
    cells = [Cell("a", 1, 60), Cell(UNKNOWN, 1, 40), Cell("b", 1, 0)]
    found = aligned(cells, {"a": 10, UNKNOWN: 9}, least=5, floor=20)
    assert found.unknown == pytest.approx(0.4)
    assert found.gaps[0].kind == UNKNOWN
    assert found.covered.value == pytest.approx(0.6), "no case covers what has no name"


@pytest.mark.parametrize(
    ("cells", "cases", "why"),
    [
        ([], {"a": 3}, "no failure with a cost"),
        ([Cell("a", 0.0, 30)], {"a": 3}, "no failure with a cost"),
        ([Cell("a", 1.0, 30)], {}, "no case in the set"),
    ],
)
def test_a_side_that_is_empty_makes_no_number(
    cells: list[Cell], cases: dict[str, int], why: str
) -> None:
    found = aligned(cells, cases, least=5, floor=20)
    assert found.js.value is None
    assert found.covered.value is None
    assert why in (found.js.note or "")
    assert {gap.gap for gap in found.gaps} == {None}


def test_few_failures_say_too_few_and_lean_nowhere() -> None:
    found = aligned([Cell("a", 1, 3), Cell("b", 1, 1)], {"a": 9}, least=5, floor=20)
    assert "too few to say" in (found.js.note or "")
    assert {gap.lean for gap in found.gaps} == {Lean.TOO_FEW}


@pytest.mark.parametrize(
    ("unknown", "cases", "leans"),
    [
        (0, {"a": 30, "b": 10}, {"a": Lean.EVEN, "b": Lean.EVEN}),
        (0, {"a": 10, "b": 30}, {"a": Lean.UNDER, "b": Lean.OVER}),
        (100, {"a": 30, "b": 10}, {"a": Lean.UNKNOWN, "b": Lean.UNKNOWN}),
        (0, {"a": 2, "b": 10, UNKNOWN: 28}, {"a": Lean.UNKNOWN, "b": Lean.UNKNOWN}),
        (0, {"a": 1}, {"a": Lean.TOO_FEW, "b": Lean.UNDER}),
    ],
)
def test_what_is_unknown_is_held_against_no_part_and_few_cases_are_never_too_many(
    unknown: int, cases: dict[str, int], leans: dict[str, Lean]
) -> None:
    cells = [Cell("a", 1, 75), Cell("b", 1, 25), Cell(UNKNOWN, 1, unknown)]
    found = aligned(cells, cases, least=5, floor=20)
    assert {gap.kind: gap.lean for gap in found.gaps if gap.kind != UNKNOWN} == leans
    assert {gap.lean for gap in found.gaps if gap.kind == UNKNOWN} <= {Lean.UNKNOWN}


def test_where_nobody_can_name_any_failure_there_is_no_distance() -> None:
    found = aligned([Cell(UNKNOWN, 5, 100)], {"a": 10, "b": 10}, least=5, floor=10)
    assert (found.unknown, found.js.value, found.covered.value) == (1.0, None, None)
    assert {gap.lean for gap in found.gaps} == {Lean.UNKNOWN}


def test_very_many_prices_are_drawn_as_the_mean_of_their_part() -> None:
    cells = [Cell("ab"[n % 2], 1 + n / 1000, 1) for n in range(4200)]
    found = aligned(cells, {"a": 5, "b": 5}, least=5, floor=20)
    assert found.js.value == pytest.approx(0, abs=0.01)
    assert found.gaps[0].cost == pytest.approx(sum(c.cost for c in cells if c.part == "b"))


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), min_size=2, max_size=6).filter(
        lambda rows: sum(n for n, _ in rows) > 0 and sum(e for _, e in rows) > 0
    )
)
def test_gaps_add_up_to_nothing_and_distances_stay_in_their_range(
    rows: list[tuple[int, int]],
) -> None:
    cells = [Cell(str(at), 2.0, n) for at, (n, _) in enumerate(rows)]
    cases = {str(at): e for at, (_, e) in enumerate(rows) if e}
    found = aligned(cells, cases, least=5, floor=1, ranked=False)
    assert sum(gap.gap or 0 for gap in found.gaps) == pytest.approx(0, abs=1e-9)
    assert found.js.value is not None
    assert 0 <= found.js.value <= 1
    assert found.js.value == pytest.approx(found.js_unweighted.value), "one price, one distance"


def series(seed: int, n: int = 24) -> list[float]:
    return list(np.random.default_rng(seed).normal(size=n))


def test_the_lag_at_which_production_follows_is_found() -> None:
    ours = dict(enumerate(series(1)))
    theirs = {week + 2: value / 10 for week, value in ours.items()}
    found = together(ours, theirs, 8)
    assert found.best is not None
    assert (found.moves, found.best.lag) == (Moves.WITH, 2)
    assert found.p is not None
    assert found.p < 0.01


def test_two_series_that_merely_both_rise_do_not_move_together() -> None:
    noise, other = series(2), series(3)
    ours = {week: week + noise[week] for week in range(24)}
    theirs = {week: week + other[week] for week in range(24)}
    assert np.corrcoef(list(ours.values()), list(theirs.values()))[0, 1] > 0.9
    assert together(ours, theirs, 8).moves is Moves.NOT_SHOWN


@pytest.mark.parametrize("walks", [False, True], ids=["noise", "walks"])
def test_the_best_of_nine_lags_of_strangers_is_rarely_called_a_finding(walks: bool) -> None:
    both = [[series(s, 16), series(s + 500, 16)] for s in range(20)]
    if walks:  # a week is the one before and a little more, as rates are
        both = [[list(np.cumsum(one)) for one in pair] for pair in both]
    called = [together(dict(enumerate(a)), dict(enumerate(b)), 8).moves for a, b in both]
    assert sum(one is not Moves.NOT_SHOWN for one in called) <= 3, "one expected"


def test_a_pass_rate_that_never_moves_and_few_weeks_say_so() -> None:
    theirs = dict(enumerate(series(4)))
    still = together(dict.fromkeys(range(24), 1.0), theirs, 8)
    assert (still.moves, still.best, still.p) == (Moves.STILL, None, None)
    few = together({0: 0.9, 1: 0.8, 2: 0.7}, theirs, 8)
    assert (few.moves, few.weeks, few.best) == (Moves.TOO_FEW, 3, None)
    assert {lag.value for lag in few.lags} == {None}


def test_a_correlation_is_the_partial_one_given_time() -> None:
    ours, theirs = series(5), series(6)
    found = together(dict(enumerate(ours)), dict(enumerate(theirs)), 8)
    at_once = next(lag for lag in found.lags if lag.lag == 0)
    time = np.arange(24)
    rest = [y - np.polyval(np.polyfit(time, y, 1), time) for y in (ours, theirs)]
    assert at_once.value == pytest.approx(np.corrcoef(rest[0], rest[1])[0, 1])


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=30).filter(
        lambda rows: any(done for _, done in rows)
    )
)
def test_the_curve_is_that_of_scipy(rows: list[tuple[int, bool]]) -> None:
    times, done = [float(t) for t, _ in rows], [d for _, d in rows]
    split = {way: [t for t, d in zip(times, done, strict=True) if d is way]
             for way in (True, False)}  # fmt: skip
    theirs = STATS.ecdf(STATS.CensoredData(uncensored=split[True], right=split[False])).sf
    ours = survival(times, done)
    for time in range(22):
        assert (ours.done_by(time).value or 0) == pytest.approx(1 - theirs.evaluate(time))


def test_the_limits_of_the_curve_are_those_of_scipy() -> None:
    done, waits = [1.0, 2.0, 3.0, 7.0], [2.5, 4.0, 9.0]
    theirs = STATS.ecdf(STATS.CensoredData(uncensored=done, right=waits)).sf
    limits = theirs.confidence_interval(method="log-log")
    ours = survival(done + waits, [True] * 4 + [False] * 3).done_by(3)
    assert ours.low == pytest.approx(1 - limits.high.evaluate(3))
    assert ours.high == pytest.approx(1 - limits.low.evaluate(3))


def test_the_last_few_that_were_watched_for_long_make_no_median() -> None:
    young, old = [5.0] * 30, [20.0, 21.0]
    found = survival(young + old, [False] * 30 + [True] * 2)
    assert found.quantile(0.5).value is None
    assert found.quantile(0.5).note == "too few were watched for so long"
    assert survival([3.0] * 30 + young, [True] * 30 + [False] * 30).quantile(0.5).value == 3


def waits(hours: list[float], waiting: list[float], days_ago: float = 10) -> list[Wait]:
    began = (NOW - timedelta(days=days_ago)).timestamp()
    done = [Wait(began, began + h * HOUR) for h in hours]
    return done + [Wait(NOW.timestamp() - h * HOUR, None) for h in waiting]


def test_what_waits_makes_the_clock_slower_and_is_never_left_out() -> None:
    quick = clock(Since.IMPORTED, waits([2.0] * 30, []), NOW, 24, 20)
    heap = clock(Since.IMPORTED, waits([2.0] * 30, [500.0] * 40), NOW, 24, 20)
    assert (quick.median.value, heap.median.value) == (2.0, None)
    assert "fewer than 50 % are done" in (heap.median.note or "")
    assert (heap.n, heap.waiting) == (70, 40)
    assert heap.within.value == pytest.approx(30 / 70)


def test_a_failure_of_this_morning_is_pending_and_not_late() -> None:
    (week,) = clock(Since.IMPORTED, waits([], [3.0] * 5), NOW, 24, 1).weeks
    assert (week.within.n, week.within.value, week.pending) == (0, None, 5)
    some = [Wait(w.began, NOW.timestamp()) for w in waits([], [3.0] * 2)]
    (week,) = clock(Since.IMPORTED, some + waits([], [3.0] * 5), NOW, 24, 1).weeks
    assert (week.kept, week.within.n, week.pending) == (0, 0, 7), "two quick ones prove nothing"
    (week,) = clock(Since.IMPORTED, waits([], [25.0] * 5), NOW, 24, 1).weeks
    assert (week.kept, week.within.n, week.pending) == (0, 5, 0)


def test_few_failures_have_no_median() -> None:
    found = clock(Since.OCCURRED, waits([1.0, 2.0], []), NOW, 24, 20)
    assert (found.n, found.median.value) == (2, None)
    assert "too few to say" in (found.median.note or "")
    assert clock(Since.OCCURRED, [], NOW, 24, 20).weeks == ()


@pytest.mark.parametrize(
    ("before", "now", "course"),
    [(40.0, 2.0, Course.BETTER), (2.0, 40.0, Course.WORSE), (2.0, 2.0, Course.NOISE)],
)
def test_a_test_says_whether_the_clock_got_faster(
    before: float, now: float, course: Course
) -> None:
    told = waits([before] * 30, [], days_ago=60) + waits([now] * 30, [], days_ago=14)
    assert clock(Since.OCCURRED, told, NOW, 24, 20).course is course
    few = waits([2.0] * 30, [], days_ago=14)
    assert clock(Since.OCCURRED, few, NOW, 24, 20).course is Course.TOO_FEW
