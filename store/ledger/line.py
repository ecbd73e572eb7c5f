"""Whose turn it is to write: in one process, first come, first served."""

from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from threading import Lock

from curation.errors import LedgerUnavailable

BUSY = (
    "Somebody else has been writing to the ledger for half a minute. Nothing was recorded; "
    "try again."
)


class Line:
    """A lock that is fair: who waits for an SQLite file itself looks again and again, by luck.

    Thirty who did so on a busy machine left one of them waiting for half a minute.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._people: deque[Lock] = deque()

    def __len__(self) -> int:
        return len(self._people)

    @contextmanager
    def turn(self, seconds: float) -> Generator[None]:
        """Wait for the turn, and have it for the block; LedgerUnavailable after `seconds`."""
        me = Lock()
        me.acquire()
        try:
            if not self._came(me, seconds):
                raise LedgerUnavailable(BUSY)
            yield
        finally:
            self._leave(me)

    def _came(self, me: Lock, seconds: float) -> bool:
        with self._guard:
            self._people.append(me)
            if self._people[0] is me:
                return True
        if me.acquire(timeout=seconds):
            return True
        with self._guard:  # perhaps it came in this very moment
            return self._people[0] is me

    def _leave(self, me: Lock) -> None:
        with self._guard:
            if me not in self._people:
                return
            had_it = self._people[0] is me
            self._people.remove(me)
            if had_it and self._people:
                self._people[0].release()
