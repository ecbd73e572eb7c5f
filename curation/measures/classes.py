"""Precision, recall and F1 of every class, each with its interval."""

from dataclasses import dataclass

from curation.measures.confusion import Confusion
from curation.measures.intervals import shares, wilson
from curation.measures.measure import Measure, undefined


@dataclass(frozen=True, slots=True)
class ClassMeasures:
    """One label. `support` is how often it is the truth."""

    label: str
    precision: Measure
    recall: Measure
    f1: Measure
    support: int


def per_class(matrix: Confusion) -> list[ClassMeasures]:
    """Every label of `matrix`, in its order."""
    hits, support = matrix.hits, matrix.support
    precision = shares(hits, matrix.predicted[:-1], "never predicted")
    recall = shares(hits, support, "never the truth")
    found = zip(matrix.labels, precision, recall, _f1(matrix), support, strict=True)
    return [ClassMeasures(name, p, r, f, int(n)) for name, p, r, f, n in found]


def _f1(matrix: Confusion) -> list[Measure]:
    """F1 = 2J / (1 + J) rises with J = tp / (tp + fp + fn), so Wilson's limits of J are its."""
    hits = matrix.hits.astype(float)
    of = (matrix.support + matrix.predicted[:-1]).astype(float) - hits
    low, high = (2 * j / (1 + j) for j in wilson(hits, of))
    method = "wilson of tp/(tp+fp+fn)"
    return [
        Measure(float(2 * k / (n + k)), float(lo), float(hi), int(n), method)
        if n
        else undefined(0, method, "neither the truth nor predicted")
        for k, n, lo, hi in zip(hits, of, low, high, strict=True)
    ]
