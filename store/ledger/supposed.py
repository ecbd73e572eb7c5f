"""The ledger as it would read, had other numbers been in force."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager

from curation.errors import BadRequest
from curation.thresholds import Policy, Threshold
from store.ledger.ledger import Ledger
from store.ledger.reading import Reading
from store.ledger.transaction import Transaction

Numbers = Mapping[str, float | Threshold | None]


class SupposedReading(Reading):
    """What `real` says, and other numbers; None: there is no such number."""

    def __init__(self, real: Reading, numbers: Numbers) -> None:
        super().__init__(real._session, real.clock)
        self._numbers = numbers

    def policy(self) -> Policy:
        """All thresholds in force, as they are supposed."""
        return super().policy().supposing(self._numbers)


class SupposedLedger(Ledger):
    """`real` with other numbers; it can be asked like any ledger, not decided on."""

    def __init__(self, real: Ledger, numbers: Numbers) -> None:
        self._real, self._numbers = real, numbers
        self._engine, self.clock = real._engine, real.clock

    @contextmanager
    def transaction(self, act: str | None = None) -> Generator[Transaction]:  # noqa: ARG002
        """Refused: nothing is decided on what is only supposed."""
        raise BadRequest(
            "Other numbers are only supposed here: nothing can be decided on them. "
            "Propose them first: evaldesk propose NAME VALUE --reason …"
        )
        yield  # pyright: ignore[reportUnreachable]  # a generator, as every transaction is

    @contextmanager
    def reading(self) -> Generator[Reading]:
        """Ask as often as needed, all of one state and of the numbers supposed."""
        with self._real.reading() as asked:
            yield SupposedReading(asked, self._numbers)

    def close(self) -> None:
        """Leave the database open: it is that of the real ledger."""
