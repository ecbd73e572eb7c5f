"""What an item of a review is settled on: the decisions that answer it."""

from curation.errors import BadRequest
from curation.proposals import Stage
from curation.review import Handled, Item, Meeting
from curation.review_decisions import decided
from store.answers.gate_basis import today
from store.answers.meetings import spells
from store.desk import Desk
from store.ledger import Transaction


def answering(tx: Transaction, now: Meeting, item: Item, was: Handled) -> tuple[int, ...]:
    """What answers the item by now; what was on its sheet before stays there."""
    news = tx.head()[0] - was.since
    later = tx.decisions(limit=news) if news > 0 else []
    found = decided(item, was, now, later, spells(tx, now, item.key))
    return tuple(sorted({*was.decisions, *found}))


def require_decided(desk: Desk, tx: Transaction, item: Item) -> None:
    """Refuse to call a proposal decided that still waits."""
    if item.kind != "proposal":
        return
    found = [one for _, one in tx.proposals() if one.id == item.subject]
    if found and found[0].stage(today(desk)) is Stage.OPEN:
        raise BadRequest(
            f"{item.subject} still waits, so nothing is decided: `evaldesk approve "
            f"{item.subject}` or `evaldesk reject {item.subject}` decides it. Else call it "
            "discussed, or deferred."
        )
