"""Counts of events by period and bin: they can be added, and they answer for any whole days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
EVENTS, JUDGED, WRONG, TEXTS = "#events", "#judged", "#wrong", "#texts"  # beside the columns
WEEK = 7
_MONDAY = 3  # 1 January 1970 was a Thursday: its week had begun so many days before


def week_of(day: Any) -> Any:  # noqa: ANN401 (a day, or an array of them)
    """The Monday of the day's week, as a day counted from 1970."""
    return (day + _MONDAY) // WEEK * WEEK - _MONDAY


@dataclass(frozen=True, eq=False)
class Counts:
    """By the name of a column an array (periods, bins), and the sums of the numbers in each.

    `starts` are the first days of the periods, counted from 1970, in order.
    """

    starts: Ints
    counts: Mapping[str, Ints]
    sums: Mapping[str, Floats]

    @property
    def events(self) -> Ints:
        """How many events each period has."""
        return self.counts[EVENTS][:, 0]

    def merged(self, spans: Sequence[tuple[int, int]]) -> "Counts":
        """Each span (from a day to before a day) as one period; spans may overlap."""
        edges = np.asarray(spans, dtype=np.int64).reshape(-1, 2)
        low, high = (np.searchsorted(self.starts, edges[:, side]) for side in (0, 1))
        counts = {c: _between(found, low, high) for c, found in self.counts.items()}
        sums = {c: _between(found, low, high) for c, found in self.sums.items()}
        return Counts(edges[:, 0], counts, sums)

    def filled(self) -> "Counts":
        """Without the periods of which nothing is known."""
        there = np.zeros(len(self.starts), dtype=bool)
        for found in self.counts.values():
            there |= found.any(axis=1)
        return Counts(
            self.starts[there],
            {c: found[there] for c, found in self.counts.items()},
            {c: found[there] for c, found in self.sums.items()},
        )

    def only(self, columns: Sequence[str]) -> "Counts":
        """Without the other columns."""
        kept = {*columns, EVENTS, JUDGED, WRONG, TEXTS}
        return Counts(
            self.starts,
            {c: found for c, found in self.counts.items() if c in kept},
            {c: found for c, found in self.sums.items() if c in kept},
        )


def _between(found: NDArray[Any], low: Ints, high: Ints) -> NDArray[Any]:
    """Sums of rows from `low` to before `high`."""
    running = np.zeros((len(found) + 1, *found.shape[1:]), dtype=found.dtype)
    np.cumsum(found, axis=0, out=running[1:])
    return running[high] - running[low]


def added(parts: Sequence[Counts]) -> Counts:
    """All parts as one."""
    starts = np.unique(np.concatenate([part.starts for part in parts]))
    places = [np.searchsorted(starts, part.starts) for part in parts]
    return Counts(
        starts,
        _added([part.counts for part in parts], places, len(starts)),
        _added([part.sums for part in parts], places, len(starts)),
    )


def _added(
    parts: Sequence[Mapping[str, NDArray[Any]]], places: Sequence[Ints], periods: int
) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {}
    for part, place in zip(parts, places, strict=True):
        for column, rows in part.items():
            if column not in found:
                found[column] = np.zeros((periods, rows.shape[1]), dtype=rows.dtype)
            found[column][place] += rows  # a part has each period once
    return found
