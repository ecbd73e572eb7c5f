"""How much two inputs resemble each other: the share of their words that both have."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from curation.identity import normalise

LEAST_SHARE = 0.3  # below it two inputs of one route have little but "my order" in common
_UNSPACED = "⺀"  # from here on scripts write words without spaces between them


def words(text: str) -> frozenset[str]:
    """The normal words of `text`; pairs of characters where nothing parts the words."""
    found: set[str] = set()
    for word in normalise(text).split():
        unspaced = len(word) > 2 and max(word) >= _UNSPACED
        found.update(map("".join, pairwise(word)) if unspaced else (word,))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Index:
    """Texts by id, and which of them hold a word."""

    texts: Mapping[str, frozenset[str]]
    holders: Mapping[str, tuple[str, ...]]

    def nearest(self, text_id: str, text: str, limit: int) -> list[tuple[str, float]]:
        """The other ids with the largest share (common words / all words of both)."""
        mine = words(text)
        common = Counter(other for word in mine for other in self.holders.get(word, ()))
        shares = [
            (other, n / (len(mine) + len(self.texts[other]) - n))
            for other, n in common.items()
            if other != text_id
        ]
        near = [found for found in shares if found[1] >= LEAST_SHARE]
        return sorted(near, key=lambda found: (-found[1], found[0]))[:limit]


def index(texts: Iterable[tuple[str, str]]) -> Index:
    """An index of (id, text)."""
    worded = {text_id: words(text) for text_id, text in texts}
    holders: dict[str, list[str]] = defaultdict(list)
    for text_id, found in worded.items():
        for word in found:
            holders[word].append(text_id)
    return Index(worded, {word: tuple(ids) for word, ids in holders.items()})
