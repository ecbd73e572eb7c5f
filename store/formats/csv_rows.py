"""CSV with any delimiter: every cell is read as text first."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from curation.mapping import Column
from store.formats.detecting import refuse_other_encodings
from store.formats.refusals import Unreadable
from store.formats.relation import (
    MAX_LINE,
    TEXT,
    BadRow,
    Expression,
    Relation,
    column_of,
    file,
    literal,
    name,
)

_HEAD = 1 << 20
_HEAD_ROWS = 500
_DELIMITERS = ",;\t|"
REASON = "_reason"  # the column that marks a file of rejected rows
# A spreadsheet would run a cell that starts so; a quote before it is one more to take away.
_RUNS = "'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_GUARDED = f"^'{_RUNS}"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells are parted, and what the columns are called, each by a name of its own."""

    delimiter: str
    header: tuple[str, ...]

    @property
    def mended(self) -> bool:
        """Whether the file is a download of rejected rows, with cells guarded against Excel."""
        return REASON in self.header


class CsvRows:
    """A CSV file, known by its first rows."""

    bad: Sequence[BadRow] = ()
    sha256: str | None = None
    notes: Sequence[str] = ()

    def __init__(
        self, path: Path, plain: Path, dialect: Dialect, columns: Sequence[Column], rows: int
    ) -> None:
        self.path, self.plain, self.dialect = path, plain, dialect
        self.columns, self.rows_estimate = tuple(columns), rows

    def head(self) -> Relation:
        """The first rows, for the eye; those that cannot be taken apart are passed over."""
        whole = self.relation(frozenset())
        return replace(whole, source=f"{whole.source[:-1]}, ignore_errors=true)")

    def relation(self, numbers: frozenset[str]) -> Relation:  # noqa: ARG002 (all cells are text)
        """All rows, every cell as text."""
        cells = {
            column.name: Expression(self._cell(column.name), TEXT) for column in self.columns
        }
        return Relation(self._source, cells)

    def raw(self, cursor: duckdb.DuckDBPyConnection, rows: Sequence[int]) -> Mapping[int, str]:
        """The source's own words for `rows`."""
        cells = ", ".join(
            f"{name(c.name)} := {self._cell(c.name)}" for c in self.columns if c.name[:1] != "_"
        )
        found = cursor.execute(
            f"SELECT row, words FROM (SELECT row_number() OVER () AS row,"  # noqa: S608 (own words)
            f" to_json(struct_pack({cells})) AS words FROM {self._source})"
            " WHERE row IN (SELECT unnest(?))",
            [list(rows)],
        ).fetchall()
        return {row: words for row, words in found}

    def count_distinct(self, cursor: duckdb.DuckDBPyConnection, column: str) -> tuple[int, int]:
        """How many different values, and how many rows, `column` has."""
        found = cursor.execute(
            f"SELECT count(DISTINCT {name(column)}), count(*) FROM {self._source}"  # noqa: S608
        ).fetchall()
        return found[0]

    @property
    def _source(self) -> str:
        columns = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in self.dialect.header)
        return (
            f"read_csv({file(self.plain)}, delim={literal(self.dialect.delimiter)},"
            f" quote='\"', escape='\"', header=true, auto_detect=false, nullstr='',"
            f" columns={{{columns}}})"
        )

    def _cell(self, column: str) -> str:
        if not self.dialect.mended:
            return name(column)
        cell = name(column)
        guarded_ = f"regexp_matches({cell}, {literal(_GUARDED)})"
        return f"CASE WHEN {guarded_} THEN {cell}[2:] ELSE {cell} END"


def open_csv(path: Path, plain: Path) -> CsvRows:
    """Look at a CSV file; Unreadable when it has no header or no rows."""
    with plain.open("rb") as opened:
        head = opened.read(_HEAD)
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse_other_encodings(plain, path)
        text = head.decode("utf-8-sig", errors="ignore")
    dialect = dialect_of(text, path)
    rows = list(_sampled(text, dialect.delimiter))
    if len(rows) < 2:
        raise Unreadable(path, f"has no rows under its header ({', '.join(dialect.header)}).")
    columns = _columns(dialect, rows[1:])
    used = max(1, min(len(head), sum(len(cell) + 1 for row in rows for cell in row)))
    estimate = max(len(rows) - 1, round(len(rows) * plain.stat().st_size / used))
    exact = plain.stat().st_size <= len(head) and len(rows) < _HEAD_ROWS
    return CsvRows(path, plain, dialect, columns, len(rows) - 1 if exact else estimate)


def dialect_of(text: str, path: Path) -> Dialect:
    """The delimiter under which the first lines have the most columns, all equally many."""
    widths = {d: [len(row) for row in _sampled(text, d)] for d in _DELIMITERS}
    even = {d: found[0] for d, found in widths.items() if found and _mostly(found)}
    best = max(even, key=lambda d: even[d], default=",")
    header = next(_sampled(text, best), None)
    if header is None or not any(header):
        raise Unreadable(path, "has no header: its first line must name the columns.")
    mended = REASON in header
    return Dialect(best, _different([unguarded(c) if mended else c for c in header]))


def _mostly(widths: Sequence[int]) -> bool:
    return 2 * widths.count(widths[0]) >= len(widths)


def _sampled(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_LINE)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for _ in range(_HEAD_ROWS):
        try:
            row = next(rows, None)
        except csv.Error:
            return
        if row is None:
            return
        if row:
            yield row


def _different(header: Sequence[str]) -> tuple[str, ...]:
    """Column names, none twice (DuckDB takes no notice of case), none empty."""
    found: list[str] = []
    taken: set[str] = set()
    for number, words in enumerate(header, start=1):
        column = words.strip() or f"column_{number}"
        while column.lower() in taken:
            column += "_2"
        taken.add(column.lower())
        found.append(column)
    return tuple(found)


def _columns(dialect: Dialect, rows: Sequence[Sequence[str]]) -> list[Column]:
    whole = [row for row in rows if len(row) == len(dialect.header)]
    return [
        column_of(column, [unguarded(row[n]) if dialect.mended else row[n] for row in whole])
        for n, column in enumerate(dialect.header)
    ]


def guarded(cell: str) -> str:
    """`cell` so that a spreadsheet shows it and does not run it."""
    return f"'{cell}" if re.match(_RUNS, cell) else cell


def unguarded(cell: str) -> str:
    """`cell` as it was before `guarded`."""
    return cell[1:] if re.match(_GUARDED, cell) else cell


def as_json(dialect: Dialect, cells: Sequence[str]) -> str:
    """One row as a JSON object; an empty cell says nothing."""
    read = [unguarded(c) if dialect.mended else c for c in cells]
    return json.dumps(
        {c: v or None for c, v in zip(dialect.header, read, strict=True)}, ensure_ascii=False
    )
