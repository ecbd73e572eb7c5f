"""Whether the model errs more often on inputs like those of the reference."""

import numpy as np
import pytest

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
        "errors 9.0% → 17.7% on like inputs: +7.2 to +10.2 points, limit 5.0; p < .001"
    )


def test_fewer_errors_are_no_alarm() -> None:
    assert _told([1000, 1000, 1000], [0, 0, 20]).severity is Severity.NONE


def test_few_truths_say_nothing() -> None:
    found = _told([20, 20, 20], [20, 20, 20], unlabelled=5000)
    assert found.severity is Severity.UNKNOWN
    assert found.reason == "too few to say: 60 rows with a truth, 100 needed"


def test_truths_for_some_rows_only_are_told_of() -> None:
    found = _told([1000, 1000, 1000], [110, 130, 290], unlabelled=9000)
    assert found.labelled_current == pytest.approx(0.25)
    assert found.reason.endswith("only 25% of the rows have a truth, perhaps not a fair sample")


def test_inputs_unlike_any_of_the_reference_are_told_of() -> None:
    reference = Labelled(1000, [1000, 0], [50, 0])
    found = concepts("score", reference, Labelled([500], [[300, 200]], [[15, 90]]), policy(()))
    assert found[0].severity is Severity.NONE
    assert found[0].reason.endswith("40% of the rows are like none of the reference")


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
