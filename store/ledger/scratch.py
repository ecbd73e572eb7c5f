"""A copy of the ledger to try something on; nothing of it ever reaches the log."""

from collections.abc import Generator
from contextlib import contextmanager

from store.ledger.ledger import Ledger
from store.ledger.past import PastLedger
from store.ledger.transaction import Transaction


class ScratchLedger(PastLedger):
    """The log up to now in a database of its own, where decisions can be made and forgotten."""

    @contextmanager
    def transaction(self, act: str | None = None) -> Generator[Transaction]:
        """Record as ever, in the copy."""
        with Ledger.transaction(self, act) as tx:
            yield tx
