"""All distances of columns from their reference, for every window at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from curation.drift import Kind
from curation.measures.bins import Bools, Floats, floats
from curation.measures.drift import (
    association,
    js_distance,
    ks_interval,
    ks_p_value,
    psi,
    psi_bound,
)
from curation.measures.earth_mover import wasserstein_interval
from curation.profile import ColumnProfile, in_deciles, single_valued


@dataclass(frozen=True, slots=True)
class Counted:
    """A column counted in the bins of its profile, in one window or several (the first axis).

    `n` are all rows, `missing` those without a value; `counts` and `sums` as in the profile.
    """

    n: ArrayLike
    missing: ArrayLike
    counts: ArrayLike
    sums: ArrayLike | None = None


@dataclass(frozen=True, slots=True)
class Distances:
    """Arrays of columns by windows; NaN where a distance is not defined.

    `main` decides: JS of a category, W1/std of a number (the low end of its interval). `p` is
    chi-squared's or that of the low end of KS. PSI and JS of a number are between deciles. The
    missing share is a bin of all of them, and by itself `gone` (JS) with `p_gone`.
    """

    n_reference: Floats
    n: Floats
    missing_reference: Floats
    missing: Floats
    main: Floats
    psi: Floats
    psi_bound: Floats
    js: Floats
    p: Floats
    gone: Floats
    p_gone: Floats
    ks_low: Floats
    ks_high: Floats
    cramers_v: Floats
    main_high: Floats  # of a number: W1/std is at most this; else NaN


def of_profile(column: ColumnProfile) -> Counted:
    """The reference as one window."""
    sums = [column.sums] if column.kind is Kind.NUMBER else None
    return Counted([column.n], [column.missing], [column.counts], sums)


def distances(
    columns: Sequence[ColumnProfile], references: Sequence[Counted], windows: Sequence[Counted]
) -> Distances:
    """Every column (all of one kind) of every window from its reference.

    A reference is one window for all, or one for each.
    """
    if columns[0].kind is Kind.NUMBER:
        return _of_numbers(columns, _Rows(references), _Rows(windows))
    return _of_categories(columns, _Rows(references), _Rows(windows))


class _Rows:
    """Several columns in one array: columns by windows by bins, filled up with zeros."""

    def __init__(self, counted: Sequence[Counted]) -> None:
        self.n = np.stack([floats(one.n) for one in counted])
        self.missing = np.stack([floats(one.missing) for one in counted])
        self.counts = _filled([floats(one.counts) for one in counted])
        self.sums = _filled([floats(one.sums) for one in counted if one.sums is not None])


def _filled(found: Sequence[Floats], filling: float = 0.0) -> Floats:
    width = max((one.shape[-1] for one in found), default=0)
    rows = max((one.shape[0] for one in found), default=0)
    filled = np.full((len(found), rows, width), filling)
    for place, one in zip(filled, found, strict=True):
        place[..., : one.shape[-1]] = one
    return filled


def _of_numbers(columns: Sequence[ColumnProfile], r: _Rows, c: _Rows) -> Distances:
    edges = _filled([floats([column.edges]) for column in columns], np.inf)
    single = _filled([floats([single_valued(column.edges)]) for column in columns])
    low, high = ks_interval(r.counts, c.counts, exact=single)
    moved, most = wasserstein_interval(edges, r.counts, c.counts, r.sums, c.sums)
    std = floats([[column.std or np.nan] for column in columns])
    p = ks_p_value(low, r.n - r.missing, c.n - c.missing)
    coarse_r, coarse_c = _coarse(columns, r), _coarse(columns, c)
    tenths = floats([[[len(column.deciles)]] for column in columns])
    there = (floats(range(coarse_r.shape[-1])) <= tenths) | (coarse_r + coarse_c > 0)
    found = _distances(r, c, coarse_r, coarse_c, there, moved / std, p, low, high)
    return replace(found, main_high=most / std)


def _coarse(columns: Sequence[ColumnProfile], rows: _Rows) -> Floats:
    """Counts between the deciles, and of the missing behind them."""
    tenths = [
        in_deciles(counts[:, : len(column.edges) + 1], column.edges, column.deciles)
        for column, counts in zip(columns, rows.counts, strict=True)
    ]
    return np.concatenate([_filled(tenths), rows.missing[..., None]], axis=-1)


def _of_categories(columns: Sequence[ColumnProfile], r: _Rows, c: _Rows) -> Distances:
    words = np.array([[column.kind is Kind.WORDS] for column in columns])
    reference, current = _a_word_a_text(r, words), _a_word_a_text(c, words)
    there = reference + current > 0
    found = association(reference, current)
    nothing = np.full_like(found.p, np.nan)
    js = js_distance(reference, current)
    return _distances(
        *(r, c, reference, current, there, js, found.p, nothing, nothing), found.cramers_v, js
    )


def _a_word_a_text(rows: _Rows, words: Bools) -> Floats:
    """Counts of words as if each text had one: the words of a text are not independent."""
    total = rows.counts.sum(axis=-1)
    share = np.where(words & (total > 0), rows.n / np.maximum(total, 1), 1.0)
    return rows.counts * share[..., None]


def _distances(
    r: _Rows,
    c: _Rows,
    reference: Floats,
    current: Floats,
    there: Bools,
    main: Floats,
    p: Floats,
    low: Floats,
    high: Floats,
    cramers_v: Floats | None = None,
    js: Floats | None = None,
) -> Distances:
    present = [np.stack([rows.n - rows.missing, rows.missing], axis=-1) for rows in (r, c)]
    gone = association(*present)
    shape = np.broadcast_shapes(r.n.shape, c.n.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = [np.broadcast_to(rows.missing / rows.n, shape) for rows in (r, c)]
    return Distances(
        n_reference=np.broadcast_to(r.n, shape),
        n=np.broadcast_to(c.n, shape),
        missing_reference=shares[0],
        missing=shares[1],
        main=main,
        psi=psi(reference, current, there),
        psi_bound=psi_bound(r.n, c.n, there.sum(axis=-1)),
        js=js_distance(reference, current) if js is None else js,
        p=p,
        gone=js_distance(*present),
        p_gone=gone.p,
        ks_low=low,
        ks_high=high,
        cramers_v=np.full_like(p, np.nan) if cramers_v is None else cramers_v,
        main_high=np.full_like(p, np.nan),
    )
