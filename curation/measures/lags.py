"""Do two weekly series move together, and which comes first? Correlations at several lags.

Both are freed of their straight line before, so that two things which merely both got better do
not count as moving together: it is the partial correlation given time, with Fisher's interval
(1921). Of several lags the best would look good by chance alone; the p-value is that of the
largest of all lags (Westfall and Young 1993). A week is much like the one before it, so weeks
cannot be permuted: what is permuted is what each of them adds to the one before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import atanh, sqrt, tanh

import numpy as np

from curation.measures.bins import Floats
from curation.measures.discrimination import Z
from curation.measures.measure import TOO_FEW

LAGS = tuple(range(-4, 5))
PERMUTATIONS, SEED = 2000, 0
ALPHA = 0.05
MOST_MEMORY = 0.95
FEWEST = 5  # fewer leave nothing after a line and Fisher's three
METHOD = (
    f"partial correlation given time, Fisher interval as of independent weeks; largest of "
    f"{len(LAGS)} lags against {PERMUTATIONS} permutations of what a week adds to the one "
    f"before it (first-order memory kept), seed {SEED}"
)


class Moves(StrEnum):
    """What may be said of the set and production, week by week."""

    WITH = "moves with production"
    AGAINST = "moves against production"
    NOT_SHOWN = "no relation shown"
    STILL = "never moves"
    TOO_FEW = f"{TOO_FEW}: not enough weeks"


@dataclass(frozen=True, slots=True)
class Lag:
    """The correlation with production `lag` weeks later; `n` weeks have both."""

    lag: int
    n: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Together:
    """All lags, the strongest of them, and how likely chance alone makes one so strong."""

    moves: Moves
    weeks: int  # that have both at no lag
    needed: int
    best: Lag | None
    p: float | None
    lags: tuple[Lag, ...]
    method: str = METHOD


def together(ours: Mapping[int, float], theirs: Mapping[int, float], floor: float) -> Together:
    """Two series by number of week; lags with fewer than `floor` weeks of both say nothing."""
    needed = max(round(floor), FEWEST)
    numbers = sorted(ours)
    weeks = [_weeks(numbers, theirs, lag) for lag in LAGS]
    both = len(weeks[LAGS.index(0)])
    enough = [at for at, found in enumerate(weeks) if len(found) >= needed]
    if not enough:
        blank = tuple(
            Lag(lag, len(w), None, None, None) for lag, w in zip(LAGS, weeks, strict=True)
        )
        return Together(Moves.TOO_FEW, both, needed, None, None, blank)
    values = np.array([ours[w] for w in numbers])
    lags = tuple(
        _lag(lag, numbers, values, theirs, found, needed)
        for lag, found in zip(LAGS, weeks, strict=True)
    )
    known = [one for one in lags if one.value is not None]
    if not known:
        return Together(Moves.STILL, both, needed, None, None, lags)
    best = max(known, key=lambda one: (abs(one.value or 0), -abs(one.lag)))
    p = _chance(numbers, values, theirs, [one.lag for one in known], abs(best.value or 0))
    return Together(_said(best, p), both, needed, best, p, lags)


def _said(best: Lag, p: float) -> Moves:
    if p >= ALPHA:
        return Moves.NOT_SHOWN
    return Moves.WITH if (best.value or 0) > 0 else Moves.AGAINST


def _weeks(numbers: Sequence[int], theirs: Mapping[int, float], lag: int) -> list[int]:
    """The places of `numbers` of which production is known `lag` weeks later."""
    return [at for at, number in enumerate(numbers) if number + lag in theirs]


def _lag(
    lag: int,
    numbers: Sequence[int],
    values: Floats,
    theirs: Mapping[int, float],
    weeks: Sequence[int],
    needed: int,
) -> Lag:
    blank = Lag(lag, len(weeks), None, None, None)
    if len(weeks) < needed:
        return blank
    flat, other = _freed(numbers, theirs, weeks, lag)
    value = float(_correlated(values[None, list(weeks)], flat, other)[0])
    if np.isnan(value):
        return blank
    spread = Z / sqrt(len(weeks) - 4)  # three of Fisher, one for the line
    middle = atanh(max(-0.999999, min(0.999999, value)))
    return Lag(lag, len(weeks), value, tanh(middle - spread), tanh(middle + spread))


def _freed(
    numbers: Sequence[int], theirs: Mapping[int, float], weeks: Sequence[int], lag: int
) -> tuple[Floats, Floats]:
    """The matrix that takes a straight line out of a series, and production without its own."""
    time = np.array([numbers[at] for at in weeks], dtype=float)
    line = np.column_stack([np.ones(len(time)), time - time.mean()])
    flat = np.eye(len(time)) - line @ np.linalg.pinv(line)
    return flat, flat @ np.array([theirs[numbers[at] + lag] for at in weeks])


def _correlated(rows: Floats, flat: Floats, other: Floats) -> Floats:
    own = rows @ flat
    scale = np.sqrt((own**2).sum(axis=1) * (other**2).sum())
    still = scale <= 1e-12  # a straight line, but for what rounding leaves
    return np.divide(own @ other, scale, out=np.full(len(rows), np.nan), where=~still)


def _chance(
    numbers: Sequence[int],
    values: Floats,
    theirs: Mapping[int, float],
    lags: Sequence[int],
    found: float,
) -> float:
    """How often weeks with a memory as long as ours reach `found` at any of `lags`."""
    flat, _ = _freed(numbers, dict.fromkeys(numbers, 0.0), range(len(numbers)), 0)
    shuffled = _strangers(np.array(numbers), flat @ values)
    most = np.zeros(PERMUTATIONS)
    for lag in lags:
        weeks = _weeks(numbers, theirs, lag)
        own, other = _freed(numbers, theirs, weeks, lag)
        drawn = np.abs(_correlated(shuffled[:, weeks], own, other))
        most = np.maximum(most, np.nan_to_num(drawn))
    return float((1 + np.sum(most >= found - 1e-12)) / (PERMUTATIONS + 1))


def _strangers(numbers: np.ndarray, rest: Floats) -> Floats:
    """Series that know nothing of production, and keep of a week to the next what ours does.

    What a week adds to the one before is permuted, and the weeks are built up of it again:
    without memory these are permutations of the weeks, which a series with memory is not.
    """
    kept = _memory(numbers, rest)
    next_door = np.diff(numbers) == 1
    added = rest.copy()
    added[1:] -= np.where(next_door, kept, 0.0) * rest[:-1]
    rng = np.random.default_rng(SEED)
    made = rng.permuted(np.tile(added - added.mean(), (PERMUTATIONS, 1)), axis=1)
    made[:, 0] /= sqrt(1 - kept**2)  # a series begins anywhere in its range
    for at in range(1, len(numbers)):
        gap = numbers[at] - numbers[at - 1]
        made[:, at] += kept**gap * made[:, at - 1]
    return made


def _memory(numbers: np.ndarray, rest: Floats) -> float:
    """The share of a week that is left in the next, of a series without its straight line.

    A line taken out of few weeks takes memory out too: about (2 + 4 r) / n of it is given back
    (Marriott and Pope 1954). What swings to and fro is not taken for memory.
    """
    pairs = np.flatnonzero(np.diff(numbers) == 1)
    if len(pairs) < FEWEST:
        return 0.0
    scale = float((rest**2).mean())
    if scale <= 1e-24:
        return 0.0
    seen = float((rest[pairs] * rest[pairs + 1]).mean()) / scale
    return min(max(seen + (2 + 4 * seen) / len(rest), 0.0), MOST_MEMORY)
