"""Hold a cohort, or how groups differ, to a threshold of its own; it moves by proposal."""

from curation import thresholds
from curation.decisions import Decision, Kind
from curation.limits import require_may_limit
from curation.proposals import require_reason
from curation.thresholds import Threshold
from store.acts.founding import require_unset
from store.desk import Desk


def hold_to(desk: Desk, threshold: Threshold, *, actor: str, reason: str) -> str:
    """Put `threshold` in force for every release from now on; the act that did it.

    Raises NotAllowed unless the actor owns blocking, and where it is, was or will be in force:
    it moves, is lifted and comes back by proposal (store.acts.proposing).
    """
    why = require_reason(reason, "state a threshold")
    with desk.ledger.transaction() as tx:
        require_unset(tx, [threshold.name])
        require_may_limit(tx.ownership("blocking"), actor)
        after = thresholds.body(threshold)
        tx.record(Decision(Kind.LIMIT_SET, threshold.name, after, actor, why, {"value": None}))
        return tx.act
