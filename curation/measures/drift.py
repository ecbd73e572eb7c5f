"""How far two windows lie apart, from the counts in their bins: what each distance is.

Every measure works along the last axis, the bins; the axes before it are free (weeks, columns)
and are broadcast, so that one reference is compared with all weeks at once. A distance that is
not defined, because a side is empty, is NaN. Each function names the paper it follows.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from curation.measures.bins import Bools, Floats, distribution, floats, shares
from curation.measures.earth_mover import wasserstein_interval

__all__ = [
    "Association",
    "association",
    "js_distance",
    "ks_interval",
    "ks_p_value",
    "psi",
    "psi_bound",
    "wasserstein_interval",
]


class Association(NamedTuple):
    """Pearson's chi-squared test that two windows have the same shares, and its size."""

    chi2: Floats
    dof: Floats
    p: Floats
    cramers_v: Floats


def js_distance(reference: ArrayLike, current: ArrayLike) -> Floats:
    """Jensen-Shannon distance in base 2: 0 the same, 1 nothing in common (Lin 1991).

    The square root of the divergence, which makes it a metric (Endres and Schindelin 2003); a
    cell of zero needs no smoothing.
    """
    p, q = np.broadcast_arrays(shares(reference), shares(current))
    middle = (p + q) / 2
    return np.sqrt(np.maximum((_relative(p, middle) + _relative(q, middle)) / 2, 0.0))


def _relative(p: Floats, middle: Floats) -> Floats:
    """Kullback-Leibler divergence in bits; a bin without p adds nothing."""
    ratio = np.divide(p, middle, out=np.ones_like(p), where=p != 0)
    return np.einsum("...i,...i->...", p, np.log2(ratio))


def psi(reference: ArrayLike, current: ArrayLike, bins: ArrayLike | None = None) -> Floats:
    """Population stability index with 0.5 added to each count; symmetric.

    `bins` (booleans) names the bins that exist, where columns of fewer bins stand in one array.
    """
    r, c = floats(reference), floats(current)
    empty = (r.sum(axis=-1) == 0) | (c.sum(axis=-1) == 0)
    there = np.True_ if bins is None else np.asarray(bins, dtype=bool)
    p, q = _smoothed(r, there), _smoothed(c, there)
    return np.where(empty, np.nan, np.sum((q - p) * (np.log(q) - np.log(p)), axis=-1))


def _smoothed(counts: Floats, there: Bools | np.bool_) -> Floats:
    """Shares after half a row in each bin; a bin that does not exist is 1 on both sides."""
    found = np.where(there, counts + 0.5, 0.0)
    with np.errstate(invalid="ignore"):  # no bin exists where neither side has a row
        return np.where(there, found / found.sum(axis=-1, keepdims=True), 1.0)


def psi_bound(
    n_reference: ArrayLike, n_current: ArrayLike, bins: ArrayLike, level: float = 0.99
) -> Floats:
    """What PSI reaches by chance alone in windows of these sizes, in `level` of all cases.

    Without drift PSI / (1/n + 1/m) is nearly chi-squared with bins - 1 degrees of freedom
    (Yurdakul 2018, "Statistical properties of population stability index").
    """
    from scipy import special  # a third of a second to load: see curation.intervals

    n, m = floats(n_reference), floats(n_current)
    dof = floats(bins) - 1
    with np.errstate(divide="ignore"):
        inverse = np.where((n > 0) & (m > 0), 1 / n + 1 / m, np.nan)
    return (
        np.where(dof > 0, 2 * special.gammaincinv(np.maximum(dof, 1) / 2, level), 0) * inverse
    )


def association(reference: ArrayLike, current: ArrayLike) -> Association:
    """Pearson's two-sample chi-squared, uncorrected, and Cramér's V (1946).

    Bins that neither side has are left out. With one bin or an empty side nothing is defined.
    """
    from scipy import special  # a third of a second to load: see curation.intervals

    r, c = floats(reference), floats(current)
    n, m = r.sum(axis=-1), c.sum(axis=-1)
    both = r + c
    dof = (both > 0).sum(axis=-1) - 1.0
    defined = (n > 0) & (m > 0) & (dof > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        # What a side has too much the other lacks, so both share one square (2 x k table).
        apart = r - both * (n / (n + m))[..., None]
        apart *= apart
        apart /= np.maximum(both, np.finfo(float).tiny)
        chi2 = np.where(defined, apart.sum(axis=-1) * (n + m) ** 2 / (n * m), np.nan)
        p = special.chdtrc(np.maximum(dof, 1.0), chi2)
        return Association(chi2, dof, p, np.sqrt(chi2 / (n + m)))


def ks_interval(
    reference: ArrayLike, current: ArrayLike, exact: ArrayLike = False
) -> tuple[Floats, Floats]:
    """Between which two numbers the Kolmogorov-Smirnov distance of the rows lies, for certain.

    At the edges of the bins both distribution functions are known: the largest difference there
    is the low end. Inside a bin one side can have risen fully before the other rises at all:
    that is the high end. `exact`: a bin holds one value only (said once or per bin).
    """
    f, g = distribution(reference), distribution(current)
    apart = f - g
    low = np.maximum(apart.max(axis=-1), -apart.min(axis=-1))
    within = [f[..., :1], g[..., :1], f[..., 1:] - g[..., :-1], g[..., 1:] - f[..., :-1]]
    if np.any(exact):
        first, later = _first_and_later(~np.asarray(exact, dtype=bool))
        within = [a * b for a, b in zip(within, (first, first, later, later), strict=True)]
    high = low
    for found in within:
        if found.shape[-1]:
            high = np.maximum(high, found.max(axis=-1))
    return low, high


def _first_and_later(bins: Bools) -> tuple[Bools, Bools]:
    """A word about each bin, or one about all, split into that of the first and the others."""
    return (bins, bins) if bins.ndim == 0 else (bins[..., :1], bins[..., 1:])


def ks_p_value(distance: ArrayLike, n: ArrayLike, m: ArrayLike) -> Floats:
    """Two-sided p-value of a Kolmogorov-Smirnov distance.

    The limiting distribution at n·m/(n+m) rows (Hodges 1957), with the correction for few rows
    of Vrbik 2018 ("Small-sample corrections to Kolmogorov-Smirnov test statistic"): within
    .0001 of scipy's `method="asymp"` from 50 rows a side on, and thousands of them at once.
    Ties only make it larger than it should be. Of a certified interval the LOW end belongs in
    here: the larger p-value vetoes more.
    """
    from scipy import special  # a third of a second to load: see curation.intervals

    n_rows, m_rows, d = np.broadcast_arrays(floats(n), floats(m), floats(distance))
    known = (n_rows > 0) & (m_rows > 0) & ~np.isnan(d)
    rows = np.where(known, n_rows, 1) * np.where(known, m_rows, 1)
    rows = rows / np.where(known, n_rows + m_rows, 1)
    x = np.sqrt(rows) * np.clip(np.where(known, d, 0.0), 0.0, 1.0)
    corrected = np.where(x > 0, x + 1 / (6 * np.sqrt(rows)) + (x - 1) / (4 * rows), 0.0)
    return np.where(known, special.kolmogorov(np.maximum(corrected, 0.0)), np.nan)
