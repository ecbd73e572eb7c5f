"""How well a name fits a few typed words: whole words first, then beginnings, then slips."""

import re
import unicodedata
from dataclasses import dataclass

MOST_WORDS, LONGEST = 8, 80
_WHOLE, _BEGINS, _WITHIN, _SLIP, _LETTERS = 1.0, 0.9, 0.7, 0.5, 0.4
_BESIDE = 0.6  # what stands beside the title counts for so much of it
_PARTS = re.compile(r"[^\W_]+")
_ENOUGH_TO_SLIP, _ENOUGH_LETTERS = 4, 3


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready to be found: its text without accents or case, and its words."""

    text: str
    words: frozenset[str]


def name(text: str) -> Name:
    """`text` ready to be found; `min_support` is also min, support and minsupport."""
    bare = plain(text)
    whole = [word for one in bare.split() for word in (one, "".join(_PARTS.findall(one)))]
    return Name(bare, frozenset([*whole, *_PARTS.findall(bare)]) - {""})


def plain(text: str) -> str:
    """`text` in small letters and without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def wanted(said: str) -> tuple[str, ...]:
    """The words that somebody typed."""
    return tuple(plain(said[:LONGEST]).split()[:MOST_WORDS])


def fit(words: tuple[str, ...], title: Name, beside: Name) -> float:
    """How well all `words` fit, from 0 (one of them not at all) to 1."""
    found = [max(_of(one, title), _BESIDE * _of(one, beside)) for one in words]
    return sum(found) / len(found) if found and all(found) else 0.0


def _of(word: str, named: Name) -> float:
    if word in named.words:
        return _WHOLE
    if any(one.startswith(word) for one in named.words):
        return _BEGINS
    if word in named.text or any(word in one for one in named.words):
        return _WITHIN
    if len(word) >= _ENOUGH_TO_SLIP and any(_slipped(word, one) for one in named.words):
        return _SLIP
    if len(word) >= _ENOUGH_LETTERS and any(_in_order(word, one) for one in named.words):
        return _LETTERS
    return 0.0


def _slipped(word: str, meant: str) -> bool:
    """Whether `word` is `meant`, or how it begins, but for one wrong key."""
    begins = (meant[: len(word) + more] for more in (-1, 0, 1))
    return word[0] == meant[0] and any(_one_slip(word, one) for one in begins)


def _one_slip(one: str, other: str) -> bool:
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return abs(len(one) - len(other)) <= 1
    a, b = one[same:], other[same:]
    swapped = a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]


def _in_order(word: str, meant: str) -> bool:
    """Whether the letters of `word` come in `meant` in their order, and are half of it."""
    if word[0] != meant[0] or 2 * len(word) < len(meant):
        return False
    rest = iter(meant)
    return all(letter in rest for letter in word)
