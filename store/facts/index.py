"""The failing inputs in their order, and where each is found: what the queue is read from."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyarrow has no types.

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from store.facts.connection import DuckDBPyConnection, step

Places = NDArray[np.int32]
Mask = NDArray[np.bool_]
Key = Sequence[Any]  # what an input is sorted by: cost, count, last, case_id
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ROWS = "SELECT * EXCLUDE (place) FROM inputs ORDER BY place"
_ORDER = (
    "SELECT case_id, -cost AS cost, -count AS count, -coalesce(last, 0) AS last"
    " FROM inputs ORDER BY place"
)
_TAGGED = "SELECT place FROM tags JOIN tag_values USING (facet, value) ORDER BY tag, place"


@dataclass(frozen=True, eq=False)
class Facet:
    """The values of one facet, sorted, and the places of the inputs that have each."""

    values: tuple[str, ...]
    starts: NDArray[np.int64]
    places: Places

    def places_of(self, value: str) -> Places:
        """Where the inputs with `value` stand."""
        found = bisect_left(self.values, value)
        if found == len(self.values) or self.values[found] != value:
            return self.places[:0]
        end = self.starts[found + 1] if found + 1 < len(self.values) else len(self.places)
        return self.places[self.starts[found] : end]

    def counts(self, among: Mask, prefix: str = "") -> dict[str, int]:
        """How many inputs `among` have each value that starts with `prefix`, but for 0."""
        low = bisect_left(self.values, prefix)
        high = bisect_left(self.values, True, low, key=lambda v: not v.startswith(prefix))
        if low == high:
            return {}
        first = int(self.starts[low])
        last = int(self.starts[high]) if high < len(self.values) else len(self.places)
        within = among[self.places[first:last]]
        found = np.add.reduceat(within, self.starts[low:high] - first, dtype=np.int64)
        told = zip(self.values[low:high], found.tolist(), strict=True)
        return {value: count for value, count in told if count}


@dataclass(frozen=True, eq=False)
class Index:
    """All failing inputs of one moment, dearest first. Never changes: a new one is made."""

    rows: Any  # a pyarrow table, in the order of the places
    ids: NDArray[np.bytes_]
    by_id: NDArray[np.int64]  # places in the order of the ids
    order: tuple[NDArray[Any], ...]  # ascending: all are negated
    facets: Mapping[str, Facet] = field(default_factory=dict[str, Facet])

    def __len__(self) -> int:
        return len(self.ids)

    def places(self, case_ids: Sequence[str]) -> Places:
        """Where each of `case_ids` stands; -1 for one that has no failure."""
        wanted = np.array([one.encode() for one in case_ids], dtype=bytes)
        if not len(self.ids) or not len(wanted):
            return np.full(len(wanted), -1, dtype=np.int32)
        found = np.searchsorted(self.ids, wanted, sorter=self.by_id)
        places = self.by_id[np.minimum(found, len(self.ids) - 1)]
        return np.where(self.ids[places] == wanted, places, -1).astype(np.int32)

    def after(self, key: Key) -> int:
        """The place of the first input that is sorted after `key`."""
        cost, count, last, case_id = key
        low, high = 0, len(self)
        for column, value in zip(self.order, (-cost, -count, -last), strict=True):
            part = column[low:high]
            first = low + int(np.searchsorted(part, value, "left"))
            high = low + int(np.searchsorted(part, value, "right"))
            low = first
        before = np.searchsorted(self.ids[low:high][::-1], str(case_id).encode(), "left")
        return high - int(before)

    def take(self, places: Sequence[int]) -> list[dict[str, Any]]:
        """The inputs at `places`, with `last` as it is sorted by and `last_seen` as a time."""
        rows: list[dict[str, Any]] = self.rows.take(pa.array(places, pa.int64())).to_pylist()
        for row in rows:
            last = row["last"]
            row["last_seen"] = None if last is None else _EPOCH + timedelta(microseconds=last)
            row["last"] = last or 0
        return rows


def build(cursor: DuckDBPyConnection, prices: Mapping[str, float]) -> Index:
    """The index of the table `failing`; `prices` say what a failure of a kind costs."""
    cursor.execute(
        step("inputs"), {"kinds": list(prices), "costs": [float(p) for p in prices.values()]}
    )
    rows = cursor.sql(_ROWS).to_arrow_table().combine_chunks()
    found = cursor.execute(_ORDER).fetchnumpy()
    ids = found["case_id"].astype(bytes)
    order = tuple(np.asarray(found[name]) for name in ("cost", "count", "last"))
    return Index(rows, ids, np.argsort(ids), order, _facets(cursor))


def _facets(cursor: DuckDBPyConnection) -> dict[str, Facet]:
    cursor.execute(step("input_tags"))
    cursor.execute(step("tag_values"))
    places = cursor.execute(_TAGGED).fetchnumpy()["place"].astype(np.int32)
    told = "SELECT facet, value, n FROM tag_values ORDER BY tag"
    values: dict[str, list[tuple[str, int]]] = {}
    for facet, value, count in cursor.execute(told).fetchall():
        values.setdefault(facet, []).append((value, count))
    found: dict[str, Facet] = {}
    first = 0
    for facet, told_values in values.items():
        ends = np.cumsum([count for _, count in told_values], dtype=np.int64)
        starts = np.concatenate([[0], ends[:-1]]).astype(np.int64)
        own = places[first : first + int(ends[-1])]
        found[facet] = Facet(tuple(value for value, _ in told_values), starts, own)
        first += int(ends[-1])
    return found
