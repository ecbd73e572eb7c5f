"""Which failing categories the sets test too thinly, the dearest gap first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, lgamma, sqrt

from curation.cases import Case, State
from curation.identity import normalise
from curation.measures.measure import Measure

RATE = 0.05  # of the categories that are called worse than the rest, so many are false alarms
FEWEST = 5  # are proposed even where nothing is proven
FEW = 2  # failures; a single one proves nothing
TESTED = (State.BLOCKING, State.MONITORING)  # the backlog tests nothing yet

Cell = tuple[str, str | None]  # a route, and what would have been right there
Key = tuple[str, str, str | None]  # a kind of failure in a cell


@dataclass(frozen=True, slots=True)
class Short:
    """What coverage says of a kind on a route: its share of the cost, and of the cases."""

    cost: float
    cases: float
    of: int  # cases in the sets

    @property
    def lack(self) -> float:
        """How much larger its share of the cost is."""
        return self.cost - self.cases

    @property
    def wanted(self) -> int:
        """How many more of the cases there are its share of the cost asks for."""
        return max(0, int(self.lack * self.of + 0.5))


Shorts = Mapping[tuple[str, str], Short]  # by kind and route


@dataclass(frozen=True, slots=True)
class Category:
    """Failures of one kind where one answer was right: `rate` of so many events in the window.

    `p` asks by Fisher's exact test (1935) whether this kind is more frequent here than in the
    rest of the window, adjusted for all categories by Benjamini and Hochberg (1995).
    """

    kind: str
    route: str
    expected: str | None
    failures: int
    rate: Measure
    p: float
    proven: bool
    covered: int  # cases of it in blocking and monitoring
    cost: float | None
    chosen: bool = False
    short: Short | None = None  # None: coverage has no cost to weigh it by
    wider: bool = False  # counted in the longer window: the last events hold too few

    @property
    def key(self) -> Key:
        """What a failure and a case have in common with it."""
        return key(self.kind, self.route, self.expected)

    @property
    def title(self) -> str:
        """It in words: wrong answer on billing where refund is right."""
        where = f" where “{self.expected}” is right" if self.expected else ""
        return f"{self.kind.replace('_', ' ')} on {self.route}{where}"


def key(kind: str, route: str, expected: str | None) -> Key:
    """A category by what tells it from others; spelling does not."""
    return kind, route, normalise(expected) if expected else None


def coverage(cases: Sequence[Case]) -> dict[Key, int]:
    """How many cases of the sets are of each category."""
    found: dict[Key, int] = {}
    for case in cases:
        if case.state in TESTED and case.kind:
            one = key(case.kind, case.route, case.expected)
            found[one] = found.get(one, 0) + 1
    return found


def few(one: Category, floor: float) -> bool:
    """Whether its rate is too few to say: under `floor` events, or a single failure."""
    return one.rate.n < floor or one.failures < FEW


def counted(near: Sequence[Category], far: Sequence[Category], floor: float) -> list[Category]:
    """Each category from the last events, or where they are too few from the longer window."""
    found = {one.key: replace(one, wider=True) for one in far}
    return list(
        (found | {x.key: x for x in near if x.key not in found or not few(x, floor)}).values()
    )


def ranked(found: Sequence[Category], shorts: Shorts, floor: float) -> list[Category]:
    """The same as coverage ranks them: by how much more they cost than they are tested.

    What is too few to say comes after all others.
    """
    told = [replace(one, short=shorts.get((one.kind, one.route))) for one in found]
    return sorted(told, key=lambda one: _order(one, floor))


def _order(one: Category, floor: float) -> tuple[bool, float, float, float, str]:
    lack = -one.short.lack if one.short else 2.0
    return few(one, floor), lack, -(one.cost or 0.0), -(one.rate.low or 0.0), str(one.key)


def categories(
    events: Mapping[Cell, int],
    failures: Mapping[Key, int],
    names: Mapping[Key, str | None],
    covered: Mapping[Key, int],
    costs: Mapping[Key, float | None],
) -> list[Category]:
    """Every category that failed in a window.

    `events` of each cell are counted by the normal words of what was right; `names` are these
    words as they were written.
    """
    keys = sorted(failures, key=str)
    of = [max(failures[k], events.get((k[1], k[2]), 0)) for k in keys]
    rates = [_rate(failures[k], n) for k, n in zip(keys, of, strict=True)]
    every, by_kind = sum(events.values()), _by_kind(failures)
    p = _adjusted(
        [_fisher(failures[k], n, by_kind[k[0]], every) for k, n in zip(keys, of, strict=True)]
    )
    return [
        Category(k[0], k[1], names[k], failures[k], rate, adjusted,
                 adjusted <= RATE and failures[k] >= FEW, covered.get(k, 0), costs.get(k))
        for k, rate, adjusted in zip(keys, rates, p, strict=True)
    ]  # fmt: skip


def lacking(one: Category, thin: float) -> int:
    """How many cases it is to get: up to `thin`, or as many as its cost asks for up to that."""
    wanted = one.short.wanted if one.short else 0
    return round(min(thin, max(thin - one.covered, wanted, 0)))


def chosen(
    found: Sequence[Category], most: int, thin: float, floor: float = 0.0
) -> list[Category]:
    """The ranked `found`, those marked that are proposed: thinly covered, and of some weight.

    At most `most`: those that are proven worse than the rest, or cost more than they are
    tested. Where these are fewer than FEWEST, the next are proposed as well.
    """
    thinly = [one for one in found if lacking(one, thin)]
    weighty = [one for one in thinly if not few(one, floor) and (one.proven or _costs(one))]
    sure = weighty[:most]
    more = [one for one in thinly if one not in weighty]
    keys = {one.key for one in (*sure, *more[: max(0, min(FEWEST, most) - len(sure))])}
    return [replace(one, chosen=one.key in keys) for one in found]


def _costs(one: Category) -> bool:
    return one.short is not None and one.short.wanted > 0


def _by_kind(failures: Mapping[Key, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for (kind, _, _), n in failures.items():
        found[kind] = found.get(kind, 0) + n
    return found


_Z = 1.959963984540054  # of 95 %


def _rate(k: int, n: int) -> Measure:
    """k/n with Wilson's limits (1927), in our own lines: a page must not wait for scipy."""
    share, spread = k / n, _Z * _Z / n
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return Measure(share, max(0.0, middle - half), min(1.0, middle + half), n, "wilson")


def _fisher(here: int, of: int, everywhere: int, events: int) -> float:
    """How likely so many or more fall into `of` of all events when each is as likely."""
    every = max(events, of, everywhere)
    most = min(of, everywhere)
    ways = _ways(every, everywhere)
    found = (
        exp(_ways(of, k) + _ways(every - of, everywhere - k) - ways)
        for k in range(here, most + 1)
        if everywhere - k <= every - of
    )
    return min(1.0, sum(found))


def _ways(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _adjusted(p_values: Sequence[float]) -> list[float]:
    """Adjusted for so many tests (Benjamini and Hochberg 1995), in our own lines as well."""
    adjusted, lowest = [1.0] * len(p_values), 1.0
    order = sorted(range(len(p_values)), key=p_values.__getitem__, reverse=True)
    for rank, place in zip(range(len(order), 0, -1), order, strict=True):
        lowest = min(lowest, p_values[place] * len(p_values) / rank)
        adjusted[place] = lowest
    return adjusted
