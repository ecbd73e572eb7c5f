"""How the ledger's database is opened, so that a committed decision survives a power cut."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, IsolationLevel
from sqlalchemy.exc import ArgumentError
from sqlmodel import create_engine

from curation.errors import BadRequest
from store.ledger.address import parsed, shown
from store.ledger.outage import ODD_OPTION, tell_outages

BUSY_SECONDS = 30
CONNECT_SECONDS = 10


@dataclass(frozen=True)
class Engines:
    """The two ways to one database: to change it, and to read one state of it."""

    writing: Engine
    reading: Engine

    def dispose(self) -> None:
        """Let go of every connection."""
        self.writing.dispose()
        self.reading.dispose()


def open_engines(url: str) -> Engines:
    """Both engines for `url`, an SQLite file or a PostgreSQL database."""
    if not url.startswith("sqlite"):
        return _postgresql(parsed(url))
    engine = open_engine(url)
    return Engines(engine, engine.execution_options(reading=True))


def open_engine(url: str) -> Engine:
    """The engine for an SQLite `url`, with the settings that make it a ledger."""
    # In memory the one connection is the database; a file takes as many as there are people:
    # who waits for the ledger must not keep those waiting who could let it go.
    room = {} if url == "sqlite://" else {"pool_size": 20, "max_overflow": -1}
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **room)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    tell_outages(engine)
    return engine


def sqlite_url(path: Path) -> str:
    """The URL of a ledger in the file `path`."""
    return f"sqlite:///{path}"


def _postgresql(url: URL) -> Engines:
    # Writers stand in line for the head, so a statement sees all that was committed before
    # its turn; readers keep the one state in which they began. Each has connections of its
    # own: those who stand in line must not keep the one whose turn it is from reading.
    writing = _engine(url, "READ COMMITTED", pool_size=5, max_overflow=5)
    reading = _engine(url, "REPEATABLE READ", pool_size=10, max_overflow=50)
    event.listen(writing, "begin", _wait_so_long)
    return Engines(writing, reading.execution_options(postgresql_readonly=True))


def _engine(url: URL, isolation: IsolationLevel, **room: int) -> Engine:
    asked = {"connect_timeout": CONNECT_SECONDS, "application_name": "evaldesk"}
    given = {name: value for name, value in asked.items() if name not in url.query}
    try:
        engine = create_engine(
            url,
            connect_args=given,
            isolation_level=isolation,
            pool_pre_ping=True,
            pool_timeout=BUSY_SECONDS,
            **room,
        )
        engine.dialect.create_connect_args(url)
    except ArgumentError:  # its words repeat what the URL says
        raise BadRequest(ODD_OPTION.format(shown(url))) from None
    except ModuleNotFoundError as missing:
        raise BadRequest(
            "A ledger on PostgreSQL needs a driver that is not installed here: "
            f'{missing.name}. Install it with: pip install "psycopg[binary]>=3.3,<4"'
        ) from None
    tell_outages(engine)
    return engine


def _wait_so_long(connection: Connection) -> None:
    # For this transaction only: a pool in between may hand the connection to somebody else.
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")


def _on_connect(connection: DBAPIConnection, record: object) -> None:  # noqa: ARG001
    connection.isolation_level = None  # we say BEGIN ourselves, see _on_begin
    cursor = connection.cursor()
    _use_wal(cursor)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _use_wal(cursor: DBAPICursor) -> None:
    # SQLite refuses the switch at once, whatever its busy timeout, while another process
    # founds the same desk. Once made, the switch stays in the file and nobody has to wait.
    give_up = monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if monotonic() > give_up:
                raise
            sleep(0.01)


def _on_begin(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail on the upgrade of its lock.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
