"""The smallest change that a set of so many cases can tell from chance."""

from dataclasses import dataclass

from curation.gate_trust import ALPHA, POWER, smallest_drop

METHOD = "exact McNemar on the same cases, two-sided"
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Sight:
    """What `n` cases can see with power `power` at level `alpha`.

    `drop`: the smallest share of cases that breaks while none gets better, against a baseline
    on the same cases; None where even a break of all of them could be chance. `failures` have
    to break for that. `any_failure`: the same where one failed case is enough, as in blocking.
    `needed`: how many cases a drop of so much takes.
    """

    n: int
    drop: float | None
    failures: int
    any_failure: float | None
    needed: tuple[tuple[float, int], ...]
    power: float = POWER
    alpha: float = ALPHA
    method: str = METHOD


def failures_to_see(alpha: float = ALPHA) -> int:
    """How many cases have to break, with none mended, until McNemar's test calls it real.

    Its p is 2 / 2^k for k discordant cases that all go one way (McNemar 1947, exact).
    """
    k = 1
    while 2 * 0.5**k >= alpha:
        k += 1
    return k


def sight(n: int, targets: tuple[float, ...] = (0.01, 0.02, 0.05, 0.1)) -> Sight:
    """What `n` cases can see."""
    k = failures_to_see()
    found = tuple((drop, cases_for(drop, k)) for drop in targets)
    return Sight(n, smallest_drop(n, k), k, smallest_drop(n, 1), found)


def cases_for(drop: float, failures: int) -> int:
    """The fewest cases of which a share `drop` breaking is seen by `failures` in time."""
    low, high = failures, _MOST
    while low < high:
        middle = (low + high) // 2
        seen = smallest_drop(middle, failures)
        if seen is not None and seen <= drop:
            high = middle
        else:
            low = middle + 1
    return low
