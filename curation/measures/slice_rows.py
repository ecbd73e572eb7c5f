"""Rows that are searched for slices: counted in every slice, and taken out one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from curation.measures.intervals import difference, share
from curation.measures.measure import Measure
from curation.measures.pairs import paired_difference, regression
from curation.measures.slices import ALPHA, Counted, Finding, Slice, likely

Codes = np.ndarray[tuple[int], np.dtype[np.int16]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
UNKNOWN = -1
RIGHT = -1


@dataclass(frozen=True, slots=True)
class Rows:
    """One entry a row in each array: a code for the value of each column, or UNKNOWN.

    `kind` is RIGHT, or the place in `kinds` of what went wrong. `current` tells the rows that
    are asked about from those of the reference; None: there is no reference. Where the same
    cases are the reference, there is a row each, and `then` tells its kind in the reference.
    """

    values: Mapping[str, Sequence[str]]
    codes: Mapping[str, Codes]
    kinds: Sequence[str]
    kind: Codes
    current: Flags | None = None
    then: Codes | None = None

    @property
    def now(self) -> Flags:
        """The rows that are asked about."""
        return np.ones(len(self.kind), bool) if self.current is None else self.current

    def within(self, cohort: Mapping[str, str | None]) -> Flags:
        """The rows of a slice."""
        inside = np.ones(len(self.kind), bool)
        for column, value in cohort.items():
            inside &= self.codes[column] == list(self.values[column]).index(str(value))
        return inside


@dataclass(frozen=True, slots=True)
class Told:
    """A slice that says something of its own; `also` are those that only say it again."""

    finding: Finding
    kinds: tuple[tuple[str, int], ...]
    also: tuple[Mapping[str, str | None], ...]


def counted(rows: Rows, columns: Sequence[str]) -> list[Slice]:
    """Every slice by one or two of `columns` that has a row; unknown values make none."""
    sets = [(c,) for c in columns] + list(combinations(columns, 2))
    side = rows.now if rows.then is None else rows.then != RIGHT
    flags = side.astype(np.intp) * 2 + (rows.kind != RIGHT)
    return [one for by in sets for one in _by(rows, by, flags)]


def _by(
    rows: Rows, by: tuple[str, ...], flags: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> Iterator[Slice]:
    sizes = [len(rows.values[c]) + 1 for c in by]  # the last place is for unknown values
    place = np.zeros(len(flags), np.intp)
    for column, size in zip(by, sizes, strict=True):
        place = place * size + np.where(rows.codes[column] < 0, size - 1, rows.codes[column])
    found = np.bincount(place * 4 + flags, minlength=int(np.prod(sizes)) * 4)
    cells = found.reshape(*sizes, 4)[tuple(slice(0, -1) for _ in by)]
    for at in np.argwhere(cells.sum(axis=-1)):
        first, second, third, fourth = (int(n) for n in cells[tuple(at)])
        cohort: dict[str, str | None] = {
            c: rows.values[c][int(i)] for c, i in zip(by, at, strict=True)
        }
        if rows.then is not None:
            yield _of_pairs(cohort, first, second, third, fourth)
        elif third + fourth:
            before = None if rows.current is None else (second, first + second)
            yield Slice(cohort, fourth, third + fourth, before)


def _of_pairs(
    cohort: Mapping[str, str | None], right: int, broke: int, fixed: int, wrong: int
) -> Slice:
    n = right + broke + fixed + wrong
    return Slice(cohort, broke + wrong, n, (fixed + wrong, n), (broke, fixed))


def whole(rows: Rows, among: Flags | None = None) -> Slice:
    """All rows together, or those `among` them."""
    among = np.ones(len(rows.kind), bool) if among is None else among
    wrong, now = rows.kind != RIGHT, rows.now
    if (then := rows.then) is not None:
        cells = np.bincount(((then != RIGHT) * 2 + wrong)[among], minlength=4)
        return _of_pairs({}, *(int(n) for n in cells))
    before = None
    if rows.current is not None:
        before = (int((wrong & ~now & among).sum()), int((~now & among).sum()))
    return Slice({}, int((wrong & now & among).sum()), int((now & among).sum()), before)


def rate(one: Slice) -> Measure:
    """Its share of wrong ones; against a reference, how much more that is than before."""
    if one.pairs is not None:
        return paired_difference(*one.pairs, one.n)
    if one.before is None:
        return share(one.wrong, one.n, "nothing was judged")
    return difference(one.wrong, one.n, *one.before)


def distinct(
    found: Sequence[Finding], rows: Rows, tried: int, floor: float, alpha: float = ALPHA
) -> tuple[list[Told], Slice]:
    """The slices that still stand out when the rows of those before them are taken out.

    `found` comes most certain first. What no longer stands out by itself is listed under the
    slice that took most of its wrong rows. Also told: what is left when all are taken out.
    """
    told: list[Told] = []
    taker = np.full(len(rows.kind), -1, np.int16)
    wrong = (rows.kind != RIGHT) & rows.now
    for finding in found:
        inside, free = rows.within(finding.cohort), taker < 0
        if not told or _stands(rows, inside & free, free, tried, floor, alpha):
            taker[inside & free] = len(told)
            told.append(Told(finding, _kinds(rows, inside & wrong), ()))
            continue
        takers = np.bincount(taker[inside & wrong & ~free], minlength=len(told))
        first = int(takers.argmax())
        told[first] = replace(told[first], also=(*told[first].also, finding.cohort))
    return told, whole(rows, taker < 0)


def _stands(
    rows: Rows, inside: Flags, free: Flags, tried: int, floor: float, alpha: float
) -> bool:
    one = whole(rows, inside)
    if one.pairs is not None:
        return one.n >= max(floor, 1) and regression(*one.pairs) * tried < alpha
    other: Counted | None = one.before
    if other is None:
        rest = whole(rows, free & ~inside)
        other = (rest.wrong, rest.n)
    if min(one.n, other[1]) < max(floor, 1):
        return False
    return likely((one.wrong, one.n), other) * tried < alpha


def _kinds(rows: Rows, inside: Flags) -> tuple[tuple[str, int], ...]:
    """What went wrong in it, the most frequent first."""
    counts = np.bincount(rows.kind[inside], minlength=len(rows.kinds))
    named = [(kind, int(n)) for kind, n in zip(rows.kinds, counts, strict=True) if n]
    return tuple(sorted(named, key=lambda one: (-one[1], one[0])))
