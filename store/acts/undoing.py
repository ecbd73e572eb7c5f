"""Take an act back by a new decision; what was recorded stays recorded."""

from dataclasses import dataclass

from curation.decisions import Decision, Entry, Kind
from curation.errors import BadRequest, MovedMeanwhile, NothingToUndo
from store.desk import Desk
from store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Undone:
    """The act that was taken back, and the cases that stand as before it."""

    act: str
    cases: tuple[str, ...]


def undo(desk: Desk, *, actor: str, act: str | None = None) -> Undone:
    """Take back `act`, or the actor's newest one. Opening a case is not undone by it.

    Raises NothingToUndo when there is none, MovedMeanwhile when somebody has changed one of
    its cases since: then nothing is taken back.
    """
    with desk.ledger.reading() as asked:
        act = act or asked.last_act(actor)
    if act is None:
        raise NothingToUndo(f"{actor} has no move or description left to take back.")
    with desk.ledger.transaction() as tx:
        entries = [e for e in tx.act_entries(act) if e.kind in (Kind.MOVED, Kind.DESCRIBED)]
        _refuse(tx, act, entries)
        for entry in reversed(entries):
            tx.record(_back(entry, actor))
    return Undone(act, tuple(dict.fromkeys(e.subject for e in entries)))


def _refuse(tx: Transaction, act: str, entries: list[Entry]) -> None:
    if not entries:
        raise BadRequest(f"Act {act} holds no move or description that could be taken back.")
    last = {e.subject: e.seq for e in entries}
    for subject, seq in last.items():
        case = tx.known(subject)
        if case.version != seq:
            at = case.moved_at or ""
            raise MovedMeanwhile(subject, case.moved_by or "somebody", at, "changed it")


def _back(entry: Entry, actor: str) -> Decision:
    assert entry.before is not None, "moves and descriptions know what was before"
    reason = f"undo of decision {entry.seq}"
    return Decision(
        entry.kind, entry.subject, entry.before, actor, reason, entry.after, undoes=entry.act
    )
