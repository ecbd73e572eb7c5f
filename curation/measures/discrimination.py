"""How well scores tell positives from negatives: from counts by score, ties handled."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.measures.measure import Measure, undefined

Floats = NDArray[np.float64]
Z = 1.959963984540054
_AUC = "ties count half; newcombe limits (method 5, 2006)"
_AP = "average precision (steps); logit limits (Boyd 2013)"


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Distinct scores in ascending order, with how many positives and negatives have each."""

    score: Floats
    positives: Floats
    negatives: Floats

    @property
    def n(self) -> int:
        """How many were scored."""
        return int(self.positives.sum() + self.negatives.sum())

    def __add__(self, other: "Scores") -> "Scores":
        """The scores of both samples together."""
        pairs = zip(
            (self.score, self.positives, self.negatives),
            (other.score, other.positives, other.negatives),
            strict=True,
        )
        return scores(*(np.concatenate(pair) for pair in pairs))


def scores(score: Floats, positives: Floats, negatives: Floats) -> Scores:
    """Counts by score in any order, scores repeated or not."""
    known, where = np.unique(score, return_inverse=True)
    size = len(known)
    return Scores(
        known,
        np.bincount(where, positives, size).astype(float),
        np.bincount(where, negatives, size).astype(float),
    )


def roc_auc(found: Scores) -> Measure:
    """The chance that a positive scores above a negative, a tie counting half."""
    p, n = found.positives.sum(), found.negatives.sum()
    if not (p and n):
        return undefined(found.n, _AUC, _lacking(p, n))
    below = np.cumsum(found.negatives) - found.negatives
    wins = float(np.sum(found.positives * (below + 0.5 * found.negatives)))
    value = wins / float(p * n)
    return Measure(value, *_auc_limits(value, float(p), float(n)), found.n, _AUC)


def average_precision(found: Scores) -> Measure:
    """Precision at every score, weighted by the recall gained there."""
    p, n = found.positives.sum(), found.negatives.sum()
    if not p:
        return undefined(found.n, _AP, _lacking(p, n))
    hits = found.positives[::-1]
    taken, false = np.cumsum(hits), np.cumsum(found.negatives[::-1])
    value = float(np.sum(hits * taken / (taken + false)) / p)
    if value == 1:
        return Measure(value, None, None, found.n, _AP, "no interval: no mistake was seen")
    middle, half = np.log(value / (1 - value)), Z / np.sqrt(p * value * (1 - value))
    low, high = (float(1 / (1 + np.exp(-(middle + side)))) for side in (-half, half))
    return Measure(value, low, high, found.n, _AP)


def _lacking(positives: float, negatives: float) -> str:
    if not (positives or negatives):
        return "no scores"
    return "no negative was scored" if positives else "no positive was scored"


def _auc_limits(auc: float, p: float, n: float) -> tuple[float, float]:
    """Where the score of a true AUC is 1.96 (Newcombe, Statistics in Medicine 25, 2006).

    Unlike limits of auc ± 1.96 SE these have a width where every positive is above.
    """
    low = 0.0 if auc == 0 else _solve(auc, p, n, (0.0, auc))
    high = 1.0 if auc == 1 else _solve(auc, p, n, (1.0, auc))
    return low, high


def _solve(auc: float, p: float, n: float, between: tuple[float, float]) -> float:
    outside, inside = between
    for _ in range(60):
        middle = (outside + inside) / 2
        if abs(auc - middle) > Z * _spread(middle, p, n):
            outside = middle
        else:
            inside = middle
    return (outside + inside) / 2


def _spread(auc: float, p: float, n: float) -> float:
    each = (p + n) / 2 - 1
    factor = 1 + each * (1 - auc) / (2 - auc) + each * auc / (1 + auc)
    return float(np.sqrt(max(auc * (1 - auc) * factor, 0.0) / (p * n)))
