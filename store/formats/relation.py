"""How DuckDB reads a file: the FROM clause, and one expression for each column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from curation.identity import is_number
from curation.mapping import Column
from curation.readings import NOT_FINITE

TEXT, NUMBER, TIME = "text", "number", "time"
MAX_LINE = 10_000_000  # bytes of one row; longer ones are put aside
SAMPLES = 20  # kept for each column, to show and to guess from


@dataclass(frozen=True, slots=True)
class Expression:
    """A column in SQL, and what it yields there: text, number or time."""

    sql: str
    type: str


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows in SQL. `row` is the SQL of the row's number, when counting would not give it."""

    source: str
    columns: Mapping[str, Expression]
    row: str = "NULL::BIGINT"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot even be taken apart: where, why, and what is there."""

    row: int
    reason: str
    raw: str


class Rows(Protocol):
    """A file that was looked at: its columns, and ways to read it."""

    path: Path
    columns: tuple[Column, ...]
    rows_estimate: int
    bad: Sequence[BadRow]
    sha256: str | None  # of the file, when reading it has shown that
    notes: Sequence[str]  # what was done to the file before its rows could be read

    def head(self) -> Relation:
        """The first rows, for the eye."""
        ...

    def relation(self, numbers: frozenset[str]) -> Relation:
        """All rows; the columns in `numbers` are read as numbers where the format allows it."""
        ...

    def raw(self, cursor: duckdb.DuckDBPyConnection, rows: Sequence[int]) -> Mapping[int, str]:
        """The source's own words for `rows`, each as a JSON object."""
        ...

    def count_distinct(self, cursor: duckdb.DuckDBPyConnection, column: str) -> tuple[int, int]:
        """How many different values, and how many rows, `column` has."""
        ...


def name(identifier: str) -> str:
    """`identifier` as SQL quotes it."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """`text` as SQL quotes it."""
    return "'" + text.replace("'", "''") + "'"


def file(path: Path) -> str:
    """`path` as SQL names exactly this file: DuckDB takes stars and brackets for patterns."""
    return literal(re.sub(r"([*?[])", r"[\1]", str(path)))


def column_of(name: str, values: Sequence[str | None]) -> Column:
    """What `values`, a sample, show about the column `name`."""
    given = [value for value in values if value and value not in NOT_FINITE]
    numbers = tuple(float(value) for value in given if is_number(value))
    kind = NUMBER if given and len(numbers) == len(given) else TEXT
    shown = tuple(dict.fromkeys(value for value in values if value))[:SAMPLES]
    return Column(name, kind if given else "empty", shown, numbers=numbers)
