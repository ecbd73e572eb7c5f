"""The queue of the keyboard inbox: the inputs that wait, dearest first, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curation.cases import Case, State
from curation.thresholds import COST_PREFIX, Policy
from store.answers.sleeping import back_with, settled
from store.desk import Desk

Key = Sequence[Any]  # what a row is sorted by: cost, count, last, case_id


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the queue; None is everything."""

    group: str | None = None
    kind: str | None = None
    route: str | None = None
    version: str | None = None  # of the model
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One input that waits: a failure that nobody sorted, or a dismissed case that is back."""

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
    """The inputs that wait after the row with the key `after`; no page costs more by depth."""
    unsorted, back, known = _standing(desk)
    with desk.ledger.reading() as asked:
        prices = _prices(asked.policy())
    narrowed = _narrowed(filters or Filters()) | _place(after)
    rows = desk.facts().ask(
        "queue",
        settled=known,
        limit=limit + 1,
        kinds=list(prices),
        costs=list(prices.values()),
        **narrowed,
    )
    standing = {case.id: case for case in unsorted}
    found = [_waiting(row, standing.get(row["case_id"]), back) for row in rows[:limit]]
    more = found[-1].key if len(rows) > limit else None
    return Page(tuple(found), rows[0]["waiting"] if rows else 0, more)


def facets(desk: Desk, filters: Filters | None = None) -> dict[str, dict[str, int]]:
    """How many inputs wait by `kind`, `route` and `version`, each under the other filters."""
    _, _, known = _standing(desk)
    narrowed = _narrowed(filters or Filters())
    found: dict[str, dict[str, int]] = {"kind": {}, "route": {}, "version": {}}
    for row in desk.facts().ask("facets", settled=known, **narrowed):
        found[row["facet"]][row["value"]] = row["count"]
    return found


def _standing(desk: Desk) -> tuple[list[Case], dict[str, str], list[str]]:
    """The cases that may wait, why the dismissed ones are back, and those that do not wait."""
    with desk.ledger.reading() as asked:
        states, unsorted = asked.states(), asked.cases(State.INBOX, State.DISMISSED)
    back = back_with(desk, [case for case in unsorted if case.state is State.DISMISSED])
    return unsorted, back, settled(states, back)


def _prices(policy: Policy) -> dict[str, float]:
    return {
        name.removeprefix(COST_PREFIX): threshold.value
        for name, threshold in policy.thresholds.items()
        if name.startswith(COST_PREFIX)
    }


def _narrowed(filters: Filters) -> dict[str, Any]:
    return {
        "group_id": filters.group,
        "in_kind": filters.kind,
        "route": filters.route,
        "model_version": filters.version,
        "text": filters.text,
    }


def _place(after: Key | None) -> dict[str, Any]:
    return dict(
        zip(("cost", "count", "last", "case_id"), after or (0.0, 0, 0, None), strict=True)
    )


def _waiting(row: Mapping[str, Any], case: Case | None, back: Mapping[str, str]) -> Waiting:
    names = ("title", "kind", "expected", "actual", "route", "model_version", "count", "cost")
    return Waiting(
        case=row["case_id"],
        group=row["group_id"],
        version=case.version if case else 0,
        state=case.state if case else None,
        last_seen=row["last_seen"],
        severity=case.severity if case else None,
        owner=case.owner if case else None,
        due=case.due if case else None,
        woken=back.get(row["case_id"]),
        key=(row["cost"], row["count"], row["last"], row["case_id"]),
        **{name: row[name] for name in names},
    )
