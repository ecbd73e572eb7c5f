"""Fairness limits of a release: every pair counts, and what nobody can say is not green."""

import numpy as np
import pytest

from curation.fair_groups import Judged, judge_fairness
from curation.gate import Check
from curation.limits import fairness_limit
from curation.measures.confusion import Confusion, tabulated
from curation.measures.fairness import ODDS, OPPORTUNITY, PARITY, fairness
from curation.measures.intervals import ALPHA, difference

FLOOR = 20
Cases = list[Judged]


def of(group: str | None, right: int, lost: int, unduly: int = 0, spared: int = 0) -> Cases:
    """Cases of one group: true and called so, true and not, not true but called so, neither."""
    kinds = ((True, True, right), (True, False, lost))
    others = ((False, True, unduly), (False, False, spared))
    return [Judged(group, *said) for *said, n in (*kinds, *others) for _ in range(n)]


def open_ones(group: str, n: int) -> Cases:
    return [Judged(group, True, None)] * n


def judged(cases: Cases, limit: float = 0.1, metric: str = OPPORTUNITY) -> Check:
    return judge_fairness(fairness_limit("g", "yes", limit, metric=metric, owner="ana"),
                          cases, FLOOR)  # fmt: skip


ALIKE = [*of("a", 950, 50, 50, 950), *of("b", 950, 50, 50, 950)]
UNLIKE = [*of("a", 90, 10), *of("b", 40, 60)]


@pytest.mark.parametrize("metric", [PARITY, OPPORTUNITY, ODDS])
def test_groups_that_are_alike_for_sure_are_met(metric: str) -> None:
    check = judged(ALIKE, metric=metric)
    assert (check.met, check.owner) == (True, "ana")
    assert "b above a" in check.why


def test_groups_that_are_unlike_for_sure_block() -> None:
    check = judged(UNLIKE)
    assert check.met is False
    assert check.why.endswith("a above b; above it for sure")
    assert judged([*of("a", 13, 7), *of("b", 9, 11)]).why.count("straddles") == 1


@pytest.mark.parametrize(
    ("more", "metric", "why"),
    [
        (of("c", 0, 19, 0, 500), OPPORTUNITY, "too few to say of c (each rate needs 20 cases"),
        (of("c", 0, 0, 0, 500), OPPORTUNITY, "too few to say of c"),
        (of("c", 475, 25, 0, 19), ODDS, "too few to say of c"),
        (of("c", 0, 19), PARITY, "too few to say of c"),
        (of(None, 1, 0), OPPORTUNITY, "1 of no known group: tag them column:value"),
        (of(None, 0, 0, 0, 3), PARITY, "3 of no known group"),
        (open_ones("a", 2), ODDS, "2 open (not run or errored) can change it: score them"),
    ],
)
def test_a_group_that_nothing_is_known_of_is_never_green(
    more: Cases, metric: str, why: str
) -> None:
    check = judged([*ALIKE, *more], metric=metric)
    assert check.met is None
    assert why in check.why


def test_a_case_that_the_difference_is_not_about_may_be_of_no_group() -> None:
    assert judged([*ALIKE, *of(None, 0, 0, 1, 1)]).met is True


@pytest.mark.parametrize(
    ("cases", "metric"),
    [
        # The small group is in the middle, and may yet be far from both others.
        ([*of("a", 5000, 5000), *of("b", 5200, 4800), *of("c", 13, 12)], OPPORTUNITY),
        # The rate of rightly called ones differs more, but of the other one less is known.
        ([*of("a", 5000, 5000, 6, 24), *of("b", 5300, 4700, 7, 26)], ODDS),
    ],
)
def test_every_pair_and_both_rates_have_to_be_within(cases: Cases, metric: str) -> None:
    check = judged(cases, metric=metric)
    assert check.met is None
    assert "straddles" in check.why


@pytest.mark.parametrize(
    ("cases", "met"),
    [
        ([*of("a", 90, 10), *of("b", 90, 10), *open_ones("b", 60)], None),
        ([*UNLIKE, *open_ones("b", 200)], None),
        ([*UNLIKE, *open_ones("b", 2)], False),
        ([*of("a", 60, 0), *open_ones("b", 60)], None),
    ],
)
def test_what_was_not_scored_blocks_only_if_no_score_could_help(
    cases: Cases, met: bool | None
) -> None:
    check = judged(cases)
    assert check.met is met
    assert met is False or "open (not run or errored)" in check.why


def matrix(called: int, of_them: int) -> Confusion:
    cells = [("yes", "yes", called), ("yes", "no", of_them - called), ("no", "no", 50)]
    return tabulated(("no", "yes"), cells)


def test_two_groups_have_the_limits_of_newcombe() -> None:
    found = fairness({"a": matrix(30, 40), "b": matrix(20, 50)}, "yes", FLOOR)
    one, exact = found.equal_opportunity_difference, difference(30, 40, 20, 50)
    assert (one.low, one.high) == pytest.approx((exact.low, exact.high))
    assert one.method == "newcombe, highest group minus lowest"
    assert found.equalised_odds_difference.method.endswith("bonferroni over 2 pairs")
    assert found.left_out_of == {PARITY: (), OPPORTUNITY: (), ODDS: ()}
    small = fairness({"a": matrix(30, 40), "b": matrix(5, 9)}, "yes", FLOOR)
    assert small.left_out == ()
    assert small.left_out_of == {PARITY: (), OPPORTUNITY: ("b",), ODDS: ("b",)}


def test_thirty_groups_that_are_alike_seldom_look_unlike() -> None:
    drawn = np.random.default_rng(0).binomial(100, 0.5, (200, 30)).tolist()
    found = [
        fairness({f"g{i}": matrix(k, 100) for i, k in enumerate(hits)}, "yes", FLOOR)
        for hits in drawn
    ]
    told = [one.equal_opportunity_difference for one in found]
    surely = sum(one.low is not None and one.low > 0 for one in told)
    assert surely / len(told) <= ALPHA
    assert {one.method.partition(", bonferroni over ")[2] for one in told} == {"435 pairs"}
