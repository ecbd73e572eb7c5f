"""Did latency or cost move: better, worse or within noise by a test; and against its budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from curation.measures.discrimination import Z
from curation.measures.latency_bins import bounds, quantile
from curation.measures.measure import Measure
from curation.measures.speed import mean_cost
from curation.noise import Change, change
from curation.percents import percent

RECENT, BEFORE = 4, 8  # whole weeks that are compared, as for failure groups
EFFECT = 0.1  # less than a tenth is no news, however sure it is
ALPHA = 0.01
P95 = 0.95
FEW = 100  # of fewer the normal limits are too narrow
Bins = Mapping[int, int]  # how many latencies lie in each


class Course(StrEnum):
    """What may be said of the last weeks against those before."""

    BETTER = "better"
    WORSE = "worse"
    NOISE = "within noise"
    TOO_FEW = "too few to say"


@dataclass(frozen=True, slots=True)
class Moved:
    """The course, and why it is that."""

    course: Course
    why: str


@dataclass(frozen=True, slots=True)
class Sums:
    """`n` costs, their sum and the sum of their squares: they can be added."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.n + other.n, self.total + other.total, self.squares + other.squares)

    @property
    def spread(self) -> float | None:
        """The standard deviation; None of fewer than two."""
        if self.n < 2:
            return None
        return sqrt(max(0.0, self.squares - self.total**2 / self.n) / (self.n - 1))

    def mean(self, times: float = 1) -> Measure:
        """The mean cost of `times` events, with its interval; Student's (1908) for few."""
        value = self.total * times / self.n if self.n else None
        spread = None if self.spread is None else times * self.spread
        if spread is not None and self.n < FEW:
            from scipy import special  # only where it is needed: see curation.intervals

            spread *= float(special.stdtrit(self.n - 1, 0.975)) / Z
        return mean_cost(self.n, value, spread)


def percentile(bins: Bins, q: float) -> Measure:
    """The quantile `q` in milliseconds."""
    return quantile(list(bins), list(bins.values()), q)


def p95(bins: Bins) -> Measure:
    """The 95th percentile in milliseconds."""
    return percentile(bins, P95)


def p95_moved(now: Bins, before: Bins, floor: float) -> Moved:
    """What `latency_moved` says of the 95th percentile."""
    return latency_moved(now, before, floor, P95)


def latency_moved(now: Bins, before: Bins, floor: float, q: float) -> Moved:
    """Whether more of the latencies than before lie above the quantile `q` of both together.

    Fisher's exact test decides whether that is noise, the quantiles how much it is.
    """
    ours, theirs = sum(now.values()), sum(before.values())
    if min(ours, theirs) < floor:
        return _too_few(ours, theirs, floor)
    both = {b: now.get(b, 0) + before.get(b, 0) for b in {*now, *before}}
    edge = percentile(both, q).value or 0.0
    above = [sum(n for b, n in some.items() if bounds(b)[0] > edge) for some in (now, before)]
    found = change(above[0], ours, above[1], theirs, floor)
    values = percentile(now, q).value, percentile(before, q).value
    return _moved(found, *values, f"p{q * 100:.0f}")


def cost_moved(now: Sums, before: Sums, floor: float) -> Moved:
    """Whether an event costs more than before, by Welch's test (1947)."""
    if min(now.n, before.n) < floor:
        return _too_few(now.n, before.n, floor)
    found = _welch(now, before)
    return _moved(found, now.mean().value, before.mean().value, "mean cost")


def _welch(now: Sums, before: Sums) -> Change:
    means = now.mean().value or 0.0, before.mean().value or 0.0
    return _way(means) if welch(now, before) < ALPHA else Change.WITHIN_NOISE


def welch(now: Sums, before: Sums) -> float:
    """The two-sided p that both have the same mean (Welch 1947); each has two at least."""
    from scipy import stats  # half a second to load: see curation.intervals

    means, spreads = zip(
        *((s.mean().value or 0.0, s.spread or 0.0) for s in (now, before)), strict=True
    )
    if not any(spreads):
        return 1.0 if means[0] == means[1] else 0.0
    found = stats.ttest_ind_from_stats(
        means[0], spreads[0], now.n, means[1], spreads[1], before.n, equal_var=False
    )
    return float(found.pvalue)


def _way(means: Sequence[float]) -> Change:
    return Change.HIGHER if means[0] > means[1] else Change.LOWER


def _moved(found: Change, now: float | None, before: float | None, what: str) -> Moved:
    if not now or not before:
        return Moved(Course.TOO_FEW, f"no {what} to compare")
    by = now / before - 1
    told = f"{what} moved by {by:+.0%} against the {BEFORE} weeks before"
    if found is Change.WITHIN_NOISE:
        return Moved(Course.NOISE, f"{told}: within noise")
    if abs(by) < EFFECT:
        return Moved(Course.NOISE, f"{told}: real, but under {percent(EFFECT)}")
    return Moved(Course.WORSE if by > 0 else Course.BETTER, told)


def _too_few(now: int, before: int, floor: float) -> Moved:
    few = f"{now:,} now, {before:,} before, {floor:g} needed of each"
    return Moved(Course.TOO_FEW, few)


def within(measured: Measure, limit: float) -> bool | None:
    """Whether the interval lies at or under the budget; None where it lies across it."""
    if measured.value is None or measured.low is None or measured.high is None:
        return None
    if measured.high <= limit:
        return True
    return False if measured.low > limit else None
