"""Latency in logarithmic bins: counts that merge, and quantiles known to within a bin.

Quantiles of weeks or models cannot be averaged, counts can be added. Bin b holds
[1.02^b, 1.02^(b+1)) milliseconds, so that a quantile is known to within 2 %. In SQL the bin is
`floor(ln(greatest(latency_ms, 0.001)) / ln(1.02))`.
"""

from collections.abc import Sequence
from math import ceil, floor, log, sqrt

import numpy as np

from curation.measures.discrimination import Z
from curation.measures.measure import Measure, undefined

RATIO = 1.02
LEAST_MS = 0.001  # a microsecond; what took no time at all is counted there
_METHOD = "logarithmic bins of 2 %, order statistics"
_OPEN = "so few measurements leave a limit open"


def bin_of(milliseconds: float) -> int:
    """The bin that holds a latency."""
    return floor(log(max(milliseconds, LEAST_MS)) / log(RATIO))


def bounds(number: int) -> tuple[float, float]:
    """From how many milliseconds to how many a bin goes."""
    return RATIO**number, RATIO ** (number + 1)


def quantile_within(
    bins: Sequence[int], counts: Sequence[int], q: float
) -> tuple[float | None, float | None]:
    """Between which milliseconds the linear quantile `q` of the rows lies, for certain.

    The linear quantile (numpy's default) lies between two neighbours in order of size: from the
    lower end of the bin of the one to the upper end of that of the other. No rows: None, None.
    """
    ranked = _Ranked(bins, counts)
    if not ranked.n:
        return None, None
    position = q * (ranked.n - 1)
    return ranked.low(floor(position) + 1), ranked.high(ceil(position) + 1)


def quantile(bins: Sequence[int], counts: Sequence[int], q: float) -> Measure:
    """The quantile `q` in milliseconds, with 95 % limits that assume no shape.

    The value is the middle of where it lies; the limits are those of the order statistics
    (Hahn and Meeker 1991), each at the outer end of its bin.
    """
    low, high = quantile_within(bins, counts, q)
    if low is None or high is None:
        return undefined(0, _METHOD, "not measured")
    ranked = _Ranked(bins, counts)
    half = Z * sqrt(ranked.n * q * (1 - q))
    lower, upper = floor(ranked.n * q - half), ceil(ranked.n * q + half) + 1
    least = ranked.low(lower) if lower >= 1 else None
    most = ranked.high(upper) if upper <= ranked.n else None
    note = None if least is not None and most is not None else _OPEN
    return Measure(sqrt(low * high), least, most, ranked.n, _METHOD, note)


class _Ranked:
    """The bins in order of size, and in which of them the k-th smallest row lies."""

    def __init__(self, bins: Sequence[int], counts: Sequence[int]) -> None:
        order = np.argsort(np.asarray(bins, dtype=int), kind="stable")
        self._bins = np.asarray(bins, dtype=int)[order]
        self._up_to = np.cumsum(np.asarray(counts, dtype=int)[order])
        self.n = int(self._up_to[-1]) if len(self._up_to) else 0

    def low(self, rank: int) -> float:
        return bounds(self._at(rank))[0]

    def high(self, rank: int) -> float:
        return bounds(self._at(rank))[1]

    def _at(self, rank: int) -> int:
        return int(self._bins[np.searchsorted(self._up_to, rank)])
