"""Rename, merge, split, archive and reopen failure groups: all objections, or all done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from uuid import uuid4

from curation import groups
from curation.cases import Dismissal, State
from curation.grouping import SPLIT
from curation.groups import Desired, Plan
from curation.promotion import Objection
from store.answers.grouping import cases_in, resting
from store.answers.guarding import Guard
from store.answers.regrouping import desired
from store.desk import Desk
from store.ledger import Transaction

Seen = Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class GroupRefused:
    """A group, and everything that stands in the way."""

    group: str
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What was done to which groups; `act` is what undo takes back, None when refused."""

    groups: tuple[str, ...]
    refused: tuple[GroupRefused, ...]
    act: str | None


def rename(
    desk: Desk, group_id: str, name: str, *, actor: str, reason: str = "", seen: Seen = None
) -> Regrouped:
    """Call a group `name` from now on.

    Like every act here: MovedMeanwhile when one of the groups changed since the version in
    `seen` (0: nothing was decided about it then); Unknown for a group that has no failure.
    """
    asked = desired(desk, [group_id], actor, reason)
    return _recorded(desk, asked, seen, lambda now: groups.rename(now, group_id, name))


def merge(
    desk: Desk, group_ids: Sequence[str], into: str, *,
    actor: str, reason: str = "", name: str | None = None, seen: Seen = None,
) -> Regrouped:  # fmt: skip
    """Show the failures of `group_ids` in the group `into`; their signatures stay."""
    asked = desired(desk, [*group_ids, into], actor, reason)
    return _recorded(desk, asked, seen, lambda now: groups.merge(now, group_ids, into, name))


def split(
    desk: Desk, group_id: str, case_ids: Sequence[str], name: str, *,
    actor: str, reason: str = "", seen: Seen = None,
) -> Regrouped:  # fmt: skip
    """Bring `case_ids` out of a group into a new one called `name`."""
    asked = desired(desk, [group_id], actor, reason)
    holds, new = cases_in(desk, asked.grouping, group_id), f"{SPLIT}{uuid4().hex[:12]}"

    def planned(now: Desired) -> Plan:
        return groups.split(now, group_id, case_ids, name, as_group=new, holds=holds)

    return _recorded(desk, asked, seen, planned)


def archive(
    desk: Desk, group_ids: Sequence[str], until: str | None = None, *,
    actor: str, reason: str = "", seen: Seen = None,
) -> Regrouped:  # fmt: skip
    """Let groups sleep `until` a date, +N more failures, or (None) until they escalate.

    Only the owner of blocking may do so where a blocking case fails in the group.
    """
    asked = desired(desk, group_ids, actor, reason)
    rules: dict[str, Dismissal] = {
        one: rested.rule
        for one, rested in resting(desk, asked.grouping, group_ids, until).items()
    }
    at = desk.ledger.clock().astimezone(UTC).isoformat()
    return _recorded(desk, asked, seen, lambda now: groups.archive(now, rules, at))


def reopen(
    desk: Desk, group_ids: Sequence[str], *, actor: str, reason: str = "", seen: Seen = None
) -> Regrouped:
    """Let archived groups wait again."""
    asked = desired(desk, group_ids, actor, reason)
    return _recorded(desk, asked, seen, lambda now: groups.reopen(now, group_ids))


def _recorded(
    desk: Desk, asked: Desired, seen: Seen, planned: Callable[[Desired], Plan]
) -> Regrouped:
    """Plan on what holds inside the transaction, so that no two acts build on one state."""
    guard = Guard(desk)
    with desk.ledger.transaction() as tx:
        for group_id, version in (seen or {}).items():
            tx.refuse_if_changed(group_id, version)
        plan = planned(_as_it_stands(asked, tx, guard))
        for decision in plan.decisions:
            tx.record(decision)
        refused = tuple(GroupRefused(one, found) for one, found in plan.objections.items())
        done = tuple(dict.fromkeys(d.subject for d in plan.decisions))
        return Regrouped(done, refused, tx.act if done else None)


def _as_it_stands(asked: Desired, tx: Transaction, guard: Guard) -> Desired:
    now = tx.grouping()
    asleep = {one for one in asked.asleep if now.of(one).archive is not None}
    blocking, owner = guard.groups(tx), tx.ownership(State.BLOCKING)
    return replace(asked, grouping=now, asleep=asleep, blocking=blocking, owner=owner)
