"""Record an incident, change it, end and close it, tie failures to it: all by decision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from curation import incidents as rules
from curation.decisions import Kind
from curation.errors import BadRequest
from curation.incidents import Incident, incident_body, incident_subject
from curation.standing import saying
from store.answers.incidents import known_incident
from store.answers.tying import Failures, with_failures
from store.desk import Desk
from store.facts.slicing import Slicing
from store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Recorded:
    """The incident as it stands now; `act` is what undo takes back."""

    incident: Incident
    act: str


NONE = Failures()


def record_incident(
    desk: Desk, said: Mapping[str, Any], *, actor: str, reason: str = "",
    failures: Failures = NONE,
) -> Recorded:  # fmt: skip
    """Put an incident on record; `said` as `change_incident` takes it."""
    _columns_known(desk, said)
    now = desk.ledger.clock()
    with desk.ledger.transaction() as tx:
        entries = tx.decisions(kinds=[Kind.INCIDENT_SET])
        new = rules.recorded(rules.next_id(e.subject for e in entries), said, now, actor=actor)
        return _say(tx, None, with_failures(desk, new, failures), actor, reason)


def change_incident(
    desk: Desk, incident_id: str, said: Mapping[str, Any], *,
    actor: str, reason: str = "", seen: int | None = None, reopen: bool = False,
) -> Recorded:  # fmt: skip
    """Put what is `said` (name, start, end, cohort, severity …) in the place of what was.

    Like every act here: MovedMeanwhile when it changed since the version `seen`, NotAllowed
    for who neither owns it, nor recorded it, nor owns the blocking set.
    """
    _columns_known(desk, said)
    now = desk.ledger.clock()

    def made(found: Incident) -> Incident:
        return rules.changed(rules.reopened(found) if reopen else found, said, now)

    return _changed(desk, incident_id, made, actor=actor, reason=reason, seen=seen)


def end_incident(
    desk: Desk, incident_id: str, at: str, *,
    actor: str, reason: str = "", seen: int | None = None, close: bool = False,
) -> Recorded:  # fmt: skip
    """Say that it was over `at` that moment; `close`: and that the work on it is done."""
    now = desk.ledger.clock()

    def made(found: Incident) -> Incident:
        ended = rules.changed(found, {"end": at}, now)
        return rules.closed(ended) if close else ended

    return _changed(desk, incident_id, made, actor=actor, reason=reason, seen=seen)


def close_incident(
    desk: Desk, incident_id: str, *, actor: str, reason: str = "", seen: int | None = None
) -> Recorded:
    """Let the work on it be done; it needs an end."""
    return _changed(desk, incident_id, rules.closed, actor=actor, reason=reason, seen=seen)


def tie(
    desk: Desk, incident_id: str, failures: Failures, *,
    actor: str, reason: str = "", seen: int | None = None,
) -> Recorded:  # fmt: skip
    """Tie cases and groups to it, or all that failed in its window and cohort."""

    def made(found: Incident) -> Incident:
        return with_failures(desk, found, failures)

    return _changed(desk, incident_id, made, actor=actor, reason=reason, seen=seen)


def untie(
    desk: Desk, incident_id: str, failures: Failures, *,
    actor: str, reason: str = "", seen: int | None = None,
) -> Recorded:  # fmt: skip
    """Take cases and groups off it; `whole`: all that is tied to it."""

    def made(found: Incident) -> Incident:
        if failures.whole:
            return rules.untied(found, found.cases, found.groups)
        return rules.untied(found, failures.cases, failures.groups)

    return _changed(desk, incident_id, made, actor=actor, reason=reason, seen=seen)


def _changed(
    desk: Desk, incident_id: str, made: Callable[[Incident], Incident], *,
    actor: str, reason: str, seen: int | None,
) -> Recorded:  # fmt: skip
    with desk.ledger.transaction() as tx:
        found, _ = known_incident(tx, incident_id)
        if seen is not None:
            tx.refuse_if_changed(incident_subject(found.id), seen)
        rules.require_may_change(found, actor, tx.ownership("blocking"))
        new = made(found)
        if new == found:
            raise BadRequest(f"{found.id} stands like that already: nothing was changed.")
        return _say(tx, found, new, actor, reason)


def _say(
    tx: Transaction, before: Incident | None, new: Incident, actor: str, reason: str
) -> Recorded:
    subject = incident_subject(new.id)
    was = tx.standing_of(subject) if before else None
    body = incident_body(new)
    tx.record(saying(Kind.INCIDENT_SET, subject, body, actor=actor, reason=reason, before=was))
    return Recorded(new, tx.act)


def _columns_known(desk: Desk, said: Mapping[str, Any]) -> None:
    """Refuse a cohort of a column that events do not have."""
    where: Mapping[str, str | None] = said.get("cohort") or {}
    if not where:
        return
    offered = Slicing(desk.facts()).columns()
    for column in where:
        if column not in offered:
            raise BadRequest(f"'{column}' makes no cohorts. What can: {', '.join(offered)}.")
