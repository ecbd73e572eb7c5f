"""When two texts are twins: the same, the same but for spelling, or nearly the same."""

import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from curation.identity import normalise
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
    kept = "".join(c for c in folded if unicodedata.category(c)[0] != "P")
    return " ".join(kept.split())


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
    return jaccard(shingles(normalise(one)), shingles(normalise(other)))


def long_enough(text: str, least: float = LEAST_LENGTH) -> bool:
    """Whether `text` is compared for nearness at all."""
    return len(normalise(text)) >= least


def likeness(
    one: str, other: str, threshold: float = NEAR, least: float = LEAST_LENGTH
) -> tuple[Twins, float] | None:
    """How `one` and `other` are twins, and how alike; None where they are not."""
    if one == other:
        return Twins.EXACT, 1.0
    if stripped(one) == stripped(other):
        return Twins.NORMALISED, 1.0
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
    places = [place for place in firsts.values() if long_enough(texts[place], least)]
    found += near_pairs(places, [texts[place] for place in places], threshold)
    return sorted(found, key=lambda pair: (pair.first, pair.second))


def near_pairs(places: Sequence[int], texts: Sequence[str], threshold: float) -> list[Pair]:
    """The pairs of `texts` that are near, named by `places`: candidates, then counted."""
    shingled = [shingles(normalise(text)) for text in texts]
    signed = signatures(shingled)
    candidates = pairs_within(signed, threshold)
    found: list[Pair] = []
    for one, other in candidates:
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
    """Of `texts` in their order those that are no twin of one that was taken before."""
    ids = list(texts)
    found = pairs([texts[one] for one in ids], threshold, least)
    earlier: dict[int, set[int]] = {}
    for pair in found:
        earlier.setdefault(pair.second, set()).add(pair.first)
    taken: set[int] = set()
    for place in range(len(ids)):
        if not earlier.get(place, set()) & taken:
            taken.add(place)
    return [one for place, one in enumerate(ids) if place in taken]
