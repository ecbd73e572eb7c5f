"""Shares and differences with their n and interval, never a bare number."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

ONE_SIDED_95 = 1.6448536269514722


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
    """The share k/n with its Wilson interval (Wilson 1927; scipy's binomtest)."""
    if n == 0:
        return Rate(k, n, None, None, None)
    found = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    return Rate(k, n, k / n, float(found.low), float(found.high))


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
