"""All governed numbers in force: who decides, since when, and how far the latest run is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from curation import proposals
from curation.decisions import Kind
from curation.ownership import Ownership
from curation.proposals import Proposal, Stage
from curation.threshold_owners import decider
from curation.threshold_values import number
from curation.threshold_words import GROUPS, limit_told, told, words
from curation.thresholds import Direction, Policy, Threshold
from store.answers.distances import Distance, distances
from store.desk import Desk
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class Number:
    """One number; a default that no decision has set says no `since` and no `decision`.

    `owner` and `deputy` are who decides about it, `stated` what it is in words. `waiting` are
    the open proposals to move it, `scheduled` the one that waits for its day, `revisit` the
    day on which somebody asks whether its last move did what it was meant to.
    """

    name: str
    metric: str
    scope: str
    direction: Direction
    value: float
    owner: str | None
    deputy: str | None
    since: str | None
    decision: int | None
    label: str
    group: str
    unit: str
    stated: str
    latest: Distance | None
    waiting: tuple[str, ...]
    scheduled: str | None
    revisit: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """A proposal as people see it; `now` is the number in force, `stale`: no longer its base.

    `waits_for` are those who have to act: who may decide, or the proposer of a stale one.
    `overtaken` is the decision that set the number anew after its approval for a later day:
    it never comes into force.
    """

    proposal: str
    name: str
    label: str
    metric: str
    from_: float | None
    to: float | None
    now: float | None
    from_told: str
    to_told: str
    now_told: str
    state: str
    stale: bool
    overtaken: int | None
    proposer: str
    reason: str
    proposed_at: str
    expires: str
    effective: str | None
    revisit: str | None
    waits_for: tuple[str, ...]
    decided_by: str | None
    decided_at: str | None
    why: str | None
    evidence: Mapping[str, object] | None
    seen: int  # the decision that said it last


@dataclass(frozen=True, slots=True)
class Moved:
    """A number as a decision set it, newest first in the history."""

    decision: int
    at: datetime
    before: float | None
    value: float | None
    actor: str
    reason: str


def thresholds(desk: Desk, *, production: bool = False) -> list[Number]:
    """Every number by name; with `production` also how far its newest weeks are from it."""
    found = distances(desk, production=production)
    with desk.ledger.reading() as asked:
        policy, owners, today = asked.policy(), asked.ownerships(), _today(asked)
        gone = asked.overtaken()
        moves = [one for _, one in asked.proposals() if one.id not in gone]
    return [
        _number(policy.thresholds[name], decider(policy.thresholds[name], owners),
                [m for m in moves if m.name == name], found.get(name), today)
        for name in sorted(policy.thresholds)
    ]  # fmt: skip


def moves(desk: Desk, *, state: str | None = None, name: str | None = None) -> list[Move]:
    """The proposals, newest word first, those that wait for an answer in front."""
    with desk.ledger.reading() as asked:
        policy, owners, today = asked.policy(), asked.ownerships(), _today(asked)
        gone = asked.overtaken()
        found = [
            replace(
                _move(policy, one, said.seq, today, decider(number(policy, one.name), owners)),
                overtaken=gone.get(one.id),
            )
            for said, one in asked.proposals()
        ]
    found = [m for m in found if state in (None, m.state) and name in (None, m.name)]
    return sorted(found, key=lambda m: (m.state != Stage.OPEN, -m.seen))


def history(desk: Desk, name: str) -> list[Moved]:
    """Every decision that set the number, newest first, those that came by themselves too."""
    with desk.ledger.reading() as asked:
        set_ = asked.decisions(subject=name, kinds=(Kind.THRESHOLD_SET, Kind.LIMIT_SET))
        due, later = set(asked.due()), asked.proposals()
    found = [
        Moved(e.seq, e.at, (e.before or {}).get("value"), e.after["value"], e.actor, e.reason)
        for e in set_
    ]
    for said, one in later:
        if one.name == name and said.seq in due:
            begin = datetime.fromisoformat(one.effective or "").replace(tzinfo=UTC)
            why = f"{one.id}, proposed by {one.proposer}: {one.reason}"
            by = one.decided_by or ""
            found.append(Moved(said.seq, begin, one.base.value, one.to, by, why))
    return sorted(found, key=lambda m: m.at, reverse=True)


def groups(found: list[Number]) -> list[tuple[str, list[Number]]]:
    """The numbers by what they are about, in the order of the page."""
    return [
        (group, [one for one in found if one.group == group])
        for group in GROUPS
        if any(one.group == group for one in found)
    ]


def _number(
    held: Threshold,
    owner: Ownership | None,
    moves: list[Proposal],
    latest: Distance | None,
    today: date,
) -> Number:
    said = words(held)
    open_ = tuple(one.id for one in moves if one.stage(today) is Stage.OPEN)
    later = [one.id for one in moves if one.waits_for_its_day(today)]
    done = [one for one in moves if one.said is Stage.APPROVED and one.id not in later]
    return Number(
        held.name, held.metric, held.scope, held.direction, held.value,
        owner.owner if owner else None, owner.deputy if owner else None,
        held.since, held.decision, said.label, said.group, said.unit, limit_told(held),
        latest, open_, later[0] if later else None, done[-1].revisit if done else None,
    )  # fmt: skip


def _move(
    policy: Policy, one: Proposal, seen: int, today: date, held: Ownership | None
) -> Move:
    number_ = number(policy, one.name)
    now = policy.thresholds.get(one.name)
    stage, open_ = one.stage(today), one.stage(today) is Stage.OPEN
    stale = open_ and proposals.is_stale(one, now)
    waits_for = (one.proposer,) if stale else proposals.waits_for(one, held)
    return Move(
        proposal=one.id,
        name=one.name,
        label=words(number_).label,
        metric=number_.metric,
        from_=one.base.value,
        to=one.to,
        now=now.value if now else None,
        from_told=told(number_.metric, one.base.value),
        to_told=told(number_.metric, one.to),
        now_told=told(number_.metric, now.value if now else None),
        state=stage,
        stale=stale,
        overtaken=None,
        proposer=one.proposer,
        reason=one.reason,
        proposed_at=one.proposed_at,
        expires=one.expires,
        effective=one.effective,
        revisit=one.revisit,
        waits_for=waits_for if open_ else (),
        decided_by=one.decided_by,
        decided_at=one.decided_at,
        why=one.why,
        evidence=one.evidence,
        seen=seen,
    )


def _today(asked: Reading) -> date:
    return asked.clock().astimezone(UTC).date()
