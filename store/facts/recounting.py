"""Whether rollups say what the events say: each is counted again, by its own columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from duckdb import Error, IOException, OutOfMemoryException

from store.facts import cube
from store.facts.connection import DuckDBPyConnection
from store.facts.rollup_files import RollupFile
from store.formats.relation import literal, name

_OF_EVERY_ROLLUP = ("_week", "_month", "_length", "_known")


@dataclass(frozen=True, slots=True)
class Recounted:
    """How many rollups were counted again, and those that said something else, by name."""

    files: int
    misfits: tuple[str, ...]


def can_be_read(cursor: DuckDBPyConnection, path: Path) -> bool:
    """Whether the file is whole; one that is not has told nobody anything."""
    rows = f"SELECT bit_xor(hash(r)) FROM read_parquet({literal(str(path))}) AS r"  # noqa: S608
    try:
        cursor.execute(rows).fetchall()
    except Error:
        return False
    return True


def fits(cursor: DuckDBPyConnection, one: RollupFile, events: str) -> bool | None:
    """Whether the file says what its signed `events` say; None: there is no room to count."""
    told = f"SELECT * FROM read_parquet({literal(str(one.path))})"  # noqa: S608 (own file)
    try:
        cursor.execute(f"{told} LIMIT 0")
        columns = [str(column) for column, *_ in cursor.description or ()]
        return not cursor.execute(_differing(told, columns, events)).fetchall()[0][0]
    except (IOException, OutOfMemoryException):
        return None
    except Error:  # it has columns that no event has
        return False


def _differing(told: str, columns: Iterable[str], events: str) -> str:
    own = [c for c in columns if c not in (*_OF_EVERY_ROLLUP, "_n")]
    found = cube.counted(events, {column: cube.cell(column) for column in own})
    row = ", ".join(map(name, (*_OF_EVERY_ROLLUP, *own, "_n")))
    return (
        f"WITH told AS MATERIALIZED (SELECT {row} FROM ({told})),"  # noqa: S608 (own SQL)
        f" found AS MATERIALIZED (SELECT {row} FROM ({found}))"
        " SELECT EXISTS(FROM told EXCEPT ALL FROM found)"
        " OR EXISTS(FROM found EXCEPT ALL FROM told)"
    )
