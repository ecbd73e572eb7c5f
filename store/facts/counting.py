"""Count events by period and bin: one pass over the columns, a stretch of rows at a time."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyarrow has no types.

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curation.drift import Kind
from store.facts.connection import DuckDBPyConnection, step
from store.facts.drift_counts import (
    EVENTS,
    JUDGED,
    TEXTS,
    WEEK,
    WRONG,
    Counts,
    Floats,
    Ints,
    week_of,
)
from store.facts.tallies import Placed, Tallies
from store.facts.texts import arrays, worded
from store.facts.watched import Column, Plan
from store.formats.relation import literal, name

Cohort = tuple[str, str | None]  # a column and its value
ALL: Cohort = ("", None)
_AT_A_TIME = 131_072  # rows: what belongs to them stays in the processor's cache
Cells = Mapping[str, Any]  # numpy arrays; the words of texts are lists


@dataclass(frozen=True, slots=True)
class Rows:
    """Events in SQL with their types, from the day `first` to `last`, counted from 1970.

    `signed`: they have a column _sign, 1 or -1.
    """

    sql: str
    types: Mapping[str, str]
    first: int
    last: int
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    signed: bool = False


def days(
    cursor: DuckDBPyConnection, sql: str, parameters: Mapping[str, Any]
) -> tuple[int, int] | None:
    """The days of the first and of the last of some events."""
    found = cursor.execute(step("drift_days").replace("/*events*/", sql), dict(parameters))
    first, last = found.fetchall()[0]
    return None if first is None else (first, last)


def counted(
    cursor: DuckDBPyConnection,
    rows: Rows,
    plan: Plan,
    columns: Sequence[Column],
    cohorts: Mapping[str, Sequence[str]],
) -> dict[Cohort, Counts]:
    """All events by day, and those of every value of `cohorts` by week."""
    groups = [_Days(rows), *(_Weeks(rows, c, values) for c, values in cohorts.items())]
    tallies = [Tallies(group.periods) for group in groups]
    for cells in _stretches(cursor, rows, columns, plan.every, groups):
        sign = cells["_sign"].astype(float) if rows.signed else None
        placed = [Placed.of(group.places(cells)) for group in groups]
        both = list(zip(tallies, placed, strict=True))
        _count_rows(both, plan, cells["_judged"], sign)
        for i, column in enumerate(columns):
            judged = cells["_judged"] if column.name == plan.by else None
            _count_values(both, column, cells[f"x{i}"], judged, sign)
    found: dict[Cohort, Counts] = {}
    for group, tally in zip(groups, tallies, strict=True):
        found |= group.told(tally)
    return found


Both = Sequence[tuple[Tallies, Placed]]


def _count_rows(both: Both, plan: Plan, judged: NDArray[np.uint8], sign: Floats | None) -> None:
    for tally, placed in both:
        tally.events(placed, sign)
        if plan.by is None:
            tally.judged(1, placed, np.zeros_like(placed.places), judged, sign)


def _count_values(
    both: Both,
    column: Column,
    cells: Any,  # noqa: ANN401 (pyarrow has no types)
    judged: NDArray[np.uint8] | None,
    sign: Floats | None,
) -> None:
    if column.kind is Kind.WORDS:
        words = worded(column, cells)
        for tally, placed in both:
            tally.words(column.name, column.bins, placed, words)
        return
    codes, numbers = _codes(column, cells)
    for tally, placed in both:
        tally.values(column.name, column.bins, placed, codes, numbers, sign)
        if judged is not None:
            tally.judged(column.bins, placed, codes, judged, sign)


def nothing(plan: Plan) -> Counts:
    """No periods, and every column."""
    of = {column.name: column.bins for column in plan.columns}
    by = plan.column(plan.by).bins if plan.by else 1
    of |= {EVENTS: 1, TEXTS: 1, JUDGED: by, WRONG: by}
    numbers = [column for column in plan.columns if column.kind is Kind.NUMBER]
    return Counts(
        np.zeros(0, dtype=np.int64),
        {name: np.zeros((0, bins), dtype=np.int64) for name, bins in of.items()},
        {column.name: np.zeros((0, column.bins)) for column in numbers},
    )


def _stretches(
    cursor: DuckDBPyConnection,
    rows: Rows,
    columns: Sequence[Column],
    every: int,
    groups: Sequence["_Days | _Weeks"],
) -> Generator[Cells]:
    """The cells as numpy arrays; memory does not grow with the number of rows."""
    listed = [f"{c.cell(rows.types, every)} AS x{i}" for i, c in enumerate(columns)]
    listed += [f"{cell} AS {name(group.column)}" for group in groups if (cell := group.cell)]
    listed += ["_sign"] if rows.signed else []
    sql = (
        step("drift_cells")
        .replace("/*cells*/", "".join(f", {cell}" for cell in listed))
        .replace("/*events*/", rows.sql)
    )
    relation: Any = cursor.sql(sql, params=dict(rows.parameters))
    reader = getattr(relation, "to_arrow_reader", None) or relation.fetch_record_batch
    for batch in reader(_AT_A_TIME):
        names = batch.schema.names
        if batch.num_rows:
            yield {n: arrays(batch.column(i)) for i, n in enumerate(names)}


def _codes(column: Column, cells: NDArray[Any]) -> tuple[Ints, NDArray[np.float64] | None]:
    if column.kind is Kind.NUMBER:
        return column.grid.codes(cells)
    return cells.astype(np.int64), None


class _Days:
    """All events by day."""

    column, cell = "", ""

    def __init__(self, rows: Rows) -> None:
        self._first = rows.first
        self.periods = rows.last - rows.first + 1

    def places(self, cells: Cells) -> Ints:
        return cells["_day"].astype(np.int64) - self._first

    def told(self, tallies: Tallies) -> dict[Cohort, Counts]:
        starts = np.arange(self._first, self._first + self.periods)
        return {ALL: Counts(starts, tallies.counts, tallies.sums).filled()}


class _Weeks:
    """The events of each value of a column by week; the last value is none."""

    def __init__(self, rows: Rows, column: str, values: Sequence[str]) -> None:
        self.column, self._values = f"_{column}", (column, (*values, None))
        self._first = week_of(rows.first)
        self._weeks = (week_of(rows.last) - self._first) // WEEK + 1
        self.periods = self._weeks * (len(values) + 1)
        text = name(column) if column in rows.types else "NULL"
        listed = ", ".join(literal(value) for value in values)
        code = f"enum_code(CAST({text} AS ENUM ({listed})))" if values else "NULL"
        self.cell = f"CAST(coalesce({code}, {len(values)}) AS SMALLINT)"

    def places(self, cells: Cells) -> Ints:
        weeks = (week_of(cells["_day"].astype(np.int64)) - self._first) // WEEK
        return weeks * len(self._values[1]) + cells[self.column]

    def told(self, tallies: Tallies) -> dict[Cohort, Counts]:
        column, values = self._values
        starts = self._first + WEEK * np.arange(self._weeks)
        found: dict[Cohort, Counts] = {}
        for i, value in enumerate(values):
            counts = {c: a[i :: len(values)] for c, a in tallies.counts.items()}
            sums = {c: a[i :: len(values)] for c, a in tallies.sums.items()}
            found[column, value] = Counts(starts, counts, sums).filled()
        return found
