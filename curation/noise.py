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
    """The two-sided p of Fisher's exact test (1922)."""
    from scipy import stats  # half a second to load: see curation.intervals

    table = np.array([[k, n - k], [k_before, n_before - k_before]])
    return float(stats.fisher_exact(table).pvalue)
