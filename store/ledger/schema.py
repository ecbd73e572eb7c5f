"""Which schema a ledger is of: founded with ours, brought to it if older, refused if newer."""

import logging
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    String,
    Table,
    insert,
    inspect,
    select,
)
from sqlmodel import Session, SQLModel

from curation.decisions import GENESIS
from curation.errors import BadRequest, NewerLedger
from store.ledger.engine import Engines
from store.ledger.proof import rebuild
from store.ledger.tables import HeadRow

MIGRATIONS = Path(__file__).parent / "migrations"
SCHEMAS = ("0001", "0002")  # the revisions in MIGRATIONS; the last one is what tables.py says
VERSIONS = Table(
    "alembic_version", MetaData(), Column("version_num", String(32), primary_key=True)
)
HEAD = "headrow"
_UNNUMBERED = "0000"  # a ledger of before the migrations; it may lack what 0001 makes
_TURN = 0x4556414C  # whoever founds or migrates a ledger on PostgreSQL holds this number

Tell = Callable[[str], None]
warned: Tell = logging.getLogger("evaldesk").warning


def is_ours(engines: Engines) -> bool:
    """Whether the ledger is of our schema; NewerLedger when it is of one we do not know."""
    return _schema_now(engines) == SCHEMAS[-1]


def make_ours(engines: Engines, tell: Tell) -> None:
    """Found the ledger, or bring it to our schema.

    All in one transaction, one process at a time: who comes second finds it done.
    """
    older = _schema_now(engines)
    copied = _copied(engines, older) if older else None
    with engines.writing.begin() as connection:
        _stand_in_line(connection)
        found = schema_of(connection)
        if found is None:
            _found(connection)
        elif found != SCHEMAS[-1]:
            kept = f" It stays as it was in {copied}." if copied else ""
            tell(f"The ledger is of schema {found}; bringing it to {SCHEMAS[-1]}.{kept}")
            migrate(connection)


def schema_of(connection: Connection) -> str | None:
    """The schema that the ledger is of; None where there is no ledger yet."""
    tables = inspect(connection).get_table_names()
    if VERSIONS.name in tables:
        found = connection.execute(select(VERSIONS.c.version_num)).scalar()
        if found is not None and found not in SCHEMAS:
            raise NewerLedger(found, SCHEMAS[-1])
        return found
    return _UNNUMBERED if HEAD in tables else None


def migrate(connection: Connection, to: str = SCHEMAS[-1]) -> None:
    """Bring the ledger behind `connection`, inside its transaction, to the schema `to`.

    Its projections are made anew: the log is all that a migration has to keep.
    """
    from alembic import command  # only where a migration is due: it takes a while to load
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    if to == SCHEMAS[-1]:
        with Session(connection) as session:
            rebuild(session)
            session.flush()


def _schema_now(engines: Engines) -> str | None:
    with engines.reading.connect() as connection:
        return schema_of(connection)


def _stand_in_line(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # an SQLite file has but one writer anyhow
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def _found(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        _require_unicode(connection)
    SQLModel.metadata.create_all(connection)
    VERSIONS.create(connection)
    connection.execute(insert(VERSIONS).values(version_num=SCHEMAS[-1]))
    connection.execute(insert(HeadRow).values(id=1, seq=0, hash=GENESIS))


def _require_unicode(connection: Connection) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise BadRequest(
            f"The database for the ledger keeps text as {encoding}, which cannot hold every "
            "language. Make one with: createdb --encoding=UTF8 --template=template0 NAME"
        )


def _copied(engines: Engines, older: str) -> Path | None:
    """A copy of an SQLite file beside it, made before it is changed."""
    file = engines.writing.url.database
    if engines.writing.dialect.name != "sqlite" or not file or older == SCHEMAS[-1]:
        return None
    source = Path(file)
    copy = source.with_name(f"{source.stem}-schema-{older}{source.suffix}")
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.{uuid.uuid4().hex}.tmp")
        with closing(sqlite3.connect(source)) as kept, closing(sqlite3.connect(half)) as made:
            kept.backup(made)
        half.replace(copy)
    return copy
