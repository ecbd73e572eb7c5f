"""The ledger as the shells hold it: transactions to change it, readings to ask it."""

import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, delete, select

from curation.decisions import GENESIS, Entry, first_bad
from store.ledger.engine import open_engine
from store.ledger.projections import project
from store.ledger.reading import Reading
from store.ledger.rows import entry_of
from store.ledger.tables import PROJECTIONS, DecisionRow, HeadRow
from store.ledger.transaction import Transaction


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


class Ledger:
    """Decisions at `url`. `clock` is only another one where a sample's past is written."""

    def __init__(self, url: str, clock: Callable[[], datetime] = now) -> None:
        self._engine: Engine = open_engine(url)
        self.clock = clock
        SQLModel.metadata.create_all(self._engine)
        with Session(self._engine) as session, session.begin():
            if session.get(HeadRow, 1) is None:
                session.add(HeadRow(id=1, seq=0, hash=GENESIS))

    @contextmanager
    def transaction(self) -> Generator[Transaction]:
        """Commit everything recorded inside as one act, or nothing of it."""
        with Session(self._engine) as session, session.begin():
            yield Transaction(session, uuid.uuid4().hex[:12], self.clock)

    @contextmanager
    def reading(self) -> Generator[Reading]:
        """Ask as often as needed, all of one state; nothing can be changed here."""
        engine = self._engine.execution_options(reading=True)
        with Session(engine) as session:
            yield Reading(session)

    def verify(self) -> tuple[int | None, bool]:
        """The first bad link (None when the chain is whole), and whether a replay agrees."""
        with self.reading() as asked:
            bad = first_bad(asked.entries())
            kept = asked.projections()
        return bad, bad is None and kept == self._replayed()

    def rebuild(self) -> None:
        """Make the projections anew from the log."""
        with Session(self._engine) as session, session.begin():
            for table in PROJECTIONS:
                session.exec(delete(table))
            _replay_into(session, _log(session))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _replayed(self) -> dict[str, list[dict[str, object]]]:
        with self.reading() as asked:
            entries = list(asked.entries())
        scratch = open_engine("sqlite://")
        SQLModel.metadata.create_all(scratch)
        with Session(scratch) as session:
            _replay_into(session, entries)
            session.flush()
            return Reading(session).projections()


def _replay_into(session: Session, entries: list[Entry]) -> None:
    for entry in entries:
        project(session, entry)
        session.flush()


def _log(session: Session) -> list[Entry]:
    query = select(DecisionRow).order_by(col(DecisionRow.seq))
    return [entry_of(row) for row in session.exec(query)]
