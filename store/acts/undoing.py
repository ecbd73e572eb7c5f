"""Take an act back by a new decision; what was recorded stays recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import methodcaller

from curation import baselines, incidents, investigations
from curation.alarm_owners import require_may_mute
from curation.cases import State
from curation.decisions import (
    ABOUT_CASES,
    ABOUT_GROUPS,
    NOT_TAKEN_BACK,
    UNDOABLE,
    Body,
    Decision,
    Entry,
    Kind,
    cancel_out,
)
from curation.errors import BadRequest, NothingToUndo
from curation.leakage import Verdict
from curation.names import same_person
from curation.ownership import require
from curation.proposals import written
from store.acts.restoring import Restoring
from store.acts.undoing_words import refuse_action, refuse_tick
from store.answers.alarm_owners import alarm_owners
from store.answers.guarding import Guard
from store.desk import Desk
from store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Undone:
    """The act that was taken back, and the cases or failure groups that stand as before it.

    `opened` were failures before the act and are cases now: they wait in the inbox again.
    """

    act: str
    cases: tuple[str, ...]
    opened: tuple[str, ...]
    groups: tuple[str, ...] = ()


def undo(
    desk: Desk, *, actor: str, act: str | None = None, as_act: str | None = None
) -> Undone:
    """Take back `act`, or the actor's newest one. Opening a case is not undone by it.

    Raises NothingToUndo when there is none, MovedMeanwhile when somebody has changed one of
    its cases or groups since, NotAllowed when it would move a case into or out of blocking, or
    put a group with such cases to sleep, and the actor does not own blocking, NotPutBack when
    a case would come to stand in a set to which it could not be moved today: then nothing is
    taken back. `as_act` names the undo; one of that name that is recorded already is not done
    again.
    """
    with desk.ledger.reading() as asked:
        act = act or asked.last_act(actor)
        known = asked.act_entries(act) if act else []
    if act is None:
        raise NothingToUndo(f"{actor} has no move or description left to take back.")
    guard, restoring = Guard(desk), Restoring(desk, known, actor)
    with desk.ledger.transaction(as_act) as tx:
        if earlier := tx.act_entries(tx.act):
            return Undone(act, *_subjects(earlier))
        recorded = tx.act_entries(act)
        entries = [e for e in recorded if e.kind in UNDOABLE]
        if entries:
            _refuse_half(act, recorded)
        if not entries:
            _refuse_numbers(recorded)
            raise BadRequest(f"Act {act} holds no move or description to take back.")
        owner, asleep = tx.ownership(State.BLOCKING), guard.asleep(tx)
        _refuse(tx, entries, actor)
        restoring.remember(tx)
        last = {e.subject: _untouched(tx, e.subject, e.seq) for e in entries}
        if as_act:  # what the same hand has taken back since is no surprise to it
            own = as_act.rpartition("-")[0] + "-"
            is_own = methodcaller("startswith", own)
            last = {c: tx.known_version(c, seq, is_own) for c, seq in last.items()}
        for entry in reversed(entries):
            tx.record(_back(entry, actor, last[entry.subject]))
        restoring.require(tx)
        if guard.asleep(tx) - asleep:  # as it is after the undo, which is not done if refused
            require(owner, actor, "undo what concerns it")
    cases, _, groups = _subjects(entries)
    opened = tuple(e.subject for e in recorded if e.kind is Kind.OPENED)
    return Undone(act, cases, opened, groups)


def _refuse_half(act: str, recorded: Sequence[Entry]) -> None:
    """An act with something in it that is not taken back stays as a whole."""
    kinds = {e.kind for e in recorded}
    if Kind.ERASED in kinds:
        raise BadRequest(f"Act {act} erased texts: they are gone, and nobody brings them back.")
    if kinds & {*NOT_TAKEN_BACK}:
        raise BadRequest(
            f"Act {act} passed things on to other people, and is not taken back by half. "
            "Hand them back: evaldesk people hand-over."
        )


def _refuse_numbers(recorded: Sequence[Entry]) -> None:
    """Who moved a number says so; it goes back the way it came."""
    for entry in recorded:
        if entry.kind is Kind.ERASED:
            raise BadRequest(
                f"{entry.subject} erased texts: they are gone, and nobody brings them back."
            )
        if entry.kind in (Kind.THRESHOLD_SET, Kind.LIMIT_SET):
            was = written((entry.before or {}).get("value"))
            raise BadRequest(
                f"{entry.subject} moves by proposal only, back as well: "
                f"evaldesk propose {entry.subject} {was} --reason …"
            )


def _untouched(tx: Transaction, subject: str, seq: int) -> int:
    """The newest version that is the same as `seq`: what was undone since does not count."""
    later = [e for e in tx.decisions(subject=subject) if e.seq > seq]
    return later[0].seq if later and cancel_out(later) else seq


def _subjects(
    entries: Sequence[Entry],
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The cases, none that it opened, and the groups that `entries` are about."""
    groups = dict.fromkeys(e.subject for e in entries if e.kind in ABOUT_GROUPS)
    cases = dict.fromkeys(e.subject for e in entries if e.kind in ABOUT_CASES)
    return tuple(cases), (), tuple(groups)


def _concerns_blocking(tx: Transaction, entry: Entry) -> bool:
    if entry.kind not in ABOUT_CASES:
        return False
    states = ((entry.before or {}).get("state"), entry.after.get("state"))
    return State.BLOCKING in (*states, tx.known(entry.subject).state)


def _refuse(tx: Transaction, entries: Sequence[Entry], actor: str) -> None:
    """Refuse who may not take back one of `entries`."""
    if any(_concerns_blocking(tx, entry) for entry in entries):
        require(tx.ownership(State.BLOCKING), actor, "undo what concerns it")
    for entry in entries:
        _refuse_verdict(tx, entry, actor)
        _refuse_incident(tx, entry, actor)
        _refuse_investigation(tx, entry, actor)
        _refuse_maintenance(tx, entry, actor)
        refuse_action(tx, entry, actor)
        refuse_tick(entry, actor)


def _refuse_verdict(tx: Transaction, entry: Entry, actor: str) -> None:
    """That two texts differ clears an objection: only who may say it brings it back."""
    if entry.kind is Kind.DUPLICATE_SET:
        before: Body | None = (entry.before or {}).get("body")
        if before and before.get("verdict") == Verdict.DIFFERENT:
            require(tx.ownership(State.BLOCKING), actor, "clear what keeps a case out of it")


def _refuse_incident(tx: Transaction, entry: Entry, actor: str) -> None:
    """One's own word on an incident can be taken back, another's by who may change it."""
    found = tx.standing_of(entry.subject) if entry.kind is Kind.INCIDENT_SET else None
    if found and not same_person(actor, entry.actor):
        incident = incidents.from_body(found.subject, found.body)
        incidents.require_may_change(incident, actor, tx.ownership(State.BLOCKING))


def _refuse_investigation(tx: Transaction, entry: Entry, actor: str) -> None:
    """One's own word can be taken back, another's by who might say it: a finding is one."""
    if entry.kind is not Kind.INVESTIGATION_SET or same_person(actor, entry.actor):
        return
    stands = tx.standing_of(entry.subject)
    said = stands.body if stands else (entry.before or {}).get("body")
    if said:
        found = investigations.from_body(said)
        baseline, blocking = tx.ownership(baselines.SCOPE), tx.ownership(State.BLOCKING)
        investigations.require_may_decide(found, baseline, blocking, actor)


def _refuse_maintenance(tx: Transaction, entry: Entry, actor: str) -> None:
    if entry.kind is Kind.MAINTENANCE_SET and not same_person(actor, entry.actor):
        require_may_mute(alarm_owners(tx), actor, f"undo what {entry.actor} said of a mute")


def _back(entry: Entry, actor: str, seen: int) -> Decision:
    assert entry.before is not None, "what can be undone knows what was before"
    reason = f"undo of decision {entry.seq}"
    return Decision(
        entry.kind,
        entry.subject,
        after=entry.before,
        actor=actor,
        reason=reason,
        before=entry.after,
        seen=seen,
        undoes=entry.act,
    )
