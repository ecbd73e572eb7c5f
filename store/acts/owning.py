"""Name who decides, and put governed numbers in force."""

from collections.abc import Iterable

from curation import alarm_owners, baselines, budget, thresholds
from curation.cases import SETS
from curation.decisions import Decision, Kind
from curation.errors import BadRequest
from curation.ownership import Ownership, require
from curation.proposals import require_founding
from curation.thresholds import Threshold
from store.desk import Desk

SCOPES = (*SETS, baselines.SCOPE, budget.SCOPE, alarm_owners.SCOPE)  # what somebody can own


def name_owner(
    desk: Desk, scope: str, owner: str, deputy: str | None, *, actor: str, reason: str = ""
) -> Ownership:
    """From now on `owner` decides about `scope`; only the owner before may hand it over."""
    if scope not in SCOPES:
        raise BadRequest(f"'{scope}' cannot be owned. These can: {', '.join(SCOPES)}.")
    owner, deputy = owner.strip(), (deputy or "").strip() or None
    if not owner:
        raise BadRequest(f"Say who owns {scope}: --owner NAME.")
    with desk.ledger.transaction() as tx:
        before = tx.ownership(scope)
        held = before
        if scope not in SETS:  # nobody takes it from who decides about it without a word
            of = tx.ownership(baselines.SCOPE) if scope == alarm_owners.SCOPE else None
            held = baselines.decider(before or of, tx.ownership("blocking"))
        require(held, actor, f"hand {scope} over")
        was = {"owner": before.owner, "deputy": before.deputy} if before else None
        after = {"owner": owner, "deputy": deputy}
        tx.record(Decision(Kind.OWNER_NAMED, scope, after, actor, reason, was))
    return Ownership(scope, owner, deputy)


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
