"""What people say of an investigation: who has it, what was found, that it did not hold."""

from collections.abc import Callable

from curation.baselines import SCOPE
from curation.decisions import Kind
from curation.errors import Unknown
from curation.investigations import (
    Investigation,
    body,
    closed,
    given,
    reopened,
    require_may_decide,
)
from curation.standing import saying
from store.answers.investigations import known_investigation
from store.desk import Desk


def close_investigation(
    desk: Desk, id_: str, finding: str, *, actor: str, incident: str | None = None
) -> tuple[Investigation, str]:
    """There is a finding; `incident` names the one on record that it belongs to.

    This and the others answer with the investigation as it stands, and with the act.
    """
    now = desk.ledger.clock()
    named = (incident or "").strip() or None
    return _say(
        desk,
        id_,
        lambda one: closed(one, finding, named, actor, now),
        actor,
        finding,
        incident=named,
    )


def give_investigation(
    desk: Desk, id_: str, owner: str, *, actor: str, reason: str = ""
) -> tuple[Investigation, str]:
    """`owner` looks into it from now on."""
    return _say(desk, id_, lambda one: given(one, owner), actor, reason)


def reopen_investigation(
    desk: Desk, id_: str, *, actor: str, reason: str
) -> tuple[Investigation, str]:
    """The finding did not hold."""
    return _say(desk, id_, lambda one: reopened(one, reason), actor, reason)


def _say(
    desk: Desk,
    id_: str,
    change: Callable[[Investigation], Investigation],
    actor: str,
    reason: str,
    incident: str | None = None,
) -> tuple[Investigation, str]:
    with desk.ledger.transaction() as tx:
        found = known_investigation(tx, id_)
        require_may_decide(found, tx.ownership(SCOPE), tx.ownership("blocking"), actor)
        if incident and tx.standing_of(f"incident:{incident}") is None:
            raise Unknown("incident", incident, "`evaldesk incidents` lists them.")
        after, before = change(found), tx.standing_of(found.subject)
        said = body(after)
        tx.record(
            saying(
                Kind.INVESTIGATION_SET,
                found.subject,
                said,
                actor=actor,
                reason=reason.strip(),
                before=before,
            )
        )
        return after, tx.act
