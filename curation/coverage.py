"""Where we would lose most and test least: cases wanted by the cost of failure, and found."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from curation.errors import BadRequest
from curation.readings import word

Values = tuple[str | None, ...]  # one of each dimension; None: nobody says it
OWN = ("kind", "behaviour", "severity", "source", "route", "owner")  # of any case
MOST_DIMENSIONS = 3
DEFAULT = ("kind", "route")
RESERVED = frozenset(
    [
        "target",
        "actual",
        "gap",
        "cost_weight",
        "cost",
        "failures",
        "unpriced",
        "waiting",
        "lack",
        "values",
    ]
)


@dataclass(frozen=True, slots=True)
class Loss:
    """Failures of one input in production: what they are of, how many, what they cost.

    `unpriced` of them cost nobody knows what; `waits`: nobody has sorted the input yet.
    """

    values: Values
    failures: int
    cost: float
    unpriced: int = 0
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination of values. `cost_weight` is its share of what failures cost.

    `target` is how many cases there ought to be: None where a value is unknown or no failure
    has a price, for then nobody can say. `lack` is the weight less the share of the cases.
    """

    values: Values
    failures: int
    cost: float | None
    unpriced: int
    waiting: int
    cost_weight: float | None
    target: int | None
    actual: int
    lack: float | None

    @property
    def gap(self) -> int | None:
        """How many cases are lacking; under 0: so many more than their weight asks for."""
        return None if self.target is None else self.target - self.actual

    @property
    def known(self) -> bool:
        """Whether every dimension has a value."""
        return None not in self.values


def dimensions(said: Iterable[str]) -> tuple[str, ...]:
    """The dimensions that `said` names, as they are spelled; BadRequest for too many."""
    found = tuple(dict.fromkeys(word(one) for one in said if one.strip()))
    if not 0 < len(found) <= MOST_DIMENSIONS:
        raise BadRequest(
            f"A coverage matrix has one to {MOST_DIMENSIONS} dimensions; {len(found)} were "
            "named. Say --by category,complexity."
        )
    if taken := [one for one in found if one in RESERVED]:
        raise BadRequest(
            f"'{taken[0]}' is what a cell of the matrix says of itself: rename the attribute."
        )
    return found


def cells(losses: Iterable[Loss], cases: Sequence[Values]) -> list[Cell]:
    """Every combination that fails or is tested: unknown ones first, then the most lacking.

    The target of a cell is its share of the cost of all failures times the number of cases,
    rounded, and at least 1 where anything is lost. What is unknown is spread over nobody.
    """
    lost: dict[Values, list[Loss]] = {}
    for loss in losses:
        lost.setdefault(loss.values, []).append(loss)
    actual = Counter(cases)
    total = sum(loss.cost for some in lost.values() for loss in some)
    found = [
        _cell(values, lost.get(values, ()), actual[values], total, len(cases))
        for values in {*lost, *actual}
    ]
    return sorted(found, key=_order)


def _cell(values: Values, losses: Sequence[Loss], actual: int, total: float, n: int) -> Cell:
    failures, unpriced = sum(x.failures for x in losses), sum(x.unpriced for x in losses)
    cost = None if failures and failures == unpriced else sum(x.cost for x in losses)
    weight = cost / total if total > 0 and cost is not None else None
    target = None if weight is None or None in values else wanted(weight, n)
    share = actual / n if n else 0.0
    return Cell(
        values=values,
        failures=failures,
        cost=cost,
        unpriced=unpriced,
        waiting=sum(x.waits for x in losses),
        cost_weight=weight,
        target=target,
        actual=actual,
        lack=None if weight is None else weight - share,
    )


def wanted(weight: float, n: int) -> int:
    """How many of `n` cases a share `weight` of the cost asks for."""
    return max(1, int(weight * n + 0.5)) if weight > 0 else 0


def _order(cell: Cell) -> tuple[bool, float, float, tuple[str, ...]]:
    by = cell.cost_weight if not cell.known else cell.lack
    names = tuple(value or "" for value in cell.values)
    return cell.known, -(by if by is not None else -2.0), -(cell.cost or 0.0), names


@dataclass(frozen=True, slots=True)
class Summary:
    """What a matrix comes to. `unknown` and `untested` are shares of the cost of failure."""

    cases: int
    failures: int
    cost: float | None
    unpriced: int
    unknown: float | None
    unknown_by: Mapping[str, float]  # of each dimension, the share that does not say it
    untested: float | None
    lacking: int  # cases that the targets ask for beyond what is there
    wanted: int  # the sum of all targets


def summary(found: Sequence[Cell], by: Sequence[str]) -> Summary:
    """`found` in the few numbers that a sentence needs."""
    failures, unpriced = sum(c.failures for c in found), sum(c.unpriced for c in found)
    costs = [c.cost for c in found if c.cost is not None and c.failures]
    weighed = [c for c in found if c.cost_weight is not None]
    return Summary(
        cases=sum(c.actual for c in found),
        failures=failures,
        cost=sum(costs) if costs else None,
        unpriced=unpriced,
        unknown=_weight(c for c in weighed if not c.known) if weighed else None,
        unknown_by={
            name: share
            for at, name in enumerate(by)
            if (share := _weight(c for c in weighed if c.values[at] is None)) > 0
        },
        untested=_weight(c for c in weighed if c.known and not c.actual) if weighed else None,
        lacking=sum(max(c.gap or 0, 0) for c in found),
        wanted=sum(c.target or 0 for c in found),
    )


def _weight(some: Iterable[Cell]) -> float:
    return sum(cell.cost_weight or 0.0 for cell in some)


def called(values: Values) -> str:
    """A combination as people read it."""
    return " · ".join("unknown" if one is None else one.replace("_", " ") for one in values)
