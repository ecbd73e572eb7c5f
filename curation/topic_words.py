"""The words of texts as topics are told by them, and which words tell a topic from others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log

from curation.identity import normalise
from curation.languages import SMALL_WORDS

SHOWN = 3
_UNSPACED = "⺀"  # from here on scripts write words without spaces between them
_ENDINGS = "ぁ", "ゟ"  # hiragana: alone it is grammar, as small words are


def words(text: str) -> list[str]:
    """The normal words of `text` without numbers; pairs of characters where nothing parts."""
    found: list[str] = []
    for word in normalise(text).split():
        if any(c.isdigit() for c in word):
            continue
        if len(word) > 2 and max(word) >= _UNSPACED:
            found += filter(_says, map("".join, pairwise(word)))
        elif len(word) > 1 or word >= _UNSPACED:
            found.append(word)
    return found


def tokens(text: str) -> list[str]:
    """The words of `text` that say something, and each with the next."""
    found = [word for word in words(text) if word not in SMALL_WORDS]
    return [*found, *map(" ".join, pairwise(found))]


def _says(pair: str) -> bool:
    first, last = _ENDINGS
    return not all(first <= letter <= last for letter in pair)


def names(
    texts: Sequence[str], labels: Sequence[int], wanted: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Per cluster the words that tell it from the others (c-TF-IDF, Grootendorst 2022)."""
    counts: dict[int, Counter[str]] = {one: Counter() for one in wanted}
    for text, label in zip(texts, labels, strict=True):
        if label in counts:
            counts[label].update(set(tokens(text)))
    everywhere: Counter[str] = Counter()
    for one in counts.values():
        everywhere.update(one)
    typical = sum(everywhere.values()) / max(1, len(counts))
    return {one: _telling(found, everywhere, typical) for one, found in counts.items()}


def _telling(
    found: Mapping[str, int], everywhere: Mapping[str, int], typical: float
) -> tuple[str, ...]:
    size = sum(found.values()) or 1
    weights = {
        word: n / size * log(1 + typical / everywhere[word])
        for word, n in found.items()
        if n > 1
    }
    chosen: list[str] = []
    for word in sorted(weights, key=lambda one: (-weights[one], one)):
        parts = set(word.split())
        if len(chosen) < SHOWN and not any(parts & set(one.split()) for one in chosen):
            chosen.append(word)
    return tuple(chosen)
