"""Does a set ask what production fails at? Distance, ranks, cover and gaps, by cost of failure.

A production failure weighs what it costs, a case counts one. What nobody can name is a part of
its own ("unknown"): its cost is shown, never spread over the others, and held against none of
them, for any of it may be theirs. Intervals resample the production rows; the set is as it is.
The method is `statistics.md` section 13.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from curation.measures.bins import Floats, floats
from curation.measures.drift import js_distance
from curation.measures.measure import TOO_FEW, Measure, supported, undefined
from curation.measures.orders import DRAWS, METHOD, SEED, measured, orders

UNKNOWN = "unknown"
MOST_CELLS = 4000  # of more different costs, each part has its mean


@dataclass(frozen=True, slots=True)
class Cell:
    """`n` production failures of one part (a kind, a route …) that cost `cost` each."""

    part: str
    cost: float
    n: int


class Lean(StrEnum):
    """How a part of the set stands beside what it costs production."""

    UNDER = "under-tested"
    OVER = "over-tested"
    EVEN = "in proportion"
    UNKNOWN = "nobody can say"
    TOO_FEW = TOO_FEW


@dataclass(frozen=True, slots=True)
class Gap:
    """Production's share of the cost of one part, the set's share of cases, and their gap.

    From `low` to `high` it may be, by the rows that were drawn and by what may be of the
    unknown failures and cases.
    """

    kind: str
    production_share: float | None
    set_share: float | None
    gap: float | None
    low: float | None
    high: float | None
    failures: int
    cost: float
    cases: int
    covered: bool
    lean: Lean


@dataclass(frozen=True, slots=True)
class Aligned:
    """How a set stands beside production; `gaps` with what lacks most first, unknown on top.

    `js` and `covered` weigh failures by their cost; `rank` and `tau` order the parts by how
    often they fail, `rank_by_cost` by what that costs: `parts` that have names.
    """

    js: Measure
    js_unweighted: Measure
    rank: Measure
    tau: Measure
    rank_by_cost: Measure
    covered: Measure
    unknown: float | None
    gaps: tuple[Gap, ...]
    parts: int = 0


def aligned(
    cells: Sequence[Cell],
    cases: Mapping[str, int],
    *,
    least: float,
    floor: float,
    ranked: bool = True,
) -> Aligned:
    """Production's `cells` beside the set's `cases` by part.

    A part is covered by `least` cases; under `floor` failures it is too few to say, and under
    `floor` cases what a set has too much of. Without `ranked` there are no rank correlations:
    they take the most time.
    """
    parts = sorted({*(cell.part for cell in cells if cell.n), *cases})
    n, asked = sum(cell.n for cell in cells), sum(cases.values())
    counts = np.array([cases.get(part, 0) for part in parts], dtype=float)
    (costs, drawn), (seen, often) = _drawn(parts, cells)
    total = float(costs.sum())
    if total <= 0 or not asked:
        why = "no failure with a cost" if asked else "no case in the set"
        if not asked and total <= 0:
            why = "no failure with a cost, and no case in the set"
        return _nothing(parts, cells, cases, n, why)
    shares, many = costs / total, _shares(drawn)
    plain, rows = seen / n, _shares(often)
    own = counts / asked
    named = np.array([part != UNKNOWN for part in parts])
    if not shares[named].sum() > 0:
        why = "nobody can name what any failure is of"
        return _nothing(parts, cells, cases, n, why, unknown=1.0, lean=Lean.UNKNOWN)
    held = named & (counts >= least)
    cover = measured(float(shares[held].sum()), many[:, held].sum(axis=1), n, "cost share")
    left_out = undefined(n, METHOD, "not asked for")
    by_count = by_cost = (left_out, left_out)
    if ranked:
        by_count = orders(plain[named], rows[:, named], own[named], n)
        by_cost = orders(shares[named], many[:, named], own[named], n)
    js, plainly = _distance(shares, many, own, n), _distance(plain, rows, own, n)
    return Aligned(
        js=supported(js, floor),
        js_unweighted=supported(plainly, floor),
        rank=supported(by_count[0], floor),
        tau=supported(by_count[1], floor),
        rank_by_cost=supported(by_cost[0], floor),
        covered=supported(cover, floor),
        unknown=float(shares[~named].sum()),
        gaps=_gaps(parts, cells, cases, shares, many, own, held, n >= floor, asked >= floor),
        parts=int(named.sum()),
    )


def _distance(shares: Floats, many: Floats, own: Floats, n: int) -> Measure:
    value = float(js_distance(shares, own))
    return measured(value, js_distance(many, own), n, "Jensen-Shannon distance, base 2")


Both = tuple[Floats, Floats]  # what was seen, and what every draw gave


def _drawn(parts: Sequence[str], cells: Sequence[Cell]) -> tuple[Both, Both]:
    """The cost and the number of failures of each part, and in every draw of as many rows."""
    place = {part: at for at, part in enumerate(parts)}
    some = _merged(cells) if len(cells) > MOST_CELLS else [c for c in cells if c.n]
    rows = sorted(some, key=lambda cell: place[cell.part])
    if not rows:
        none = np.zeros(len(parts)), np.zeros((0, len(parts)))
        return none, none
    own = np.array([place[cell.part] for cell in rows])
    price = np.array([cell.cost for cell in rows], dtype=float)
    n = np.array([cell.n for cell in rows], dtype=float)
    rng = np.random.default_rng(SEED)
    drawn = floats(rng.multinomial(int(n.sum()), n / n.sum(), size=DRAWS))
    size = len(parts)
    cost = _by_part(n * price, own, size), _by_part(drawn * price, own, size)
    return cost, (_by_part(n, own, size), _by_part(drawn, own, size))


def _by_part(values: Floats, own: np.ndarray, size: int) -> Floats:
    """Sums of the last axis, whose cells stand in the order of their parts."""
    there, first = np.unique(own, return_index=True)
    found = np.zeros((*values.shape[:-1], size))
    found[..., there] = np.add.reduceat(values, first, axis=-1)
    return found


def _merged(cells: Sequence[Cell]) -> list[Cell]:
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0])
    for cell in cells:
        sums[cell.part][0] += cell.cost * cell.n
        sums[cell.part][1] += cell.n
    return [Cell(part, cost / n, int(n)) for part, (cost, n) in sums.items() if n]


def _shares(costs: Floats) -> Floats:
    total = costs.sum(axis=1, keepdims=True)
    return np.divide(costs, total, out=np.full_like(costs, np.nan), where=total > 0)


def _gaps(
    parts: Sequence[str],
    cells: Sequence[Cell],
    cases: Mapping[str, int],
    shares: Floats,
    many: Floats,
    own: Floats,
    held: np.ndarray,
    failures_enough: bool,
    cases_enough: bool,
) -> tuple[Gap, ...]:
    at_least, at_most = _reach(parts, many, own)
    seen, cost = _sums(cells)
    found = [
        Gap(
            part,
            float(shares[at]),
            float(own[at]),
            float(shares[at] - own[at]),
            float(at_least[at][0]),
            float(at_most[at][1]),
            seen.get(part, 0),
            cost.get(part, 0.0),
            cases.get(part, 0),
            bool(held[at]),
            _lean(
                part, at_least[at], at_most[at], failures=failures_enough, cases=cases_enough
            ),
        )
        for at, part in enumerate(parts)
    ]
    return tuple(
        sorted(found, key=lambda gap: (gap.kind != UNKNOWN, -(gap.gap or 0), gap.kind))
    )


Limits = tuple[float, float]
Reach = list[Limits]


def _reach(parts: Sequence[str], many: Floats, own: Floats) -> tuple[Reach, Reach]:
    """The interval of each part's gap, if nothing and if all of the unknown is of it.

    Unknown cases make the first one less, unknown failures the second one more.
    """
    named = np.array([part != UNKNOWN for part in parts])
    failing = np.where(named, many[:, ~named].sum(axis=1, keepdims=True), 0.0)
    asked = np.where(named, own[~named].sum(), 0.0)
    middle = [0.025, 0.975]
    low = np.nanquantile(many, middle, axis=0) - own - asked
    high = np.nanquantile(many + failing, middle, axis=0) - own
    return list(zip(*low.tolist(), strict=True)), list(zip(*high.tolist(), strict=True))


def _lean(part: str, low: Limits, high: Limits, *, failures: bool, cases: bool) -> Lean:
    """What holds whatever the unknown is of: the intervals at both of its ends."""
    if not failures:
        return Lean.TOO_FEW
    if part == UNKNOWN:
        return Lean.UNKNOWN
    if low[0] > 0:
        return Lean.UNDER
    if not cases:
        return Lean.TOO_FEW
    if high[1] < 0:
        return Lean.OVER
    even = all(one[0] <= 0 <= one[1] for one in (low, high))
    return Lean.EVEN if even else Lean.UNKNOWN


def _sums(cells: Sequence[Cell]) -> tuple[dict[str, int], dict[str, float]]:
    seen: dict[str, int] = defaultdict(int)
    cost: dict[str, float] = defaultdict(float)
    for cell in cells:
        seen[cell.part] += cell.n
        cost[cell.part] += cell.cost * cell.n
    return seen, cost


def _nothing(
    parts: Sequence[str],
    cells: Sequence[Cell],
    cases: Mapping[str, int],
    n: int,
    why: str,
    *,
    unknown: float | None = None,
    lean: Lean = Lean.TOO_FEW,
) -> Aligned:
    """What is there, where a share of one of the two sides is not defined."""
    seen, cost = _sums(cells)
    of = undefined(n, METHOD, why)
    gaps = [
        Gap(
            part, None, None, None, None, None, seen.get(part, 0), cost.get(part, 0.0),
            cases.get(part, 0), covered=False, lean=lean,
        )
        for part in parts
    ]  # fmt: skip
    gaps.sort(key=lambda gap: (gap.kind != UNKNOWN, -gap.cost, gap.kind))
    return Aligned(of, of, of, of, of, of, unknown, tuple(gaps))
