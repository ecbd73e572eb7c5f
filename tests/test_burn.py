"""How fast an error budget burns, what proves it, and what that calls for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from curation.budget_share import NOTHING, Counted, Share, added, share
from curation.burn import (
    DAYS,
    UNITS,
    WEEKS,
    Action,
    burn,
    called_for,
    held,
    left,
    looked_back,
    rules,
    spent,
    weekly,
)
from curation.thresholds import policy

POLICY = policy(())


def of(bad: int, n: int) -> Share:
    """`bad` of `n` judged events."""
    return share({"refunds": Counted(n, n, bad, bad)})


# The vectors of shared/statistics.md, section 12.
@pytest.mark.parametrize(
    ("bad", "n", "target", "expected"),
    [(36, 250, 0.99, 14.4), (8, 400, 0.98, 1.0), (2, 50, 0.99, 4.0), (0, 50, 0.99, 0.0)],
)
def test_burn_is_the_share_of_bad_over_what_may_be(
    bad: int, n: int, target: float, expected: float
) -> None:
    assert burn(of(bad, n), target) == pytest.approx(expected, abs=1e-12)


def test_two_bad_of_fifty_prove_less_than_half_a_burn() -> None:
    found = held(rules(WEEKS, POLICY)[0], of(2, 50), of(2, 50), 0.99, WEEKS)
    assert found.burn == pytest.approx(4.0)
    assert found.proven == pytest.approx(0.4881433)  # lower limit .0049 of a budget of .01
    assert (found.action, found.limit) == (Action.UNKNOWN, 3)
    assert "prove no more than 0.49" in found.reason


@pytest.mark.parametrize(
    ("period", "spends"), [(WEEKS, [0.25, 0.25, 1 / 3]), (DAYS, [0.02, 0.05, 0.1, 0.1])]
)
def test_a_row_at_its_limit_spends_the_part_of_the_budget_that_is_agreed(
    period: str, spends: list[float]
) -> None:
    rows = rules(period, POLICY)
    assert [r.limit * r.length / UNITS[period] for r in rows] == pytest.approx(spends)


def test_a_short_window_of_thirty_days_is_a_twelfth_of_the_long_one() -> None:
    assert [r.short_length * 12 for r in rules(DAYS, POLICY)] == [1, 6, 24, 72]
    assert [r.action for r in rules(DAYS, POLICY)] == ["page", "page", "ticket", "ticket"]


@pytest.mark.parametrize(
    ("long", "short", "expected"),
    [
        (of(900, 10_000), of(90, 1000), Action.BLOCK),  # burn 9, still going on
        (of(900, 10_000), of(1, 1000), Action.NOTHING),  # it was, and is over
        (of(900, 10_000), NOTHING, Action.UNKNOWN),  # it was; nobody can say whether it is
        (of(1, 10), of(1, 10), Action.UNKNOWN),  # burn 10 of ten events proves nothing
        (of(0, 10), of(0, 10), Action.UNKNOWN),  # nor do ten good ones
        (of(0, 1000), of(0, 10), Action.NOTHING),
        (of(100, 10_000), of(10, 1000), Action.NOTHING),  # burn 1
        (NOTHING, NOTHING, Action.UNKNOWN),
    ],
)
def test_a_row_calls_only_for_what_counts_prove_and_is_green_only_when_it_may(
    long: Share, short: Share, expected: Action
) -> None:
    found = held(rules(WEEKS, POLICY)[0], long, short, 0.99, WEEKS)
    assert found.action is expected
    assert found.reason


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ((Action.NOTHING, Action.TICKET, Action.PAGE), Action.PAGE),
        ((Action.BLOCK, Action.DECIDE, Action.TICKET), Action.BLOCK),
        ((Action.UNKNOWN, Action.NOTHING, Action.TICKET), Action.TICKET),
        ((Action.NOTHING, Action.UNKNOWN), Action.UNKNOWN),
        ((Action.NOTHING, Action.NOTHING), Action.NOTHING),
    ],
)
def test_the_loudest_row_is_what_is_called_for_and_one_unknown_is_no_green(
    actions: tuple[Action, ...], expected: Action
) -> None:
    some = {
        Action.PAGE: (rules(DAYS, POLICY)[0], of(90, 100)),
        Action.BLOCK: (rules(WEEKS, POLICY)[0], of(900, 10_000)),
        Action.DECIDE: (rules(WEEKS, POLICY)[1], of(900, 10_000)),
        Action.TICKET: (rules(WEEKS, POLICY)[2], of(900, 10_000)),
        Action.NOTHING: (rules(WEEKS, POLICY)[0], of(0, 10_000)),
        Action.UNKNOWN: (rules(WEEKS, POLICY)[0], NOTHING),
    }
    windows = [held(some[a][0], some[a][1], some[a][1], 0.99, WEEKS) for a in actions]
    assert [one.action for one in windows] == list(actions)
    assert called_for(windows)[0] is expected


def test_a_bad_month_that_was_mended_last_week_calls_for_nothing() -> None:
    weeks = [of(30, 1000)] * 11 + [of(2, 1000)]
    *_, four = weekly(weeks, 0.99, POLICY)
    assert (four.burn, four.action) == (pytest.approx(2.3), Action.NOTHING)
    assert "it is over" in four.reason


def test_an_event_without_a_verdict_is_neither_good_nor_bad() -> None:
    found = share({"a": Counted(events=1000, judged=100, bad=10, failed=10)})
    assert (found.value, found.n, found.silent) == (0.1, 100, 900)
    none = share({"a": Counted(events=1000)})
    assert (none.value, none.silent) == (None, 1000)


def test_failures_that_nobody_judged_count_where_they_are_the_larger_part() -> None:
    outage = share({"a": Counted(events=1000, judged=10, bad=0, failed=900)})
    assert (outage.value, outage.n, outage.bad) == (0.9, 1000, 900)


def test_a_route_that_weighs_more_counts_more_and_n_shrinks() -> None:
    counts = {"refunds": Counted(100, 100, 10, 10), "login": Counted(300, 300, 0, 0)}
    found = share(counts, {"refunds": 3, "login": 1})
    assert found.value == pytest.approx(30 / 600)
    assert found.effective == pytest.approx(600**2 / (900 + 300))
    assert (found.n, found.bad) == (400, 10)
    assert share(counts).effective == pytest.approx(400)


def test_what_is_left_after_half_a_period_is_told_of_the_whole_budget() -> None:
    rest = left([of(10, 1000)] * 6, 0.99, 12)
    assert rest.value == pytest.approx(0.5)
    assert rest.low is not None
    assert rest.high is not None
    assert rest.low < 0.5 < rest.high
    assert (rest.known, rest.of) == (6, 12)


def test_nobody_can_say_what_is_left_where_nothing_was_judged() -> None:
    assert left([NOTHING] * 12, 0.99, 12).value is None
    assert spent([NOTHING] * 2, 0.99, 12) == [None, None]


shares = st.tuples(st.integers(0, 60), st.integers(60, 2000)).map(lambda pair: of(*pair))


@given(st.lists(shares, min_size=1, max_size=12), st.floats(0.5, 0.999))
def test_what_the_weeks_spent_adds_up_to_what_is_gone(
    weeks: list[Share], target: float
) -> None:
    rest = left(weeks, target, 12)
    assert rest.value is not None
    gone = sum(one or 0.0 for one in spent(weeks, target, 12))
    assert 1 - rest.value == pytest.approx(gone)


@given(st.integers(0, 300), st.integers(1, 300))
def test_the_proof_is_that_of_the_exact_binomial_limits(bad: int, more: int) -> None:
    n = bad + more
    limits = of(bad, n).limits
    exact = binomtest(bad, n).proportion_ci(0.95, method="exact")
    assert limits == pytest.approx((exact.low, exact.high), abs=1e-9)


@given(st.lists(shares, min_size=12, max_size=20), st.floats(0.6, 0.999))
def test_more_bad_events_never_quieten_the_rule(weeks: list[Share], target: float) -> None:
    loud = [Action.NOTHING, Action.UNKNOWN, Action.TICKET, Action.DECIDE, Action.BLOCK]
    worse = [
        *weeks[:-4],
        *(added([one, of(one.n, one.n)]) for one in weeks[-4:]),
    ]
    before, after = (called_for(weekly(some, target, POLICY))[0] for some in (weeks, worse))
    assert loud.index(after) >= loud.index(before)


def test_the_preview_tells_the_last_weeks_as_they_would_have_looked() -> None:
    weeks = [of(5, 1000)] * 10 + [of(90, 1000)] * 2
    past = looked_back(weeks, 0.99, POLICY)
    assert [one.action for one in past[-3:]] == [Action.NOTHING, Action.BLOCK, Action.BLOCK]
    assert past[-1].left is not None
    assert past[-1].left < 0
    assert len(past) == 12
