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


class _Bins:
    """Both windows in their bins, and what lies between F and G there."""

    def __init__(
        self, edges: ArrayLike, r: ArrayLike, c: ArrayLike, r_sums: ArrayLike, c_sums: ArrayLike
    ) -> None:
        inner = floats(edges)
        end = np.full((*inner.shape[:-1], 1), np.inf)
        lower, upper = np.concatenate([-end, inner], -1), np.concatenate([inner, end], -1)
        self.starts, self.ends = np.isfinite(lower), np.isfinite(upper)
        self.lower, self.upper = np.where(self.starts, lower, 0), np.where(self.ends, upper, 0)
        self.p, self.r_moment = _shares_and_moments(r, r_sums)
        self.q, self.c_moment = _shares_and_moments(c, c_sums)
        # Both sides end at the same height: no remainder of rounding where the bin is open.
        apart = distribution(r) - distribution(c)
        self.after = apart * self.ends
        self.before = np.zeros_like(apart)
        self.before[..., 1:] = apart[..., :-1]
        self.before += 0.0 * apart[..., -1:]  # an empty side stays NaN
        self.rows, self.sums = _added(r, c), _added(r_sums, c_sums)

    def area(self) -> Floats:
        """The integral of F - G over each bin, by parts."""
        found = self.upper * self.after
        found -= self.lower * self.before
        found += self.c_moment
        found -= self.r_moment
        return found

    def limit(self, area: Floats) -> Floats:
        """No more than this between F and G, whatever the rows inside the bin."""
        width = np.where(self.starts & self.ends, self.upper - self.lower, 0.0)
        least, most = np.minimum(self.before - self.q, 0), np.maximum(self.before + self.p, 0)
        span = most - least
        # The chord of |D| over [least, most] at the mean of D; one sign leaves |mean| itself.
        chord = (most + least) * area - 2 * most * least * width
        np.divide(chord, span, out=chord, where=span > 0)
        return np.where(self.starts & self.ends, chord, self._in_open_bins())

    def _in_open_bins(self) -> Floats:
        """Both sides measured from the one edge the bin has; without an edge, anything."""
        edge = np.where(self.ends, self.upper, self.lower)
        found = np.abs(edge * self.p - self.r_moment) + np.abs(edge * self.q - self.c_moment)
        return np.where(self.starts | self.ends, found, np.inf)

    def of_single_values(self) -> Floats:
        """The area between F and G where each bin holds one value."""
        value = np.divide(self.sums, self.rows, out=0 * self.rows, where=self.rows > 0)
        value = np.where(self.rows > 0, value, self.lower)
        left = np.where(self.starts, np.abs(self.before) * (value - self.lower), 0.0)
        right = np.where(self.ends, np.abs(self.after) * (self.upper - value), 0.0)
        return left + right


def _shares_and_moments(counts: ArrayLike, sums: ArrayLike) -> tuple[Floats, Floats]:
    found = floats(counts)
    rows = found.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return found / rows, floats(sums) / rows


def _added(a: ArrayLike, b: ArrayLike) -> Floats:
    return floats(a) + floats(b)
