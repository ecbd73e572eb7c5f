"""May somebody write this into the ledger at all? Asked at its one write door."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from curation.cases import State
from curation.decisions import Decision, Kind
from curation.errors import NotAllowed
from curation.ownership import Ownership
from curation.people import (
    STRANGERS,
    People,
    Role,
    a,
    from_body,
    key,
    require_admin,
    require_here,
    require_some_admin,
    subject,
)

OF_JOBS = (  # what a job may record: facts, and what follows from them by rule
    Kind.OPENED,
    Kind.DESCRIBED,
    Kind.MOVED,
    Kind.IMPORTED,
    Kind.IMPORT_UNDONE,
    Kind.JUDGED,
    Kind.GATE_MODE_SET,
    Kind.INVESTIGATION_SET,
    Kind.INCIDENT_SET,
    Kind.ALARM_SET,
    Kind.DELIVERY_SET,
    Kind.MAINTENANCE_SET,
    Kind.WATCHED,
    Kind.SELF_TESTED,
    Kind.GROUP_REOPENED,
    Kind.ERASED,  # by age, as the policy of privacy says; whom else it refuses: erasures.py
)
NAMING = (  # what says who answers for something
    Kind.OWNER_NAMED,
    Kind.DESCRIBED,
    Kind.QUARANTINED,
    Kind.LIMIT_SET,
    Kind.INVESTIGATION_SET,
    Kind.INCIDENT_SET,
    Kind.WAIVER_SET,
    Kind.ACTION_SET,
)


def require_may_record(known: People, decision: Decision) -> None:
    """Refuse `decision` when its actor's role does not let them record it.

    Raises NotAllowed: for who has left, for a viewer, for a job that is about to decide, for
    whoever says who is who without being an admin, for what names somebody who cannot decide,
    and for what would leave the desk without an admin.
    """
    _refuse_by_role(known, decision)
    if decision.kind is Kind.PERSON_SET:
        _refuse_person(known, decision)
    elif decision.kind in NAMING:
        _refuse_named(known, decision)
        if decision.subject == State.BLOCKING and decision.kind is Kind.OWNER_NAMED:
            after = Ownership(State.BLOCKING, decision.after["owner"])
            require_some_admin(known, replace(known, blocking=after))


def _refuse_by_role(known: People, decision: Decision) -> None:
    actor = decision.actor
    require_here(known, actor)
    role = known.role(actor)
    if role is Role.VIEWER:
        raise NotAllowed(
            f"{actor} is a viewer on this desk: they see everything and decide nothing. "
            f'Ask {known.ask}: evaldesk people role "{actor}" reviewer.'
        )
    if role is Role.JOB and decision.kind not in OF_JOBS:
        what = decision.kind.replace("_", " ")
        raise NotAllowed(
            f"{actor} is a job on this desk: it brings facts and says what follows from them, "
            f"but this ({what}) is for a person to decide. Name one: --actor NAME."
        )


def _refuse_person(known: People, decision: Decision) -> None:
    said = _said(decision.after)
    if decision.subject == STRANGERS:
        require_admin(known, decision.actor, "say what strangers are")
        return
    if not _leaves(known, decision):
        require_admin(known, decision.actor, "say who is who")
    require_some_admin(known, known.followed_by(from_body(said)))


def _leaves(known: People, decision: Decision) -> bool:
    """Whether somebody says of themselves that they leave, and nothing else."""
    said = from_body(_said(decision.after))
    own = decision.subject == subject(decision.actor) and key(said.name) == key(decision.actor)
    return own and said.left is not None and said.role is known.role(decision.actor)


def _refuse_named(known: People, decision: Decision) -> None:
    """Who answers for something is somebody who can: who has left, or only looks, cannot."""
    if decision.kind is Kind.INVESTIGATION_SET and not _said(decision.before):
        return  # opened by a watch: what deviates is on record, whoever is asked first
    for name in sorted(_names(decision.after) - _names(decision.before)):
        if known.decides(name):
            continue
        why = "has left" if known.left(name) else f"is {a(known.role(name))}"
        raise NotAllowed(
            f"{name} {why} and decides nothing, so nothing can be theirs to answer for. "
            "Name somebody who does: `evaldesk people` lists them."
        )


def _names(said: Mapping[str, Any] | None) -> set[str]:
    found = _said(said)
    if "quarantine" in found:
        found = _said(found["quarantine"])
    return {one for one in (found.get("owner"), found.get("deputy")) if one}


def _said(said: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if not said:
        return {}
    return (said["body"] or {}) if "body" in said else said
