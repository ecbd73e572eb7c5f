"""Immutable Parquet files: how one is written, and what the ledger remembers of it."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from store.facts.connection import DuckDBPyConnection
from store.formats.relation import literal


@dataclass(frozen=True, slots=True)
class Batch:
    """One Parquet file of facts. `path` starts at the facts folder; times are ISO 8601."""

    path: str
    view: str
    rows: int
    sha256: str
    import_id: str
    first_at: str | None = None
    last_at: str | None = None

    def body(self) -> dict[str, Any]:
        """The batch as plain JSON values."""
        return asdict(self)

    def stands_in(self, folder: Path) -> bool:
        """Whether the file is there, byte for byte as it was written."""
        path = folder / self.path
        return path.is_file() and sha256_of(path) == self.sha256

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Batch":
        """The batch that `body` wrote."""
        return cls(**body)


def sha256_of(path: Path) -> str:
    """The sha256 of the file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def write_parquet(cursor: DuckDBPyConnection, rows: str, path: Path) -> None:
    """Write the rows of a SELECT to `path`; nobody sees it before it is whole."""
    unfinished = path.with_suffix(".tmp")
    copy_rows(cursor, rows, unfinished)
    _finish(unfinished, path)


def copy_rows(cursor: DuckDBPyConnection, rows: str, path: Path) -> None:
    """Write the rows of a SELECT to `path`, in their order."""
    options = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, WRITE_BLOOM_FILTER false"
    cursor.execute(f"COPY ({rows}) TO {literal(str(path))} ({options})")


def take_over(source: Path, path: Path) -> None:
    """Make `path` the same file as the finished `source`, without writing it again."""
    unfinished = path.with_suffix(".tmp")
    unfinished.unlink(missing_ok=True)
    try:
        os.link(source, unfinished)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, unfinished)
    _finish(unfinished, path)


def _finish(unfinished: Path, path: Path) -> None:
    """The bytes are on the disk before the name is, and the name before anybody is told."""
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
