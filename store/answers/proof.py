"""The proof that nobody rewrote what was decided, and that what is shown follows from it."""

from dataclasses import dataclass

from curation.chain import Fault
from curation.decisions import GENESIS
from curation.pinning import Held, Pin, held, pinned
from store.desk import Desk
from store.facts.batches import Batch
from store.facts.recounting import Recounted
from store.ledger.diagnosis import diagnosed


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the chain is whole, the projections equal a replay, the facts are as recorded.

    `fault` says what is wrong at `first_bad`; `spoiled` names the files of facts that are gone
    or not the bytes that were imported. `rollups` counts made of them were counted again;
    `misfits` said something else, and were made anew. `pinned` is what a pin says, where one
    was shown.
    """

    ok: bool
    decisions: int
    head: str
    first_bad: int | None
    fault: Fault | None
    projections_agree: bool
    batches: int
    spoiled: tuple[str, ...]
    rollups: int
    misfits: tuple[str, ...]
    pinned: Held | None = None


def verify(desk: Desk, pin: Pin | None = None, *, key: str | None = None) -> Proof:
    """Walk the whole chain, replay it, read every file of facts in view, count it again.

    With a `pin`, prove as well that the chain still contains it; `key` checks its signature.
    """
    bad, agree = desk.ledger.verify()
    with desk.ledger.reading() as asked:
        seq, head = asked.head()
        found = None if bad is None else diagnosed(asked, bad)
        batches = [Batch.from_body(body) for _, body in asked.batches()]
        said = None
        if pin is not None:
            said = held(pin, asked.hash_of(1) or GENESIS, asked.hash_of(pin.seq), key)
    spoiled = tuple(b.path for b in batches if not b.stands_in(desk.folder / "facts"))
    again = Recounted(0, ()) if spoiled else _recounted(desk)
    ok = bad is None and agree and not spoiled and not again.misfits
    return Proof(
        ok and (said is None or said.ok), seq, head, bad, found, agree, len(batches), spoiled,
        again.files, again.misfits, said,
    )  # fmt: skip


def _recounted(desk: Desk) -> Recounted:
    facts = desk.facts()
    return facts.asking(facts.rollups.recount)


def pin_of(desk: Desk, key: str | None) -> Pin:
    """The head of the log as it is now, to be kept outside; InThePast of another day."""
    desk.ledger.require_now("a pin")
    with desk.ledger.reading() as asked:
        return pinned(asked.origin(), asked.head(), asked.clock(), key)
