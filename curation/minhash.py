"""MinHash signatures of texts, and which of them are worth comparing: locality hashing.

A signature tells nothing of its text but how alike it is to another. Signatures are those of
datasketch (128 permutations, seed 1, its scheme of 32 bits), so that other tools can read them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

Signatures = NDArray[np.uint32]  # a row for each text
Keys = NDArray[np.uint64]
Places = NDArray[np.int64]

PERMUTATIONS, SEED, SCHEME = 128, 1, "affine32"
FOUND = 0.99  # so many of the pairs at the threshold itself are to be found
CROWD = 100  # more texts than that under one key are compared with a few of them only
_MIX = np.uint64(0x9E3779B97F4A7C15)


def signatures(shingled: Iterable[Iterable[str]]) -> Signatures:
    """The signature of each set of shingles."""
    sign = _signer()
    found = [sign(shingles) for shingles in shingled]
    return np.array(found, dtype=np.uint32).reshape(len(found), PERMUTATIONS)


@cache
def _signer() -> Callable[[Iterable[str]], Any]:
    import datasketch  # pyright: ignore[reportMissingTypeStubs]

    make: Any = datasketch.MinHash  # it says little about its types
    template = make(PERMUTATIONS, seed=SEED, scheme=SCHEME)
    hashed = _hashes(template.hashfunc)

    def sign(shingles: Iterable[str]) -> Any:  # noqa: ANN401 (datasketch has its own arrays)
        own = make(
            PERMUTATIONS,
            seed=SEED,
            scheme=SCHEME,
            hashfunc=hashed,
            permutations=template.permutations,
        )
        own.update_batch(shingles)
        return own.hashvalues

    return sign


def _hashes(of: Callable[[bytes], int]) -> Callable[[str], int]:
    """`of` a shingle as UTF-8, remembered: texts share most of theirs."""
    known: dict[str, int] = {}

    def hashed(shingle: str) -> int:
        if shingle not in known:
            if len(known) > 1_000_000:
                known.clear()
            known[shingle] = of(shingle.encode("utf-8", "surrogatepass"))
        return known[shingle]

    return hashed


def packed(signature: NDArray[np.uint32]) -> bytes:
    """A signature as bytes, the same on every machine."""
    return signature.astype("<u4").tobytes()


def unpacked(kept: Sequence[bytes]) -> Signatures:
    """The signatures that `packed` wrote."""
    found = np.frombuffer(b"".join(kept), dtype="<u4").astype(np.uint32)
    return found.reshape(len(kept), PERMUTATIONS)


def estimated(ones: Signatures, others: Signatures) -> NDArray[np.float64]:
    """How alike the texts behind two rows each are, as far as their signatures tell."""
    return np.asarray((ones == others).mean(axis=1), dtype=np.float64)


def margin(similarity: float) -> float:
    """Half the 95 % interval of an estimate: what 128 permutations leave open."""
    return float(margins(np.array([similarity]))[0])


def margins(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """`margin` of each."""
    spread = np.maximum(shares * (1 - shares), 0.25 / PERMUTATIONS)
    return 1.96 * np.sqrt(spread / PERMUTATIONS)


@cache
def recall(threshold: float) -> float:
    """The share of pairs at `threshold` that share a band and whose estimate may reach it.

    Both at once are at least as frequent as this: who agrees more shares a band sooner.
    """
    number, rows = bands(threshold)
    banded = 1 - (1 - threshold**rows) ** number
    agreeing = np.arange(PERMUTATIONS + 1)
    shares = agreeing / PERMUTATIONS
    reaching = agreeing[shares + margins(shares) >= threshold]
    chances = (
        comb(PERMUTATIONS, n) * threshold**n * (1 - threshold) ** (PERMUTATIONS - n)
        for n in reaching.tolist()
    )
    return banded * sum(chances)


@cache
def bands(threshold: float) -> tuple[int, int]:
    """Bands and rows of each, so that FOUND of the pairs at `threshold` share a band."""
    for rows in range(8, 1, -1):
        number = PERMUTATIONS // rows
        if 1 - (1 - threshold**rows) ** number >= FOUND:
            return number, rows
    return PERMUTATIONS, 1


def _keys(signed: Signatures, threshold: float) -> Iterator[Keys]:
    """A key for each text, band by band; texts of one key are worth comparing."""
    number, rows = bands(threshold)
    with np.errstate(over="ignore"):
        for band in range(number):
            key = np.zeros(len(signed), dtype=np.uint64)
            for column in range(band * rows, (band + 1) * rows):
                key = (key ^ signed[:, column]) * _MIX
                key ^= key >> np.uint64(29)
            yield key


@dataclass(frozen=True, slots=True)
class Near:
    """Texts by their signatures, to be asked which of them are near another one."""

    signed: Signatures
    threshold: float
    sorted_keys: tuple[tuple[Keys, Places], ...]

    def candidates(self, asked: Signatures) -> Iterator[tuple[int, int]]:
        """Pairs (row of `asked`, row of these) that share a band, each once."""
        found: set[tuple[int, int]] = set()
        bands_asked = _keys(asked, self.threshold)
        for (keys, places), wanted in zip(self.sorted_keys, bands_asked, strict=True):
            first = np.searchsorted(keys, wanted, "left")
            last = np.searchsorted(keys, wanted, "right")
            for row in np.flatnonzero(last > first):
                some = places[first[row] : min(last[row], first[row] + CROWD)]
                found.update((int(row), int(place)) for place in some)
        yield from sorted(found)


def near(signed: Signatures, threshold: float) -> Near:
    """The index of `signed`."""
    sorted_keys: list[tuple[Keys, Places]] = []
    for keys in _keys(signed, threshold):
        places = np.argsort(keys, kind="stable")
        sorted_keys.append((keys[places], places))
    return Near(signed, threshold, tuple(sorted_keys))


def pairs_within(signed: Signatures, threshold: float) -> list[tuple[int, int]]:
    """Pairs of rows that share a band, the smaller first.

    Of a crowd under one key each is compared with CROWD before it: a family stays together
    without every one of its pairs.
    """
    found: set[tuple[int, int]] = set()
    for keys in _keys(signed, threshold):
        places = np.argsort(keys, kind="stable")
        ends = np.flatnonzero(np.diff(keys[places])) + 1
        first, last = np.append(0, ends), np.append(ends, len(places))
        crowds = np.flatnonzero(last - first > 1)
        for begin, end in zip(first[crowds].tolist(), last[crowds].tolist(), strict=True):
            found.update(_pairs(places[begin:end].tolist()))
    return _promising(signed, sorted(found), threshold)


def _promising(
    signed: Signatures, found: Sequence[tuple[int, int]], threshold: float
) -> list[tuple[int, int]]:
    """Those whose estimate does not speak against them: counting the others costs time."""
    kept: list[tuple[int, int]] = []
    limit = threshold - 2 * margin(threshold)
    for start in range(0, len(found), 50_000):
        some = found[start : start + 50_000]
        ones, others = np.array(some, dtype=np.int64).T
        shares = estimated(signed[ones], signed[others])
        kept += [some[place] for place in np.flatnonzero(shares >= limit).tolist()]
    return kept


def _pairs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    for number, one in enumerate(rows):
        for other in rows[max(0, number - CROWD) : number]:
            yield other, one
