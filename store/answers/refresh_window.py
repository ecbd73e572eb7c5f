"""The newest events of production: which categories fail in them, and with which inputs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curation.cases import Case
from curation.identity import normalise
from curation.refresh import (
    Category,
    Cell,
    Key,
    Shorts,
    categories,
    chosen,
    counted,
    coverage,
    key,
    ranked,
)
from curation.refresh_picks import Candidate
from curation.thresholds import (
    MIN_SUPPORT,
    REFRESH_CATEGORIES,
    REFRESH_EVENTS,
    REFRESH_THIN,
    Policy,
)
from store.desk import Desk

EVERYTHING = 2**62  # events: with a day to begin from, all of them


@dataclass(frozen=True, slots=True)
class Window:
    """What was looked at; `judged` events are those of which anybody knows how they went."""

    since: datetime | None
    until: datetime | None
    events: int
    judged: int
    failures: int


@dataclass(frozen=True, slots=True)
class Failing:
    """The window, its categories (the dearest gap first), and the inputs that fail in each.

    `alike` is how often each category failed in the window, `failed` when each input failed
    last since `wider`, or since `since`.
    """

    window: Window
    categories: tuple[Category, ...]
    inputs: Mapping[Key, Sequence[Candidate]]
    alike: Mapping[Key, int]
    failed: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class _Looked:
    window: Window
    categories: list[Category]
    rows: Sequence[Mapping[str, Any]]


def failing(
    desk: Desk,
    policy: Policy,
    cases: Sequence[Case],
    since: datetime | None,
    *,
    wider: datetime | None,
    shorts: Shorts,
) -> Failing:
    """What fails since `since`, or in the last events; `cases` are those of the sets.

    What fails too seldom in the last events is counted from `wider` on.
    """
    most = EVERYTHING if since else round(policy.value(REFRESH_EVENTS))
    covered, floor = coverage(cases), policy.value(MIN_SUPPORT)
    near = _looked(desk, policy, covered, since, most)
    far = _looked(desk, policy, covered, wider, EVERYTHING) if wider else near
    both = counted(near.categories, far.categories, floor) if wider else near.categories
    told = chosen(
        ranked(both, shorts, floor),
        round(policy.value(REFRESH_CATEGORIES)),
        policy.value(REFRESH_THIN),
        floor,
    )
    inputs, long = _inputs(near.rows), _inputs(far.rows)
    return Failing(
        near.window,
        tuple(told),
        {one.key: (long if one.wider else inputs)[one.key] for one in told},
        {one.key: one.failures for one in near.categories},
        {row["case_id"]: row["last"] for row in far.rows},
    )


def _looked(
    desk: Desk, policy: Policy, covered: Mapping[Key, int], since: datetime | None, most: int
) -> _Looked:
    prices = policy.costs()
    facts = desk.facts()
    cells = facts.ask("refresh_events", since=since, most=most)
    rows = facts.ask(
        "refresh_failures", since=since, most=most, kinds=list(prices),
        costs=list(prices.values()),
    )  # fmt: skip
    found = categories(_events(cells), *_counted(rows, covered))
    return _Looked(_window(cells, rows), found, rows)


def _window(cells: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> Window:
    return Window(
        min((row["first"] for row in cells), default=None),
        max((row["last"] for row in cells), default=None),
        sum(row["events"] for row in cells),
        sum(row["judged"] for row in cells),
        sum(row["count"] for row in rows),
    )


def _events(cells: Sequence[Mapping[str, Any]]) -> dict[Cell, int]:
    found: dict[Cell, int] = defaultdict(int)
    for row in cells:
        found[row["route"], normalise(row["truth"]) if row["truth"] else None] += row["events"]
    return found


def _counted(
    rows: Sequence[Mapping[str, Any]], covered: Mapping[Key, int]
) -> tuple[dict[Key, int], dict[Key, str | None], Mapping[Key, int], dict[Key, float | None]]:
    failures: dict[Key, int] = defaultdict(int)
    names: dict[Key, str | None] = {}
    costs: dict[Key, float | None] = {}
    for row in rows:
        one = _key(row)
        failures[one] += row["count"]
        names.setdefault(one, row["expected"])
        before, here = costs.get(one, 0.0), row["cost"]
        costs[one] = None if before is None or here is None else before + float(here)
    return failures, names, covered, costs


def _inputs(rows: Sequence[Mapping[str, Any]]) -> dict[Key, list[Candidate]]:
    found: dict[Key, list[Candidate]] = defaultdict(list)
    for row in rows:
        one = Candidate(row["case_id"], row["title"], row["count"], row["cost"], row["last"])
        found[_key(row)].append(one)
    return found


def _key(row: Mapping[str, Any]) -> Key:
    return key(row["kind"], row["route"], row["expected"])
