"""The desk as it was at the few points of the past that somebody looks at."""

import weakref
from collections import OrderedDict
from datetime import datetime
from threading import Lock

from curation.as_of import as_of
from curation.decisions import Kind
from store.desk import Desk
from store.facts import Facts
from store.ledger import Ledger

_KEPT = 3
_Point = tuple[int, datetime, int]  # the last one: the newest erasure, which took of all days


class PastDesks:
    """The past of one desk. Thread-safe; what nobody asked for longest is let go.

    It is closed when the last one who holds it lets go too: a page may still be drawing.
    """

    def __init__(self, desk: Desk, kept: int = _KEPT) -> None:
        self._desk = desk
        self._kept = kept
        self._found: OrderedDict[_Point, Desk] = OrderedDict()
        self._lock = Lock()

    def at(self, said: str) -> Desk:
        """The desk as of what `said` names; itself when that is now. BadRequest: never was."""
        point = self._point(said)
        if point is None:
            return self._desk
        with self._lock:
            self._forget_before(point[2])
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

    def _forget_before(self, erasure: int) -> None:
        """Let go of what still holds what was erased since."""
        for one in [one for one in self._found if one[2] != erasure]:
            del self._found[one]

    def _point(self, said: str) -> _Point | None:
        """Where `said` leads; None: to now, as the whole of today does."""
        wanted = as_of(said)
        with self._desk.ledger.reading() as asked:
            now = asked.clock()
            seq, moment = asked.point(wanted)
            erasure = asked.last_of(Kind.ERASED)
        is_now = wanted.moment is not None and wanted.moment >= now
        return None if is_now else (seq, moment, erasure)


def _closed_at_last(desk: Desk) -> Desk:
    weakref.finalize(desk, _close, desk.ledger, desk.facts())
    return desk


def _close(ledger: Ledger, facts: Facts) -> None:
    ledger.close()
    facts.close()
