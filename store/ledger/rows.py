"""Between a decision as a row of the log and a decision as the rules know it."""

from curation.decisions import Entry, Kind
from store.ledger.tables import DecisionRow


def row_of(entry: Entry) -> DecisionRow:
    """`entry` as the log keeps it."""
    return DecisionRow(
        seq=entry.seq,
        act=entry.act,
        kind=entry.kind,
        subject=entry.subject,
        before=None if entry.before is None else dict(entry.before),
        after=dict(entry.after),
        actor=entry.actor,
        reason=entry.reason,
        at=entry.at,
        undoes=entry.undoes,
        previous=entry.previous,
        hash=entry.hash,
    )


def entry_of(row: DecisionRow) -> Entry:
    """The decision that a row of the log holds."""
    return Entry(
        seq=row.seq,
        act=row.act,
        kind=Kind(row.kind),
        subject=row.subject,
        before=row.before,
        after=row.after,
        actor=row.actor,
        reason=row.reason,
        at=row.at,
        undoes=row.undoes,
        previous=row.previous,
        hash=row.hash,
    )
