"""Make the bytes of what was erased leave the database, not only its rows."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

from store.ledger.engine import BUSY_SECONDS

_WAIT = 5  # seconds: whoever reads for longer is told to be in the way


def purged(engine: Engine) -> bool:
    """Write the database anew without what was deleted; False where somebody is in the way.

    SQLite: its free pages and its write-ahead log as well. PostgreSQL: its tables; the log of
    the server, its replicas and its backups are for who runs it.
    """
    if engine.dialect.name == "sqlite":
        file = engine.url.database
        return not file or _file_purged(Path(file))
    return _tables_purged(engine)


def _file_purged(file: Path) -> bool:
    with closing(sqlite3.connect(file, timeout=_WAIT, isolation_level=None)) as own:
        try:
            own.execute("PRAGMA secure_delete=ON")
            own.execute("VACUUM")
            busy, *_ = own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
        return busy == 0


def _tables_purged(engine: Engine) -> bool:
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    try:
        with alone.connect() as connection:
            connection.exec_driver_sql(f"SET lock_timeout = '{BUSY_SECONDS}s'")
            for table in SQLModel.metadata.tables:
                connection.exec_driver_sql(f'VACUUM FULL "{table}"')
            connection.exec_driver_sql("RESET lock_timeout")
    except SQLAlchemyError:
        return False
    return True
