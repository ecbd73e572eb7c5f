"""How long until something happens, where for some it has not happened yet (censored)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from curation.measures.bins import Bools, Floats, floats
from curation.measures.discrimination import Z
from curation.measures.measure import Measure, undefined
from curation.percents import percent

AT_RISK = 10  # fewer at one time make the curve fall by chance
METHOD = "Kaplan-Meier, log-log limits"


@dataclass(frozen=True, slots=True)
class Survival:
    """The share that still waits after each of `times`, with its 95 % limits."""

    n: int
    times: Floats
    waiting: Floats
    low: Floats
    high: Floats
    at_risk: Floats  # so many were not done before each time

    def quantile(self, share: float) -> Measure:
        """After how long `share` are done; undefined where fewer than that ever are.

        Nor where the curve gets there only by the last few that were watched for so long.
        The limits are where the limits of the curve cross it (Brookmeyer and Crowley 1982);
        None above where the upper one never does.
        """
        value = self._crossed(self.waiting, share)
        if value is None:
            return undefined(self.n, METHOD, f"fewer than {percent(share)} are done yet")
        if self.at_risk[int(np.searchsorted(self.times, value))] < min(AT_RISK, self.n / 2):
            return undefined(self.n, METHOD, "too few were watched for so long")
        low, high = self._crossed(self.low, share), self._crossed(self.high, share)
        return Measure(value, low, high, self.n, METHOD)

    def done_by(self, time: float) -> Measure:
        """The share that is done after `time`."""
        at = int(np.searchsorted(self.times, time, side="right")) - 1
        if at < 0:
            return Measure(0.0, None, None, self.n, METHOD, "none is done so soon")
        limits = 1 - float(self.high[at]), 1 - float(self.low[at])
        return Measure(1 - float(self.waiting[at]), *limits, self.n, METHOD)

    def _crossed(self, curve: Floats, share: float) -> float | None:
        under = np.flatnonzero(curve <= 1 - share + 1e-12)
        return float(self.times[under[0]]) if len(under) else None


def survival(times: ArrayLike, done: ArrayLike) -> Survival:
    """Kaplan and Meier's curve (1958), with Greenwood's variance and log-log limits."""
    after, happened = np.asarray(times, dtype=float), np.asarray(done, dtype=bool)
    at, place = np.unique(after, return_inverse=True)
    ends = floats(np.bincount(place, weights=happened, minlength=len(at)))
    leave = np.bincount(place, minlength=len(at))
    left = len(after) - np.concatenate([[0], np.cumsum(leave)[:-1]])
    some = ends > 0  # the curve falls only there
    at, ends, left = at[some], ends[some], left[some].astype(float)
    waiting = floats(np.cumprod(1 - ends / left))
    low, high = _log_log(waiting, ends, left)
    return Survival(len(after), at, waiting, low, high, left)


def _log_log(waiting: Floats, ends: Floats, left: Floats) -> tuple[Floats, Floats]:
    """Limits that stay between 0 and 1 (Kalbfleisch and Prentice 1980); at 0 there are none."""
    inside: Bools = waiting > 0
    low, high = waiting.copy(), waiting.copy()
    kept = waiting[inside]
    greenwood = np.cumsum(ends[inside] / (left[inside] * (left[inside] - ends[inside])))
    width = Z * np.sqrt(greenwood) / np.log(kept)  # below 0
    low[inside], high[inside] = kept ** np.exp(-width), kept ** np.exp(width)
    return low, high
