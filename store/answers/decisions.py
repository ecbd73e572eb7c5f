"""What was decided on this desk, and the proof that nobody rewrote it."""

from dataclasses import dataclass

from curation.decisions import Entry, Kind
from curation.errors import BadRequest
from store.desk import Desk
from store.facts.batches import Batch


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the chain is whole, the projections equal a replay, the facts are as recorded.

    `spoiled` names the files of facts that are gone or not the bytes that were imported.
    """

    ok: bool
    decisions: int
    head: str
    first_bad: int | None
    projections_agree: bool
    batches: int
    spoiled: tuple[str, ...]


def decisions(
    desk: Desk, *, subject: str | None = None, kind: str | None = None, limit: int | None = None
) -> list[Entry]:
    """Decisions, newest first."""
    kinds = [_kind(kind)] if kind else []
    with desk.ledger.reading() as asked:
        return asked.decisions(subject=subject, kinds=kinds, limit=limit)


def verify(desk: Desk) -> Proof:
    """Walk the whole chain, replay it, and read every file of facts that is in view."""
    bad, agree = desk.ledger.verify()
    with desk.ledger.reading() as asked:
        seq, head = asked.head()
        batches = [Batch.from_body(body) for _, body in asked.batches()]
    spoiled = tuple(b.path for b in batches if not b.stands_in(desk.folder / "facts"))
    ok = bad is None and agree and not spoiled
    return Proof(ok, seq, head, bad, agree, len(batches), spoiled)


def _kind(word: str) -> Kind:
    try:
        return Kind(word)
    except ValueError:
        raise BadRequest(f"'{word}' is no kind of decision. Use: {', '.join(Kind)}.") from None
