"""Golden numbers of the measures: full precision, from the library named beside each."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

from curation.measures.calibration import (
    brier,
    brier_skill,
    calibration_error,
    largest_gap,
    reliability,
)
from curation.measures.classes import per_class
from curation.measures.confusion import Cell, Confusion, labels_of, tabulated, top_confusions
from curation.measures.discrimination import Scores, average_precision, roc_auc, scores
from curation.measures.fairness import fairness
from curation.measures.intervals import clopper_pearson, difference, jeffreys, share
from curation.measures.measure import Measure, supported
from curation.measures.multiplicity import benjamini_hochberg, holm
from curation.measures.pairs import mcnemar, regression
from curation.measures.quality import kappa, quality
from curation.measures.shrinkage import posterior, prior
from curation.measures.steadiness import (
    Steadiness,
    clean_runs_needed,
    dispersion,
    pass_share,
    red_at_most,
    red_by_noise,
    steadiness,
)

TRUTH, SAID = "aaaaabbbbbcccccccccc", "aaabcbbbacccccccbbac"


def exactly(value: Any) -> Any:
    return pytest.approx(value, abs=1e-9)


def cells(truth: Sequence[str], said: Sequence[str | None]) -> list[Cell]:
    return [(t, p, 1) for t, p in zip(truth, said, strict=True)]


def matrix(truth: Sequence[str], said: Sequence[str | None], labels: str = "abc") -> Confusion:
    return tabulated(labels, cells(truth, said))


def of_counts(counts: list[list[int]]) -> Confusion:
    """A matrix without missing predictions."""
    square = np.array(counts, dtype=np.int64)
    missing = np.zeros((len(counts), 1), dtype=np.int64)
    return Confusion(tuple("abc"[: len(counts)]), np.hstack([square, missing]))


def a_score(truth: Sequence[int], score: Sequence[float]) -> Scores:
    positive = np.array(truth, dtype=float)
    return scores(np.array(score), positive, 1 - positive)


# scikit-learn 1.9.1: precision_recall_fscore_support, balanced_accuracy_score,
# matthews_corrcoef, cohen_kappa_score, f1_score(average="macro").
def test_the_measures_of_a_matrix_are_those_of_scikit_learn() -> None:
    found = matrix(TRUTH, SAID)
    assert found.counts[:, :-1].tolist() == [[3, 1, 1], [1, 3, 1], [1, 2, 7]]
    told = per_class(found)
    assert [c.precision.value for c in told] == exactly([0.6, 0.5, 0.7777777777777778])
    assert [c.recall.value for c in told] == exactly([0.6, 0.6, 0.7])
    f1 = [0.6, 0.5454545454545454, 0.7368421052631579]
    assert [c.f1.value for c in told] == exactly(f1)
    assert [c.support for c in told] == [5, 5, 10]
    whole = quality(found)
    assert whole.accuracy.value == exactly(0.65)
    assert whole.balanced_accuracy.value == exactly(0.6333333333333333)
    assert whole.mcc.value == exactly(0.45281205780094075)
    assert whole.kappa.value == exactly(0.4509803921568627)
    assert whole.macro_f1.value == exactly(0.6274322169059011)


# The same, with a label that is predicted and never the truth; zero_division=0 is None here.
def test_a_label_that_is_never_the_truth_has_no_recall_and_does_not_count_as_one() -> None:
    found = matrix("aabb", "aacb")
    told = per_class(found)
    assert [c.precision.value for c in told] == [1, 1, 0]
    assert [c.recall.value for c in told] == [1, 0.5, None]
    assert [c.f1.value for c in told] == exactly([1, 2 / 3, 0])
    assert told[2].recall == Measure(None, None, None, 0, "wilson", "never the truth")
    whole = quality(found)
    assert whole.balanced_accuracy.value == 0.75
    assert whole.mcc.value == exactly(0.6708203932499369)
    assert whole.kappa.value == exactly(0.6)


def test_where_only_one_label_exists_mcc_and_kappa_are_not_defined() -> None:
    whole = quality(matrix("aaaa", "aaaa", labels="a"))
    assert (whole.accuracy.value, whole.mcc.value, whole.kappa.value) == (1, None, None)
    assert whole.kappa.note == "truth and prediction are one and the same label"


def test_nothing_judged_gives_no_number_at_all() -> None:
    whole = quality(matrix("", ""))
    found = (whole.accuracy, whole.balanced_accuracy, whole.macro_f1, whole.mcc, whole.kappa)
    assert [m.value for m in found] == [None] * 5
    assert [m.n for m in found] == [0] * 5


# scikit-learn 1.9.1 with "-" as a label of its own: mcc, kappa, accuracy; balanced over a, b.
def test_a_missing_prediction_is_a_column_of_its_own_and_counts_against_the_model() -> None:
    found = matrix("aaabbb", ["a", "a", None, "b", None, "a"], labels="ab")
    assert found.counts.tolist() == [[2, 0, 1], [1, 1, 1]]
    assert (found.n, found.missing) == (6, 2)
    whole = quality(found)
    assert whole.accuracy.value == 0.5
    assert whole.balanced_accuracy.value == 0.5
    assert whole.mcc.value == exactly(0.30151134457776363)
    assert whole.kappa.value == exactly(0.25)
    assert [c.recall.n for c in per_class(found)] == [3, 3]


def test_the_labels_are_sorted_and_hold_what_was_only_predicted() -> None:
    assert labels_of(cells("ba", ["c", None])) == ("a", "b", "c")
    with pytest.raises(KeyError):
        tabulated("ab", cells("a", "c"))
    assert top_confusions(matrix(TRUTH, SAID), 2) == [("c", "b", 2), ("a", "b", 1)]


# statsmodels 0.15: cohens_kappa (se .127, Fleiss); scikit-learn says the same value.
def test_kappa_has_its_asymptotic_interval() -> None:
    found = kappa(of_counts([[20, 5], [10, 15]]))
    assert found.value == exactly(0.4)
    assert (found.low, found.high) == exactly((0.151092290476661, 0.6489077095233389))
    three = kappa(of_counts([[10, 3, 1], [2, 12, 4], [0, 3, 15]]))
    assert three.value == exactly(0.6055825242718447)


# scipy.stats.bootstrap over case indices, 2,000 resamples, percentile: [.3800, .8334]. Ours
# keeps the number of each truth, so it is a little narrower.
def test_macro_f1_has_a_bootstrap_interval() -> None:
    found = quality(matrix(TRUTH, SAID)).macro_f1
    assert (found.low, found.high) == pytest.approx((0.3800, 0.8334), abs=0.03)
    assert quality(matrix(TRUTH, SAID)).macro_f1 == found  # seeded: it never changes


def test_a_perfect_matrix_claims_no_width_that_it_cannot_show() -> None:
    whole = quality(matrix("aabbcc", "aabbcc"))
    assert (whole.macro_f1.value, whole.macro_f1.low) == (1, None)
    assert whole.macro_f1.note == "no interval: no draw differs"
    assert whole.accuracy.low == pytest.approx(0.6096657, abs=1e-7)
    assert whole.balanced_accuracy.low is not None


# F1 rises with tp / (tp + fp + fn): 8/10 there is Wilson's [.490162, .943318].
def test_f1_has_the_interval_of_the_share_that_it_follows_from() -> None:
    found = per_class(of_counts([[8, 1], [1, 0]]))[0].f1
    low, high = 0.49016247153664183, 0.9433178485456247
    assert found.value == exactly(16 / 18)
    assert (found.low, found.high) == exactly((2 * low / (1 + low), 2 * high / (1 + high)))


# scikit-learn 1.9.1: roc_auc_score, average_precision_score (not the trapezoid .826786).
SCORED = a_score(
    [0, 0, 1, 1, 0, 1, 0, 1, 1, 0], [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.2, 0.9, 0.6, 0.6]
)


def test_ties_count_half_and_average_precision_goes_in_steps() -> None:
    assert roc_auc(SCORED).value == exactly(0.78)
    assert average_precision(SCORED).value == exactly(0.7892857142857141)
    assert brier(SCORED).value == exactly(0.17225)


def test_the_limits_of_auc_are_where_its_score_is_1_96() -> None:
    found = roc_auc(SCORED)

    def excess(auc: float, p: float = 5, n: float = 5) -> float:  # Newcombe 2006, method 5
        each = (p + n) / 2 - 1
        variance = auc * (1 - auc) * (1 + each * (1 - auc) / (2 - auc) + each * auc / (1 + auc))
        return (0.78 - auc) ** 2 - 1.959963984540054**2 * variance / (p * n)

    limits = (optimize.brentq(excess, 0.01, 0.78), optimize.brentq(excess, 0.78, 0.9999))
    assert (found.low, found.high) == pytest.approx(limits, abs=1e-9)


def test_a_perfect_auc_has_a_lower_limit() -> None:
    found = roc_auc(a_score([0] * 20 + [1] * 20, [n / 40 for n in range(40)]))
    assert (found.value, found.high) == (1, 1)
    assert found.low is not None
    assert 0.8 < found.low < 1


@pytest.mark.parametrize(
    ("truth", "why"),
    [
        ([], "no scores"),
        ([1, 1], "no negative was scored"),
        ([0, 0], "no positive was scored"),
    ],
)
def test_without_both_sorts_there_is_no_auc(truth: list[int], why: str) -> None:
    found = roc_auc(a_score(truth, [0.5, 0.7][: len(truth)]))
    assert (found.value, found.note) == (None, why)


# By hand, both 5-bin values confirmed through scikit-learn's calibration_curve.
CALIBRATED = a_score(
    [0, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0],
    [.05, .12, .18, .22, .28, .33, .38, .41, .47, .52, .55, .61, .64, .68, .72, .77, .81, .88,
     .93, .97],
)  # fmt: skip


def test_calibration_is_measured_in_equal_bins() -> None:
    assert calibration_error(CALIBRATED, 5).value == exactly(0.21)
    assert calibration_error(CALIBRATED).value == exactly(0.248)
    assert largest_gap(CALIBRATED, 5) == exactly(0.4475)
    assert brier(CALIBRATED).value == exactly(0.23415)
    assert brier_skill(CALIBRATED) == exactly(0.024375)
    assert "too high on average under 1,000 rows" in (calibration_error(CALIBRATED).note or "")


def test_a_score_on_the_edge_stands_in_the_upper_bin_and_one_in_the_last() -> None:
    found = reliability(a_score([1, 0, 1], [0.3, 0.7, 1.0]))
    assert [(b.low, b.n) for b in found] == [(0.3, 1), (0.7, 1), (0.9, 1)]


def test_scores_that_are_no_shares_are_not_calibrated_but_rank() -> None:
    found = a_score([0, 1], [-3.0, 4.0])
    assert (brier(found).value, calibration_error(found).value) == (None, None)
    assert roc_auc(found).value == 1


# statsmodels 0.15, proportion_confint; at 0 and n the limits of Brown, Cai and DasGupta.
@pytest.mark.parametrize(
    ("k", "n", "wilson", "exact", "jeffrey"),
    [
        (8, 10, (0.49016247153664183, 0.9433178485456247),
         (0.4439045376923585, 0.9747892736731666), (0.4972255035600069, 0.9559405864473692)),
        (0, 20, (0.0, 0.1611251580528194), (0.0, 0.16843347098308534),
         (0.0, 0.11663898290487543)),
        (20, 20, (0.8388748419471804, 1.0), (0.8315665290169146, 1.0),
         (0.8833610170951246, 1.0)),
        (81, 263, (0.2552885198782742, 0.36620957698280004),
         (0.25273674558527126, 0.3676219226013514), (0.2545219349910236, 0.36564749917408246)),
        (1, 1000, (0.00017654637062607765, 0.005642558597957937),
         (2.531748749129404e-05, 0.005558924279826673),
         (0.00010791880468097968, 0.004664458808791373)),
    ],
)  # fmt: skip
def test_the_three_intervals_of_a_share(
    k: int, n: int, wilson: object, exact: object, jeffrey: object
) -> None:
    found = share(k, n)
    assert (found.low, found.high) == exactly(wilson)
    assert clopper_pearson(k, n) == exactly(exact)
    assert jeffreys(k, n) == exactly(jeffrey)


# Newcombe 1998, table II, method 10; statsmodels 0.15.
@pytest.mark.parametrize(
    ("shares", "limits"),
    [
        ((56, 70, 48, 80), (0.05243147240236498, 0.33387265403690614)),
        ((9, 10, 3, 10), (0.1705227239345029, 0.809017973535488)),
        ((10, 10, 0, 10), (0.6075093504305241, 1.0)),
        ((5, 56, 0, 29), (-0.038137147903536936, 0.19256001385511165)),
    ],
)
def test_the_difference_of_two_shares(shares: tuple[int, ...], limits: object) -> None:
    found = difference(*shares)
    assert (found.low, found.high) == exactly(limits)
    assert found.value == exactly(shares[0] / shares[1] - shares[2] / shares[3])


P = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]


# statsmodels 0.15, multipletests; scipy 1.17, false_discovery_control.
def test_many_tests_are_corrected_for_their_number() -> None:
    assert holm(P) == exactly([0.01, 0.072] + [0.312] * 5 + [0.615] * 3)
    expected = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.10571428571428572] + [0.216] * 3
    assert benjamini_hochberg(P) == exactly(expected)
    assert holm([]) == []


# Maximum likelihood with scipy's betabinom.logpmf; an optimiser stops near 1e-6.
def test_small_cohorts_are_drawn_towards_what_all_have_in_common() -> None:
    n = [200, 150, 90, 40, 25, 12, 8, 5]
    k = [190, 135, 84, 33, 24, 8, 8, 2]
    given = prior(k, n)
    assert given.mean == pytest.approx(0.876832046948377, abs=1e-5)
    assert given.strength == pytest.approx(19.44181019738166, rel=1e-4)
    found = [posterior(a, b, given) for a, b in zip(k, n, strict=True)]
    means = [
        0.9435175641575273,
        0.8973417012874991,
        0.9232961520785363,
        0.8419528622288915,
        0.9236167934979918,
        0.7966208712066399,
        0.9127387024250263,
        0.779287707331613,
    ]
    assert [m.value for m in found] == pytest.approx(means, abs=1e-5)
    limits = (0.5990548618023517, 0.9164601039619165)
    assert (found[-1].low, found[-1].high) == pytest.approx(limits, abs=1e-5)


@pytest.mark.parametrize(
    ("k", "n"),
    [([1, 2, 3], [10, 10, 10]), ([990, 1, 1, 1, 1], [1000, 2, 2, 2, 2]), ([5] * 6, [5] * 6)],
    ids=["four are too few", "one holds nearly all", "none differs"],
)
def test_without_a_family_there_is_no_common_prior(k: list[int], n: list[int]) -> None:
    given = prior(k, n)
    assert (given.alpha, given.beta, given.method) == (0.5, 0.5, "jeffreys prior")


# statsmodels 0.15, mcnemar(exact=True); scipy binomtest(b, b + c, .5, alternative="greater").
@pytest.mark.parametrize(
    ("b", "c", "p", "one_sided"),
    [
        (121, 59, 4.4344492637551645e-06, 2.2172246318775823e-06),
        (3, 12, 0.03515625, 0.996307373046875),
        (12, 3, 0.03515625, 0.017578125),
        (10, 10, 1.0, 0.5880985260009766),
        (0, 0, 1.0, 1.0),
    ],
)
def test_mcnemar_is_exact(b: int, c: int, p: float, one_sided: float) -> None:
    assert mcnemar(b, c) == exactly(p)
    assert regression(b, c) == exactly(one_sided)


# fairlearn 0.15 on the same twelve rows.
@pytest.mark.parametrize(
    ("said", "parity", "odds", "opportunity"),
    [("101101100010", 1 / 3, 1 / 3, 1 / 3), ("101001100011", 0, 0, 0)],
)
def test_fairness_is_the_widest_difference_between_groups(
    said: str, parity: float, odds: float, opportunity: float
) -> None:
    truth = "101100101010"
    groups = {
        "A": matrix(truth[:6], said[:6], labels="01"),
        "B": matrix(truth[6:], said[6:], labels="01"),
    }
    found = fairness(groups, "1", floor=1)
    assert found.demographic_parity_difference.value == exactly(parity)
    assert found.equalised_odds_difference.value == exactly(odds)
    assert found.equal_opportunity_difference.value == exactly(opportunity)


def test_a_small_group_is_left_out_of_fairness_and_named() -> None:
    groups = {"A": matrix("ab" * 20, "ab" * 20), "B": matrix("ab", "ab")}
    found = fairness(groups, "a", floor=20)
    assert found.left_out == ("B",)
    assert found.demographic_parity_difference.value is None


# scipy 1.17: beta quantiles, chi2.sf.
def test_steadiness_is_told_from_attempts() -> None:
    limits = (0.3941816818513287, 0.9073054060618468)
    found = pass_share(7, 10)
    assert (found.low, found.high) == exactly(limits)
    spread = dispersion([10, 9, 10, 4, 10, 0, 10, 7], 10)
    assert spread is not None
    assert spread.chi2 == exactly(51.2)
    assert spread.p_value == pytest.approx(8.391750795978833e-09, rel=1e-9)
    assert (spread.between, spread.within) == exactly((0.13714285714285715, 0.075))
    assert clean_runs_needed(0.05) == 59


@pytest.mark.parametrize(
    ("passed", "scored", "said"),
    [
        (5, 5, Steadiness.STABLE_PASS),
        (0, 5, Steadiness.STABLE_FAIL),
        (1, 2, Steadiness.FLAKY),
        (4, 4, Steadiness.TOO_FEW),
        (0, 0, Steadiness.TOO_FEW),
    ],
)
def test_stable_is_said_from_five_attempts_on(
    passed: int, scored: int, said: Steadiness
) -> None:
    assert steadiness(passed, scored) is said


# .7 ** 5 = .16807: five greens in a row are no surprise.
def test_the_gate_goes_red_by_noise_as_its_flaky_cases_let_it() -> None:
    assert red_by_noise([(7, 10), (10, 10), (0, 10)], 5) == exactly(1 - 0.16806999999999994)
    assert red_by_noise([(10, 10)], 3) == 0
    # 0 of 59 bounds the share under 5 % at 95 % (statistics of clean runs): so one attempt.
    assert red_at_most([(59, 59)], 1) == exactly(1 - 0.05 ** (1 / 59))
    assert red_at_most([(5, 5)] * 9, 5) == exactly(0.95)
    assert red_at_most([(7, 10), (0, 10)], 5) == exactly(1 - 0.16806999999999994)
    assert (red_by_noise([(0, 10)], 5), red_at_most([(0, 10)], 5)) == (0, 0)


@pytest.mark.parametrize(
    ("cases", "attempts"), [([(0, 0)], 3), ([(1, 1)], 1), ([(9, 9), (4, 4)], 5), ([(9, 9)], 0)]
)
def test_what_noise_does_is_unknown_while_one_case_has_too_few_attempts(
    cases: list[tuple[int, int]], attempts: int
) -> None:
    assert red_by_noise(cases, attempts) is None
    assert red_at_most(cases, attempts) is None


def test_under_the_minimum_support_a_measure_says_so_and_keeps_its_n() -> None:
    found = supported(share(2, 3), 20)
    assert found.note == "too few to say: 3, 20 needed"
    assert (found.value, found.n) == (2 / 3, 3)
    assert supported(share(20, 30), 20).note is None
