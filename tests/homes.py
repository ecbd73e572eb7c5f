"""The two homes of a ledger, as tests need them: its URL, a copy, a way behind its back."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlmodel import SQLModel

from curation.decisions import GENESIS
from store.ledger.engine import sqlite_url
from tests.postgres import Postgres

TABLES = list(SQLModel.metadata.tables)


class Home(Protocol):
    """A database that a ledger stands in."""

    @property
    def url(self) -> str:
        """What `Ledger` is opened with."""
        ...

    def empty(self) -> None:
        """Forget everything."""
        ...

    def copy(self, place: Path) -> "Home":
        """What was written once, again; nobody may have this one open."""
        ...

    def behind_the_back(self, *statements: str) -> None:
        """Change what is kept, past the application."""
        ...


@dataclass(frozen=True)
class SqliteHome:
    """A file."""

    file: Path

    @property
    def url(self) -> str:
        """What `Ledger` is opened with."""
        return sqlite_url(self.file)

    def empty(self) -> None:
        """Forget the file, and what SQLite keeps beside it."""
        for left in self.file.parent.glob(f"{self.file.name}*"):
            left.unlink()

    def copy(self, place: Path) -> "SqliteHome":
        """The same file in the folder `place`."""
        return SqliteHome(Path(shutil.copyfile(self.file, place / "ledger.db")))

    def behind_the_back(self, *statements: str) -> None:
        """Say `statements` on a connection of its own."""
        with closing(sqlite3.connect(self.file, isolation_level=None)) as raw:
            for statement in statements:
                raw.execute(statement)


@dataclass(frozen=True)
class PostgresHome:
    """A database on a server."""

    server: Postgres
    url: str

    def empty(self) -> None:
        """Forget everything: the next test begins anew, in less time than a database takes."""
        gone = [f"DELETE FROM {table}" for table in TABLES]  # noqa: S608
        head = f"INSERT INTO headrow VALUES (1, 0, '{GENESIS}')"  # noqa: S608
        self.behind_the_back("; ".join([*gone, head]))

    def keep(self) -> None:
        """Keep what is written for `copy`."""
        kept = [f"CREATE TABLE kept.{table} AS TABLE {table}" for table in TABLES]
        again = "DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept"
        self.behind_the_back("; ".join([again, *kept]))

    def copy(self, place: Path) -> "PostgresHome":  # noqa: ARG002
        """What was kept, written again."""
        again = [
            f"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept.{table}"  # noqa: S608
            for table in TABLES
        ]
        self.behind_the_back("; ".join(again))
        return self

    def behind_the_back(self, *statements: str) -> None:
        """Say `statements` on a connection of its own."""
        self.server.run(*statements, url=self.url)
