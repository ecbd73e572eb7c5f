"""How good predictions are as a whole: five measures of one confusion matrix."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# statsmodels has no types.

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curation.measures import resampling
from curation.measures.confusion import Confusion
from curation.measures.intervals import share, squared_and_added, wilson
from curation.measures.measure import Measure, undefined

Floats = NDArray[np.float64]
Formula = Callable[[Floats, Floats, Floats], Floats]
_NOTHING = "nothing was judged"
_STEADY = "no interval: no draw differs"


@dataclass(frozen=True, slots=True)
class Quality:
    """The measures of one confusion matrix."""

    accuracy: Measure
    balanced_accuracy: Measure
    macro_f1: Measure
    mcc: Measure
    kappa: Measure


def quality(matrix: Confusion) -> Quality:
    """All five; the bootstrap is drawn once for the two that need it."""
    hits, predicted = resampling.drawn(matrix)
    support = matrix.support.astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        f1 = _macro_f1(hits, predicted, support)
        mcc = _mcc(hits, predicted, support)
    return Quality(
        share(matrix.correct, matrix.n, _NOTHING),
        balanced_accuracy(matrix),
        _of_how_many(
            matrix, _resampled(matrix, _macro_f1, f1, "no label was the truth or predicted")
        ),
        _resampled(matrix, _mcc, mcc, "all truths, or all predictions, are of one label"),
        kappa(matrix),
    )


def _of_how_many(matrix: Confusion, found: Measure) -> Measure:
    """Macro-F1 changes with the list of labels: say of how many it is the mean."""
    there = int(np.count_nonzero(matrix.support + matrix.predicted[:-1]))
    if found.value is None or there == len(matrix.labels):
        return found
    said = f"the mean of {there} labels of {len(matrix.labels)}"
    return replace(found, note=f"{said}; {found.note}" if found.note else said)


def balanced_accuracy(matrix: Confusion) -> Measure:
    """The mean recall of the labels that are the truth at least once."""
    method = "mean of recalls, wilson limits squared and added"
    there = matrix.support > 0
    if not there.any():
        return undefined(0, method, _NOTHING)
    hits, support = matrix.hits[there].astype(float), matrix.support[there].astype(float)
    low, high = wilson(hits, support)
    recalls, weights = hits / support, np.full(len(hits), 1 / len(hits))
    limits = squared_and_added(recalls, low, high, weights)
    return Measure(float(recalls.mean()), *limits, matrix.n, method)


def kappa(matrix: Confusion) -> Measure:
    """Cohen's kappa of truth and prediction; a missing prediction is a label of its own."""
    method = "asymptotic (Fleiss, Cohen and Everitt 1969)"
    if matrix.n == 0:
        return undefined(0, method, _NOTHING)
    square = _square(matrix)
    n, chance = square.sum(), square.sum(axis=0) @ square.sum(axis=1)
    if chance == n * n:
        return undefined(matrix.n, method, "truth and prediction are one and the same label")
    if matrix.correct == matrix.n:
        return Measure(1.0, None, None, matrix.n, method, _STEADY)
    from statsmodels.stats.inter_rater import cohens_kappa  # a second to load

    with np.errstate(invalid="ignore", divide="ignore"):
        found: Any = cohens_kappa(square)
    if not found.var_kappa > 0:
        return Measure(float(found.kappa), None, None, matrix.n, method, _STEADY)
    limits = float(max(-1, found.kappa_low)), float(min(1, found.kappa_upp))
    return Measure(float(found.kappa), *limits, matrix.n, method)


def _square(matrix: Confusion) -> Floats:
    """With a row for the missing prediction, which is never the truth, if there is any."""
    if matrix.missing == 0:
        return matrix.counts[:, :-1].astype(float)
    return np.vstack([matrix.counts, np.zeros(len(matrix.labels) + 1)]).astype(float)


def _macro_f1(hits: Floats, predicted: Floats, support: Floats) -> Floats:
    """The mean F1 of the labels that have one, in every draw."""
    of = support + predicted[:, :-1]
    f1 = np.where(of > 0, 2 * hits / of, 0.0)
    return f1.sum(axis=1) / (of > 0).sum(axis=1)


def _mcc(hits: Floats, predicted: Floats, support: Floats) -> Floats:
    """Matthews' coefficient for many labels (Gorodkin 2004), in every draw."""
    n, correct = support.sum(), hits.sum(axis=1)
    together = correct * n - predicted[:, :-1] @ support
    spread = n * n - (predicted**2).sum(axis=1)
    apart = np.sqrt(np.maximum(spread, 0)) * np.sqrt(n * n - support @ support)
    return np.where(apart > 0, together / apart, np.nan)


def _resampled(matrix: Confusion, formula: Formula, draws: Floats, why: str) -> Measure:
    hits, predicted = (a[np.newaxis].astype(float) for a in (matrix.hits, matrix.predicted))
    with np.errstate(invalid="ignore", divide="ignore"):
        value = float(formula(hits, predicted, matrix.support.astype(float))[0])
    if np.isnan(value):
        return undefined(matrix.n, resampling.METHOD, why)
    limits = resampling.percentiles(draws)
    if limits is None:
        return Measure(value, None, None, matrix.n, resampling.METHOD, _STEADY)
    return Measure(value, *limits, matrix.n, resampling.METHOD)
