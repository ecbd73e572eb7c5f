"""All measures of one cohort, from the counts that are known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from curation.measures.calibration import Bin
from curation.measures.classes import ClassMeasures, per_class
from curation.measures.confusion import (
    Cell,
    Confusion,
    labels_of,
    shown,
    tabulated,
    top_confusions,
)
from curation.measures.intervals import difference, share
from curation.measures.meaning import Meaning, ScoreRows
from curation.measures.measure import Measure, supported
from curation.measures.pairs import paired_difference
from curation.measures.quality import quality
from curation.measures.scored import score_measures
from curation.measures.shifts import Shift, shifts, surely_moved
from curation.measures.speed import Latency

SURE = 0.10  # q: of what is called real, at most this share is expected not to be
MOST_LABELS = 200  # more different ones are texts, not labels
Cohort = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Sample:
    """What is known of one cohort. `judged` events are known to be right or wrong."""

    cohort: Cohort
    cells: Sequence[Cell]
    scored: ScoreRows
    events: int
    judged: int
    wrong: int
    latency: Latency
    cost_usd: Measure


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for all cohorts of one answer, so that they can be compared."""

    labels: tuple[str, ...]
    with_missing: bool
    scores_mean: Meaning
    asked: str  # the label that scores were counted for
    floor: float


@dataclass(frozen=True, slots=True)
class Rank:
    """How surely a cohort errs more than the rest: the share of wrong ones, drawn together."""

    error_rate: Measure
    p_value: float
    q_value: float


@dataclass(frozen=True, slots=True)
class Reference:
    """The same cohort in the reference window or run, and what changed since.

    `moved` are the cells of the matrix that surely changed, the largest change first.
    """

    n: int
    matrix: list[list[int]]
    accuracy: Measure
    change: Measure
    moved: list[Shift]


@dataclass(frozen=True, slots=True)
class CohortMeasures:
    """One cohort. Rows of the matrix are truths; its columns are named by the answer."""

    cohort: Cohort
    n: int
    events: int
    unlabelled: int
    missing: int
    matrix: list[list[int]]
    per_class: list[ClassMeasures]
    top_confusions: list[Cell]
    accuracy: Measure
    balanced_accuracy: Measure
    macro_f1: Measure
    mcc: Measure
    kappa: Measure
    roc_auc: Measure
    average_precision: Measure
    brier: Measure
    ece: Measure
    reliability: list[Bin]
    confidence_auc: Measure
    pass_rate: Measure
    latency_ms: Latency
    cost_usd: Measure
    rank: Rank | None = None
    reference: Reference | None = None


def label_list(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The labels of `cells`, sorted; none when they are texts rather than labels."""
    found = labels_of(cells)
    return found if len(found) <= MOST_LABELS else ()


def matrix_of(sample: Sample, frame: Frame) -> Confusion:
    """The sample's confusion matrix; empty when there are no labels."""
    return tabulated(frame.labels, sample.cells if frame.labels else ())


def measured(sample: Sample, frame: Frame) -> CohortMeasures:
    """Everything that can be said of `sample`; what is too small says so."""
    matrix = matrix_of(sample, frame)
    whole, labelled = quality(matrix), sum(n for *_, n in sample.cells)
    scores = score_measures(sample.scored, frame.scores_mean, frame.asked)
    found = CohortMeasures(
        cohort=sample.cohort,
        n=labelled,
        events=sample.events,
        unlabelled=sample.events - labelled,
        missing=matrix.missing,
        matrix=shown(matrix, with_missing=frame.with_missing),
        per_class=[_of_class(c, frame.floor) for c in per_class(matrix)],
        top_confusions=top_confusions(matrix),
        accuracy=_accuracy(sample, frame, matrix),
        balanced_accuracy=whole.balanced_accuracy,
        macro_f1=whole.macro_f1,
        mcc=whole.mcc,
        kappa=whole.kappa,
        roc_auc=scores.roc_auc,
        average_precision=scores.average_precision,
        brier=scores.brier,
        ece=scores.ece,
        reliability=scores.reliability,
        confidence_auc=scores.confidence_auc,
        pass_rate=share(sample.judged - sample.wrong, sample.judged, "nothing was judged"),
        latency_ms=_of_latency(sample.latency, frame.floor),
        cost_usd=sample.cost_usd,
    )
    measures = {n: getattr(found, n) for n in _SUPPORTED}
    measures |= {n: _of_scored(measures[n], labelled) for n in _OF_SCORES}
    return replace(found, **{n: supported(m, frame.floor) for n, m in measures.items()})


def _of_scored(measure: Measure, labelled: int) -> Measure:
    """`measure`, and how many it leaves out: what has no score or no prediction."""
    out = labelled - measure.n
    if measure.value is None or out <= 0:
        return measure
    said = f"{out:,} without a score or a prediction are not in it"
    return replace(measure, note=f"{measure.note}; {said}" if measure.note else said)


_OF_SCORES = ("roc_auc", "average_precision", "brier", "ece", "confidence_auc")
_SUPPORTED = (
    "accuracy",
    "balanced_accuracy",
    "macro_f1",
    "mcc",
    "kappa",
    "roc_auc",
    "average_precision",
    "brier",
    "ece",
    "confidence_auc",
    "pass_rate",
    "cost_usd",
)


def against(
    sample: Sample,
    before: Sample,
    frame: Frame,
    pairs: tuple[int, int, int] | None = None,
) -> Reference:
    """`sample` beside the same cohort in the reference.

    `pairs`: cases of both that are right only now, right only then, and all of them. The same
    cases are no two independent samples.
    """
    now, then = matrix_of(sample, frame), matrix_of(before, frame)
    moved = difference(now.correct, now.n, then.correct, then.n)
    if pairs is not None:
        moved = paired_difference(*pairs)
    return Reference(
        n=then.n,
        matrix=shown(then, with_missing=frame.with_missing),
        accuracy=supported(share(then.correct, then.n, "nothing was judged"), frame.floor),
        change=supported(moved, frame.floor),
        moved=surely_moved(_shifts(now, then, frame), SURE),
    )


def _shifts(now: Confusion, then: Confusion, frame: Frame) -> list[Shift]:
    columns = (*frame.labels, None) if frame.with_missing else frame.labels
    current, past = (shown(one, with_missing=frame.with_missing) for one in (now, then))
    return shifts(frame.labels, columns, current, past, frame.floor)


def _accuracy(sample: Sample, frame: Frame, matrix: Confusion) -> Measure:
    if frame.labels:
        return share(matrix.correct, matrix.n, "nothing was judged")
    right = sum(n for truth, said, n in sample.cells if truth == said)
    total = sum(n for *_, n in sample.cells)
    return share(right, total, "nothing was judged")


def _of_class(found: ClassMeasures, floor: float) -> ClassMeasures:
    names = ("precision", "recall", "f1")
    return replace(found, **{n: supported(getattr(found, n), floor) for n in names})


def _of_latency(found: Latency, floor: float) -> Latency:
    return Latency(*(supported(m, floor) for m in (found.p50, found.p95, found.p99)))
