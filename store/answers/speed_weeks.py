"""How long answers took and what they cost, by week and one column: counts that merge."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from curation.courses import Sums
from store.desk import Desk
from store.facts.connection import query
from store.facts.sliced import Part
from store.facts.slicing import Slicing


@dataclass
class SpeedWeek:
    """One week of one group: latencies by bin, and costs."""

    events: int = 0
    bins: dict[int, int] = field(default_factory=dict[int, int])
    costs: Sums = field(default_factory=Sums)


Groups = dict[str | None, dict[date, SpeedWeek]]


def speed_weeks(desk: Desk, by: str | None) -> Groups:
    """Every week of every value of `by`; under None alone where `by` is None."""
    facts = desk.facts()
    return facts.kept(f"speed weeks by {by}", lambda: _counted(desk, by))


def _counted(desk: Desk, by: str | None) -> Groups:
    part = Part(((by,),) if by else ())
    told: Any = Slicing(desk.facts()).arrays(query("speed_weeks"), part)
    n = len(told["week"])
    groups = _plain(told["by0"]) if by else [None] * n
    found: Groups = defaultdict(lambda: defaultdict(SpeedWeek))
    names = ("bin", "events", "timed", "costed", "cost", "squares")
    cells = zip(_plain(told["week"]), groups, *(_plain(told[c]) for c in names), strict=True)
    for week, group, number, events, timed, costed, cost, squares in cells:
        one = found[group][date.fromisoformat(week)]
        one.events += events
        one.costs += Sums(costed, cost, squares)
        if number is not None:
            one.bins[number] = one.bins.get(number, 0) + timed
    return {group: dict(weeks) for group, weeks in found.items()}


def _plain(column: Any) -> list[Any]:  # noqa: ANN401 (numpy's masked arrays have no types)
    """The cells as Python's own; what is masked is None."""
    return np.ma.asarray(column).tolist()
