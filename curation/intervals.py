"""Shares and differences with their n and interval, never a bare number."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

TWO_SIDED_95 = 1.959963984540054  # the normal quantile of 0.975
ONE_SIDED_95 = 1.6448536269514722  # of 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """`k` of `n` with a 95 % interval; `value`, `low`, `high` are None when n is 0."""

    k: int
    n: int
    value: float | None
    low: float | None
    high: float | None
    method: str = "wilson"


def rate(k: int, n: int) -> Rate:
    """The share k/n with its Wilson interval (Wilson 1927)."""
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        return Rate(k, n, None, None, None)
    share, z2 = k / n, TWO_SIDED_95**2
    middle = share + z2 / (2 * n)
    half = TWO_SIDED_95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low, high = (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)
    # At the ends rounding must not leave 1e-17 where the limit is exact.
    return Rate(k, n, share, low if k else 0.0, high if k < n else 1.0)


class NonInferiority:
    """The three outcomes of a paired non-inferiority comparison."""

    NOT_WORSE = "not_worse"
    WORSE = "worse"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Difference:
    """Candidate minus baseline on the same cases, with one-sided 95 % limits."""

    n: int
    value: float | None
    low: float | None
    high: float | None
    outcome: str
    broke: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()


def paired(deltas: Sequence[int], margin: float) -> tuple[float, float, float, str]:
    """Mean, one-sided 95 % limits and outcome of `deltas` (each -1, 0 or 1) at `margin`.

    Not worse when the lower limit of candidate minus baseline is above -margin, worse when
    the upper limit is below 0 and the lower is not, undecided otherwise. With no spread the
    normal limits collapse, so the rule of three (3/n) bounds what n cases can show.
    """
    d = np.asarray(deltas, dtype=float)
    n = len(d)
    mean = float(d.mean())
    spread = float(d.std(ddof=1)) / math.sqrt(n) if n > 1 else 0.0
    half = ONE_SIDED_95 * spread if spread > 0 else 3 / n
    low, high = mean - half, mean + half
    return mean, low, high, _outcome(low, high, margin)


def _outcome(low: float, high: float, margin: float) -> str:
    if low > -margin:
        return NonInferiority.NOT_WORSE
    return NonInferiority.WORSE if high < 0 else NonInferiority.UNDECIDED
