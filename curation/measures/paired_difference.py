"""How far the share that passes changed on the same cases: Tango's limits of many at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from curation.measures.measure import Measure, undefined

Floats = NDArray[np.float64]
METHOD = "tango"
NO_PAIR = "no case in common"
TWO_SIDED_95 = 1.959963984540054  # the normal quantile of 0.975
_HALVINGS = 40  # to 2e-12


def paired_differences(
    fixed: Sequence[int],
    broke: Sequence[int],
    pairs: Sequence[int],
    z: float = TWO_SIDED_95,
) -> list[Measure]:
    """Each (fixed - broke) / pairs, with Tango's limits (1998): the score is `z` there.

    Unlike a bootstrap's they have a width where no pair changed, or every one did.
    """
    some = np.flatnonzero(np.asarray(pairs))
    found = [undefined(0, METHOD, NO_PAIR) for _ in pairs]
    if not len(some):
        return found
    wins, losses, n = (np.asarray(c, dtype=float)[some] for c in (fixed, broke, pairs))
    mean = (wins - losses) / n
    low = _where(wins, losses, n, z, (np.full(len(n), -1.0), mean))
    high = _where(wins, losses, n, -z, (mean, np.full(len(n), 1.0)))
    for at, value, lo, hi, of in zip(some.tolist(), mean, low, high, n, strict=True):
        found[at] = Measure(float(value), float(lo), float(hi), int(of), METHOD)
    return found


def _where(
    wins: Floats, losses: Floats, n: Floats, z: float, between: tuple[Floats, Floats]
) -> Floats:
    # The score falls as the difference rises, so halving finds where it is z.
    low, high = between
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = _score(wins, losses, n, middle) > z
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return (low + high) / 2


def _score(wins: Floats, losses: Floats, n: Floats, difference: Floats) -> Floats:
    a = 2 * n
    b = (2 * n - wins + losses) * difference - wins - losses
    c = -losses * difference * (1 - difference)
    lost = (np.sqrt(np.maximum(b * b - 4 * a * c, 0.0)) - b) / (2 * a)
    variance = n * (2 * lost + difference * (1 - difference))
    surplus = wins - losses - n * difference
    known = variance > 0
    score = surplus / np.sqrt(np.where(known, variance, 1.0))
    return np.where(known, score, np.copysign(np.inf, surplus))
