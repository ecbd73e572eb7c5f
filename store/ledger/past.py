"""The ledger as it was: the log up to a decision, replayed into a scratch database."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from curation.decisions import Entry
from curation.errors import InThePast
from curation.label_tasks import Veil
from store.ledger.engine import sqlite_url
from store.ledger.ledger import Ledger
from store.ledger.projections import swapped
from store.ledger.proof import replay_into
from store.ledger.reading import Reading
from store.ledger.rows import row_of
from store.ledger.tables import HeadRow
from store.ledger.transaction import Transaction


class PastLedger(Ledger):
    """What `entries` made, as of `moment`; it can be asked like any ledger, not decided on."""

    def __init__(
        self,
        entries: Sequence[Entry],
        moment: datetime,
        later: Sequence[Entry] = (),
        veil: Veil | None = None,
    ) -> None:
        self._scratch = TemporaryDirectory(prefix="evaldesk-past-")
        self.folder = Path(self._scratch.name)
        super().__init__(sqlite_url(self.folder / "ledger.db"), clock=lambda: moment)
        self.moment, self.seq = moment, entries[-1].seq if entries else 0
        self.veil = veil  # labels that are hidden now: looking back does not show them
        self.later = tuple(later)  # erasures made since: what they took is gone of all days
        with Session(self._engine) as session, session.begin():
            session.add_all(row_of(entry) for entry in entries)
            replay_into(session, entries)
            for erasure in later:
                swapped(session, erasure)
            if entries:
                head = session.get_one(HeadRow, 1)
                head.seq, head.hash = entries[-1].seq, entries[-1].hash
                session.add(head)

    @contextmanager
    def reading(self) -> Generator[Reading]:
        """Ask as often as needed; what was erased since is gone, what is hidden now is."""
        with super().reading() as asked:
            asked.later, asked.today = self.later, self.veil
            yield asked

    @contextmanager
    def transaction(self, act: str | None = None) -> Generator[Transaction]:  # noqa: ARG002
        """Refused: InThePast."""
        raise InThePast(
            f"This is the desk as of {self.moment:%Y-%m-%d %H:%M} UTC (decision {self.seq}): "
            "nothing can be decided in the past. Go back to now first."
        )
        yield  # pyright: ignore[reportUnreachable]  # a generator, as every transaction is

    def require_now(self, what: str) -> None:
        """Refused: InThePast. What is written today does not bear the date of then."""
        raise InThePast(
            f"This is the desk as of {self.moment:%Y-%m-%d %H:%M} UTC (decision {self.seq}): "
            f"{what} is only made of the desk as it is now. Leave out --as-of, or go back to "
            "now."
        )

    def close(self) -> None:
        """Let go of the scratch database, and delete it."""
        super().close()
        self._scratch.cleanup()
