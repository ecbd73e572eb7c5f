"""Columns of raw values, binned as a profile bins them: for tests of drift."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curation.distances import Counted
from curation.drift import Kind, Role
from curation.profile import (
    MAX_CATEGORIES,
    MAX_SINGLED_OUT,
    QUANTILES,
    ColumnProfile,
    decile_edges,
    inner_edges,
)

Floats = NDArray[np.float64]


def number(values: Any, column: str = "age") -> ColumnProfile:
    """The profile of a column of numbers; what is not finite is missing."""
    told, known = len(values), _finite(values)
    quantiles: list[float] = np.quantile(known, QUANTILES).tolist() if len(known) else []
    distinct = np.unique(known).tolist()
    edges = inner_edges(quantiles, distinct)
    counts, sums = _binned(known, edges)
    return ColumnProfile(
        *(column, Kind.NUMBER, Role.INPUT, told, told - len(known)),
        *(tuple(counts.tolist()), tuple(sums.tolist()), edges),
        deciles=decile_edges(quantiles, distinct[0], distinct[-1]) if distinct else (),
        mean=float(known.mean()) if len(known) else None,
        std=float(known.std()) if len(known) else None,
        discrete=len(distinct) <= MAX_SINGLED_OUT,
    )


def category(values: Sequence[str | None], column: str = "plan") -> ColumnProfile:
    """The profile of a column of names."""
    found = Counter(value for value in values if value is not None)
    kept = tuple(value for value, _ in found.most_common(MAX_CATEGORIES))
    counts = _named(values, kept)
    return ColumnProfile(
        *(column, Kind.CATEGORY, Role.INPUT, len(values), counts[-1], tuple(counts)),
        values=kept,
    )


def windows(profile: ColumnProfile, *columns: Any) -> Counted:
    """The column of each window, counted in the bins of its profile."""
    rows = [len(values) for values in columns]
    if profile.kind is not Kind.NUMBER:
        named = [_named(values, profile.values) for values in columns]
        return Counted(rows, [counts[-1] for counts in named], named)
    known = [_finite(values) for values in columns]
    binned = [_binned(values, profile.edges) for values in known]
    missing = [n - len(values) for n, values in zip(rows, known, strict=True)]
    return Counted(rows, missing, [counts for counts, _ in binned], [s for _, s in binned])


def _finite(values: Any) -> Floats:
    found = np.asarray(values, dtype=float)
    return found[np.isfinite(found)]


def _binned(values: Floats, edges: Sequence[float]) -> tuple[NDArray[np.intp], Floats]:
    bins, size = np.searchsorted(edges, values, "right"), len(edges) + 1
    return np.bincount(bins, minlength=size), np.bincount(bins, values, size).astype(float)


def _named(values: Sequence[str | None], kept: Sequence[str]) -> list[int]:
    found = Counter(value if value in kept else "" for value in values if value is not None)
    missing = sum(value is None for value in values)
    return [*(found[value] for value in kept), found[""], missing]
