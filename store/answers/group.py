"""One failure group, whole: what is in it, how often it comes, what was decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.cases import State
from curation.cohorts import Hits
from curation.decisions import Entry
from curation.dismissal import described
from curation.errors import Unknown
from store.answers.cohorts_hit import cohorts_hit
from store.answers.failure_groups import Asked, Group, named_groups
from store.answers.grouping import Standing, resting, standing
from store.answers.sleeping import back_with, settled
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature whose failures are shown in the group."""

    id: str
    kind: str
    expected: str | None
    actual: str | None
    route: str


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """What the head of a group shows."""

    group: Group
    signatures: tuple[Signature, ...]
    merged: tuple[str, ...]  # groups that are part of it
    taken: tuple[str, ...]  # cases that a split has brought here
    split_off: tuple[str, ...]  # groups that were split off from it
    sleeps: str | None  # until when, while it sleeps
    would_sleep: str | None  # if it were archived now until it escalates
    archived_by: str | None
    archived_at: str | None
    archived_why: str | None
    cohorts: Hits
    history: tuple[Entry, ...]  # newest first


def group(desk: Desk, group_id: str) -> GroupAnswer:
    """Everything known about a shown group; a part answers for the whole."""
    now = standing(desk)
    shown = now.grouping.shown(group_id)
    with desk.ledger.reading() as asked:
        states, policy = asked.states(), asked.policy()
        dismissed = asked.cases(State.DISMISSED)
        history = asked.group_history(*now.grouping.parts(shown))
    known = settled(states, back_with(desk, dismissed))
    found = named_groups(desk, now, Asked(known, policy, closely=1), [shown]).get(shown)
    if found is None:
        raise Unknown("failure group", group_id, "`evaldesk inbox` lists them.")
    decided = now.grouping.of(shown)
    sleep = decided.archive
    asleep = shown in now.asleep
    rest = resting(desk, now.grouping, [shown], None)[shown]
    return GroupAnswer(
        group=found,
        signatures=tuple(_signatures(desk, now, shown)),
        merged=now.grouping.parts(shown)[1:],
        taken=tuple(sorted({case for _, case in decided.taken})),
        split_off=decided.gave,
        sleeps=described(sleep.rule) if sleep and asleep else None,
        would_sleep=None if asleep else rest.words,
        archived_by=sleep.by if sleep else None,
        archived_at=sleep.at if sleep else None,
        archived_why=sleep.why if sleep else None,
        cohorts=cohorts_hit(desk, now.grouping, [shown])[shown],
        history=tuple(history),
    )


def _signatures(desk: Desk, now: Standing, shown: str) -> Sequence[Signature]:
    members = now.grouping.members(shown)
    wanted = sorted({*members.signatures, *(signature for signature, _ in members.taken_in)})
    rows = desk.facts().ask("signatures", group_ids=wanted)
    return [
        Signature(r["group_id"], r["kind"], r["expected"], r["actual"], r["route"])
        for r in rows
    ]
