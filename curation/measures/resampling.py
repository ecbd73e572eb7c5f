"""The stratified bootstrap, drawn from counts: as resampling the rows of every truth."""

import numpy as np
from numpy.typing import NDArray

from curation.measures.confusion import Confusion

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
