"""The stratified bootstrap, drawn from counts: as resampling the rows of every truth."""

import numpy as np
from numpy.typing import NDArray

from curation.measures.confusion import Confusion
from curation.measures.measure import Measure, undefined
from curation.measures.paired_difference import NO_PAIR, paired_differences

Floats = NDArray[np.float64]
DRAWS, SEED = 1000, 0
METHOD = f"bootstrap within truths, {DRAWS} draws, seed {SEED}"


def drawn(matrix: Confusion, draws: int = DRAWS, seed: int = SEED) -> tuple[Floats, Floats]:
    """Hits by label, and how often each label was predicted, in every draw.

    Within each truth as many are drawn as there are, from its own row: how often a label is
    the truth does not change. The last column of the predictions are the missing ones.
    """
    rng = np.random.default_rng(seed)
    size = len(matrix.labels)
    hits, predicted = np.zeros((draws, size)), np.zeros((draws, size + 1))
    for truth, row in enumerate(matrix.counts):
        columns = np.flatnonzero(row)
        n = int(row.sum())
        if n == 0:
            continue
        found = rng.multinomial(n, row[columns] / n, size=draws)
        predicted[:, columns] += found
        hits[:, truth] = found[:, columns == truth].sum(axis=1)
    return hits, predicted


def percentiles(values: Floats) -> tuple[float, float] | None:
    """The middle 95 % of what the draws gave; None when they did not vary."""
    known = values[~np.isnan(values)]
    if len(known) == 0 or np.ptp(known) == 0:
        return None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def paired_bootstrap(
    fixed: int, broke: int, pairs: int, *, draws: int = 10_000, seed: int = 0
) -> Measure:
    """The change of the share that passes, with percentile limits of `draws` resamples.

    Each pair changed by -1, 0 or 1, so that resampling them all is one multinomial draw: the
    same law at a hundredth of the work. Where no draw can differ from another one, the limits
    are Tango's: that all pairs did alike does not prove that all others would.
    """
    method = f"paired bootstrap, {draws} draws"
    if not pairs:
        return undefined(0, method, NO_PAIR)
    if pairs in (fixed, broke, pairs - fixed - broke):
        return paired_differences([fixed], [broke], [pairs])[0]
    shares = np.array([broke, pairs - broke - fixed, fixed]) / pairs
    drawn = np.random.default_rng(seed).multinomial(pairs, shares, draws)
    low, high = np.quantile((drawn[:, 2] - drawn[:, 0]) / pairs, [0.025, 0.975])
    return Measure((fixed - broke) / pairs, float(low), float(high), pairs, method)
