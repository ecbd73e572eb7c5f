"""The desk as it was at the few points of the past that somebody looks at."""

import weakref
from collections import OrderedDict
from datetime import datetime
from threading import Lock

from curation.as_of import as_of
from store.desk import Desk
from store.facts import Facts
from store.ledger import Ledger

_KEPT = 3


class PastDesks:
    """The past of one desk. Thread-safe; what nobody asked for longest is let go.

    It is closed when the last one who holds it lets go too: a page may still be drawing.
    """

    def __init__(self, desk: Desk, kept: int = _KEPT) -> None:
        self._desk = desk
        self._kept = kept
        self._found: OrderedDict[tuple[int, datetime], Desk] = OrderedDict()
        self._lock = Lock()

    def at(self, said: str) -> Desk:
        """The desk as of what `said` names; itself when that is now. BadRequest: never was."""
        point = self._point(said)
        if point is None:
            return self._desk
        with self._lock:
            if point not in self._found:
                self._found[point] = _closed_at_last(self._desk.past(said))
            self._found.move_to_end(point)
            while len(self._found) > self._kept:
                self._found.popitem(last=False)
            return self._found[point]

    def knows(self, said: str) -> bool:
        """Whether it is there already, or costs nothing."""
        point = self._point(said)
        return point is None or point in self._found

    def _point(self, said: str) -> tuple[int, datetime] | None:
        """Where `said` leads; None: to now, as the whole of today does."""
        wanted = as_of(said)
        with self._desk.ledger.reading() as asked:
            now = asked.clock()
            found = asked.point(wanted)
        return None if wanted.moment is not None and wanted.moment >= now else found


def _closed_at_last(desk: Desk) -> Desk:
    weakref.finalize(desk, _close, desk.ledger, desk.facts())
    return desk


def _close(ledger: Ledger, facts: Facts) -> None:
    ledger.close()
    facts.close()
