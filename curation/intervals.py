"""Shares with their n and interval, never a bare number."""

from dataclasses import dataclass


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
    """The share k/n with its Wilson interval (Wilson 1927), as scipy computes it."""
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        return Rate(k, n, None, None, None)
    from scipy import stats  # half a second to load: a command without rates must not wait

    found = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    return Rate(k, n, k / n, max(0.0, float(found.low)), min(1.0, float(found.high)))
