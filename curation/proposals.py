"""A proposal that a governed number moves: who may decide about it, and on what base."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from curation import thresholds
from curation.decisions import Body
from curation.errors import BadRequest, NotAllowed
from curation.names import same_person
from curation.ownership import Ownership
from curation.thresholds import Threshold

PREFIX = "proposal:"


class Stage(StrEnum):
    """Where a proposal stands; only an open one can be decided about."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Base:
    """The number as the proposer saw it; None where it was not held to anything."""

    value: float | None
    decision: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """`name` is to be `to` (None: held to nothing any more) instead of its `base`.

    Days are ISO dates in UTC. `expires` is the last day on which it can be decided about. From
    the day `effective` on it is in force; None: from its approval. `revisit` is the day on
    which somebody looks whether it did what it was meant to do. `evidence` is what the replay
    said, and the head of the log at which it said so. `becomes` is what its approval puts in
    force; `scheduled`: by itself, on a later day.
    """

    id: str
    name: str
    base: Base
    to: float | None
    proposer: str
    reason: str
    proposed_at: str
    expires: str
    effective: str | None = None
    revisit: str | None = None
    evidence: Body | None = None
    said: Stage = Stage.OPEN
    decided_by: str | None = None
    decided_at: str | None = None
    why: str | None = None
    becomes: Body | None = None
    scheduled: bool = False
    refreshed: int = 0

    @property
    def subject(self) -> str:
        """What the log calls it."""
        return PREFIX + self.id

    def stage(self, today: date) -> Stage:
        """Where it stands on a day: an open one expires by itself."""
        late = self.said is Stage.OPEN and today.isoformat() > self.expires
        return Stage.EXPIRED if late else self.said

    def waits_for_its_day(self, today: date) -> bool:
        """Whether it is approved, and in force only from a day that has not come."""
        return self.scheduled and not self.is_due(today)

    def is_due(self, today: date) -> bool:
        """Whether it is approved and has come into force by itself."""
        approved = self.scheduled and self.said is Stage.APPROVED
        return approved and (self.effective or "") <= today.isoformat()


def body(proposal: Proposal) -> dict[str, Any]:
    """`proposal` as plain JSON values, as it stands in the log."""
    return asdict(proposal)


def from_body(values: Mapping[str, Any]) -> Proposal:
    """The proposal that `body` wrote."""
    found = dict(values)
    base, said = Base(**found.pop("base")), Stage(found.pop("said"))
    return Proposal(base=base, said=said, **found)


def base_of(threshold: Threshold | None) -> Base:
    """What a proposal made now rests on."""
    return Base(threshold.value, threshold.decision) if threshold else Base(None, None)


def is_stale(proposal: Proposal, now: Threshold | None) -> bool:
    """Whether the number in force is no longer the one that the proposal rests on."""
    return proposal.base != base_of(now)


def require_open(proposal: Proposal, today: date, act: str) -> None:
    """Refuse to `act` on what is decided, withdrawn or expired."""
    stage = proposal.stage(today)
    if stage is Stage.OPEN:
        return
    if stage is Stage.EXPIRED:
        raise NotAllowed(
            f"{proposal.id} expired on {proposal.expires}, so nobody can {act} it. "
            f"Propose it again: evaldesk propose {proposal.name} {written(proposal.to)}."
        )
    raise NotAllowed(
        f"{proposal.id} was {stage} by {proposal.decided_by}, so nobody can {act} it."
    )


def require_may_decide(
    proposal: Proposal, held: Ownership | None, actor: str, act: str
) -> None:
    """Refuse who does not own the number, and whose own proposal it is.

    The owner's own goes to the deputy, the deputy's own to the owner.
    """
    if held is None:
        raise NotAllowed(
            f"Nobody owns {proposal.name}, so nobody can {act} {proposal.id}. "
            "Name somebody: evaldesk own blocking --owner NAME --deputy NAME."
        )
    if same_person(actor, proposal.proposer):
        raise NotAllowed(_own(proposal, held, act))
    if not held.may_decide(actor):
        other = _others(proposal, held)
        raise NotAllowed(
            f"{proposal.name} belongs to {held.people}; {actor} may not {act} {proposal.id}. "
            f"Ask {other[0] if other else held.owner}."
        )


def may_decide(proposal: Proposal, held: Ownership | None, actor: str) -> bool:
    """Whether `actor` may approve or reject it."""
    try:
        require_may_decide(proposal, held, actor, "decide")
    except NotAllowed:
        return False
    return True


def waits_for(proposal: Proposal, held: Ownership | None) -> tuple[str, ...]:
    """Who may decide about it, whoever is asked first in front; empty: nobody can."""
    return tuple(_others(proposal, held)) if held else ()


def require_may_withdraw(proposal: Proposal, held: Ownership | None, actor: str) -> None:
    """Refuse all but the proposer; what only waits for its day, who owns the number too."""
    if same_person(actor, proposal.proposer):
        return
    if proposal.scheduled and held is not None and held.may_decide(actor):
        return
    who = f"{proposal.proposer}, or {held.people}" if held else proposal.proposer
    way = f"only {proposal.proposer} can withdraw it" if not proposal.scheduled else who
    raise NotAllowed(
        f"{proposal.id} is {proposal.proposer}'s: {way}. Who decides may reject it: "
        f"evaldesk reject {proposal.id} --reason …"
    )


def require_proposer(proposal: Proposal, actor: str) -> None:
    """Refuse to refresh another's proposal: who does would have proposed it."""
    if not same_person(actor, proposal.proposer):
        raise NotAllowed(
            f"{proposal.id} is {proposal.proposer}'s to refresh. Propose your own: "
            f"evaldesk propose {proposal.name} {written(proposal.to)}."
        )


def require_fresh(proposal: Proposal, now: Threshold | None) -> None:
    """Refuse an approval of what was proposed for another number than the one in force."""
    if not is_stale(proposal, now):
        return
    found = base_of(now)
    since = f" (decision {found.decision})" if found.decision else ""
    raise NotAllowed(
        f"{proposal.name} was {written(proposal.base.value)} when {proposal.id} was proposed "
        f"and is {written(found.value)} now{since}. {proposal.proposer} has to look at it "
        f"again: evaldesk refresh {proposal.id}."
    )


def require_founding(threshold: Threshold | None) -> None:
    """Refuse to state a number that a decision has set: from then on it moves by proposal."""
    if threshold is not None and threshold.decision is not None:
        raise NotAllowed(
            f"{threshold.name} is {written(threshold.value)} by decision {threshold.decision}. "
            f"It moves by proposal only: evaldesk propose {threshold.name} VALUE --reason …"
        )


def approved(
    proposal: Proposal, number: Threshold, today: date, *, actor: str, at: str, why: str
) -> Proposal:
    """The proposal as approved; it waits for its day when that is still to come."""
    later = proposal.effective is not None and proposal.effective > today.isoformat()
    becomes = thresholds.body(number) | {"value": proposal.to}
    return replace(
        ended(proposal, Stage.APPROVED, actor=actor, at=at, why=why),
        becomes=becomes,
        scheduled=later,
    )


def ended(proposal: Proposal, said: Stage, *, actor: str, at: str, why: str) -> Proposal:
    """The proposal as `actor` leaves it."""
    return replace(
        proposal, said=said, decided_by=actor, decided_at=at, why=why, scheduled=False
    )


def written(value: float | None) -> str:
    """A value as a command takes it."""
    return "none" if value is None else f"{value:.12g}"


def require_reason(reason: str, act: str) -> str:
    """`reason` without its edges; refuse an act that says none."""
    if not reason.strip():
        raise BadRequest(f"To {act} needs a reason, which stays in the log: say --reason.")
    return reason.strip()


def _own(proposal: Proposal, held: Ownership, act: str) -> str:
    other = _others(proposal, held)
    if other:
        return (
            f"Nobody approves their own: {proposal.id} is yours, {proposal.proposer}, so "
            f"{' or '.join(other)} decides about it. You can withdraw it: evaldesk withdraw "
            f"{proposal.id}."
        )
    return (
        f"Nobody approves their own: {proposal.id} is yours, {proposal.proposer}, and "
        f"{held.scope} has nobody else who can {act} it. Name a deputy: evaldesk own "
        f"{_scope(held)} --owner '{held.owner}' --deputy NAME."
    )


def _scope(held: Ownership) -> str:
    return f"threshold:{held.scope}" if "." in held.scope else held.scope


def _others(proposal: Proposal, held: Ownership) -> list[str]:
    people = [held.owner, *([held.deputy] if held.deputy else [])]
    return [one for one in people if not same_person(one, proposal.proposer)]
