"""What must hold of every measure, whatever the data: sums, slices, order, and the oracle."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# scikit-learn has no types.

import warnings

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from sklearn import metrics

from curation.measures.classes import per_class
from curation.measures.confusion import Cell, tabulated
from curation.measures.discrimination import Scores, average_precision, roc_auc, scores
from curation.measures.measure import Measure
from curation.measures.quality import quality
from curation.measures.slices import Slice, worse_slices

LABELS = "abcd"
ROWS = st.lists(
    st.tuples(st.sampled_from(LABELS), st.sampled_from([*LABELS, None])),
    min_size=1,
    max_size=60,
)
JUDGED = st.lists(
    st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=1, max_size=60
)
TIED = st.lists(st.tuples(st.booleans(), st.integers(0, 6)), min_size=1, max_size=60)


def cells(rows: list[tuple[str, str | None]]) -> list[Cell]:
    return [(truth, said, 1) for truth, said in rows]


def scored(rows: list[tuple[bool, int]]) -> Scores:
    positive = np.array([float(truth) for truth, _ in rows])
    return scores(np.array([score / 7 for _, score in rows]), positive, 1 - positive)


@given(ROWS)
def test_a_matrix_sums_to_n(rows: list[tuple[str, str | None]]) -> None:
    found = tabulated(LABELS, cells(rows))
    assert found.n == found.counts.sum() == len(rows)
    assert found.support.sum() == found.predicted.sum() == len(rows)
    assert found.missing == sum(said is None for _, said in rows)


@given(ROWS, st.integers(0, 60))
def test_slicing_and_then_adding_equals_adding(
    rows: list[tuple[str, str | None]], cut: int
) -> None:
    parts = tabulated(LABELS, cells(rows[:cut])) + tabulated(LABELS, cells(rows[cut:]))
    assert np.array_equal(parts.counts, tabulated(LABELS, cells(rows)).counts)


@given(TIED, st.integers(0, 60))
def test_scores_of_slices_add_up(rows: list[tuple[bool, int]], cut: int) -> None:
    parts, whole = scored(rows[:cut]) + scored(rows[cut:]), scored(rows)
    assert np.array_equal(parts.score, whole.score)
    assert np.array_equal(parts.positives, whole.positives)
    assert np.array_equal(parts.negatives, whole.negatives)


@given(TIED)
def test_auc_and_average_precision_equal_scikit_learns_on_random_ties(
    rows: list[tuple[bool, int]],
) -> None:
    truth, score = [t for t, _ in rows], [s for _, s in rows]
    found = roc_auc(scored(rows)).value, average_precision(scored(rows)).value
    auc = metrics.roc_auc_score(truth, score) if len(set(truth)) == 2 else None
    precision = metrics.average_precision_score(truth, score) if any(truth) else None
    assert found == pytest.approx((auc, precision), abs=1e-12)


@given(JUDGED)
def test_every_measure_equals_scikit_learns_where_that_is_defined(
    rows: list[tuple[str, str]],
) -> None:
    truth, said = [t for t, _ in rows], [s for _, s in rows]
    found = quality(tabulated(LABELS, cells([*rows])))
    with warnings.catch_warnings():  # it warns of labels that were only predicted
        warnings.simplefilter("ignore")
        balanced = metrics.balanced_accuracy_score(truth, said)
        kappa = metrics.cohen_kappa_score(truth, said)
        macro = metrics.f1_score(truth, said, average="macro")
    assert found.accuracy.value == pytest.approx(metrics.accuracy_score(truth, said))
    assert found.balanced_accuracy.value == pytest.approx(balanced)
    assert found.macro_f1.value == pytest.approx(macro)
    constant = len(set(truth)) == 1 or len(set(said)) == 1
    mcc = None if constant else metrics.matthews_corrcoef(truth, said)
    assert found.mcc.value == pytest.approx(mcc)
    assert found.kappa.value == pytest.approx(None if np.isnan(kappa) else kappa)


@given(ROWS)
def test_an_interval_holds_its_value_and_stays_within_bounds(
    rows: list[tuple[str, str | None]],
) -> None:
    found = tabulated(LABELS, cells(rows))
    whole = quality(found)
    told = [whole.accuracy, whole.balanced_accuracy, whole.kappa]
    for one in per_class(found):
        told += [one.precision, one.recall, one.f1]
    for measure in told:
        assert _is_sound(measure)


def _is_sound(found: Measure) -> bool:
    if found.value is None:
        return found.low is None and found.high is None and bool(found.note)
    if found.low is None or found.high is None:
        return bool(found.note)
    near = 1e-9
    return (
        -1 <= found.low <= found.value + near and found.value - near <= found.high <= 1 + near
    )


@given(TIED)
def test_the_interval_of_an_auc_holds_it(rows: list[tuple[bool, int]]) -> None:
    assert _is_sound(roc_auc(scored(rows)))
    assert _is_sound(average_precision(scored(rows)))


def a_slice(wrong: int, n: int, **cohort: str) -> Slice:
    return Slice(cohort, wrong, n)


def test_a_slice_that_errs_more_is_found_and_the_number_tried_is_said() -> None:
    slices = [
        a_slice(10, 100, region="eu"),
        a_slice(11, 100, region="us"),
        a_slice(45, 100, region="ap"),
        a_slice(2, 3, region="xx"),
    ]
    found = worse_slices(slices, wrong=68, n=303, floor=20)
    assert (found.tried, found.too_small) == (3, 1)
    assert [(f.cohort, f.wrong, f.n) for f in found.findings] == [({"region": "ap"}, 45, 100)]
    best = found.findings[0]
    assert best.effect.value == pytest.approx(45 / 100 - 23 / 203)
    assert best.p_value < best.p_adjusted < 1e-6
    assert best.p_adjusted == pytest.approx(3 * best.p_value)


def test_a_narrow_slice_is_told_only_when_it_says_more_than_the_wider_ones() -> None:
    slices = [
        a_slice(60, 200, topic="medical"),
        a_slice(30, 200, length="long"),
        a_slice(30, 100, topic="medical", length="short"),
        a_slice(30, 100, topic="medical", length="long"),
    ]
    found = worse_slices(slices, wrong=80, n=1000, floor=20)
    assert [f.cohort for f in found.findings] == [{"topic": "medical"}, {"length": "long"}]
    guilty = [
        a_slice(55, 200, topic="medical"),
        a_slice(54, 200, length="long"),
        a_slice(50, 100, topic="medical", length="long"),
    ]
    found = worse_slices(guilty, wrong=80, n=1000, floor=20)
    assert found.findings[0].cohort == {"topic": "medical", "length": "long"}


@given(st.lists(st.integers(0, 50), min_size=2, max_size=20), st.integers(0, 2**32 - 1))
def test_slices_that_differ_by_chance_alone_are_rarely_told(
    sizes: list[int], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    wrong = [int(rng.binomial(n, 0.2)) for n in sizes]
    slices = [
        a_slice(k, n, region=str(i)) for i, (k, n) in enumerate(zip(wrong, sizes, strict=True))
    ]
    found = worse_slices(slices, sum(wrong), sum(sizes), floor=1, alpha=1e-6)
    assert found.findings == ()
    assert found.tried + found.too_small == len(sizes)
