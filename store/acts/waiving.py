"""Let a release ship in spite of a named failure until a day, and end that early."""

from dataclasses import dataclass
from datetime import UTC

from curation.cases import State
from curation.decisions import Kind
from curation.errors import Unknown
from curation.people import unlisted
from curation.promotion import Objection
from curation.standing import saying
from curation.threshold_owners import decides_about
from curation.thresholds import MARGIN, Policy
from curation.waivers import (
    LIST_THEM,
    Known,
    Waiver,
    ended,
    from_body,
    in_force,
    next_id,
    objections,
    waiver_body,
    waiver_subject,
    waivers_of,
    wanted,
)
from store.answers.gate_basis import today
from store.desk import Desk
from store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Waived:
    """The waiver that was granted (or ended), or what is in the way of granting it."""

    waiver: Waiver | None
    refused: tuple[Objection, ...] = ()
    note: str | None = None  # what is odd about it, though it was granted


def waive(
    desk: Desk,
    what: str,
    *,
    owner: str,
    until: str,
    actor: str,
    reason: str,
    run: str | None = None,
    model: str | None = None,
) -> Waived:
    """Let `what`, a blocking case or a threshold of the gate, not block before the day `until`.

    For `run`, for the version `model`, or for any; `owner` mends what is wrong.
    """
    with desk.ledger.transaction() as tx:
        if run:
            tx.run(run)  # Unknown when there is none
        granted = waivers_of(tx.standing(Kind.WAIVER_SET))
        asked = wanted(
            next_id(waiver_subject(one.id) for one in granted),
            what.strip(),
            owner=owner,
            until=until,
            by=actor,
            reason=reason,
            at=desk.ledger.clock().astimezone(UTC).isoformat(),
            run=run,
            model=model,
        )
        known = _known(tx, desk, asked.what, granted)
        if found := objections(asked, known):
            return Waived(None, tuple(found))
        _record(tx, asked, actor=actor, reason=asked.reason)
        return Waived(asked, note=unlisted(tx.known_people(), asked.owner))


def end_waiver(desk: Desk, waiver_id: str, *, actor: str, reason: str = "") -> Waived:
    """End a waiver now: what it let through blocks again."""
    with desk.ledger.transaction() as tx:
        standing = tx.standing_of(waiver_subject(waiver_id))
        if standing is None:
            raise Unknown("waiver", waiver_id, LIST_THEM)
        found = from_body(standing.subject, standing.body)
        at = desk.ledger.clock().astimezone(UTC).isoformat()
        over = ended(
            found,
            by=actor,
            at=at,
            decides=decides_about(found.what, tx.policy(), tx.ownerships()),
        )
        _record(tx, over, actor=actor, reason=reason.strip())
        return Waived(over)


def _known(tx: Transaction, desk: Desk, what: str, granted: tuple[Waiver, ...]) -> Known:
    policy, now = tx.policy(), today(desk)
    decides = decides_about(what, policy, tx.ownerships())
    others = in_force(granted, now)
    if what in policy.thresholds:
        return Known(policy, decides, now, blocks=_of_gate(policy, what), others=others)
    case = tx.case(what)
    if case is None:
        way = "Name a blocking case (`evaldesk sets`) or a threshold (`evaldesk thresholds`)."
        raise Unknown("case or threshold", what, way)
    frozen = tx.set_version("blocking")
    blocks = case.state is State.BLOCKING or (frozen is not None and what in frozen.cases)
    return Known(policy, decides, now, case, blocks, others)


def _of_gate(policy: Policy, name: str) -> bool:
    return name == MARGIN or any(one.name == name for one in policy.gate())


def _record(tx: Transaction, waiver: Waiver, *, actor: str, reason: str) -> None:
    subject = waiver_subject(waiver.id)
    said, before = waiver_body(waiver), tx.standing_of(subject)
    tx.record(saying(Kind.WAIVER_SET, subject, said, actor=actor, reason=reason, before=before))
