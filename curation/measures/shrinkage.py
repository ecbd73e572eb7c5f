"""Cohorts ranked by what is sure of them: shares drawn towards what all have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curation.measures.measure import Measure

Floats = NDArray[np.float64]
FEWEST = 5  # cohorts from which a common prior can be told
_JEFFREYS = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Prior:
    """The beta distribution that the cohorts' shares come from."""

    alpha: float
    beta: float
    method: str

    @property
    def mean(self) -> float:
        """The share that cohorts are drawn towards."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def strength(self) -> float:
        """How many observations the prior weighs."""
        return self.alpha + self.beta


def prior(k: Sequence[int], n: Sequence[int]) -> Prior:
    """The beta prior under which the counts k of n are most likely.

    Jeffreys' prior where none can be told: under five cohorts, when one holds most of all
    observations, when no cohort differs, or when the cohorts differ no more than by chance.
    """
    some = [(a, b) for a, b in zip(k, n, strict=True) if b > 0]
    total, good = sum(b for _, b in some), sum(a for a, _ in some)
    alone = len(some) < FEWEST or max(b for _, b in some) > 0.9 * total
    if alone or good in (0, total):
        return Prior(*_JEFFREYS, "jeffreys prior")
    from scipy import optimize, stats  # half a second to load

    counts = np.array([a for a, _ in some]), np.array([b for _, b in some])

    def unlikely(logs: Floats) -> float:
        mean, strength = 1 / (1 + np.exp(-logs[0])), np.exp(logs[1])
        found = stats.betabinom.logpmf(*counts, mean * strength, (1 - mean) * strength)
        return -float(np.sum(found))

    share = good / total
    start = np.array([np.log(share / (1 - share)), np.log(20.0)])
    bounds = [(-12.0, 12.0), (-3.0, 12.0)]  # a strength of 160,000 is no difference at all
    found: Any = optimize.minimize(unlikely, start, method="L-BFGS-B", bounds=bounds, tol=1e-12)
    best: list[float] = found.x.tolist()
    mean, strength = 1 / (1 + float(np.exp(-best[0]))), float(np.exp(best[1]))
    return Prior(mean * strength, (1 - mean) * strength, "empirical Bayes, beta-binomial")


def posterior(k: int, n: int, given: Prior) -> Measure:
    """The share k/n drawn towards `given`, with its 95 % limits."""
    from scipy import stats

    a, b = given.alpha + k, given.beta + n - k
    low, high = (float(stats.beta.ppf(share, a, b)) for share in (0.025, 0.975))
    return Measure(a / (a + b), low, high, n, given.method)
