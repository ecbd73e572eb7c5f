"""Hold a cohort, or how groups differ, to a threshold of its own, or no longer."""

from typing import Any

from curation import thresholds
from curation.decisions import Decision, Kind
from curation.errors import BadRequest, Unknown
from curation.limits import require_may_limit
from curation.thresholds import Threshold
from store.desk import Desk
from store.ledger import Transaction


def hold_to(desk: Desk, threshold: Threshold, *, actor: str, reason: str) -> str:
    """Put `threshold` in force for every release from now on; the act that did it.

    Raises NotAllowed unless the actor owns it already or, where it is new, owns blocking.
    """
    after = thresholds.body(threshold)
    with desk.ledger.transaction() as tx:
        return _set(tx, threshold.name, after, actor=actor, reason=reason)


def let_go(desk: Desk, name: str, *, actor: str, reason: str) -> str:
    """No release is held to `name` any more; the act that did it."""
    with desk.ledger.transaction() as tx:
        if name not in {one.name for one in tx.policy().limits()}:
            raise Unknown("critical cohort or limit", name, "`evaldesk critical` lists them.")
        return _set(tx, name, {"value": None}, actor=actor, reason=reason)


def _set(tx: Transaction, name: str, after: dict[str, Any], *, actor: str, reason: str) -> str:
    if not reason.strip():
        raise BadRequest("A threshold needs a reason, which stays in the log: say --reason.")
    standing = next((one for one in tx.policy().limits() if one.name == name), None)
    require_may_limit(standing, tx.ownership("blocking"), actor)
    before = thresholds.body(standing) if standing else {"value": None}
    tx.record(Decision(Kind.LIMIT_SET, name, after, actor, reason, before))
    return tx.act
