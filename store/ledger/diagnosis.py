"""What is wrong with the log where its proof has failed."""

from sqlalchemy.exc import SQLAlchemyError

from curation.chain import Fault, fault
from curation.decisions import Entry
from store.ledger.reading import Reading

_UNREADABLE = (ValueError, TypeError, SQLAlchemyError)


def diagnosed(asked: Reading, bad: int) -> Fault:
    """What was done to the log whose first bad link is `bad`."""
    found: list[Entry] = []
    cut = False
    try:
        for entry in asked.entries(batch=1):  # one by one: what comes before a bad row is kept
            found.append(entry)
    except _UNREADABLE:
        cut = True
    gone = cut and bad > len(found)
    return fault(found, asked.head(), bad, cut=gone, erased=asked.tombstones())
