"""Where a series of periods moves to another level: exact penalised segmentation."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from curation.measures.bins import Floats, floats

MIN_PERIODS = 8
MIN_SIZE = 3  # periods on one level
PENALTY = 3.0  # times sigma² ln T: false alarm .02, power .97 for 5 points at 200 cases a week


def change_points(
    values: ArrayLike, sigma2: float, weights: ArrayLike | None = None
) -> list[int]:
    """The places at which a new level begins; none under 8 periods.

    The segmentation with the least squared distance to the levels plus 3·sigma²·ln T for each
    change, levels of at least 3 periods: optimal partitioning (Jackson et al. 2005), whose
    answer PELT (Killick, Fearnhead and Eckley 2012) finds with pruning; a year of days needs
    none. `sigma2` is the known noise of one period, not the variance of the series, which the
    change itself inflates. `weights` (mean 1) are for periods of unequal size.
    """
    series = floats(values)
    size = len(series)
    if size < MIN_PERIODS:
        return []
    weighed = np.ones(size) if weights is None else floats(weights)
    cost = _costs(series, weighed)
    return _best(cost, PENALTY * sigma2 * float(np.log(size)))


def _costs(series: Floats, weights: Floats) -> Floats:
    """cost[a, b]: the squared distance of periods a to b-1 from their mean."""
    centred = series - np.average(series, weights=weights)
    w, s, q = (
        np.concatenate([[0.0], np.cumsum(part)])
        for part in (weights, weights * centred, weights * centred**2)
    )
    weight = w[None, :] - w[:, None]
    total = s[None, :] - s[:, None]
    square = np.divide(total**2, weight, out=np.zeros_like(total), where=weight > 0)
    return np.maximum(q[None, :] - q[:, None] - square, 0.0)


def _best(cost: Floats, penalty: float) -> list[int]:
    size = len(cost) - 1
    least, begins = np.full(size + 1, np.inf), np.zeros(size + 1, dtype=int)
    least[0] = 0.0
    for end in range(MIN_SIZE, size + 1):
        starts = np.arange(0, end - MIN_SIZE + 1)
        totals = least[starts] + cost[starts, end] + penalty * (starts > 0)
        begins[end] = int(np.argmin(totals))
        least[end] = totals[begins[end]]
    found: list[int] = []
    place = int(begins[size])
    while place > 0:
        found.append(place)
        place = int(begins[place])
    return found[::-1]


def noise_of(series: Sequence[float]) -> float:
    """sigma² of one period when nothing else tells it, from the steps between neighbours.

    From their median, which a change of level does not lift: it is one step of many. From their
    mean where most neighbours are equal. Both are those of normal noise.
    """
    steps = np.abs(np.diff(floats(series)))
    if not len(steps):
        return 0.0
    median, mean = float(np.median(steps)), float(np.mean(steps))
    return ((1.4826 * median) ** 2 if median else np.pi / 2 * mean**2) / 2


def noise_of_rate(errors: ArrayLike, rows: ArrayLike) -> float:
    """sigma² of one period's rate: binomial, p(1 - p)/n on average, half an error added."""
    k, n = floats(errors), floats(rows)
    rate = (k + 0.5) / (n + 1)
    return float(np.mean(rate * (1 - rate) / np.maximum(n, 1)))
