"""What an import would take from a file, shown before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from curation import mapping as columns_of
from curation.cases import LONGEST_ATTRIBUTE
from curation.fields import FIELDS
from curation.guessing import Guess, guessed, settled
from curation.mapping import Column, Corrections, snake
from curation.readings import lacks_offset
from store.facts.connection import DuckDBPyConnection
from store.facts.conversion import as_text
from store.facts.further import further_columns
from store.facts.masking import Masking
from store.facts.personal_columns import proven_texts
from store.facts.selecting import selected
from store.formats.opening import open_rows
from store.formats.relation import Rows, name

_TIMES = ("occurred_at", "started_at", "labelled_at")


@dataclass(frozen=True, slots=True)
class Preview:
    """A mapping with five sample rows in canonical values, for a person to nod at.

    The mapping also holds what is remembered of columns that this file does not have.
    `first_rows` are the same rows in the source's own words, `guess` why each column is what
    it is, and what is still open.
    """

    kind: str
    source: str
    path: Path
    columns: tuple[Column, ...]
    mapping: columns_of.Mapping
    sample_rows: tuple[Mapping[str, Any], ...]
    rows_estimate: int
    notes: tuple[str, ...]
    remembered: bool
    about_file: tuple[str, ...]  # the notes that hold whatever the columns are taken for
    first_rows: tuple[Mapping[str, str | None], ...]
    guess: Guess

    def described(self) -> Iterator[tuple[str, str, str]]:
        """Every field with its column and unit; further columns under their own name."""
        there = {column.name for column in self.columns}
        for field, source in self.mapping.fields.items():
            if source.column in there:
                yield field, source.column, source.unit or ""
        for further in further_columns(self.mapping, self.columns, {}):
            yield further.name, further.column, further.type


def look(
    cursor: DuckDBPyConnection,
    path: Path,
    kind: str,
    folder: Path,
    *,
    source: str,
    corrections: Corrections | None,
    remembered: columns_of.Mapping | None,
    samples: int = 5,
    unsettled: bool = False,
    masking: Masking | None = None,
) -> Preview:
    """The preview of `path`. Raises AmbiguousColumns where only a person can say.

    With `unsettled` it does not raise for that, nor for rows that would say nothing.
    """
    rows = open_rows(path, folder, cursor)
    found = _guessed(cursor, rows, kind, corrections, remembered, masking)
    mapping = found.mapping if unsettled else settled(found).mapping
    whole = columns_of.merged(mapping, remembered)
    return Preview(
        kind, source, path, masking.columns(rows.columns) if masking else rows.columns, whole,
        _sample(cursor, rows, mapping, samples, masking),
        rows.rows_estimate, (*rows.notes, *mapping.notes, *_asides(mapping, rows)),
        _is_remembered(whole, remembered), (*rows.notes, *_about_times(mapping, rows)),
        _first(cursor, rows, samples, masking), found,
    )  # fmt: skip


def mapping_of(
    cursor: DuckDBPyConnection,
    rows: Rows,
    kind: str,
    corrections: Corrections | None,
    remembered: columns_of.Mapping | None,
    masking: Masking | None = None,
) -> columns_of.Mapping:
    """What the columns of `rows` mean; where it counts, ids are looked at for repeats."""
    found = _guessed(cursor, rows, kind, corrections, remembered, masking)
    return settled(found).mapping


def _guessed(
    cursor: DuckDBPyConnection,
    rows: Rows,
    kind: str,
    corrections: Corrections | None,
    remembered: columns_of.Mapping | None,
    masking: Masking | None,
) -> Guess:
    columns = _counted(cursor, rows, kind, corrections, remembered)
    if masking:  # what a guess says of its reasons is shown
        columns = masking.columns(columns)
    return guessed(kind, columns, corrections, remembered, rows.path.name)


def _counted(
    cursor: DuckDBPyConnection,
    rows: Rows,
    kind: str,
    corrections: Corrections | None,
    remembered: columns_of.Mapping | None,
) -> Sequence[Column]:
    """The columns; where no value may repeat for them to be an id, their values counted."""
    field = next((f for f in FIELDS[kind] if f.unique), None)
    said = {*(corrections.fields if corrections else ())}
    said |= {*(remembered.fields if remembered else ())}
    if field is None or field.name in said:
        return rows.columns
    certain = (field.name, *field.aliases)
    if any(snake(column.name) in certain for column in rows.columns):
        return rows.columns
    weak = [c.name for c in rows.columns if snake(c.name) in field.unique]
    return [_with_count(cursor, rows, c) if c.name in weak else c for c in rows.columns]


def _with_count(cursor: DuckDBPyConnection, rows: Rows, column: Column) -> Column:
    try:
        distinct, count = rows.count_distinct(cursor, column.name)
    except duckdb.Error:  # a file that has to be taken apart line by line
        distinct = count = None
    return Column(column.name, column.type, column.samples, distinct, count, column.numbers)


def _sample(
    cursor: DuckDBPyConnection,
    rows: Rows,
    mapping: columns_of.Mapping,
    samples: int,
    masking: Masking | None,
) -> tuple[Mapping[str, Any], ...]:
    if not samples:
        return ()
    if masking:
        mapping = masking.mapping(mapping)
    proven, shown = (proven_texts(mapping), masking.shown) if masking else ({}, None)
    further = further_columns(mapping, rows.columns, proven, shown)
    found = selected(
        mapping, rows.head(), further, import_id="", now=datetime.now(UTC), masking=masking
    )
    shown = [*mapping.fields, *(f.name for f in further)]
    cells = ", ".join(_plain(mapping.kind, field) for field in shown)
    try:
        values = cursor.execute(f"SELECT {cells} FROM ({found.sql}) LIMIT {samples}").fetchall()  # noqa: S608
    except duckdb.Error:  # the rows are damaged: staging will say which
        return ()
    return tuple(dict(zip(shown, row, strict=True)) for row in values)


def _first(
    cursor: DuckDBPyConnection, rows: Rows, samples: int, masking: Masking | None
) -> tuple[Mapping[str, str | None], ...]:
    head = rows.head()
    cells = ", ".join(as_text(cell) for cell in head.columns.values())
    if not samples or not cells:
        return ()
    try:
        found = cursor.execute(f"SELECT {cells} FROM {head.source} LIMIT {samples}").fetchall()  # noqa: S608
    except duckdb.Error:  # the rows are damaged: staging will say which
        return ()
    first = [dict(zip(head.columns, row, strict=True)) for row in found]
    if masking is None:
        return tuple(first)
    return tuple({c: v and masking.shown(v, snake(c)) for c, v in row.items()} for row in first)


def _plain(kind: str, field: str) -> str:
    """Times as naive UTC: DuckDB wants another package to hand over zones."""
    times = {f.name for f in FIELDS[kind] if f.value == "time"}
    return f"timezone('UTC', {name(field)})" if field in times else name(field)


def _asides(mapping: columns_of.Mapping, rows: Rows) -> Iterator[str]:
    kind = mapping.kind
    yield from columns_of.asides(kind, mapping.fields)
    yield from _about_times(mapping, rows)
    if mapping.metadata and kind == "cases":
        yield (
            f"Kept as attributes: {', '.join(mapping.metadata)} (values of up to "
            f"{LONGEST_ATTRIBUTE} characters; longer ones are left out)."
        )
    if mapping.ignored:
        yield f"Not kept: {', '.join(mapping.ignored)}."


def _about_times(mapping: columns_of.Mapping, rows: Rows) -> Iterator[str]:
    times = [mapping.fields[f].column for f in _TIMES if f in mapping.fields]
    if any(c.name in times and lacks_offset(c.samples) for c in rows.columns):
        yield "Times without an offset are read as UTC."


def _is_remembered(mapping: columns_of.Mapping, remembered: columns_of.Mapping | None) -> bool:
    return remembered is not None and columns_of.to_json(mapping) == columns_of.to_json(
        remembered
    )
