"""Take an act back by a new decision; what was recorded stays recorded."""

from dataclasses import dataclass

from curation.cases import State
from curation.decisions import Decision, Entry, Kind
from curation.errors import BadRequest, NothingToUndo
from curation.ownership import require
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Undone:
    """The act that was taken back, and the cases that stand as before it.

    `opened` were failures before the act and are cases now: they wait in the inbox again.
    """

    act: str
    cases: tuple[str, ...]
    opened: tuple[str, ...]


def undo(
    desk: Desk, *, actor: str, act: str | None = None, as_act: str | None = None
) -> Undone:
    """Take back `act`, or the actor's newest one. Opening a case is not undone by it.

    Raises NothingToUndo when there is none, MovedMeanwhile when somebody has changed one of
    its cases since, NotAllowed when it would move a case into or out of blocking and the
    actor does not own that: then nothing is taken back. `as_act` names the undo; one of that
    name that is recorded already is not done again.
    """
    with desk.ledger.reading() as asked:
        act = act or asked.last_act(actor)
    if act is None:
        raise NothingToUndo(f"{actor} has no move or description left to take back.")
    with desk.ledger.transaction(as_act) as tx:
        if earlier := tx.act_entries(tx.act):
            return Undone(act, tuple(dict.fromkeys(e.subject for e in earlier)), ())
        recorded = tx.act_entries(act)
        entries = [e for e in recorded if e.kind in (Kind.MOVED, Kind.DESCRIBED)]
        if not entries:
            raise BadRequest(f"Act {act} holds no move or description to take back.")
        blocking = any(tx.known(e.subject).state is State.BLOCKING for e in entries)
        if blocking or any(map(_touches_blocking, entries)):
            require(tx.ownership(State.BLOCKING), actor, "undo what concerns it")
        last = {e.subject: e.seq for e in entries}
        if as_act:  # what the same hand has taken back since is no surprise to it
            own = as_act.rpartition("-")[0] + "-"
            last = {c: tx.known_version(c, seq, own) for c, seq in last.items()}
        for entry in reversed(entries):
            tx.record(_back(entry, actor, last[entry.subject]))
    opened = tuple(e.subject for e in recorded if e.kind is Kind.OPENED)
    return Undone(act, tuple(dict.fromkeys(e.subject for e in entries)), opened)


def _touches_blocking(entry: Entry) -> bool:
    return State.BLOCKING in ((entry.before or {}).get("state"), entry.after.get("state"))


def _back(entry: Entry, actor: str, seen: int) -> Decision:
    assert entry.before is not None, "moves and descriptions know what was before"
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
