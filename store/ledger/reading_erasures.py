"""What can be asked of the ledger about what was erased from it."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, select

from curation.decisions import Entry, Kind
from curation.tombstones import Tombstone, tombstones
from store.ledger.rows import entry_of
from store.ledger.tables import BatchRow, DecisionRow


class ErasureReading:
    """The part of a reading that is about erasures."""

    _session: Session
    later: Sequence[Entry] = ()  # where this is the past: the erasures made since

    def erasures(self) -> list[Entry]:
        """Every erasure, the first one first; of the past, those that were made since too."""
        query = select(DecisionRow).where(DecisionRow.kind == Kind.ERASED)
        found = self._session.exec(query.order_by(col(DecisionRow.seq)))
        return [*(entry_of(row) for row in found), *self.later]

    def tombstones(self) -> dict[int, Tombstone]:
        """The decisions of which something was erased, by number."""
        return tombstones(self.erasures())

    def entries_at(self, seqs: Iterable[int]) -> list[Entry]:
        """The decisions of these numbers, as far as there are some."""
        query = select(DecisionRow).where(col(DecisionRow.seq).in_(list(seqs)))
        return [entry_of(row) for row in self._session.exec(query)]

    def every_batch(self) -> list[dict[str, Any]]:
        """Every Parquet batch that an import lists, also those taken out of view."""
        query = select(BatchRow).order_by(col(BatchRow.seq), col(BatchRow.path))
        return [row.body for row in self._session.exec(query)]
