"""Between which two numbers the Wasserstein distance of two windows lies, from their bins."""

import numpy as np
from numpy.typing import ArrayLike

from curation.measures.bins import Floats, distribution, floats


def wasserstein_interval(
    edges: ArrayLike,
    reference: ArrayLike,
    current: ArrayLike,
    reference_sums: ArrayLike,
    current_sums: ArrayLike,
    exact: ArrayLike = False,
) -> tuple[Floats, Floats]:
    """The low and the high end of the first Wasserstein distance, the area between F and G.

    Counts and sums of the values in each bin; `edges` are the inner edges, one fewer than bins
    (columns of fewer bins are filled up with +inf and zero counts). The area F - G over a bin
    is known exactly from the sums. Where F - G keeps its sign that is the distance; elsewhere
    it is a lower limit, and the chord of |D| between its least and greatest possible value an
    upper one. `exact`: a bin holds one value only, so that the distance is known.
    """
    bins = _Bins(edges, reference, current, reference_sums, current_sums)
    area = bins.area()
    low = np.abs(area)
    high = np.maximum(low, bins.limit(area))
    if np.any(exact):
        steps, single = bins.of_single_values(), np.asarray(exact, dtype=bool)
        low, high = np.where(single, steps, low), np.where(single, steps, high)
    return low.sum(axis=-1), high.sum(axis=-1)


def wasserstein_at_least(
    edges: ArrayLike,
    reference: ArrayLike,
    current: ArrayLike,
    reference_sums: ArrayLike,
    current_sums: ArrayLike,
) -> Floats:
    """The low end of the interval alone, in a fraction of the time."""
    bins = _Bins(edges, reference, current, reference_sums, current_sums)
    area = bins.area()
    return np.abs(area, out=area).sum(axis=-1)


class _Bins:
    """Both windows in their bins, and what lies between F and G there."""

    def __init__(
        self, edges: ArrayLike, r: ArrayLike, c: ArrayLike, r_sums: ArrayLike, c_sums: ArrayLike
    ) -> None:
        inner = floats(edges)
        end = np.full((*inner.shape[:-1], 1), np.inf)
        lower, upper = np.concatenate([-end, inner], -1), np.concatenate([inner, end], -1)
        self.starts, self.ends = np.isfinite(lower), np.isfinite(upper)
        self.filling = lower == np.inf  # no bin: another column has more of them
        self.lower, self.upper = np.where(self.starts, lower, 0), np.where(self.ends, upper, 0)
        self.r, self.c, self.r_sums, self.c_sums = (
            floats(part) for part in (r, c, r_sums, c_sums)
        )
        self.n, self.m = (part.sum(axis=-1, keepdims=True) for part in (self.r, self.c))
        # Both sides end at the same height: no remainder of rounding where the bin is open.
        self.apart = distribution(self.r) - distribution(self.c)

    def moments(self) -> tuple[Floats, Floats]:
        """The part of each side's mean that comes from each bin."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.r_sums / self.n, self.c_sums / self.m

    def shares(self) -> tuple[Floats, Floats]:
        """The share of each side's rows in each bin."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.r / self.n, self.c / self.m

    def before(self) -> Floats:
        """F - G where each bin begins."""
        found = np.empty_like(self.apart)
        found[..., 1:] = self.apart[..., :-1]
        found[..., 0] = 0.0 * self.apart[..., -1]  # an empty side stays NaN
        return found

    def area(self) -> Floats:
        """The integral of F - G over each bin, by parts."""
        found = self.apart * self.upper
        found[..., 1:] -= self.apart[..., :-1] * self.lower[..., 1:]
        before, now = self.moments()
        found += now
        found -= before
        return found

    def limit(self, area: Floats) -> Floats:
        """No more than this between F and G, whatever the rows inside the bin."""
        (p, q), before = self.shares(), self.before()
        closed = self.starts & self.ends
        width = np.where(closed, self.upper - self.lower, 0.0)
        least, most = np.minimum(before - q, 0), np.maximum(before + p, 0)
        # The chord of |D| over [least, most] at the mean of D; one sign leaves |mean| itself.
        chord, span = (most + least) * area - 2 * most * least * width, most - least
        np.divide(chord, span, out=chord, where=span > 0)
        return np.where(closed, chord, self._in_open_bins(p, q))

    def _in_open_bins(self, p: Floats, q: Floats) -> Floats:
        """Both sides measured from the one edge the bin has; without an edge, anything."""
        edge = np.where(self.ends, self.upper, self.lower)
        before, now = self.moments()
        found = np.abs(edge * p - before) + np.abs(edge * q - now)
        return np.where(self.starts | self.ends | self.filling, found, np.inf)

    def of_single_values(self) -> Floats:
        """The area between F and G where each bin holds one value."""
        rows, sums = self.r + self.c, self.r_sums + self.c_sums
        value = np.where(rows > 0, sums / np.maximum(rows, 1), self.lower)
        left = np.where(self.starts, np.abs(self.before()) * (value - self.lower), 0.0)
        right = np.where(self.ends, np.abs(self.apart) * (self.upper - value), 0.0)
        return left + right
