"""Counts in a Parquet file: a row for each cohort, period and column, its bins as a list."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyarrow has no types.

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from store.facts.batches import copy_rows
from store.facts.connection import DuckDBPyConnection
from store.facts.counting import Cohort
from store.facts.drift_counts import Counts, added
from store.facts.filtered import filters, wanted
from store.formats.relation import literal

CUT = "#cut"  # stands for a column whose values were too many to be told of
_MADE = "drift_made"
_ORDER = "cohort, value, named, start"
_SCHEMA = pa.schema(
    [
        ("cohort", pa.string()),
        ("value", pa.string()),
        ("named", pa.string()),
        ("start", pa.int32()),
        ("n", pa.list_(pa.int64())),
        ("sum", pa.list_(pa.float64())),
    ]
)


def write(
    cursor: DuckDBPyConnection,
    told: Mapping[Cohort, Counts],
    cut: Sequence[str],
    path: Path,
) -> None:
    """Write the counts of all cohorts, those of one together; of columns in `cut` none."""
    parts = list(_parts(told))
    for column in cut:
        mark = np.zeros((1, 1), dtype=np.int64)
        parts.append(_part([(column, "")], CUT, np.zeros(1, np.int32), mark, None))
    cursor.register(_MADE, pa.concat_tables(parts) if parts else _SCHEMA.empty_table())
    try:
        copy_rows(cursor, f"SELECT * FROM {_MADE} ORDER BY {_ORDER}", path)  # noqa: S608
    finally:
        cursor.unregister(_MADE)


def read(
    cursor: DuckDBPyConnection, paths: Sequence[Path], cohort: Cohort
) -> list[Counts] | None:
    """What the files tell of a cohort; None where it was cut off."""
    column, value = cohort
    where = filters({column: value}, {column: "value"}, ()) if column else ""
    said = wanted({column: value}, ()) if column else {}
    files = ", ".join(literal(str(path)) for path in paths)
    sql = (
        f"SELECT named, start, n, sum FROM read_parquet([{files}])"  # noqa: S608 (own files)
        f" WHERE cohort = $cohort AND (named = '{CUT}' OR (true{where})) ORDER BY named"
    )
    relation: Any = cursor.sql(sql, params={"cohort": column, **said})
    rows: Any = getattr(relation, "to_arrow_table", None) or relation.fetch_arrow_table
    table = rows().combine_chunks()
    names = np.array(table.column("named").to_pylist(), dtype=object)
    return None if CUT in names else list(_counts(names, table))


def read_cohorts(cursor: DuckDBPyConnection, paths: Sequence[Path]) -> dict[Cohort, Counts]:
    """What the files tell of every cohort by itself; of a column that was cut off none."""
    files = ", ".join(literal(str(path)) for path in paths)
    sql = (
        "SELECT cohort, value, named, start, n, sum"  # noqa: S608 (own files)
        f" FROM read_parquet([{files}]) WHERE cohort <> '' AND value IS NOT NULL"
        " ORDER BY cohort, value, named"
    )
    relation: Any = cursor.sql(sql)
    rows: Any = getattr(relation, "to_arrow_table", None) or relation.fetch_arrow_table
    table = rows().combine_chunks()
    told = [table.column(name).to_pylist() for name in ("cohort", "value", "named")]
    names = np.array(["\0".join(key) for key in zip(*told, strict=True)], dtype=object)
    parts: dict[Cohort, list[Counts]] = {}
    for one in _counts(names, table):
        (key,) = one.counts
        column, value, named = key.split("\0")
        sums = {named: one.sums[key]} if one.sums else {}
        part = Counts(one.starts, {named: one.counts[key]}, sums)
        parts.setdefault((column, value), []).append(part)
    cut = {column for (column, _), of in parts.items() if any(CUT in one.counts for one in of)}
    return {key: added(of) for key, of in parts.items() if key[0] not in cut}


def _parts(told: Mapping[Cohort, Counts]) -> Iterator[Any]:
    """A table for each column, of all cohorts: there are many of these, and few columns."""
    for column in dict.fromkeys(c for counts in told.values() for c in counts.counts):
        cohorts: list[Cohort] = []
        starts: list[NDArray[Any]] = []
        counts: list[NDArray[Any]] = []
        sums: list[NDArray[Any]] = []
        for cohort, found in told.items():
            there = np.flatnonzero(found.counts[column].any(axis=1))
            cohorts += [cohort] * len(there)
            starts.append(found.starts[there].astype(np.int32))
            counts.append(found.counts[column][there])
            if column in found.sums:
                sums.append(found.sums[column][there])
        yield _part(
            cohorts, column, np.concatenate(starts), np.concatenate(counts),
            np.concatenate(sums) if sums else None,
        )  # fmt: skip


def _part(
    cohorts: Sequence[Cohort],
    column: str,
    starts: NDArray[np.int32],
    counts: NDArray[np.int64],
    sums: NDArray[np.float64] | None,
) -> Any:  # noqa: ANN401 (pyarrow has no types)
    rows = len(starts)
    return pa.table(
        {
            "cohort": pa.array([cohort for cohort, _ in cohorts], pa.string()),
            "value": pa.array([value for _, value in cohorts], pa.string()),
            "named": pa.array([column] * rows, pa.string()),
            "start": pa.array(starts),
            "n": _lists(counts),
            "sum": pa.nulls(rows, pa.list_(pa.float64())) if sums is None else _lists(sums),
        },
        schema=_SCHEMA,
    )


def _lists(rows: NDArray[Any]) -> Any:  # noqa: ANN401 (pyarrow has no types)
    width = rows.shape[1]
    offsets = np.arange(0, len(rows) * width + 1, width, dtype=np.int32)
    return pa.ListArray.from_arrays(offsets, rows.reshape(-1))


def _counts(names: NDArray[Any], table: Any) -> Iterator[Counts]:  # noqa: ANN401
    """Each column's rows by period; several files tell of the same one."""
    changes = np.flatnonzero(names[1:] != names[:-1]) + 1 if len(names) else []
    edges = [0, *changes, len(names)] if len(names) else [0]
    for low, high in pairwise(edges):
        column, rows = str(names[low]), table.slice(low, high - low)
        starts, places = np.unique(_array(rows.column("start")), return_inverse=True)
        counts = {column: _summed(rows.column("n"), places, len(starts))}
        numbers = rows.column("sum")
        sums = {column: _summed(numbers, places, len(starts))} if not numbers.null_count else {}
        yield Counts(starts.astype(np.int64), counts, sums)


def _summed(lists: Any, places: NDArray[np.intp], periods: int) -> NDArray[Any]:  # noqa: ANN401
    values = _array(lists.combine_chunks().flatten())
    rows = values.reshape(len(places), -1)
    order = np.argsort(places, kind="stable")
    firsts = np.searchsorted(places[order], np.arange(periods))  # every period has rows
    return np.add.reduceat(rows[order], firsts, axis=0)


def _array(column: Any) -> NDArray[Any]:  # noqa: ANN401 (pyarrow has no types)
    found = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return np.from_dlpack(found.chunk(0) if isinstance(found, pa.ChunkedArray) else found)
