"""The queue of the keyboard inbox: inputs in one state, dearest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from curation.cases import Case, State
from curation.filters import Filters
from store.answers.board import Board, View
from store.answers.narrowing import Narrowed
from store.desk import Desk
from store.facts.index import Key

__all__ = ["Filters", "Key", "Page", "Waiting", "facets", "queue"]
TITLE = 140


@dataclass(frozen=True, slots=True)
class Waiting:
    """One input of the queue: a failure that nobody sorted, or a case."""

    case: str
    version: int  # 0: it is no case yet
    state: State | None
    title: str
    kind: str
    expected: str | None
    actual: str | None
    route: str
    group: str
    model_version: str | None
    count: int
    cost: float
    last_seen: datetime | None
    severity: str | None
    owner: str | None
    due: str | None
    woken: str | None  # why it is back
    key: Key


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `after` asks for the next one, None when this is the last."""

    rows: tuple[Waiting, ...]
    waiting: int
    after: Key | None


def queue(
    desk: Desk, filters: Filters | None = None, after: Key | None = None, limit: int = 100
) -> Page:
    """The inputs that wait after the row with the key `after`; no page costs more by depth.

    `filters.state` asks for others than those that wait.
    """
    view = desk.kept(Board).now()
    mask = Narrowed(desk, view, filters or Filters()).mask()
    first = 0 if after is None else _after(view, after)
    stands = first + np.flatnonzero(mask[first:])[: limit + 1]
    rows = waiting_at(view, stands[:limit].tolist())
    more = rows[-1].key if len(stands) > limit else None
    return Page(tuple(rows), int(np.count_nonzero(mask)), more)


def facets(desk: Desk, filters: Filters | None = None) -> dict[str, dict[str, int]]:
    """How many inputs each choice of each filter would leave, under the other filters."""
    view = desk.kept(Board).now()
    return Narrowed(desk, view, filters or Filters()).facets()


def _after(view: View, key: Key) -> int:
    """Where the first input stands that is sorted after `key`."""
    first = view.index.after(key)
    if first < len(view.index) or key[1] > 0:
        return first
    return first + sum(case.id >= key[3] for case in view.others)


def waiting_at(view: View, stands: Sequence[int]) -> list[Waiting]:
    """The inputs at these places of the board, as the queue shows them."""
    failing = [stand for stand in stands if stand < len(view.index)]
    others = [view.others[stand - len(view.index)] for stand in stands[len(failing) :]]
    rows = [_waiting(view, row) for row in view.index.take(failing)]
    return rows + [_waiting(view, _as_row(case)) for case in others]


def _as_row(case: Case) -> dict[str, Any]:
    """A case without a failure, as the index has those with one."""
    return {
        "case_id": case.id,
        "title": case.input[:TITLE],
        "kind": case.kind or "",
        "expected": case.expected,
        "actual": None,
        "route": case.route,
        "group_id": case.group_id or "",
        "model_version": None,
        "count": 0,
        "cost": 0.0,
        "last": 0,
        "last_seen": None,
    }


def _waiting(view: View, row: dict[str, Any]) -> Waiting:
    case = view.case(row["case_id"])
    names = ("title", "kind", "actual", "route", "model_version", "count", "cost", "last_seen")
    return Waiting(
        case=row["case_id"],
        group=view.grouping.place(row["group_id"], row["case_id"]),
        version=case.version if case else 0,
        state=case.state if case else None,
        expected=case.expected if case and case.expected else row["expected"],
        severity=case.severity if case else None,
        owner=case.owner if case else None,
        due=case.due if case else None,
        woken=view.woken.get(row["case_id"]),
        key=(row["cost"], row["count"], row["last"], row["case_id"]),
        **{name: row[name] for name in names},
    )
