"""How far apart groups are: every pair of them at once, and what open cases may change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from curation.measures.intervals import ALPHA, Floats, wilson
from curation.measures.measure import Measure, undefined

METHOD = "newcombe, highest group minus lowest"
TOO_FEW_GROUPS = "fewer than two groups with enough support"


class Share(NamedTuple):
    """`k` of `n`; `open_` further ones may turn out either way."""

    k: int
    n: int
    open_: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """The widest difference between two groups, with limits that hold for all pairs at once.

    `reach`: no two groups are farther apart. `sure`: two of them are at least so far apart,
    however the open ones turn out. `left_out` are the groups with too little to say.
    """

    measure: Measure
    reach: float | None
    sure: float | None
    left_out: tuple[str, ...]


def spread(rates: Sequence[Mapping[str, Share]], floor: float) -> Spread:
    """The widest difference in any of `rates`; a share counts from `floor` observations on.

    Picking the widest makes it look large. So its limits are Newcombe's at the level divided
    by the number of pairs (Bonferroni), the farthest of all pairs on either side.
    """
    least = max(floor, 1)
    kept = [{g: s for g, s in one.items() if s.n >= least} for one in rates]
    lost = {g for one in rates for g in one} - {g for g in kept[0] if all(g in k for k in kept)}
    pairs = sum(len(one) * (len(one) - 1) // 2 for one in kept)
    short = next((one for one in kept if len(one) < 2), None)
    if short is not None:
        n = sum(s.n for s in short.values())
        return Spread(undefined(n, METHOD, TOO_FEW_GROUPS), None, None, tuple(sorted(lost)))
    method = METHOD if pairs == 1 else f"{METHOD}, bonferroni over {pairs} pairs"
    found = [_apart(one, ALPHA / pairs) for one in kept]
    widest = max((one.widest for one in found), key=lambda w: w.value)
    low, high = max(one.low for one in found), max(one.high for one in found)
    measure = Measure(widest.value, low, high, widest.n, method, widest.note)
    reach, sure = max(one.reach for one in found), max(one.sure for one in found)
    return Spread(measure, reach, sure, tuple(sorted(lost)))


class _Widest(NamedTuple):
    value: float
    n: int
    note: str


@dataclass(frozen=True, slots=True)
class _Apart:
    widest: _Widest
    low: float
    high: float
    reach: float
    sure: float


def _apart(rates: Mapping[str, Share], alpha: float) -> _Apart:
    ranked = sorted(rates, key=lambda name: (rates[name].k / rates[name].n, name))
    k, n, open_ = np.array([rates[name] for name in ranked], dtype=float).T
    low, high = _differences(k, k, n, alpha)
    least, _ = _differences(k, k + open_, n + open_, alpha)
    above = np.tril_indices(len(ranked), -1)  # the higher one minus the lower one
    value = float(k[-1] / n[-1] - k[0] / n[0])
    return _Apart(
        _Widest(value, int(min(n[0], n[-1])), f"{ranked[-1]} above {ranked[0]}"),
        float(low[above].max()),
        float(high[above].max()),
        float(max(high[above].max(), -low[above].min())),
        float(least[~np.eye(len(ranked), dtype=bool)].max()),
    )


def _differences(
    fewest: Floats, most: Floats, n: Floats, alpha: float
) -> tuple[Floats, Floats]:
    """Newcombe's limits (1998) of each fewest/n minus each most/n: a row minus a column."""
    one, other = fewest / n, most / n
    (low, high), (low_other, high_other) = wilson(fewest, n, alpha), wilson(most, n, alpha)
    value = one[:, None] - other[None, :]
    below = np.hypot((one - low)[:, None], (high_other - other)[None, :])
    above = np.hypot((high - one)[:, None], (other - low_other)[None, :])
    return value - below, value + above
