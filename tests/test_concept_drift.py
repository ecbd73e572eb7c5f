"""Whether the model errs more often on inputs like those of the reference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.concept import Labelled, concepts
from curation.drift import Concept, Severity
from curation.measures.concept import standardised
from curation.thresholds import policy

BEFORE, ERRORS_BEFORE = [4000, 3000, 2000], [80, 150, 400]


def _told(rows: list[int], errors: list[int], unlabelled: int = 0) -> Concept:
    reference = Labelled(sum(BEFORE), BEFORE, ERRORS_BEFORE)
    windows = Labelled([sum(rows) + unlabelled], [rows], [errors])
    return concepts("score", reference, windows, policy(()))[0]


def test_p_is_that_of_mantel_and_haenszel() -> None:
    # statsmodels 0.15 StratifiedTable(...).test_null_odds(correction=False).
    found = standardised(BEFORE, ERRORS_BEFORE, [400, 500, 800], [10, 24, 190])
    assert found.p == pytest.approx(0.043175705823911614, rel=1e-9)


def test_harder_inputs_alone_are_no_concept_drift() -> None:
    # The crude error rate doubles, from 7 % to 14 %: three quarters of the rows are hard now.
    found = _told([250, 250, 1500], [5, 12, 300])
    assert found.severity is Severity.NONE
    assert found.error_reference == pytest.approx(
        0.025 * 0.1 + 0.05 * 0.125 + 0.2 * 0.75, abs=5e-4
    )
    assert found.difference == pytest.approx(0.0, abs=0.001)


@pytest.mark.parametrize(
    ("errors", "severity"),
    [
        ([20, 50, 200], Severity.NONE),
        ([80, 80, 240], Severity.MINOR),
        ([110, 130, 290], Severity.MODERATE),
        ([160, 190, 340], Severity.SEVERE),
    ],
)
def test_the_rise_on_like_inputs_decides(errors: list[int], severity: Severity) -> None:
    found = _told([1000, 1000, 1000], errors)
    assert found.severity is severity
    assert found.low is not None
    assert found.high is not None
    assert found.difference is not None
    assert found.low < found.difference < found.high


def test_a_rise_is_told_with_its_limits() -> None:
    found = _told([1000, 1000, 1000], [110, 130, 290])
    assert found.reason == (
        "errors 9.0 % → 17.7 % at equal scores: +7.2 to +10.2 points, limit 5.0; p < .001"
    )


def test_fewer_errors_are_no_alarm() -> None:
    assert _told([1000, 1000, 1000], [0, 0, 20]).severity is Severity.NONE


def test_few_truths_say_nothing() -> None:
    found = _told([20, 20, 20], [20, 20, 20], unlabelled=5000)
    assert found.severity is Severity.UNKNOWN
    assert found.reason == "too few to say: 60 rows with a truth, 100 needed"


def test_truths_for_some_rows_only_are_told_of() -> None:
    reference = Labelled(2 * sum(BEFORE), BEFORE, ERRORS_BEFORE)
    windows = Labelled([7500], [[1000, 1000, 1000]], [[110, 130, 290]])
    (found,) = concepts("score", reference, windows, policy(()))
    assert found.labelled_current == pytest.approx(0.4)
    assert found.severity is Severity.MODERATE
    assert found.reason.endswith(
        "only 40 % of the rows have a truth, perhaps not a fair sample"
    )


def _of(rows: tuple[int, int], labelled: tuple[int, int], errors: tuple[int, int]) -> Concept:
    """All with one score; each pair is of the reference and of the window."""
    reference = Labelled(rows[0], [labelled[0]], [errors[0]])
    return concepts(
        "score", reference, Labelled([rows[1]], [[labelled[1]]], [[errors[1]]]), policy(())
    )[0]


@pytest.mark.parametrize(
    ("labelled", "errors", "severity"),
    [
        (340, 64, Severity.MINOR),  # most of the right ones have no truth yet
        (810, 0, Severity.UNKNOWN),  # all of the wrong ones have none
        (950, 0, Severity.NONE),
        (800, 400, Severity.SEVERE),  # though all that lack one were right
        (800, 160, Severity.MODERATE),
        (500, 60, Severity.UNKNOWN),
    ],
)
def test_what_lacks_a_truth_must_not_decide(
    labelled: int, errors: int, severity: Severity
) -> None:
    found = _of((10_000, 1000), (10_000, labelled), (620, errors))
    assert found.severity is severity
    least, most = errors / 1000 - 0.062, (errors + 1000 - labelled) / 1000 - 0.062
    assert (found.least, found.most) == pytest.approx((least, most))
    shares = f"{labelled / 10:.0f} % of the rows have a truth, 100 % in the reference"
    assert (shares in found.reason) is (labelled < 900)


def test_a_reference_with_few_truths_is_bounded_too() -> None:
    found = _of((10_000, 1000), (5000, 1000), (310, 170))
    assert found.severity is Severity.UNKNOWN
    assert (found.least, found.most) == pytest.approx((0.17 - 0.531, 0.17 - 0.031))


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_bounds_hold_the_difference_of_all_rows(
    wrong: int, lost_wrong: int, right: int, lost_right: int
) -> None:
    """Whichever rows lost their truth: all of them had one."""
    rows, labelled = wrong + right + lost_wrong + lost_right, wrong + right
    if labelled < 1:
        return
    found = _of((1000, rows), (1000, labelled), (100, wrong))
    assert found.least is not None
    assert found.most is not None
    truly = (wrong + lost_wrong) / rows - 0.1
    assert found.least - 1e-9 <= truly <= found.most + 1e-9


def test_without_a_score_all_inputs_are_compared_and_that_is_said() -> None:
    windows = Labelled([1000], [[1000]], [[260]])
    (found,) = concepts(None, Labelled(9000, [9000], [540]), windows, policy(()))
    assert found.severity is Severity.SEVERE
    assert "errors 6.0 % → 26.0 % over all inputs" in found.reason
    assert found.reason.endswith("nothing is held equal, for there is no score")
    assert (found.raw_reference, found.raw_current) == (0.06, 0.26)


def test_without_a_score_few_truths_say_nothing() -> None:
    windows = Labelled([9000], [[900]], [[400]])
    (found,) = concepts(None, Labelled(9000, [900], [54]), windows, policy(()))
    assert found.severity is Severity.UNKNOWN
    assert found.reason.startswith("too few to say: 10 % of the rows have a truth")


def test_inputs_unlike_any_of_the_reference_are_told_of() -> None:
    reference = Labelled(1000, [1000, 0], [50, 0])
    found = concepts("score", reference, Labelled([500], [[300, 200]], [[15, 90]]), policy(()))
    assert found[0].severity is Severity.UNKNOWN
    assert found[0].reason.endswith("40 % of the rows have scores that the reference has not")


def test_nothing_in_common_is_unknown() -> None:
    reference = Labelled(1000, [1000, 0], [50, 0])
    (found,) = concepts("score", reference, Labelled([500], [[0, 500]], [[0, 90]]), policy(()))
    assert found.severity is Severity.UNKNOWN
    assert found.difference is None


def test_a_rise_that_chance_explains_is_no_drift() -> None:
    found = _told([50, 50, 50], [2, 5, 14])
    assert found.severity is Severity.NONE
    assert found.reason.endswith("does not rule out noise")


def test_limits_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(9)
    rates, rises = np.array([0.01, 0.05, 0.2]), 0.03
    n, m = np.array([4000, 3000, 2000]), np.array([60, 120, 200])
    k, f = rng.binomial(n, rates, (4000, 3)), rng.binomial(m, rates + rises, (4000, 3))
    found = standardised(np.broadcast_to(n, k.shape), k, np.broadcast_to(m, f.shape), f)
    held = (found.low <= rises) & (rises <= found.high)
    assert 0.94 <= held.mean() <= 0.985
