"""What moved to another level and when, and which drift goes with lost quality."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from curation.drift import ChangePoint, GoesWith
from curation.measures.bins import Floats, floats
from curation.measures.change_points import MIN_PERIODS, change_points, noise_of
from curation.measures.discrimination import Z


def changes(
    what: str,
    since: Sequence[str],
    values: Sequence[float | None],
    *,
    sigma2: float | None = None,
    rows: Sequence[int] | None = None,
    least: float = 0.0,
) -> tuple[list[ChangePoint], str | None]:
    """Where `values` of periods that begin at `since` move, and why nothing can be said if so.

    Periods without a value are left out. `sigma2` is the noise of one period where it is known;
    `rows` weigh periods of unequal size; a step smaller than `least` is not worth a mark.
    """
    places = enumerate(values)
    seen = {i: value for i, value in places if value is not None and np.isfinite(value)}
    known = list(seen)
    if len(known) < MIN_PERIODS:
        return [], f"too short: {len(known)} periods, {MIN_PERIODS} needed"
    series = floats(list(seen.values()))
    weights = np.maximum(floats([rows[i] for i in known]), 1) if rows else np.ones(len(known))
    weights = weights / weights.mean()
    noise = noise_of(series.tolist()) if sigma2 is None else sigma2
    moves = change_points(series, noise, weights)
    levels = _levels(series, weights, moves)
    found = [
        _change(what, since[known[place]], before, after)
        for place, before, after in zip(moves, levels, levels[1:], strict=False)
        if abs(after - before) >= max(least, 1e-12)
    ]
    return found, None


def _levels(series: Floats, weights: Floats, places: Sequence[int]) -> list[float]:
    ends = [0, *places, len(series)]
    return [float(np.average(series[a:b], weights=weights[a:b])) for a, b in pairwise(ends)]


def _change(what: str, since: str, before: float, after: float) -> ChangePoint:
    way = "rose" if after > before else "fell"
    return ChangePoint(
        what, since, before, after, f"{what} {way} from {before:.3g} to {after:.3g} at {since}"
    )


def goes_with(
    column: str, effects: Sequence[float | None], errors: Sequence[float | None]
) -> GoesWith:
    """How a column's distance from the reference goes with the error rate, period by period.

    Spearman's rank correlation; 95 % limits by Fisher's z with the spread of Bonett and Wright
    (2000), sqrt((1 + r²/2)/(n - 3)).
    """
    pairs = [
        (effect, error)
        for effect, error in zip(effects, errors, strict=True)
        if effect is not None and error is not None
    ]
    n = len(pairs)
    if n < MIN_PERIODS:
        short = f"too short: {n} periods, {MIN_PERIODS} needed"
        return GoesWith(column, n, None, None, None, short)
    effect, error = floats(pairs).T
    if not (np.ptp(effect) and np.ptp(error)):
        return GoesWith(column, n, None, None, None, "one of the two never moved")
    r = max(-1.0, min(1.0, _spearman(effect, error)))
    low, high = _limits(r, n)
    told = "proves nothing" if low <= 0 <= high else "they move together; it is no cause"
    if high < 0:
        told = "when it drifts, errors fall; it is no cause"
    reason = f"Spearman {r:.2f} ({low:.2f} to {high:.2f}) over {n} periods: {told}"
    return GoesWith(column, n, r, low, high, reason)


def _spearman(one: Floats, other: Floats) -> float:
    return floats(np.corrcoef(np.stack([_ranks(one), _ranks(other)]))).item(1)


def _ranks(values: Floats) -> Floats:
    """From 1 on; equal values share the mean of their ranks."""
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(times) - (times - 1) / 2)[place]


def _limits(r: float, n: int) -> tuple[float, float]:
    # No certainty from a perfect order: the limits of the nearest order that is not.
    short = 6 / (n * (n * n - 1))
    z = np.arctanh(np.clip(r, -1 + short, 1 - short))
    half = Z * float(np.sqrt((1 + r * r / 2) / (n - 3)))
    low, high = float(np.tanh(z - half)), float(np.tanh(z + half))
    return (low if r > short - 1 else -1.0), (high if r < 1 - short else 1.0)


def ranked(found: Iterable[GoesWith]) -> list[GoesWith]:
    """What goes with lost quality first: by the lower limit, the unknown last."""
    return sorted(found, key=lambda one: (one.low is None, -(one.low or 0.0), one.column))
