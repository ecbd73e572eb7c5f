"""Name who decides, and put governed numbers in force."""

from collections.abc import Iterable
from datetime import UTC

from curation import owned, thresholds
from curation.cases import SETS
from curation.decisions import Decision, Kind
from curation.errors import BadRequest
from curation.left_open import require_may_name
from curation.names import same_person
from curation.ownership import Ownership, require
from curation.proposals import Stage, require_founding
from curation.threshold_owners import PREFIX as THRESHOLD
from curation.threshold_owners import decider
from curation.threshold_values import number
from curation.thresholds import Threshold
from store.desk import Desk
from store.ledger import Transaction


def name_owner(
    desk: Desk, scope: str, owner: str, deputy: str | None, *, actor: str, reason: str = ""
) -> Ownership:
    """From now on `owner` decides about `scope`; who decides now, or an admin, may say so."""
    owner, deputy = " ".join(owner.split()), " ".join((deputy or "").split()) or None
    if not owner:
        raise BadRequest(f"Say who owns {scope}: --owner NAME.")
    if same_person(owner, deputy):
        raise BadRequest(f"{owner} cannot be the deputy of {owner}: name somebody else.")
    with desk.ledger.transaction() as tx:
        named = Ownership(owned.scope(scope, tx.policy()), owner, deputy)
        if not tx.known_people().is_admin(actor):
            require(_decides(tx, named.scope), actor, f"hand {named.scope} over")
        own(tx, named, actor=actor, reason=reason)
    return named


def own(tx: Transaction, named: Ownership, *, actor: str, reason: str) -> None:
    """Record that `named` decides, whoever did before; nobody picks who judges their own."""
    _refuse_picking(tx, named, actor)
    before = tx.ownership(named.scope)
    was = {"owner": before.owner, "deputy": before.deputy} if before else None
    after = {"owner": named.owner, "deputy": named.deputy}
    tx.record(Decision(Kind.OWNER_NAMED, named.scope, after, actor, reason, was))


def _refuse_picking(tx: Transaction, named: Ownership, actor: str) -> None:
    policy, today = tx.policy(), tx.clock().astimezone(UTC).date()
    before = tx.ownerships()
    after = {**before, named.scope: named}
    for _, one in tx.proposals():
        if one.stage(today) is Stage.OPEN:
            held = number(policy, one.name)
            require_may_name(one, actor, decider(held, before), decider(held, after))


def _decides(tx: Transaction, scope: str) -> Ownership | None:
    """Who decides about `scope` now: nobody takes it from them without a word."""
    if scope in SETS:
        return tx.ownership(scope)
    owners = tx.ownerships()
    if scope.startswith(THRESHOLD):
        return decider(tx.policy().thresholds[scope.removeprefix(THRESHOLD)], owners)
    return owned.falls_to(scope, owners)


def set_thresholds(desk: Desk, found: Iterable[Threshold], *, actor: str, reason: str) -> None:
    """Put the founding numbers of a desk in force; once set, they move by proposal.

    NotAllowed, and nothing is set, where one of them is in force by a decision already.
    """
    with desk.ledger.transaction() as tx:
        policy = tx.policy()
        for threshold in found:
            before = policy.thresholds.get(threshold.name)
            require_founding(before)
            tx.record(
                Decision(
                    Kind.THRESHOLD_SET,
                    threshold.name,
                    after=thresholds.body(threshold),
                    before=thresholds.body(before) if before else None,
                    actor=actor,
                    reason=reason,
                )
            )
