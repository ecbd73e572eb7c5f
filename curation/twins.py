"""When two texts are twins: the same, the same but for spelling, or nearly the same."""

import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from curation.identity import normalise
from curation.lookalikes import readable
from curation.minhash import pairs_within, signatures

SHINGLE = 5  # characters
LEAST_LENGTH = 10  # shorter texts are nearly the same too easily
NEAR = 0.7  # of all shingles that both have, in common
Id = TypeVar("Id", bound=Hashable)


class Twins(StrEnum):
    """How alike, the most alike first."""

    EXACT = "exact"  # character by character
    NORMALISED = "normalised"  # but for case, punctuation and spacing
    NEAR = "near"


def stripped(text: str) -> str:
    """`text` without case, width and punctuation: two of the same are normalised twins."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(
        c
        for at, c in enumerate(folded)
        if unicodedata.category(c)[0] != "P" or _in_number(folded, at)
    )
    return " ".join(kept.split())


def _in_number(text: str, at: int) -> bool:
    """Whether a mark stands between digits: 3.5 is not 35."""
    return text[max(0, at - 1) : at].isdigit() and text[at + 1 : at + 2].isdigit()


def look(text: str) -> str:
    """`text` as `stripped`, and as it looks: without invisible marks and foreign letters."""
    return stripped(readable(text))


def comparable(text: str) -> str:
    """`text` as its runs of letters are compared."""
    return normalise(readable(text))


def digest(text: str) -> str:
    """The sha256 of `text`; half a character counts as what it is."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def shingles(text: str, size: int = SHINGLE) -> frozenset[str]:
    """Every run of `size` characters in `text`."""
    return frozenset(text[at : at + size] for at in range(max(1, len(text) - size + 1)))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shingles of both that are in common."""
    common = len(one & other)
    return common / (len(one) + len(other) - common)


def similarity(one: str, other: str) -> float:
    """How alike two texts are: 1 where they say the same in the same words."""
    return jaccard(shingles(comparable(one)), shingles(comparable(other)))


def long_enough(text: str, least: float = LEAST_LENGTH) -> bool:
    """Whether `text` is compared for nearness at all."""
    return len(comparable(text)) >= least


def likeness(
    one: str, other: str, threshold: float = NEAR, least: float = LEAST_LENGTH
) -> tuple[Twins, float] | None:
    """How `one` and `other` are twins, and how alike; None where they are not."""
    if one == other:
        return Twins.EXACT, 1.0
    if stripped(one) == stripped(other):
        return Twins.NORMALISED, 1.0
    if look(one) == look(other):
        return Twins.NEAR, 1.0
    if not (long_enough(one, least) and long_enough(other, least)):
        return None
    alike = similarity(one, other)
    return (Twins.NEAR, alike) if alike >= threshold else None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts by their places, the smaller first."""

    first: int
    second: int
    kind: Twins
    similarity: float


def pairs(
    texts: Sequence[str], threshold: float = NEAR, least: float = LEAST_LENGTH
) -> list[Pair]:
    """Every pair of twins among `texts`, by place: a few seconds for ten thousand.

    Texts that are normalised twins are each paired with the first of them only.
    """
    firsts: dict[str, int] = {}
    found: list[Pair] = []
    for place, text in enumerate(texts):
        first = firsts.setdefault(stripped(text), place)
        if first != place:
            kind = Twins.EXACT if texts[first] == text else Twins.NORMALISED
            found.append(Pair(first, place, kind, 1.0))
    found += (alike := _look_alike(texts, list(firsts.values())))
    known = {(pair.first, pair.second) for pair in alike}
    normal = {place: comparable(texts[place]) for place in firsts.values()}
    long = {place: text for place, text in normal.items() if len(text) >= least}
    near = _near(list(long), list(long.values()), threshold)
    found += [pair for pair in near if (pair.first, pair.second) not in known]
    return sorted(found, key=lambda pair: (pair.first, pair.second))


def _look_alike(texts: Sequence[str], places: Sequence[int]) -> list[Pair]:
    """Those that say the same in letters that look the same, each with the first of them."""
    firsts: dict[str, int] = {}
    paired = [(firsts.setdefault(look(texts[place]), place), place) for place in places]
    return [Pair(a, b, Twins.NEAR, 1.0) for a, b in paired if a != b]


def _near(places: Sequence[int], normal: Sequence[str], threshold: float) -> list[Pair]:
    """The pairs of `normal` texts that are near, by `places`: candidates, then counted."""
    shingled = [shingles(text) for text in normal]
    signed = signatures(shingled)
    found: list[Pair] = []
    for one, other in pairs_within(signed, threshold):
        alike = jaccard(shingled[one], shingled[other])
        if alike >= threshold:
            first, second = sorted((places[one], places[other]))
            found.append(Pair(first, second, Twins.NEAR, alike))
    return found


def families(linked: Iterable[tuple[Id, Id]]) -> list[tuple[Id, ...]]:
    """Twins of twins belong together: the members of each family, the largest first.

    A family goes into training or into a set as a whole, never by half.
    """
    parent: dict[Id, Id] = {}

    def head(one: Id) -> Id:
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in linked:
        parent[head(other)] = head(one)
    members: dict[Id, list[Id]] = {}
    for one in parent:
        members.setdefault(head(one), []).append(one)
    found = [tuple(sorted(some, key=str)) for some in members.values()]
    return sorted(found, key=lambda family: (-len(family), str(family[0])))


def diverse(
    texts: Mapping[Id, str], threshold: float = NEAR, least: float = LEAST_LENGTH
) -> list[Id]:
    """Of `texts` in their order those that are no twin of one that was taken before.

    What says the same as an earlier text goes the way of that one.
    """
    ids = list(texts)
    found = pairs([texts[one] for one in ids], threshold, least)
    earlier: dict[int, set[int]] = {}
    again = {pair.second for pair in found if pair.kind is not Twins.NEAR}
    for pair in found:
        earlier.setdefault(pair.second, set()).add(pair.first)
    taken: set[int] = set()
    for place in range(len(ids)):
        if place not in again and not earlier.get(place, set()) & taken:
            taken.add(place)
    return [one for place, one in enumerate(ids) if place in taken]
