"""One DuckDB in this process: UTC, no extensions, and the rules of curation as macros."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from curation.identity import normalise
from store.facts.masking import masked_by

__all__ = ["DuckDBPyConnection", "connect", "query", "step"]


def connect(spill: Path) -> DuckDBPyConnection:
    """A database in memory; what does not fit goes to the folder `spill`."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": str(spill),
        },
    )
    connection.execute("SET GLOBAL TimeZone = 'UTC'")  # a plain SET does not reach cursors
    connection.execute("SET GLOBAL parquet_metadata_cache = true")  # batches never change
    connection.create_function(  # pyright: ignore[reportUnknownMemberType] (its stub says so)
        "python_normalise", normalise, ["VARCHAR"], "VARCHAR"
    )
    connection.create_function(  # pyright: ignore[reportUnknownMemberType]
        "personal_masked", masked_by, ["VARCHAR", "VARCHAR"], "VARCHAR", side_effects=True
    )
    connection.execute(step("macros"))
    connection.execute(step("failing"))
    connection.execute(step("rolled"))
    return connection


@cache
def query(question: str) -> str:
    """The question's SQL."""
    return (files("store.facts") / "queries" / f"{question}.sql").read_text(encoding="utf-8")


@cache
def step(name: str) -> str:
    """The SQL of one step of an import."""
    return (files("store.facts") / "steps" / f"{name}.sql").read_text(encoding="utf-8")
