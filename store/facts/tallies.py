"""Running counts of one group of events: an array (periods, bins) for each column."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.facts.drift_counts import EVENTS, JUDGED, TEXTS, WRONG, Floats, Ints
from store.facts.texts import Words


@dataclass(frozen=True, slots=True)
class Placed:
    """In which period each row of a stretch lies, from the period `low` to before `high`."""

    low: int
    high: int
    places: Ints  # from low on

    @classmethod
    def of(cls, places: Ints) -> "Placed":
        """Of rows, of which there is at least one."""
        low = int(places.min())
        return cls(low, int(places.max()) + 1, places - low)


class Tallies:
    """What is counted of the events of a group; `sign` is 1, or -1 for what is taken away."""

    def __init__(self, periods: int) -> None:
        self.counts: dict[str, Ints] = {}
        self.sums: dict[str, Floats] = {}
        self._periods = periods

    def events(self, placed: Placed, sign: Floats | None) -> None:
        """Count the rows."""
        self._add(self.counts, EVENTS, 1, placed, placed.places, sign)

    def values(
        self,
        column: str,
        bins: int,
        placed: Placed,
        codes: Ints,
        numbers: Floats | None,
        sign: Floats | None,
    ) -> None:
        """Count a column's values by bin, and add up the numbers."""
        cells = placed.places * bins + codes
        self._add(self.counts, column, bins, placed, cells, sign)
        if numbers is not None:
            weights = numbers if sign is None else numbers * sign
            self._add(self.sums, column, bins, placed, cells, weights)

    def words(self, column: str, bins: int, placed: Placed, found: Words) -> None:
        """Count the texts, and in how many of them each word is."""
        texts = placed.places[found.texts]
        self._add(self.counts, TEXTS, 1, placed, texts, None)
        cells = placed.places[found.rows] * bins + found.codes
        self._add(self.counts, column, bins, placed, cells, None)

    def judged(
        self,
        bins: int,
        placed: Placed,
        codes: Ints,
        judged: NDArray[np.uint8],
        sign: Floats | None,
    ) -> None:
        """Count by bin what is known to be right or wrong, and what was wrong."""
        cells = placed.places * bins + codes
        for name, bit in ((JUDGED, 1), (WRONG, 2)):
            there = (judged & bit) > 0
            among = None if sign is None else sign[there]
            self._add(self.counts, name, bins, placed, cells[there], among)

    def _add(
        self,
        to: dict[str, Any],
        name: str,
        bins: int,
        placed: Placed,
        cells: Ints,
        weights: Floats | None,
    ) -> None:
        if name not in to:
            kind = np.float64 if to is self.sums else np.int64
            to[name] = np.zeros((self._periods, bins), dtype=kind)
        size = (placed.high - placed.low) * bins
        found = np.bincount(cells, weights, minlength=size).reshape(-1, bins)
        part = to[name][placed.low : placed.high]
        part += found if part.dtype == found.dtype else np.rint(found).astype(part.dtype)
