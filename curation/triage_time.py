"""How long failures wait for a person: the median with its interval, the oldest, the late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from curation.cases import State
from curation.decisions import Entry, Kind

DAYS = 28  # how far back "sorted lately" reaches
METHOD = "median with 95 % interval by order statistics (binomial)"
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Waits:
    """Waits in days. Under the minimum support there is no median, only `n` and the oldest."""

    n: int
    median: float | None
    low: float | None
    high: float | None
    oldest: float | None
    method: str = METHOD


def waits(counts: Mapping[float, int], floor: float) -> Waits:
    """What `counts` (how many waited so many days) amount to; `floor`: the least support.

    The interval holds for any distribution: it runs from the l-th to the (n+1-l)-th smallest.
    """
    n = sum(counts.values())
    oldest = max(counts, default=None)
    if n < max(floor, 1):
        return Waits(n, None, None, None, oldest)
    days = sorted(counts)
    reached = list(accumulate(counts[day] for day in days))

    def at(rank: int) -> float:
        return next(day for day, up_to in zip(days, reached, strict=True) if up_to >= rank)

    median = (at((n + 1) // 2) + at(n // 2 + 1)) / 2
    rank = lower_rank(n)
    low, high = (at(rank), at(n + 1 - rank)) if rank else (None, None)
    return Waits(n, median, low, high, oldest)


def lower_rank(n: int) -> int:
    """The rank at which the interval of a median of `n` begins; 0 where n is too small."""
    from scipy import special  # only where it is needed: see curation.intervals

    if n == 0:
        return 0
    rank = max(0, int(special.bdtrik(0.025, n, 0.5)) - 1)
    while special.bdtr(rank, n, 0.5) < 0.025:
        rank += 1
    return rank


def sorted_at(entries: Iterable[Entry]) -> dict[str, datetime]:
    """When each case left the inbox for the first time, by moves that were not taken back."""
    moves = [entry for entry in entries if entry.kind is Kind.MOVED]
    undone = {entry.undoes for entry in moves if entry.undoes}
    found: dict[str, datetime] = {}
    for entry in moves:
        left = (entry.before or {}).get("state") == State.INBOX
        if left and entry.after.get("state") != State.INBOX and entry.act not in undone:
            found.setdefault(entry.subject, entry.at)
    return found


def overdue(due: str | None, today: date) -> bool:
    """Whether the day by which somebody was to answer is over."""
    return due is not None and date.fromisoformat(due) < today


def next_friday(today: date) -> date:
    """The Friday after `today`."""
    return today + timedelta(days=(_FRIDAY - today.weekday() - 1) % 7 + 1)
