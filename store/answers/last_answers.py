"""The last few answers to one question, kept in this process while they hold."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Event, Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
_KEPT = 8
_PATIENCE = 20.0  # seconds; then whoever waits makes the answer too, so nobody waits for ever


class LastAnswers(Generic[Answer]):
    """Answers by what they rest on; what nobody asked for longest is forgotten. Thread-safe."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._found: OrderedDict[Hashable, Answer] = OrderedDict()
        self._made: dict[Hashable, Event] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """What is kept under `key`, or what `make` makes: one makes it, the others wait."""
        with self._lock:
            if key in self._found:
                return self._again(key)
            over = self._made.get(key)
            own = self._made.setdefault(key, Event()) if over is None else None
        if over is None or not over.wait(_PATIENCE):
            return self._new(key, make, own)
        with self._lock:
            if key in self._found:
                return self._again(key)
        return self._new(key, make, None)  # whoever made it failed, or it is forgotten already

    def _again(self, key: Hashable) -> Answer:
        self._found.move_to_end(key)
        return self._found[key]

    def _new(self, key: Hashable, make: Callable[[], Answer], own: Event | None) -> Answer:
        try:
            made = make()
            with self._lock:
                self._found[key] = made
                while len(self._found) > self._kept:
                    self._found.popitem(last=False)
            return made
        finally:
            if own is not None:
                with self._lock:
                    self._made.pop(key, None)
                own.set()
