"""Move a governed number: propose, approve or reject, withdraw, refresh."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date

from curation import coming, proposals, thresholds
from curation.decisions import Body, Decision, Kind
from curation.errors import BadRequest
from curation.limits import is_limit
from curation.proposal_days import Days, days, last_day
from curation.proposals import Proposal, Stage, base_of
from curation.standing import Standing, saying
from curation.threshold_owners import decider
from curation.threshold_values import number
from curation.threshold_words import told
from curation.thresholds import PROPOSAL_DAYS, Threshold
from store.answers.moving_numbers import evidence
from store.desk import Desk
from store.ledger import Transaction
from store.ledger.reading import Reading


def propose(
    desk: Desk,
    name: str,
    to: float | None,
    *,
    actor: str,
    reason: str,
    effective: str | None = None,
    expires: str | None = None,
    revisit: str | None = None,
) -> Proposal:
    """Propose that `name` be `to` from the day `effective` on; None: held to nothing.

    What the replay says of it is kept with it. BadRequest for a value that it cannot have.
    """
    why = proposals.require_reason(reason, "propose")
    said = {"effective": effective, "expires": expires, "revisit": revisit}
    checked(desk, name, to, **said)  # before the replay, which takes its time
    found = evidence(desk, name, to)
    with desk.ledger.transaction() as tx:
        kept = _checked(tx, name, to, said)
        one = Proposal(
            id=f"P-{len(tx.proposals()) + 1}",
            name=name,
            base=base_of(tx.policy().thresholds.get(name)),
            to=to,
            proposer=actor.strip(),
            reason=why,
            proposed_at=tx.clock().astimezone(UTC).isoformat(),
            expires=kept.expires,
            effective=kept.effective,
            revisit=kept.revisit,
            evidence=found,
        )
        _say(tx, one, None, actor, why)
        return one


def checked(desk: Desk, name: str, to: float | None, **said: str | None) -> None:
    """BadRequest for a value or a day of `said` that the proposal cannot have."""
    with desk.ledger.reading() as asked:
        _checked(asked, name, to, said)


def approve(
    desk: Desk, proposal: str, *, actor: str, reason: str, seen: int | None = None
) -> Proposal:
    """Put what is proposed in force, now or from its day on; `seen`: the word it was read at.

    NotAllowed for who does not own the number, who proposed it, and where the number in force
    is another one than when it was proposed.
    """
    why = proposals.require_reason(reason, "approve")
    with desk.ledger.transaction() as tx:
        before, one = tx.proposal(proposal)
        policy, now = tx.policy(), tx.clock().astimezone(UTC)
        held = number(policy, one.name)
        proposals.require_open(one, now.date(), "approve")
        proposals.require_may_decide(one, decider(held, tx.ownerships()), actor, "approve")
        _refuse_scheduled(tx, held, now.date())
        proposals.require_fresh(one, held.metric, policy.thresholds.get(one.name))
        _require_value(tx, one.name, one.to, one.effective)
        done = proposals.approved(
            one, held, now.date(), actor=actor, at=now.isoformat(), why=why
        )
        _say(tx, done, before, actor, why, seen)
        if not done.scheduled:
            _put_in_force(tx, done, policy.thresholds.get(one.name), actor)
        return done


def reject(
    desk: Desk, proposal: str, *, actor: str, reason: str, seen: int | None = None
) -> Proposal:
    """Leave the number as it is; who may approve may say so."""
    why = proposals.require_reason(reason, "reject")

    def allowed(tx: Transaction, one: Proposal, today: date) -> None:
        proposals.require_open(one, today, "reject")
        held = decider(number(tx.policy(), one.name), tx.ownerships())
        proposals.require_may_decide(one, held, actor, "reject")

    return _end(desk, proposal, Stage.REJECTED, allowed, actor, why, seen)


def withdraw(
    desk: Desk, proposal: str, *, actor: str, reason: str, seen: int | None = None
) -> Proposal:
    """Take a proposal back that is open, or approved for a day that has not come."""
    why = proposals.require_reason(reason, "withdraw")

    def allowed(tx: Transaction, one: Proposal, today: date) -> None:
        scheduled = one.waits_for_its_day(today)
        if not scheduled:
            proposals.require_open(one, today, "withdraw")
        held = decider(number(tx.policy(), one.name), tx.ownerships())
        proposals.require_may_withdraw(one, held, actor)
        if scheduled:
            coming.require_order_without(tx.policy(), one, _waiting(tx, today))

    return _end(desk, proposal, Stage.WITHDRAWN, allowed, actor, why, seen)


def refresh(desk: Desk, proposal: str, *, actor: str, reason: str = "") -> Proposal:
    """Let the proposer's word stand for the number in force now, with a new replay."""
    with desk.ledger.reading() as asked:
        one = asked.proposal(proposal)[1]
    found = evidence(desk, one.name, one.to)
    with desk.ledger.transaction() as tx:
        before, one = tx.proposal(proposal)
        policy, now = tx.policy(), tx.clock().astimezone(UTC)
        proposals.require_open(one, now.date(), "refresh")
        proposals.require_proposer(one, actor)
        _require_value(tx, one.name, one.to, one.effective)
        last = last_day(now.date(), int(policy.value(PROPOSAL_DAYS)))
        again = replace(
            one,
            base=base_of(policy.thresholds.get(one.name)),
            expires=max(one.expires, last),
            evidence=found,
            refreshed=one.refreshed + 1,
        )
        _say(tx, again, before, actor, reason.strip() or "for the number in force now")
        return again


def _end(
    desk: Desk,
    proposal: str,
    stage: Stage,
    require: Callable[[Transaction, Proposal, date], None],
    actor: str,
    why: str,
    seen: int | None,
) -> Proposal:
    with desk.ledger.transaction() as tx:
        before, one = tx.proposal(proposal)
        now = tx.clock().astimezone(UTC)
        require(tx, one, now.date())
        done = proposals.ended(one, stage, actor=actor, at=now.isoformat(), why=why)
        _say(tx, done, before, actor, why, seen)
        return done


def _checked(
    asked: Reading, name: str, to: float | None, said: Mapping[str, str | None]
) -> Days:
    """The days that a proposal has when it is made now."""
    longest, today = int(asked.policy().value(PROPOSAL_DAYS)), _today(asked)
    found = days(today, longest, **said)
    _require_value(asked, name, to, found.effective)
    return found


def _waiting(asked: Reading, today: date) -> list[Proposal]:
    gone = asked.overtaken()
    return coming.waiting((p for _, p in asked.proposals() if p.id not in gone), today)


def _require_value(asked: Reading, name: str, to: float | None, effective: str | None) -> None:
    policy, today = asked.policy(), _today(asked)
    coming.require_value_from(
        policy, number(policy, name), to, _waiting(asked, today),
        today=today, effective=effective,
    )  # fmt: skip


def _refuse_scheduled(tx: Transaction, held: Threshold, today: date) -> None:
    """One number waits for one day at most, so that nothing is overtaken unseen."""
    for other in _waiting(tx, today):
        if other.name == held.name:
            raise BadRequest(
                f"{other.id} moves {held.name} to {told(held.metric, other.to)} on "
                f"{other.effective} already. Withdraw it first: evaldesk withdraw {other.id} "
                "--reason …"
            )


def _today(asked: Reading) -> date:
    return asked.clock().astimezone(UTC).date()


def _put_in_force(
    tx: Transaction, done: Proposal, before: Threshold | None, actor: str
) -> None:
    kind = Kind.LIMIT_SET if is_limit(done.name) else Kind.THRESHOLD_SET
    after = dict(done.becomes or {}) if done.to is not None else {"value": None}
    was = thresholds.body(before) if before else {"value": None}
    why = f"{done.id}, proposed by {done.proposer}: {done.reason}"
    tx.record(Decision(kind, done.name, after, actor, why, was))


def _say(
    tx: Transaction,
    one: Proposal,
    before: Standing | None,
    actor: str,
    reason: str,
    seen: int | None = None,
) -> None:
    if seen is not None:
        tx.refuse_if_changed(one.subject, seen)
    said: Body = proposals.body(one)
    tx.record(
        saying(Kind.PROPOSAL_SET, one.subject, said, actor=actor, reason=reason, before=before)
    )
