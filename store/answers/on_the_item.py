"""What came of one item while its review goes on: the decisions so far, and the actions."""

from dataclasses import dataclass

from curation.actions import Promised
from curation.review import Item, Meeting
from curation.review_decisions import decided
from store.answers.decisions import decision
from store.answers.meetings import spells
from store.answers.promised import actions, judged
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Said:
    """One decision, in words."""

    seq: int
    who: str
    did: str
    why: str


@dataclass(frozen=True, slots=True)
class SoFar:
    """Both in the order in which they were made."""

    decisions: tuple[Said, ...]
    actions: tuple[Promised, ...]


def so_far(desk: Desk, held: Meeting, item: Item) -> SoFar:
    """What was decided about `item` since it was opened, and who promised what for it."""
    handled = held.of(item.key)
    with desk.ledger.reading() as asked:
        seqs: tuple[int, ...] = ()
        if handled is not None and handled.settled:
            seqs = handled.decisions
        elif handled is not None and (news := asked.head()[0] - handled.since) > 0:
            later = asked.decisions(limit=news)
            seqs = tuple(decided(item, handled, held, later, spells(asked, held, item.key)))
        made = [
            (one, seq)
            for one, seq in actions(asked)
            if (one.week, one.item) == (held.week, item.key)
        ]
    said = [decision(desk, seq) for seq in seqs]
    return SoFar(
        tuple(Said(d.entry.seq, d.entry.actor, d.told.did, d.entry.reason) for d in said),
        tuple(judged(desk, one, seq) for one, seq in made),
    )


def one_promise(desk: Desk, action_id: str) -> Promised | None:
    """One promise as it stands now; None: there is none of that id."""
    with desk.ledger.reading() as asked:
        found = [(one, seq) for one, seq in actions(asked) if one.id == action_id]
    return judged(desk, *found[0]) if found else None
