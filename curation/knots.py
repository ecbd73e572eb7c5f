"""The values of a number that are worth trying: where something changes, and in between."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from curation.threshold_values import range_of
from curation.thresholds import Threshold

MOST = 24  # values; a chart of more is no clearer
_STEPS = (0.5, 0.75, 1.25, 1.5, 2)


def between(
    knots: Iterable[float], asked: Sequence[float], threshold: Threshold
) -> list[float]:
    """`asked`, and the `knots` with one value between each two, from the lowest on.

    Where nothing is known to change, it is tried at half to twice what is in force.
    """
    found = sorted({*knots, *asked})
    if len(found) == len(set(asked)):
        found = sorted({*asked, *(threshold.value * step for step in _STEPS)})
    halves = [(low + high) / 2 for low, high in pairwise(found)]
    allowed = range_of(threshold.metric)
    tried = {float(round(v)) if allowed.whole else v for v in (*found, *halves)}
    if allowed.high == 1 and 1 in tried:
        tried.add(0.99)  # "every one of them" is a rule of its own
    possible = sorted(value for value in tried if allowed.holds(value))
    return sorted(_thinned(possible, asked))


def _thinned(tried: Sequence[float], asked: Sequence[float]) -> set[float]:
    """At most so many, evenly among them; what is asked for stays."""
    if len(tried) <= MOST:
        return {*tried, *asked}
    last = len(tried) - 1
    return {*asked, *(tried[round(n * last / (MOST - 1))] for n in range(MOST))}
