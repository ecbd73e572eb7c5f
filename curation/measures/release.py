"""How a release went in each of its slices, from the attempts at every case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts at cases by their number: of a candidate, or of its baseline.

    `passed` is 1, 0, or -1 where an attempt errored; what was not measured is NaN.
    """

    case: Ints
    is_candidate: Bools
    passed: Ints
    latency_ms: Floats
    cost_usd: Floats


@dataclass(frozen=True, slots=True)
class Counts:
    """One slice: the place of its value in each of `columns`, and what is counted in it."""

    columns: tuple[int, ...]
    values: tuple[int, ...]
    n: int
    passed: int
    pairs: int
    broke: int
    fixed: int
    p95_ms: float | None
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class _Cases:
    seen: Bools
    scored: Bools
    ok: Bools
    both: Bools
    was_ok: Bools


def slice_counts(found: Attempts, codes: Sequence[Ints], cases: int) -> list[Counts]:
    """All cases, each column of `codes` and each pair: one number per case and column.

    A case passed when every attempt did; one with an error and no failure was not scored.
    Broke and fixed count cases that both runs have scored.
    """
    now, was = (_votes(found, side, cases) for side in (True, False))
    judged = _Cases(now[0] | was[0], now[1], now[2], now[1] & was[1], was[2])
    sizes = [int(code.max(initial=-1)) + 1 for code in codes]
    sets = [
        s for k in range(min(len(codes), 2) + 1) for s in combinations(range(len(codes)), k)
    ]
    taken = _ordered(found)
    return [one for by in sets for one in _counted(by, codes, sizes, judged, taken)]


def _votes(found: Attempts, side: bool, cases: int) -> tuple[Bools, Bools, Bools]:
    """Per case whether the side ran it, has scored it, and passed it."""
    of_side = found.is_candidate if side else ~found.is_candidate
    errored, failed, passed = (
        np.bincount(found.case[of_side & (found.passed == word)], minlength=cases) > 0
        for word in (-1, 0, 1)
    )
    ok = passed & ~failed & ~errored
    return errored | failed | passed, failed | ok, ok


def _ordered(found: Attempts) -> tuple[Ints, Floats, Ints, Floats]:
    """Case and latency of the candidate's attempts, quickest first; case and cost of them."""
    timed = found.is_candidate & ~np.isnan(found.latency_ms)
    priced = found.is_candidate & ~np.isnan(found.cost_usd)
    quickest = np.argsort(found.latency_ms[timed], kind="stable")
    return (
        found.case[timed][quickest],
        found.latency_ms[timed][quickest],
        found.case[priced],
        found.cost_usd[priced],
    )


def _counted(
    by: tuple[int, ...],
    codes: Sequence[Ints],
    sizes: Sequence[int],
    judged: _Cases,
    taken: tuple[Ints, Floats, Ints, Floats],
) -> Iterator[Counts]:
    code = np.zeros(len(judged.seen), dtype=np.int64)
    for column in by:
        code = code * sizes[column] + codes[column]
    # Memory follows the slices that there are, not how many values the columns could pair.
    there, key = np.unique(code, return_inverse=True)
    groups = len(there)
    pairs = judged.both
    columns = [
        np.bincount(key[which], minlength=groups)
        for which in (
            judged.scored,
            judged.scored & judged.ok,
            pairs,
            pairs & judged.was_ok & ~judged.ok,
            pairs & judged.ok & ~judged.was_ok,
        )
    ]
    p95 = _p95(key[taken[0]], taken[1], groups)
    costs = np.bincount(key[taken[2]], taken[3], minlength=groups)
    priced = np.bincount(key[taken[2]], minlength=groups)
    for group in np.unique(key[judged.seen]).tolist():
        n, passed, both, broke, fixed = (int(column[group]) for column in columns)
        cost = float(costs[group] / priced[group]) if priced[group] else None
        slow = None if np.isnan(p95[group]) else float(p95[group])
        values = tuple(_places(int(there[group]), by, sizes))
        yield Counts(by, values, n, passed, both, broke, fixed, slow, cost)


def _places(group: int, by: Sequence[int], sizes: Sequence[int]) -> list[int]:
    places: list[int] = []
    for column in reversed(by):
        group, place = divmod(group, sizes[column])
        places.insert(0, place)
    return places


def _p95(key: Ints, ascending: Floats, groups: int) -> Floats:
    """The 0.95 quantile of each group, interpolated as numpy does; NaN without a value."""
    values = ascending[np.argsort(key, kind="stable")]
    sizes = np.bincount(key, minlength=groups)
    starts = np.cumsum(sizes) - sizes
    at = 0.95 * np.maximum(sizes - 1, 0)
    low = np.floor(at).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(sizes - 1, 0))
    found = np.full(groups, np.nan)
    some = sizes > 0
    below, above = values[(starts + low)[some]], values[(starts + high)[some]]
    found[some] = below + (above - below) * (at - low)[some]
    return found
