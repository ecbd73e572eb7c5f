"""What share of production's events is bad, and how sure that is: what a budget is spent by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

ALPHA = 0.05  # two-sided: the lower limit of Clopper and Pearson is right in 97.5 of 100


@dataclass(frozen=True, slots=True)
class Counted:
    """Events of one route: `bad` of the `judged` ones, and `failed` of all, judged or not."""

    events: int = 0
    judged: int = 0
    bad: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `n` events were bad; `events` are all there were, `silent` say nothing.

    With weights, an event counts as often as its route weighs: `weight` in all, `weight_bad`
    of it bad, `squares` of the weights tells how many equal events that is worth.
    """

    events: int = 0
    silent: int = 0  # without a verdict: neither good nor bad
    n: int = 0
    bad: int = 0
    weight: float = 0.0
    weight_bad: float = 0.0
    squares: float = 0.0

    def __add__(self, other: "Share") -> "Share":
        return Share(
            self.events + other.events,
            self.silent + other.silent,
            self.n + other.n,
            self.bad + other.bad,
            self.weight + other.weight,
            self.weight_bad + other.weight_bad,
            self.squares + other.squares,
        )

    @property
    def value(self) -> float | None:
        """The share; None where no event has a verdict."""
        return self.weight_bad / self.weight if self.weight else None

    @property
    def effective(self) -> float:
        """So many events of equal weight say as much (Kish 1965)."""
        return self.weight**2 / self.squares if self.squares else 0.0

    @property
    def limits(self) -> tuple[float, float] | None:
        """Exact limits of the share (Clopper and Pearson 1934), of the effective n."""
        return None if self.value is None else exact(self.value, self.effective)


NOTHING = Share()


def share(routes: Mapping[str, Counted], weights: Mapping[str, float] | None = None) -> Share:
    """The share of bad events over all `routes`.

    It is that of the judged events. Where all failures that are known, judged or not, are a
    larger part of all events, it is that one: less it cannot be, however good the rest was. An
    event without a verdict is never counted as good beside the judged ones.
    """
    usual = sum(weights.values()) / len(weights) if weights else 1.0
    parts = [(one, (weights or {}).get(route, usual)) for route, one in routes.items()]
    of_judged = _added((c, c.judged, c.bad, w) for c, w in parts)
    of_all = _added((c, c.events, c.failed, w) for c, w in parts)
    return of_all if (of_all.value or 0) > (of_judged.value or 0) else of_judged


def added(shares: Iterable[Share]) -> Share:
    """All of `shares` as one."""
    return reduce(lambda a, b: a + b, shares, NOTHING)


def _added(parts: Iterable[tuple[Counted, int, int, float]]) -> Share:
    return added(
        Share(
            c.events,
            c.events - c.judged - (c.failed - c.bad),
            n,
            bad,
            w * n,
            w * bad,
            w * w * n,
        )
        for c, n, bad, w in parts
    )


def exact(value: float, n: float) -> tuple[float, float]:
    """The limits of Clopper and Pearson (1934) of a share of `n`, which need not be whole."""
    from scipy import special  # half a second to load: see curation.intervals

    k = value * n
    low = 0.0 if k <= 0 else float(special.betaincinv(k, n - k + 1, ALPHA / 2))
    high = 1.0 if k >= n else float(special.betaincinv(k + 1, n - k, 1 - ALPHA / 2))
    return low, high
