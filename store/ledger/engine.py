"""How the ledger's database is opened, so that a committed decision survives a power cut."""

import sqlite3
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlmodel import create_engine

BUSY_SECONDS = 30


def open_engine(url: str) -> Engine:
    """The engine for `url`; SQLite gets the settings that make it a ledger."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    # In memory the one connection is the database; a file takes as many as there are people:
    # who waits for the ledger must not keep those waiting who could let it go.
    room = {} if url == "sqlite://" else {"pool_size": 20, "max_overflow": -1}
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **room)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def sqlite_url(path: Path) -> str:
    """The URL of a ledger in the file `path`."""
    return f"sqlite:///{path}"


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
