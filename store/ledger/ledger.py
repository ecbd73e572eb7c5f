"""The ledger as the shells hold it: transactions to change it, readings to ask it."""

import uuid
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from curation.typed import Shown
from store.ledger.clock import now
from store.ledger.engine import BUSY_SECONDS, open_engines
from store.ledger.line import Line
from store.ledger.proof import first_bad_link, rebuild, strays
from store.ledger.purging import purged
from store.ledger.reading import Reading
from store.ledger.schema import Tell, is_ours, make_ours, warned
from store.ledger.transaction import Transaction


class Ledger:
    """Decisions at `url`. `clock` is only another one where a sample's past is written.

    `tell` hears of a ledger of an older schema before it is brought to ours.
    """

    def __init__(
        self, url: str, clock: Callable[[], datetime] = now, tell: Tell = warned
    ) -> None:
        self._engines = open_engines(url)
        self._engine = self._engines.writing
        self.clock = clock
        self.door: Callable[[Reading], Shown] | None = None  # what people type goes through it
        self._line, self._in_a_file = Line(), self._engine.dialect.name == "sqlite"
        # Whoever only wants to read does not stand in line behind a long write.
        try:
            if not is_ours(self._engines):
                make_ours(self._engines, tell)
        except BaseException:
            self._engines.dispose()
            raise

    @contextmanager
    def transaction(self, act: str | None = None) -> Generator[Transaction]:
        """Commit everything recorded inside as one act, or nothing of it.

        `act` names it when the caller must be able to ask later whether it was recorded.
        """
        with self._turn(), Session(self._engine) as session, session.begin():
            yield Transaction(session, act or uuid.uuid4().hex[:12], self.clock, self.door)

    @contextmanager
    def reading(self) -> Generator[Reading]:
        """Ask as often as needed, all of one state; nothing can be changed here."""
        with Session(self._engines.reading) as session:
            yield Reading(session, self.clock)

    def require_now(self, what: str) -> None:
        """Refuse `what` where this is the past: nobody vouches for a day by another one."""

    def verify(self) -> tuple[int | None, bool]:
        """The first bad link (None when the chain is whole), and whether a replay agrees."""
        with self.reading() as asked:
            bad = first_bad_link(asked)
            return bad, bad is None and not strays(asked)

    def strays(self) -> list[str]:
        """The rows shown that do not follow from the log, by table and key."""
        with self.reading() as asked:
            return strays(asked)

    def rebuild(self) -> None:
        """Make the projections anew from the log."""
        with Session(self._engine) as session, session.begin():
            rebuild(session)

    def purge(self) -> bool:
        """Let the bytes of what was erased leave the disk; False: somebody is in the way."""
        with self._turn():
            return purged(self._engine)

    def files(self) -> tuple[Path, ...]:
        """The ledger's file with those that were copied from it before a migration."""
        name = self._engine.url.database
        if not self._in_a_file or not name:
            return ()
        file = Path(name)
        return (file, *sorted(file.parent.glob(f"{file.stem}-schema-*{file.suffix}")))

    def _turn(self) -> AbstractContextManager[None]:
        # A server keeps its own line, and a fair one.
        return self._line.turn(BUSY_SECONDS) if self._in_a_file else nullcontext()

    def close(self) -> None:
        """Let go of the database."""
        self._engines.dispose()
