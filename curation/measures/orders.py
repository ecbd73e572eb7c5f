"""Do two sides put the same parts in the same order? Ranks with the limits of drawn rows."""

import numpy as np

from curation.measures.bins import Floats
from curation.measures.measure import Measure, undefined
from curation.measures.resampling import percentiles

DRAWS, SEED = 1000, 0
MOST_RANKED = 60  # of more parts, Kendall's tau has no interval: it takes their square
FEWEST = 3  # so many parts make an order
METHOD = f"bootstrap of production rows, {DRAWS} draws, seed {SEED}"


def measured(value: float, draws: Floats, n: int, what: str) -> Measure:
    """`value` with the middle 95 % of its draws; without limits where they do not vary."""
    found = percentiles(np.asarray(draws, dtype=float))
    low, high = found or (None, None)
    return Measure(value, low, high, n, f"{what}, {METHOD}")


def orders(shares: Floats, many: Floats, own: Floats, n: int) -> tuple[Measure, Measure]:
    """Spearman's rank correlation, and Kendall's tau-b, which counts ties as ties.

    It is an order of few parts, however many rows: the limits are of the rows alone.
    """
    of = f"of {len(shares)} parts"
    names = f"Spearman {of}", f"Kendall tau-b {of}"
    if len(shares) < FEWEST or np.ptp(own) == 0 or np.ptp(shares) == 0:
        why = "fewer than three parts" if len(shares) < FEWEST else "all parts are alike"
        return undefined(n, names[0], why), undefined(n, names[1], why)
    ranks = _ranks(own)
    rank = float(_correlations(_ranks(shares)[None], ranks)[0])
    tau = float(_taus(shares[None], own)[0])
    drawn = _correlations(np.array([_ranks(row) for row in many]), ranks)
    signs = np.zeros(0) if len(own) > MOST_RANKED else _taus(many, own)
    return measured(rank, drawn, n, names[0]), measured(tau, signs, n, names[1])


def _ranks(values: Floats) -> Floats:
    """The rank of each value, that of equal ones the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[place]


def _correlations(rows: Floats, one: Floats) -> Floats:
    left = rows - rows.mean(axis=1, keepdims=True)
    right = one - one.mean()
    scale = np.sqrt((left**2).sum(axis=1) * (right**2).sum())
    return np.divide(left @ right, scale, out=np.full(len(rows), np.nan), where=scale > 0)


def _taus(rows: Floats, one: Floats) -> Floats:
    """Tau-b of every row with `one`: concordant less discordant pairs, by those not tied."""
    upper = np.triu_indices(len(one), 1)
    right = np.sign(one[upper[0]] - one[upper[1]])
    left = np.sign(rows[:, upper[0]] - rows[:, upper[1]])
    scale = np.sqrt((left != 0).sum(axis=1) * (right != 0).sum())
    return np.divide(left @ right, scale, out=np.full(len(rows), np.nan), where=scale > 0)
