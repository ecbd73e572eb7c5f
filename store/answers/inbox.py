"""What waits for a person: failures that nobody has sorted, in their groups, dearest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curation.cases import State
from curation.errors import Unknown
from curation.thresholds import Policy
from store.answers.failure_groups import Asked, Group, back_groups, waiting_groups
from store.answers.grouping import Standing, filtered, standing
from store.answers.sleepers import Sleeper, sleepers
from store.answers.sleeping import back_with, settled
from store.desk import Desk


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
    back: tuple[Group, ...]  # groups that were archived and woke up, whether they wait or not
    woken: tuple[Woken, ...]
    sorted: int  # cases that have a place
    asleep: tuple[Sleeper, ...]  # archived groups, none of which waits


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


def inbox(
    desk: Desk,
    *,
    kind: str | None = None,
    route: str | None = None,
    text: str | None = None,
    closely: int = 0,
) -> Inbox:
    """The groups that wait, by recurrence x cost of failure; the first `closely` with weeks.

    `text` finds groups by name, and failures by what they say.
    """
    now = standing(desk)
    settled_cases, woken, policy = _standing(desk, now)
    asked = Asked(settled_cases, policy, kind=kind, route=route, text=text, closely=closely)
    groups = waiting_groups(desk, now, asked)
    waiting = sum(g.count for g in groups)
    returned = back_groups(desk, now, asked)
    asleep = sleepers(desk, now, asked)
    return Inbox(waiting, groups, returned, woken, len(settled_cases), asleep)


def waiting_together(desk: Desk, group_ids: Sequence[str]) -> tuple[int, int]:
    """How many failures, and how many inputs, each counted once, wait in any of the groups."""
    with desk.ledger.reading() as asked:
        states, dismissed = asked.states(), asked.cases(State.DISMISSED)
        members = filtered("", asked.grouping().members(*group_ids))
    known = settled(states, back_with(desk, dismissed))
    row = desk.facts().ask("size_of_groups", settled=known, **members)[0]
    return row["failures"], row["cases"]


def group_cases(desk: Desk, group: str, limit: int = 200) -> list[GroupCase]:
    """The inputs of a shown group, most frequent first, each with where it stands."""
    with desk.ledger.reading() as asked:
        standing = {c.id: c for c in asked.cases()}
        members = filtered("", asked.grouping().members(group))
    rows = desk.facts().ask("group_cases", limit=limit, **members)
    if not rows:
        raise Unknown("failure group", group, "`evaldesk inbox` lists them.")
    return [_group_case(row, standing) for row in rows]


def _standing(desk: Desk, now: Standing) -> tuple[list[str], tuple[Woken, ...], Policy]:
    with desk.ledger.reading() as asked:
        policy, states = asked.policy(), asked.states()
        dismissed = asked.cases(State.DISMISSED)
        reasons = asked.reasons([c.id for c in dismissed])
    back = back_with(desk, dismissed)
    known, asleep = settled(states, back), now.sleeping
    woken = [
        Woken(c.id, back[c.id], reasons.get(c.id, ""), c.moved_by)
        for c in dismissed
        if c.id in back and not asleep.hold(c.group_id or "", c.id)
    ]
    return known, tuple(woken), policy


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
