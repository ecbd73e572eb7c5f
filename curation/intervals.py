"""Shares with their n and interval, never a bare number."""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959963984540054  # the normal quantile of 0.975


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
    """The share k/n with its Wilson interval (Wilson 1927).

    Written out: scipy.stats says the same, and takes seconds to load on a busy machine.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        return Rate(k, n, None, None, None)
    middle, span = 2 * k + _Z * _Z, _Z * sqrt(4 * k * (n - k) / n + _Z * _Z)
    low, high = (max(0.0, min(1.0, (middle + d) / (2 * (n + _Z * _Z)))) for d in (-span, span))
    return Rate(k, n, k / n, low if k else 0.0, high if k < n else 1.0)
