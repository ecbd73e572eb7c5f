"""The values of a number that are worth trying: on both sides of each step, and looser."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import ceil, floor, log10

from curation.replays import Point
from curation.threshold_values import range_of
from curation.thresholds import Direction, Threshold

MOST = 24  # values to begin with; a chart of more is no clearer
TRIED = 160  # values at most, to find where the steps lie
_STEPS = (0.5, 0.75, 1.25, 1.5, 2)
_FINE = 3  # a step lies within a thousandth of what is tried, or nearer
_AIR = 0.1  # beyond the last step, so that it is seen
_LEAST = 0.05  # of a share of all


def between(
    knots: Iterable[float], asked: Sequence[float], threshold: Threshold
) -> list[float]:
    """`asked`, both sides of each of the `knots`, and some looser than what is in force.

    Where nothing is known to change, it is tried at half to twice what is in force.
    """
    known, allowed = set(knots), range_of(threshold.metric)
    if known <= set(asked):
        known |= {threshold.value * step for step in _STEPS}
    known = {
        v for v in known if allowed.low <= v <= (v if allowed.high is None else allowed.high)
    }
    ends = {*known, *asked}
    looser = _looser(ends, known, threshold)
    digits = _digits(ends | looser, whole=allowed.whole)
    tried = {side for v in ends for side in _sides(v, digits)}
    tried |= {round(v, digits) for v in looser}
    halves = {_middle(low, high, digits) for low, high in pairwise(sorted(tried))}
    if len(tried) + len(halves) <= MOST:
        tried |= {v for v in halves if v is not None}
    if allowed.high == 1 and 1 in tried:
        tried.add(0.99)  # "every one of them" is a rule of its own
    possible = sorted(value for value in {*tried, *asked} if allowed.holds(value))
    return sorted(_thinned(possible, asked))


def stepped(
    points: Sequence[Point], at: Callable[[float], Point], metric: str, most: int = TRIED
) -> tuple[Point, ...]:
    """`points` with one on both sides of every step between them, as near as a chart shows.

    `at` tries a value. After `most` of them what is left of a step stays as wide as it is.
    """
    if not points:
        return ()
    digits = _digits([one.value for one in points], whole=range_of(metric).whole)
    kept = {one.value: one for one in points}
    pairs = deque(pairwise(points))  # the widest first, so that all are narrowed
    while pairs:
        low, high = pairs.popleft()
        if _same(low, high):
            continue
        value = _middle(low.value, high.value, digits) if most else None
        if value is None:
            kept |= {low.value: low, high.value: high}
            continue
        most -= 1
        found = at(value)
        pairs += ((low, found), (found, high))
    return tuple(kept[value] for value in sorted(kept))


def _same(one: Point, other: Point) -> bool:
    """Whether two values make the same of everything."""
    met = (one.caught, one.missed, one.false_alarms)
    return one.counts == other.counts and met == (
        other.caught,
        other.missed,
        other.false_alarms,
    )


def _looser(ends: set[float], known: set[float], threshold: Threshold) -> set[float]:
    """Values looser than the one in force, and than all that changes something."""
    now, air = threshold.value, (max(ends) - min(ends)) * _AIR
    if threshold.direction is Direction.AT_MOST:
        far, much = max(known, default=now), 2 * now
        beyond = far + air
    else:
        share = range_of(threshold.metric).high == 1
        far = min(known, default=now)
        much = max(0.0, now - max(1 - now, _LEAST)) if share else now / 2
        beyond = max(0.0, far - air)
    hardly = (far - now) * (much - now) < _AIR * (much - now) ** 2
    return {beyond, much} if hardly else {beyond}


def _digits(values: Iterable[float], *, whole: bool) -> int:
    """To how many digits behind the point values are tried."""
    if whole:
        return 0
    found = list(values)
    wide = max(found) - min(found) or abs(found[0]) or 1.0
    return _FINE - floor(log10(wide))


def _sides(value: float, digits: int) -> tuple[float, float]:
    """The round values below and above; twice the same where it is round."""
    scale = 10.0**digits
    near = round(value * scale)
    if abs(value * scale - near) < 1e-6:
        return round(value, digits), round(value, digits)
    return round(floor(value * scale) / scale, digits), round(
        ceil(value * scale) / scale, digits
    )


def _middle(low: float, high: float, digits: int) -> float | None:
    """A round value between two others; None where there is none."""
    scale = 10.0**digits
    value = round(round((low + high) / 2 * scale) / scale, digits)
    return next(
        (v for v in (value, _up(value, digits), _up(value, digits, -1)) if low < v < high), None
    )


def _up(value: float, digits: int, steps: int = 1) -> float:
    return round(value + steps * 10.0**-digits, digits)


def _thinned(tried: Sequence[float], asked: Sequence[float]) -> set[float]:
    """At most so many, evenly among them; what is asked for stays."""
    if len(tried) <= MOST:
        return {*tried, *asked}
    last = len(tried) - 1
    return {*asked, *(tried[round(n * last / (MOST - 1))] for n in range(MOST))}
