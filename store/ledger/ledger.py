"""The ledger as the shells hold it: transactions to change it, readings to ask it."""

import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine, inspect
from sqlmodel import Session, SQLModel, delete

from curation.decisions import GENESIS
from store.ledger.clock import now
from store.ledger.engine import open_engine
from store.ledger.proof import first_bad_link, follows, replay_into
from store.ledger.reading import Reading
from store.ledger.tables import PROJECTIONS, HeadRow
from store.ledger.transaction import Transaction


class Ledger:
    """Decisions at `url`. `clock` is only another one where a sample's past is written."""

    def __init__(self, url: str, clock: Callable[[], datetime] = now) -> None:
        self._engine: Engine = open_engine(url)
        self.clock = clock
        # Whoever only wants to read does not stand in line behind a long write.
        if not self._is_founded():
            self._found()

    @contextmanager
    def transaction(self, act: str | None = None) -> Generator[Transaction]:
        """Commit everything recorded inside as one act, or nothing of it.

        `act` names it when the caller must be able to ask later whether it was recorded.
        """
        with Session(self._engine) as session, session.begin():
            yield Transaction(session, act or uuid.uuid4().hex[:12], self.clock)

    @contextmanager
    def reading(self) -> Generator[Reading]:
        """Ask as often as needed, all of one state; nothing can be changed here."""
        engine = self._engine.execution_options(reading=True)
        with Session(engine) as session:
            yield Reading(session, self.clock)

    def verify(self) -> tuple[int | None, bool]:
        """The first bad link (None when the chain is whole), and whether a replay agrees."""
        with self.reading() as asked:
            bad = first_bad_link(asked)
            return bad, bad is None and follows(asked)

    def rebuild(self) -> None:
        """Make the projections anew from the log."""
        with Session(self._engine) as session, session.begin():
            for table in PROJECTIONS:
                session.exec(delete(table))
            replay_into(session, list(Reading(session, self.clock).entries()))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _is_founded(self) -> bool:
        there = inspect(self._engine.execution_options(reading=True)).get_table_names()
        if not set(SQLModel.metadata.tables) <= set(there):
            return False
        with self.reading() as asked:
            return asked.has_head()

    def _found(self) -> None:
        SQLModel.metadata.create_all(self._engine)
        with Session(self._engine) as session, session.begin():
            if session.get(HeadRow, 1) is None:
                session.add(HeadRow(id=1, seq=0, hash=GENESIS))
