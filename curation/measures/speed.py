"""How long answers take and what they cost, with intervals that assume no shape."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from curation.measures.discrimination import Z
from curation.measures.measure import Measure, undefined

_METHOD = "linear quantile, order statistics"
_MEAN = "mean, normal limits"
QUANTILES = (0.5, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds."""

    p50: Measure
    p95: Measure
    p99: Measure


def latency(
    n: int,
    values: Sequence[float | None],
    low: Sequence[float | None],
    high: Sequence[float | None],
) -> Latency:
    """From the three quantiles and the limits of each; a limit that n cannot show is None."""
    if n == 0:
        nothing = undefined(0, _METHOD, "not measured")
        return Latency(nothing, nothing, nothing)
    found = [
        Measure(v, lo, hi, n, _METHOD, None if lo is not None and hi is not None else _OPEN)
        for v, lo, hi in zip(values, low, high, strict=True)
    ]
    return Latency(*found)


_OPEN = "so few measurements leave a limit open"


def latency_of(measured: Sequence[float]) -> Latency:
    """Of single measurements, in any order."""
    found = np.sort(np.asarray(measured, dtype=float))
    n = len(found)
    if n == 0:
        return latency(0, (), (), ())
    values = [float(np.quantile(found, p)) for p in QUANTILES]
    half = [Z * float(np.sqrt(n * p * (1 - p))) for p in QUANTILES]
    low = [int(np.floor(n * p - h)) for p, h in zip(QUANTILES, half, strict=True)]
    high = [int(np.ceil(n * p + h)) + 1 for p, h in zip(QUANTILES, half, strict=True)]
    return latency(
        n,
        values,
        [float(found[rank - 1]) if rank >= 1 else None for rank in low],
        [float(found[rank - 1]) if rank <= n else None for rank in high],
    )


def mean_cost(n: int, mean: float | None, spread: float | None) -> Measure:
    """USD per answer, from the mean and the standard deviation of n."""
    if mean is None:
        return undefined(0, _MEAN, "no cost is known")
    if spread is None:
        return Measure(mean, None, None, n, _MEAN, "one cost has no interval")
    half = Z * spread / float(np.sqrt(n))
    return Measure(mean, max(0.0, mean - half), mean + half, n, _MEAN)


def mean_cost_of(costs: Sequence[float]) -> Measure:
    """Of single costs."""
    n = len(costs)
    mean = float(np.mean(costs)) if n else None
    return mean_cost(n, mean, float(np.std(costs, ddof=1)) if n > 1 else None)
