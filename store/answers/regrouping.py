"""What a merge or an archive would change, exactly, before anybody presses the button."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation import groups
from curation.cases import State
from curation.grouping import Members
from curation.groups import Desired
from curation.promotion import Objection
from store.answers.grouping import Rest, filtered, known, resting, standing
from store.answers.guarding import Guard
from store.desk import Desk

SAID = "said"  # a reason is asked for in the form itself, not held against the preview


@dataclass(frozen=True, slots=True)
class Merging:
    """`parts` are shown in `into` after it; `cases` are counted once."""

    into: str
    parts: tuple[str, ...]
    failures: int
    cases: int
    objections: tuple[tuple[str, Objection], ...]


@dataclass(frozen=True, slots=True)
class Archiving:
    """One group that would sleep: by which rule, in words with its numbers."""

    group: str
    rest: Rest
    failures: int
    cases: int
    objections: tuple[Objection, ...]


def desired(desk: Desk, group_ids: Sequence[str], actor: str, reason: str) -> Desired:
    """What is known when `actor` wants to change `group_ids`; Unknown for one that is not."""
    now = standing(desk)
    known(desk, now.grouping, group_ids)
    guard = Guard(desk)
    with desk.ledger.reading() as asked:
        owner, blocking = asked.ownership(State.BLOCKING), guard.groups(asked)
    return Desired(
        grouping=now.grouping,
        actor=actor,
        reason=reason,
        asleep=frozenset(now.asleep),
        blocking=blocking,
        owner=owner,
    )


def merging(desk: Desk, group_ids: Sequence[str], into: str, *, actor: str) -> Merging:
    """What merging `group_ids` into `into` would show, and what stands in the way."""
    asked = desired(desk, [*group_ids, into], actor, SAID)
    plan = groups.merge(asked, group_ids, into)
    found = asked.grouping
    failures, cases = _size(desk, found.members(into, *group_ids))
    return Merging(
        into=found.shown(into),
        parts=tuple(one for one in group_ids if one != into),
        failures=failures,
        cases=cases,
        objections=tuple((one, o) for one, all_of in plan.objections.items() for o in all_of),
    )


def archiving(
    desk: Desk, group_ids: Sequence[str], until: str | None, *, actor: str
) -> tuple[Archiving, ...]:
    """What would sleep until when; BadRequest when `until` says nothing known."""
    asked = desired(desk, group_ids, actor, SAID)
    rests = resting(desk, asked.grouping, group_ids, until)
    plan = groups.archive(asked, {one: rest.rule for one, rest in rests.items()}, at="")
    return tuple(
        Archiving(one, rest, *_size(desk, asked.grouping.members(one)),
                  plan.objections.get(one, ()))
        for one, rest in rests.items()
    )  # fmt: skip


def _size(desk: Desk, members: Members) -> tuple[int, int]:
    row = desk.facts().ask("size_of_groups", settled=[], **filtered("", members))[0]
    return row["failures"], row["cases"]
