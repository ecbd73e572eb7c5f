"""Shares with their n and interval, never a bare number."""

import math
from dataclasses import dataclass

TWO_SIDED_95 = 1.959963984540054  # the normal quantile of 0.975


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
