"""Not worse, worse or undecided: the same cases, two versions."""

from itertools import product

import hypothesis.strategies as st
import pytest
from hypothesis import given
from scipy import stats  # pyright: ignore[reportMissingTypeStubs]

from curation.attempts import Outcome
from curation.comparison import Difference, NonInferiority, compare, non_inferiority, paired

PASSED, FAILED, FLAKY = Outcome.PASSED, Outcome.FAILED, Outcome.FLAKY
MISSING, ERRORED = Outcome.MISSING, Outcome.ERRORED
NOT_WORSE, WORSE, UNDECIDED = NonInferiority


def deltas(n: int, *, wins: int = 0, losses: int = 0) -> list[int]:
    return [1] * wins + [-1] * losses + [0] * (n - wins - losses)


def said(n: int, *, wins: int = 0, losses: int = 0, margin: float = 0.02) -> NonInferiority:
    _, low, high = paired(deltas(n, wins=wins, losses=losses))
    return non_inferiority(low, high, margin)


# Only losses leave one proportion, whose score limit is Wilson's.
@pytest.mark.parametrize(("losses", "n"), [(0, 20), (1, 44), (3, 100), (8, 10), (20, 20)])
def test_with_losses_only_the_lower_limit_is_wilsons(losses: int, n: int) -> None:
    theirs = stats.binomtest(losses, n).proportion_ci(0.90, "wilson")  # pyright: ignore
    _, low, _ = paired(deltas(n, losses=losses))
    assert low == pytest.approx(-theirs.high, abs=1e-9)  # pyright: ignore


# At a difference of 0 Tango's score is McNemar's. chi²: statsmodels 0.15, mcnemar(exact=False,
# correction=False); a one-sided 5 % of the normal distribution is 10 % of chi²: above 2.7055.
@pytest.mark.parametrize(
    ("wins", "losses", "n", "chi2"),
    [
        (121, 59, 314, 21.355556),
        (59, 121, 314, 21.355556),
        (3, 12, 100, 5.4),
        (10, 10, 1000, 0.0),
    ],
)
def test_the_limits_leave_out_zero_exactly_where_mcnemar_does(
    wins: int, losses: int, n: int, chi2: float
) -> None:
    assert (wins - losses) ** 2 / (wins + losses) == pytest.approx(chi2)
    _, low, high = paired(deltas(n, wins=wins, losses=losses))
    assert (low > 0 or high < 0) == (chi2 > 2.7055)


@pytest.mark.parametrize(
    ("wins", "losses"), [(0, 0), (1, 0), (0, 7), (2, 9), (30, 5), (40, 0), (0, 40), (20, 20)]
)
def test_the_limits_of_the_mirror_image_are_mirrored(wins: int, losses: int) -> None:
    mean, low, high = paired(deltas(40, wins=wins, losses=losses))
    assert -1 <= low <= mean <= high <= 1
    assert mean == (wins - losses) / 40
    assert paired(deltas(40, wins=losses, losses=wins)) == pytest.approx((-mean, -high, -low))


# 475 of 500 against 470 is undecided, against 440 worse: Newcombe's 90 % limits for independent
# samples say so as well ([-.034230, .014025] and [-.099387, -.041285]; statsmodels 0.15).
@pytest.mark.parametrize(
    ("n", "wins", "losses", "expected"),
    [
        (500, 0, 0, NOT_WORSE),
        (500, 10, 15, UNDECIDED),
        (500, 0, 35, WORSE),
        (132, 0, 0, UNDECIDED),
        (133, 0, 0, NOT_WORSE),  # 133 cases without a difference show a margin of 2 %
        (133, 0, 1, UNDECIDED),
        (10, 0, 10, WORSE),
        (100_000, 0, 500, NOT_WORSE),  # worse for sure, but within the margin
    ],
)
def test_the_three_outcomes(n: int, wins: int, losses: int, expected: NonInferiority) -> None:
    assert said(n, wins=wins, losses=losses) is expected


@given(st.data())
def test_one_more_lost_case_never_raises_a_limit(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 300))
    wins = data.draw(st.integers(0, n))
    losses = data.draw(st.integers(0, n - wins))
    _, low, high = paired(deltas(n, wins=wins, losses=losses))
    worse = [(wins, losses + 1)] if wins + losses < n else []
    worse += [(wins - 1, losses)] if wins else []
    for fewer_wins, more_losses in worse:
        _, lower, upper = paired(deltas(n, wins=fewer_wins, losses=more_losses))
        assert lower <= low + 1e-12
        assert upper <= high + 1e-12


def test_cases_are_paired_by_id_and_named_where_they_differ() -> None:
    candidate = {"a": PASSED, "b": FAILED, "c": FLAKY, "d": PASSED, "new": PASSED}
    baseline = {"a": FAILED, "b": PASSED, "c": PASSED, "d": PASSED, "gone": PASSED}
    found = compare(candidate, baseline, 0.02)
    assert (found.n, found.value) == (4, -0.25)
    assert (found.broke, found.fixed, found.unscored) == (("b", "c"), ("a",), ())
    assert (found.outcome, found.method) == (UNDECIDED, "tango")


def test_without_a_common_case_nothing_can_be_said() -> None:
    assert compare({"a": PASSED}, {"b": PASSED}, 0.02) == Difference(
        0, None, None, None, UNDECIDED
    )
    assert compare({"a": MISSING}, {"a": PASSED}, 0.02).unscored == ("a",)


@pytest.mark.parametrize("unscored", [MISSING, ERRORED])
def test_what_the_candidate_has_not_scored_does_not_make_it_look_better(
    unscored: Outcome,
) -> None:
    baseline = {f"c-{n:04}": PASSED for n in range(1000)}
    candidate = {c: unscored if n < 100 else PASSED for n, c in enumerate(baseline)}
    found = compare(candidate, baseline, 0.02)
    assert (found.n, len(found.unscored), found.outcome) == (900, 100, UNDECIDED)
    # A few of a thousand may be missing: had they failed, it would still be not worse.
    few = {c: unscored if n < 5 else PASSED for n, c in enumerate(baseline)}
    assert compare(few, baseline, 0.02).outcome is NOT_WORSE


def test_a_case_that_the_baseline_has_not_scored_is_left_out() -> None:
    found = compare({"a": FAILED, "b": PASSED}, {"a": ERRORED, "b": PASSED}, 0.02)
    assert (found.n, found.broke, found.unscored) == (1, (), ())


ORDER = {NOT_WORSE: 0, UNDECIDED: 1, WORSE: 2}


@given(
    cases=st.lists(st.sampled_from(list(product(Outcome, [PASSED, FAILED]))), max_size=9),
    copies=st.integers(1, 60),  # many of the same, so that there is something to decide
    before=st.sampled_from([PASSED, FAILED]),
    lost=st.sampled_from([FAILED, FLAKY, ERRORED, MISSING]),
    margin=st.sampled_from([0.02, 0.1, 0.3]),
)
def test_a_pass_that_is_lost_never_moves_the_outcome_towards_not_worse(
    cases: list[tuple[Outcome, Outcome]],
    copies: int,
    before: Outcome,
    lost: Outcome,
    margin: float,
) -> None:
    pairs = {f"{n}/{k}": pair for n, pair in enumerate(cases) for k in range(copies)}
    candidate = {c: mine for c, (mine, _) in pairs.items()}
    baseline = {c: theirs for c, (_, theirs) in pairs.items()} | {"the case": before}
    kept = compare({**candidate, "the case": PASSED}, baseline, margin)
    found = compare({**candidate, "the case": lost}, baseline, margin)
    assert ORDER[found.outcome] >= ORDER[kept.outcome]
