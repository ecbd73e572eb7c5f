"""A copy of the ledger to try something on; nothing of it ever reaches the log."""

from pathlib import Path

from sqlalchemy import insert, select
from sqlmodel import SQLModel

from curation.decisions import Kind
from store.ledger.engine import sqlite_url
from store.ledger.ledger import Ledger

LAST_WORDS = "standingrow"


class ScratchLedger(Ledger):
    """All of `source` at one moment, in `folder`: decisions can be made and forgotten there.

    Nobody is listed in it: what is only tried needs no role.
    """

    def __init__(self, source: Ledger, folder: Path) -> None:
        moment = source.clock()
        super().__init__(sqlite_url(folder / "ledger.db"), clock=lambda: moment)
        reading = source._engine.execution_options(reading=True)
        with reading.connect() as kept, self._engine.begin() as copy:
            for table in SQLModel.metadata.sorted_tables:
                rows = [dict(row) for row in kept.execute(select(table)).mappings()]
                if table.name == LAST_WORDS:
                    rows = [row for row in rows if row["kind"] != Kind.PERSON_SET]
                copy.execute(table.delete())
                if rows:
                    copy.execute(insert(table), rows)
