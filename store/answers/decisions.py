"""What was decided on this desk, and the proof that nobody rewrote it."""

from dataclasses import dataclass

from curation.decisions import Entry, Kind
from curation.errors import BadRequest
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the chain is whole and the projections equal a replay of it."""

    ok: bool
    decisions: int
    head: str
    first_bad: int | None
    projections_agree: bool


def decisions(
    desk: Desk, *, subject: str | None = None, kind: str | None = None, limit: int | None = None
) -> list[Entry]:
    """Decisions, newest first."""
    kinds = [_kind(kind)] if kind else []
    with desk.ledger.reading() as asked:
        return asked.decisions(subject=subject, kinds=kinds, limit=limit)


def verify(desk: Desk) -> Proof:
    """Walk the whole chain and replay it."""
    bad, agree = desk.ledger.verify()
    with desk.ledger.reading() as asked:
        seq, head = asked.head()
    return Proof(bad is None and agree, seq, head, bad, agree)


def _kind(word: str) -> Kind:
    try:
        return Kind(word)
    except ValueError:
        raise BadRequest(f"'{word}' is no kind of decision. Use: {', '.join(Kind)}.") from None
