"""Intervals of shares and of their differences, as statsmodels computes them."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# statsmodels has no types.

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curation.measures.measure import Measure, undefined

Floats = NDArray[np.float64]
Limits = tuple[float, float]
ALPHA = 0.05


def wilson(k: ArrayLike, n: ArrayLike, alpha: float = ALPHA) -> tuple[Floats, Floats]:
    """Wilson's limits of each k/n (Wilson 1927); NaN where n is 0. k need not be whole."""
    hits, of = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    low, high = np.full(len(of), np.nan), np.full(len(of), np.nan)
    some = of > 0
    if some.any():
        from scipy.special import (
            ndtri,
        )  # the formula itself: statsmodels takes a second to load

        z2 = float(ndtri(1 - alpha / 2)) ** 2
        n, p = of[some], hits[some] / of[some]
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        reach = np.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n)
        low[some], high[some] = middle - reach, middle + reach
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def shares(k: ArrayLike, n: ArrayLike, why: str) -> list[Measure]:
    """Each k/n with Wilson's limits; undefined because of `why` where n is 0."""
    some, of = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    low, high = wilson(some, of)
    return [
        Measure(float(a / b), float(lo), float(hi), int(b), "wilson")
        if b
        else undefined(0, "wilson", why)
        for a, b, lo, hi in zip(some, of, low, high, strict=True)
    ]


def share(k: float, n: int, why: str = "nothing to measure") -> Measure:
    """k/n with Wilson's limits."""
    return shares([k], [n], why)[0]


def clopper_pearson(k: int, n: int) -> Limits:
    """Exact limits of k/n, for where a guarantee is claimed (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv  # what statsmodels asks, without a second to load it

    low = 0.0 if k == 0 else float(betaincinv(k, n - k + 1, ALPHA / 2))
    return low, 1.0 if k == n else float(betaincinv(k + 1, n - k, 1 - ALPHA / 2))


@lru_cache(maxsize=4096)  # thousands of cases share few counts
def jeffreys(k: int, n: int) -> Limits:
    """Jeffreys' limits of k/n, 0 at k = 0 and 1 at k = n (Brown, Cai and DasGupta 2001)."""
    from scipy.special import betaincinv  # what statsmodels asks, without a second to load it

    low = 0.0 if k == 0 else float(betaincinv(k + 0.5, n - k + 0.5, ALPHA / 2))
    return low, 1.0 if k == n else float(betaincinv(k + 0.5, n - k + 0.5, 1 - ALPHA / 2))


def difference(k: int, n: int, k_before: int, n_before: int) -> Measure:
    """k/n - k_before/n_before of two independent samples, with Newcombe's limits (1998)."""
    if not (n and n_before):
        return undefined(min(n, n_before), "newcombe", "one of the two has nothing to measure")
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(
        k, n, k_before, n_before, compare="diff", method="newcomb", alpha=ALPHA
    )
    value = k / n - k_before / n_before
    return Measure(value, float(low), float(high), min(n, n_before), "newcombe")


def squared_and_added(
    values: Floats, low: Floats, high: Floats, weights: Floats
) -> tuple[float, float]:
    """Limits of a weighted sum of independent values from their own (Zou and Donner 2008)."""
    middle = float(weights @ values)
    below = float(np.sqrt(np.sum((weights * (values - low)) ** 2)))
    above = float(np.sqrt(np.sum((weights * (high - values)) ** 2)))
    return middle - below, middle + above
