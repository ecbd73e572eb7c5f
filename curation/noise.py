"""Whether a rate has moved, or only wobbled: a test decides, not an arrow."""

from enum import StrEnum

import numpy as np

ALPHA = 0.01  # one false alarm in a hundred quiet weeks


class Change(StrEnum):
    """What may be said of two rates."""

    HIGHER = "higher"
    LOWER = "lower"
    WITHIN_NOISE = "within noise"
    TOO_FEW = "too few to say"


def change(k: int, n: int, k_before: int, n_before: int, floor: float = 20) -> Change:
    """Compare k/n with k_before/n_before by Fisher's exact test at ALPHA (two-sided)."""
    if min(n, n_before) < floor:
        return Change.TOO_FEW
    if fisher(k, n, k_before, n_before) >= ALPHA:
        return Change.WITHIN_NOISE
    return Change.HIGHER if k / n > k_before / n_before else Change.LOWER


def fisher(k: int, n: int, k_before: int, n_before: int) -> float:
    """Fisher's exact test (1922), two-sided: all tables as unlikely as this one, or more so.

    Written out by the ratios of neighbouring tables: scipy.stats says the same, and takes a
    second to load.
    """
    hits = k + k_before
    least, most = max(0, hits - n_before), min(hits, n)
    own = np.arange(least, most, dtype=float)  # of our hits, all but the last
    ratios = np.log(hits - own) + np.log(n - own)
    ratios -= np.log(own + 1) + np.log(n_before - hits + own + 1)
    logs = np.concatenate(([0.0], np.cumsum(ratios)))
    chances = np.exp(logs - logs.max())
    # Equal chances may differ in their last digits.
    unlikely = chances <= chances[k - least] * (1 + 1e-7)
    return min(1.0, float(chances[unlikely].sum() / chances.sum()))
