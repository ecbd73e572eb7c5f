"""Whether a score of 0.8 comes true in 8 of 10: Brier, calibration error, reliability bins."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.measures.discrimination import Scores, Z
from curation.measures.measure import Measure, undefined

Floats = NDArray[np.float64]
BINS = 10
DRAWS, SEED = 1000, 0
FEW = 1000  # rows under which the calibration error says little
_BRIER = "mean squared error, normal limits"
_ECE = f"{{}} equal bins, bootstrap within bins, {DRAWS} draws, seed {SEED}"
_NO_SHARE = "scores are not between 0 and 1"


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores in [low, high): how many, what they promise on average, what came true."""

    low: float
    high: float
    n: int
    promised: float
    observed: float


def brier(found: Scores) -> Measure:
    """The mean squared distance of the scores from what came true (Brier 1950)."""
    n = found.n
    if not _shares(found):
        return undefined(n, _BRIER, _NO_SHARE if n else "no scores")
    errors = (1 - found.score) ** 2, found.score**2
    value = float(found.positives @ errors[0] + found.negatives @ errors[1]) / n
    squares = float(found.positives @ errors[0] ** 2 + found.negatives @ errors[1] ** 2) / n
    if n < 2:
        return Measure(value, None, None, n, _BRIER)
    half = Z * float(np.sqrt(max(squares - value * value, 0.0) / (n - 1)))
    return Measure(value, max(0.0, value - half), min(1.0, value + half), n, _BRIER)


def brier_skill(found: Scores) -> float | None:
    """1 - Brier / that of always saying the share of positives; None where that is 0."""
    base = float(found.positives.sum()) / found.n if found.n else 0.0
    value = brier(found).value
    return None if value is None or base in (0, 1) else 1 - value / (base * (1 - base))


def reliability(found: Scores, count: int = BINS) -> list[Bin]:
    """The bins [i/count, (i+1)/count) that hold a score; 1 stands in the last."""
    if not _shares(found):
        return []
    place, edges = _places(found.score, count), np.arange(count + 1) / count
    n = np.bincount(place, found.positives + found.negatives, count)
    promised = np.bincount(place, found.score * (found.positives + found.negatives), count)
    observed = np.bincount(place, found.positives, count)
    return [
        Bin(float(edges[i]), float(edges[i + 1]), int(n[i]),
            float(promised[i] / n[i]), float(observed[i] / n[i]))
        for i in np.flatnonzero(n)
    ]  # fmt: skip


def calibration_error(found: Scores, count: int = BINS) -> Measure:
    """The expected calibration error: how far bins are from what they promise, on average."""
    method, bins = _ECE.format(count), reliability(found, count)
    if not bins:
        return undefined(found.n, method, _NO_SHARE if found.n else "no scores")
    n, promised = np.array([b.n for b in bins]), np.array([b.promised for b in bins])
    observed = np.array([b.observed for b in bins])
    value = float(n @ np.abs(observed - promised)) / found.n
    rng = np.random.default_rng(SEED)
    drawn = rng.binomial(n, observed, (DRAWS, len(n))) / n
    low, high = np.quantile(np.abs(drawn - promised) @ n / found.n, [0.025, 0.975])
    chance = rng.binomial(n, np.clip(promised, 0, 1), (DRAWS, len(n))) / n
    expected = float(np.mean(np.abs(chance - promised) @ n / found.n))
    limits = (float(low), float(high))
    note = f"a calibrated model would show {expected:.3f} here by chance"
    if found.n < FEW:
        note += f"; too high on average under {FEW:,} rows"
    if limits[0] == limits[1]:  # every bin is all right or all wrong: a draw changes nothing
        return Measure(value, None, None, found.n, method, f"{note}; no spread to resample")
    return Measure(value, *limits, found.n, method, note)


def largest_gap(found: Scores, count: int = BINS) -> float | None:
    """The maximum calibration error: the bin farthest from what it promises."""
    gaps = [abs(b.observed - b.promised) for b in reliability(found, count)]
    return max(gaps, default=None)


def _shares(found: Scores) -> bool:
    return found.n > 0 and bool(found.score[0] >= 0 and found.score[-1] <= 1)


def _places(score: Floats, count: int) -> NDArray[np.intp]:
    edges = np.arange(count + 1) / count  # i/count exactly: 3 * 0.1 is above 0.3
    return np.clip(np.searchsorted(edges, score, side="right") - 1, 0, count - 1)
