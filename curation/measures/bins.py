"""Counts in bins as shares and as a distribution function: what every distance starts from."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def floats(values: ArrayLike) -> Floats:
    """Numbers of any kind as an array."""
    return np.asarray(values, dtype=float)


def shares(counts: ArrayLike) -> Floats:
    """Counts as shares of their total; NaN where there is nothing."""
    found = floats(counts)
    total = found.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return found / total


def distribution(counts: ArrayLike) -> Floats:
    """The share of rows up to the end of each bin; NaN where there is nothing."""
    found = np.cumsum(floats(counts), axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found /= found[..., -1:].copy()
    return found
