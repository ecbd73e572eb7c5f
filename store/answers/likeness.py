"""Which other failing inputs resemble a case: the same one elsewhere, or one worded alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curation.cases import Case, State
from curation.identity import case_id as identify
from curation.likeness import Index, index
from store.desk import Desk
from store.facts import Facts
from store.ledger.reading import Reading

COMPARED = 2_000  # inputs of one route, those that fail most
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Alike:
    """Another failing input. `share` of the words of both are common.

    `same`: it is the very input, on another route, and so another case.
    """

    case: str
    title: str
    route: str
    count: int
    share: float
    same: bool
    state: State | None  # None: nobody has opened it


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What near inputs are looked for among, as the facts stand."""

    rows: Mapping[str, Mapping[str, Any]]  # by case
    routes: Mapping[str, Index]


class _Known:
    """The inputs that cases are compared with; read again only when the facts have changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._at = -1
        self._inputs = _Inputs({}, {})

    def now(self) -> _Inputs:
        """The inputs of the facts of this moment."""
        at = self._desk.shown_facts()
        if at != self._at:
            self._inputs, self._at = _inputs(self._desk.facts()), at
        return self._inputs


def alike(desk: Desk, cases: Iterable[Case], asked: Reading) -> dict[str, tuple[Alike, ...]]:
    """Per case what resembles it, the most alike first."""
    known = desk.kept(_Known).now()
    near = {case.id: _near(case, known) for case in cases}
    states = asked.states_of([c for found in near.values() for c, _, _ in found])
    return {
        case_id: tuple(
            _alike(known.rows[c], share, same, states.get(c)) for c, share, same in one
        )
        for case_id, one in near.items()
    }


def _inputs(facts: Facts) -> _Inputs:
    rows = facts.ask("frequent_inputs", limit=COMPARED)
    by_route: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        by_route[row["route"]].append((row["case_id"], row["title"]))
    routes = {route: index(texts) for route, texts in by_route.items()}
    return _Inputs({row["case_id"]: row for row in rows}, routes)


def _near(case: Case, known: _Inputs) -> Sequence[tuple[str, float, bool]]:
    """Case, share of the words, and whether it is the very input."""
    same = [identify(route, case.input) for route in known.routes if route != case.route]
    found = [(c, 1.0, True) for c in same if c in known.rows]
    if case.route in known.routes:
        near = known.routes[case.route].nearest(case.id, case.input[:140], SHOWN)
        found += [(c, share, False) for c, share in near]
    return found[:SHOWN]


def _alike(row: Mapping[str, Any], share: float, same: bool, state: State | None) -> Alike:
    return Alike(row["case_id"], row["title"], row["route"], row["count"], share, same, state)
