"""Which inputs a text is found in: every word of it, in any order and any case.

What stands between double quotes is one word.
"""

import re
from collections import OrderedDict
from threading import Lock

import numpy as np

from store.answers.board import View
from store.desk import Desk
from store.facts.index import Index, Mask, Places

REMEMBERED = 8_000_000  # places of inputs that are kept, in all searches together: 32 MB
_ONE_MORE = 1_000  # places that a search counts for, however little it finds
MOST_WORDS = 12
Search = tuple[int, tuple[str, ...]]  # the id of the index, and the words


class Searches:
    """Searches of the failures' whole texts, each remembered while the facts stand."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = Lock()
        self._found: OrderedDict[Search, tuple[Index, Places]] = OrderedDict()

    def found(self, view: View, text: str) -> Mask:
        """The inputs of `view` with `text`, and the one that it is the id of."""
        words = _words(text)
        mask = np.zeros(len(view), dtype=bool)
        if not words:
            return ~mask
        mask[self._failing(view.index, words)] = True
        named = view.index.places([text.strip()])
        mask[named[named >= 0]] = True
        for slot, case in enumerate(view.cases):
            if _says(f"{case.id}\n{case.input}\n{case.expected or ''}".lower(), words):
                mask[view.stands[slot]] = True
        return mask

    def failing(self, view: View, text: str) -> list[str]:
        """The ids of those among them that fail."""
        index = view.index
        ids: list[str] = index.ids[self.found(view, text)[: len(index)]].astype(str).tolist()
        return ids

    def _failing(self, index: Index, words: tuple[str, ...]) -> Places:
        """Where the inputs stand whose failures say all `words`."""
        key = (id(index), words)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key][1]
        rows = self._desk.facts().ask("search", first=words[0], others=list(words[1:]))
        stands = index.places([row["case_id"] for row in rows])
        stands = stands[stands >= 0]
        self._remember(key, index, stands)
        return stands

    def _remember(self, key: Search, index: Index, stands: Places) -> None:
        """Keep what was found in place of what was asked for longest ago, or of older facts."""
        with self._lock:
            for other in [k for k, (of, _) in self._found.items() if of is not index]:
                del self._found[other]
            self._found[key] = (index, stands)  # the index lives on, and with it its id
            self._found.move_to_end(key)
            kept = sum(len(found) + _ONE_MORE for _, found in self._found.values())
            while kept > REMEMBERED and len(self._found) > 1:
                _, (_, oldest) = self._found.popitem(last=False)
                kept -= len(oldest) + _ONE_MORE


def says(called: str, text: str) -> bool:
    """Whether every word of `text` is in `called`."""
    return _says(called.lower(), _words(text))


def _words(text: str) -> tuple[str, ...]:
    """The longest first: they are the rarest."""
    found = re.findall(r'"([^"]+)"|(\S+)', text.lower())
    words = {quoted or word for quoted, word in found}
    return tuple(sorted(words, key=lambda w: (-len(w), w))[:MOST_WORDS])


def _says(text: str, words: tuple[str, ...]) -> bool:
    return all(word in text for word in words)
