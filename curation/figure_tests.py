"""What a test says of two numbers of the home page: better, worse, or within noise.

Only scipy.special is needed, and only where something is tested: scipy.stats takes seconds to
load on a busy machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from curation.figures import Judgement
from curation.measures.bins import Floats, floats

ALPHA = 0.05
_Z = 1.959963984540054  # the normal quantile of 0.975
CONDITIONAL = "conditional binomial, exact, two-sided"
LOG_RANK = "log-rank, those who wait censored"


def judged(p: float | None, change: float | None, *, higher_is_better: bool) -> Judgement:
    """The judgement of a `change` that chance explains with `p`; None: nothing to compare."""
    if p is None or change is None:
        return Judgement.NO_COMPARISON
    if p >= ALPHA or change == 0:
        return Judgement.WITHIN_NOISE
    return Judgement.BETTER if (change > 0) is higher_is_better else Judgement.WORSE


def counted(k: int) -> tuple[float, float]:
    """The 95 % interval of a count that chance scatters as Poisson's (Garwood 1936)."""
    from scipy import special

    low = float(special.gammaincinv(k, 0.025)) if k else 0.0
    return low, float(special.gammaincinv(k + 1, 0.975))


def rates(k: int, exposure: float, k_before: int, before: float) -> float:
    """The p of two counts per exposure: k of both given what both had to do with.

    Przyborowski and Wilenski (Biometrika 31, 1940): exact, whatever the common rate.
    """
    from scipy import special

    n, share = k + k_before, exposure / (exposure + before)
    if n == 0:
        return 1.0
    low = float(special.bdtr(k, n, share))
    high = float(special.bdtrc(k - 1, n, share)) if k else 1.0
    return min(1.0, 2 * min(low, high))


@dataclass(frozen=True, slots=True)
class Limits:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def error(self) -> float:
        """The standard error that the interval tells."""
        return (self.high - self.low) / (2 * _Z)


def differ(now: Limits, before: Limits) -> float:
    """The p of two values with intervals; where they share rows it is larger than it is."""
    spread = sqrt(now.error**2 + before.error**2)
    if spread == 0:
        return 1.0 if now.value == before.value else 0.0
    return erfc(abs(now.value - before.value) / spread / sqrt(2))


@dataclass(frozen=True, slots=True)
class Wait:
    """One that waited in a period: at what age it was first and last seen, whether it ended."""

    entered: float
    left: float
    ended: bool


def log_rank(now: Sequence[Wait], before: Sequence[Wait]) -> tuple[float, float] | None:
    """The p that both are answered as fast, and how many more are answered than expected.

    Mantel (1966), with late entry: who waits since before the period is at risk from the age
    that it has then. None where nothing was answered in either.
    """
    ends = floats(np.unique([one.left for one in (*now, *before) if one.ended]))
    if not len(ends):
        return None
    at_risk = [_at_risk(some, ends) for some in (now, before)]
    ended = [_ended(some, ends) for some in (now, before)]
    risk, happened = at_risk[0] + at_risk[1], ended[0] + ended[1]
    share = at_risk[0] / risk
    more = float((ended[0] - happened * share).sum())
    odd = np.maximum(risk - 1, 1)
    variance = float((happened * share * (1 - share) * (risk - happened) / odd).sum())
    return (erfc(abs(more) / sqrt(2 * variance)) if variance > 0 else 1.0), more


def _at_risk(some: Sequence[Wait], ends: Floats) -> Floats:
    entered = np.sort([one.entered for one in some])
    left = np.sort([one.left for one in some])
    inside = np.searchsorted(entered, ends, side="left") - np.searchsorted(left, ends)
    return floats(inside)


def _ended(some: Sequence[Wait], ends: Floats) -> Floats:
    at = np.searchsorted(ends, [one.left for one in some if one.ended])
    return floats(np.bincount(at, minlength=len(ends)))
