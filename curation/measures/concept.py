"""Whether equal inputs are answered worse: error rates within bins, standardised and tested."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from curation.measures.bins import Floats, floats
from curation.measures.discrimination import Z


class Standardised(NamedTuple):
    """Error rates with the current mix of the bins, their difference, its 95 % limits, and p.

    `covered` is the share of current rows in bins that both windows have: those told of.
    """

    reference: Floats
    current: Floats
    difference: Floats
    low: Floats
    high: Floats
    p: Floats
    covered: Floats


def standardised(
    reference: ArrayLike,
    reference_errors: ArrayLike,
    current: ArrayLike,
    current_errors: ArrayLike,
) -> Standardised:
    """Rows and errors per bin of the last axis; NaN where no bin has rows of both windows.

    Direct standardisation to the current mix: a reference with more easy rows does not look
    better for it. Limits: Wilson's in each bin, joined by MOVER (Zou and Donner 2008; Yan and
    Su 2010 for strata), sound with few errors. p: Mantel and Haenszel 1959, no correction.
    """
    rows = np.broadcast_arrays(floats(reference), floats(current))
    both = (rows[0] > 0) & (rows[1] > 0)
    n, m = (np.where(both, side, 0.0) for side in rows)
    k, f = np.where(both, reference_errors, 0.0), np.where(both, current_errors, 0.0)
    total = m.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = m / total
        covered = total[..., 0] / rows[1].sum(axis=-1)
    before, now = _rate(k, n), _rate(f, m)
    low_before, high_before = _wilson(before, n)
    low_now, high_now = _wilson(now, m)
    difference = (weight * (now - before)).sum(axis=-1)
    down = _joined(weight, now - low_now, high_before - before)
    up = _joined(weight, high_now - now, before - low_before)
    return Standardised(
        reference=(weight * before).sum(axis=-1),
        current=(weight * now).sum(axis=-1),
        difference=difference,
        low=difference - down,
        high=difference + up,
        p=_mantel_haenszel(n, k, m, f),
        covered=covered,
    )


def _rate(errors: Floats, rows: Floats) -> Floats:
    return np.divide(errors, rows, out=np.zeros_like(rows), where=rows > 0)


def _wilson(rate: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Wilson's limits, vectorised; an empty bin has no width (and no weight)."""
    rows = np.maximum(n, 1)
    middle = (rate + Z**2 / (2 * rows)) / (1 + Z**2 / rows)
    half = Z * np.sqrt(rate * (1 - rate) / rows + Z**2 / (4 * rows**2)) / (1 + Z**2 / rows)
    return np.clip(middle - half, 0, rate), np.clip(middle + half, rate, 1)


def _joined(weight: Floats, one: Floats, other: Floats) -> Floats:
    return np.sqrt((weight**2 * (one**2 + other**2)).sum(axis=-1))


def _mantel_haenszel(n: Floats, k: Floats, m: Floats, f: Floats) -> Floats:
    """Two-sided p of no difference in any bin; NaN where nothing could differ."""
    from scipy import special  # a third of a second to load: see curation.intervals

    rows, errors = n + m, k + f
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = np.where(rows > 0, m * errors / rows, 0.0)
        spread = np.where(
            rows > 1, n * m * errors * (rows - errors) / (rows**2 * (rows - 1)), 0.0
        )
        spread = spread.sum(axis=-1)
        chi2 = np.where(spread > 0, (f - expected).sum(axis=-1) ** 2 / spread, np.nan)
    return floats(special.chdtrc(1.0, chi2))
