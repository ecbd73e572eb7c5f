"""Parquet: typed columns; structs become dotted names, lists and maps JSON text."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from curation.mapping import Column
from store.formats.refusals import Unreadable
from store.formats.relation import (
    NUMBER,
    TEXT,
    TIME,
    BadRow,
    Expression,
    Relation,
    column_of,
    file,
    literal,
    name,
)

_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
_TIMES = ("TIMESTAMP", "DATE")
_SAMPLE = 500


class ParquetRows:
    """A Parquet file, known by its schema and its first rows."""

    bad: Sequence[BadRow] = ()
    sha256: str | None = None
    notes: Sequence[str] = ()

    def __init__(self, path: Path, plain: Path, cursor: duckdb.DuckDBPyConnection) -> None:
        self.path, self.plain = path, plain
        try:
            self._cells = dict(_cells(cursor, self._source))
            self.rows_estimate: int = cursor.execute(
                f"SELECT count(*) FROM {self._source}"  # noqa: S608 (own words)
            ).fetchall()[0][0]
            self.columns = _columns(cursor, self._source, self._cells)
        except duckdb.Error:
            raise Unreadable(
                path, "is a Parquet file that is cut short or damaged. Copy or export it again."
            ) from None
        if not self.rows_estimate:
            raise Unreadable(path, f"has no rows (its columns: {', '.join(self._cells)}).")

    def head(self) -> Relation:
        """The first rows, for the eye."""
        return self.relation(frozenset())

    def relation(self, numbers: frozenset[str]) -> Relation:  # noqa: ARG002 (typed already)
        """All rows."""
        return Relation(self._source, self._cells)

    def raw(self, cursor: duckdb.DuckDBPyConnection, rows: Sequence[int]) -> Mapping[int, str]:
        """The source's own words for `rows`."""
        found = cursor.execute(
            f"SELECT n, to_json(words) FROM (SELECT row_number() OVER () AS n,"  # noqa: S608
            f" struct_pack({self._packed()}) AS words FROM {self._source})"
            " WHERE n IN (SELECT unnest(?))",
            [list(rows)],
        ).fetchall()
        return {row: words for row, words in found}

    def count_distinct(self, cursor: duckdb.DuckDBPyConnection, column: str) -> tuple[int, int]:
        """How many different values, and how many rows, `column` has."""
        found = cursor.execute(
            f"SELECT count(DISTINCT {self._cells[column].sql}), count(*) FROM {self._source}"  # noqa: S608
        ).fetchall()
        return found[0]

    @property
    def _source(self) -> str:
        return f"read_parquet({file(self.plain)})"

    def _packed(self) -> str:
        return ", ".join(
            f"{name(column)} := {cell.sql}" for column, cell in self._cells.items()
        )


def _cells(cursor: duckdb.DuckDBPyConnection, source: str) -> Iterator[tuple[str, Expression]]:
    cursor.execute(f"SELECT * FROM {source} LIMIT 0")  # noqa: S608 (own words)
    described = cursor.description or []
    for column, kind, *_ in described:
        yield from _parted(column, name(column), kind)


def _parted(column: str, sql: str, kind: object) -> Iterator[tuple[str, Expression]]:
    """The cell, or the cells of a struct; bytes are left out."""
    text = str(kind)
    if text.startswith("STRUCT") and not text.endswith("]"):
        for key, inner in getattr(kind, "children", ()):
            yield from _parted(
                f"{column}.{key}", f"struct_extract({sql}, {literal(key)})", inner
            )
    elif text.removeprefix("U").startswith(_NUMBERS) and not text.endswith("]"):
        yield column, Expression(sql, NUMBER)
    elif text.startswith(_TIMES) and not text.endswith("]"):
        yield column, Expression(sql, TIME)
    elif text.startswith(
        ("VARCHAR", "BOOLEAN", "UUID", "ENUM", "TIME", "INTERVAL")
    ) and not text.endswith("]"):
        yield column, Expression(f"CAST({sql} AS VARCHAR)", TEXT)
    elif not text.startswith("BLOB"):
        yield column, Expression(f"CAST(to_json({sql}) AS VARCHAR)", TEXT)


def _columns(
    cursor: duckdb.DuckDBPyConnection, source: str, cells: Mapping[str, Expression]
) -> tuple[Column, ...]:
    shown = ", ".join(f"CAST({cell.sql} AS VARCHAR)" for cell in cells.values()) or "NULL"
    rows = cursor.execute(f"SELECT {shown} FROM {source} LIMIT {_SAMPLE}").fetchall()  # noqa: S608
    return tuple(column_of(column, [row[n] for row in rows]) for n, column in enumerate(cells))
