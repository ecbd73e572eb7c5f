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
    """The two-sided p of Fisher's exact test: of all splits of the same sums, the rarer ones.

    Written out: scipy.stats says the same, and takes seconds to load on a busy machine.
    """
    from scipy.special import gammaln  # only where it is needed: see curation.intervals

    both = k + k_before
    split = np.arange(max(0, both - n_before), min(n, both) + 1, dtype=float)
    rest = both - split
    ways = -(gammaln(split + 1) + gammaln(n - split + 1))
    ways -= gammaln(rest + 1) + gammaln(n_before - rest + 1)
    chance = np.exp(ways - ways.max())
    own = chance[k - int(split[0])]
    return float(chance[chance <= own * (1 + 1e-7)].sum() / chance.sum())
