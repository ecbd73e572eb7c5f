"""What waits for a person: failures that nobody has sorted, in their groups, dearest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curation.cases import State
from curation.errors import Unknown
from curation.thresholds import Policy
from store.answers.sleeping import back_with, settled
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Group:
    """Failures that share a signature. `cost` is recurrence x cost of failure, in USD."""

    group: str
    kind: str
    expected: str | None
    actual: str | None
    route: str
    count: int
    cases: int
    cost: float | None
    first_seen: datetime | None
    last_seen: datetime | None
    example: str
    model_versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Woken:
    """A dismissed case that came back by itself."""

    case: str
    why: str
    reason: str  # the words with which it was dismissed
    by: str | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """Failures without a place, and dismissed cases that are back."""

    failures: int
    groups: tuple[Group, ...]
    woken: tuple[Woken, ...]
    sorted: int  # cases that have a place


@dataclass(frozen=True, slots=True)
class GroupCase:
    """One input of a failure group."""

    case: str
    title: str
    count: int
    first_seen: datetime | None
    last_seen: datetime | None
    model_version: str | None
    state: State | None  # None: not a case yet
    version: int | None


def inbox(desk: Desk, *, kind: str | None = None, route: str | None = None) -> Inbox:
    """The groups that wait, by recurrence x cost of failure."""
    known, woken, policy = _standing(desk)
    rows = desk.facts().ask("inbox_groups", settled=known, kind=kind, route=route)
    groups = sorted((_group(row, policy) for row in rows), key=lambda g: -(g.cost or 0))
    return Inbox(sum(g.count for g in groups), tuple(groups), woken, len(known))


def group_cases(desk: Desk, group: str, limit: int = 200) -> list[GroupCase]:
    """The inputs of `group`, most frequent first, each with where it stands."""
    rows = desk.facts().ask("group_cases", group_id=group, limit=limit)
    if not rows:
        raise Unknown("failure group", group, "`evaldesk inbox` lists them.")
    with desk.ledger.reading() as asked:
        standing = {c.id: c for c in asked.cases()}
    return [_group_case(row, standing) for row in rows]


def _standing(desk: Desk) -> tuple[list[str], tuple[Woken, ...], Policy]:
    with desk.ledger.reading() as asked:
        policy, states = asked.policy(), asked.states()
        dismissed = asked.cases(State.DISMISSED)
        reasons = asked.reasons([c.id for c in dismissed])
    back = back_with(desk, dismissed)
    known = settled(states, back)
    woken = [
        Woken(c.id, back[c.id], reasons.get(c.id, ""), c.moved_by)
        for c in dismissed
        if c.id in back
    ]
    return known, tuple(woken), policy


def _group(row: Mapping[str, Any], policy: Policy) -> Group:
    each = policy.cost_of(row["kind"])
    unstated = row["count"] - row["costed"]
    cost = None if each is None and unstated else row["stated_cost"] + unstated * (each or 0)
    names = ("kind", "expected", "actual", "route", "count", "cases")
    seen = ("first_seen", "last_seen", "example")
    versions: Sequence[str] = [v for v in row["model_versions"] or () if v]
    return Group(
        group=row["group_id"],
        **{name: row[name] for name in (*names, *seen)},
        cost=cost,
        model_versions=tuple(versions),
    )


def _group_case(row: Mapping[str, Any], standing: Mapping[str, Any]) -> GroupCase:
    case = standing.get(row["case_id"])
    return GroupCase(
        case=row["case_id"],
        title=row["title"],
        count=row["count"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        model_version=row["model_version"],
        state=case.state if case else None,
        version=case.version if case else None,
    )
