"""Bring one file into canonical columns, in a Parquet file of its own that nobody sees yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from curation.fields import field_named
from curation.guessing import guess
from curation.mapping import Column, Mapping
from store.facts import further as extra
from store.facts.batches import copy_rows
from store.facts.connection import DuckDBPyConnection
from store.facts.further import Further, further_columns
from store.facts.selecting import NO_NUMBER, Check, selected
from store.formats.cleaning import cleaned
from store.formats.refusals import Unreadable
from store.formats.relation import NUMBER, BadRow, Relation, Rows, literal, name

_REFUSALS = (
    duckdb.InvalidInputException,
    duckdb.ConversionException,
    duckdb.SerializationException,
    duckdb.IOException,
)


@dataclass(frozen=True, slots=True)
class StagedFile:
    """One file in canonical columns, and what is needed to speak about its rows."""

    rows: Rows
    parquet: Path
    mapping: Mapping
    checks: tuple[Check, ...]
    further: tuple[Further, ...]

    @property
    def bad(self) -> Sequence[BadRow]:
        """Rows that could not even be taken apart."""
        return self.rows.bad


def stage_file(
    cursor: DuckDBPyConnection,
    rows: Rows,
    mapping: Mapping,
    folder: Path,
    *,
    import_id: str,
    now: datetime,
) -> StagedFile:
    """Read, map, validate and hash all rows in one pass; again only where the sample misled."""
    parquet = folder / "staged.parquet"
    proven: dict[str, str] = {}
    for _ in range(4):
        columns = further_columns(mapping, rows.columns, proven)
        relation = rows.relation(_numbers(mapping, rows.columns, columns))
        found = selected(mapping, relation, columns, import_id=import_id, now=now)
        try:
            copy_rows(cursor, found.sql, parquet)
        except _REFUSALS as refused:
            rows = _again(rows, folder, refused)
            mapping = guess(mapping.kind, rows.columns, None, mapping, rows.path.name)
            continue
        news = _shown(cursor, relation, columns, parquet)
        if not news:
            break
        proven |= news
    else:
        raise Unreadable(rows.path, "cannot be read: it changes while it is being read.")
    return StagedFile(rows, parquet, mapping, found.checks, columns)


def _again(rows: Rows, folder: Path, refused: duckdb.Error) -> Rows:
    if (folder / "clean.jsonl").exists():
        raise Unreadable(rows.path, f"cannot be read: {str(refused).splitlines()[0]}")
    return cleaned(rows, folder)


def _numbers(
    mapping: Mapping, columns: Sequence[Column], more: Sequence[Further]
) -> frozenset[str]:
    """The columns that are read as numbers."""
    look = {column.name: column.type for column in columns}
    fields = [
        source.column
        for name, source in mapping.fields.items()
        if (field := field_named(mapping.kind, name)) and field.value == "number"
    ]
    found = [column for column in fields if look.get(column) == NUMBER]
    return frozenset([*found, *(f.column for f in more if f.type == NUMBER)])


def _shown(
    cursor: DuckDBPyConnection, relation: Relation, columns: Sequence[Further], parquet: Path
) -> dict[str, str]:
    """Further columns whose type the whole file shows to be another than the sample's."""
    staged = f"read_parquet({literal(str(parquet))})"
    news: dict[str, str] = {}
    numbers = [f for f in columns if f.type == NUMBER]
    misled = f"SELECT count(*) FROM {staged} WHERE _bad & {NO_NUMBER} <> 0"  # noqa: S608
    if numbers and cursor.execute(misled).fetchall()[0][0]:
        tests = [f"bool_or({extra.no_number(relation.columns[f.column])})" for f in numbers]
        row = cursor.execute(f"SELECT {', '.join(tests)} FROM {relation.source}").fetchall()[0]  # noqa: S608
        news |= {f.column: extra.TEXT for f, no in zip(numbers, row, strict=True) if no}
    unsure = [f for f in columns if not f.sure]
    if unsure:
        tests = [f"bool_and(is_number({name(f.name)}))" for f in unsure]
        row = cursor.execute(f"SELECT {', '.join(tests)} FROM {staged}").fetchall()[0]  # noqa: S608
        news |= {f.column: NUMBER for f, yes in zip(unsure, row, strict=True) if yes}
    return news
