"""The ledger's tables: one log, one head, and projections that can be rebuilt from the log."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Integer,
    String,
    TypeDecorator,
)
from sqlmodel import AutoString, Field, SQLModel

# SQLite fills only an INTEGER key by itself; other databases want the wide type.
_SEQ = BigInteger().with_variant(Integer(), "sqlite")
Json = dict[str, Any]


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC, aware on the way in and on the way out, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """`value` as the database keeps it."""
        return value.astimezone(UTC) if value else None

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """What the database kept, as a moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DecisionRow(SQLModel, table=True):
    """The log. Nothing here is updated or deleted, but for what an erasure takes away.

    See docs/decisions/007-tombstones.md: the erasure lists what it took, and is chained itself.
    """

    seq: int = Field(sa_column=Column(_SEQ, primary_key=True, autoincrement=False))
    act: str = Field(index=True)
    kind: str = Field(index=True)
    subject: str = Field(index=True)
    before: Json | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    after: Json = Field(sa_column=Column(JSON, nullable=False))
    actor: str = Field(index=True)
    reason: str = ""
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False, index=True))
    undoes: str | None = Field(default=None, index=True)
    previous: str
    hash: str


class HeadRow(SQLModel, table=True):
    """The one row that every writer locks: the last link of the chain."""

    id: int = Field(default=1, primary_key=True)
    seq: int = 0
    hash: str


class CaseRow(SQLModel, table=True):
    """Where each case stands; `body` holds the whole case."""

    id: str = Field(primary_key=True)
    state: str = Field(index=True)
    version: int
    owner: str | None = Field(default=None, index=True)
    group_id: str | None = Field(default=None, index=True)
    source_ref: str | None = Field(default=None, index=True)
    body: Json = Field(sa_column=Column(JSON, nullable=False))


class SetVersionRow(SQLModel, table=True):
    """Every frozen version: `hashes` by case id, `lines` of the manifest in stable order."""

    set: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    sha256: str
    frozen_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    frozen_by: str
    reason: str
    hashes: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    lines: list[Json] = Field(sa_column=Column(JSON, nullable=False))


class ImportRow(SQLModel, table=True):
    """Every import, undone or not."""

    id: str = Field(primary_key=True)
    seq: int = Field(index=True)
    kind: str
    source: str = Field(index=True)
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    actor: str
    undone_by: str | None = None
    body: Json = Field(sa_column=Column(JSON, nullable=False))


class BatchRow(SQLModel, table=True):
    """The manifest of the facts: which Parquet files belong to which import."""

    path: str = Field(primary_key=True)
    import_id: str = Field(index=True)
    seq: int
    shown: bool = True
    body: Json = Field(sa_column=Column(JSON, nullable=False))


class RunRow(SQLModel, table=True):
    """Every run, with the gate's last answer on it."""

    name: str = Field(primary_key=True)
    seq: int = Field(index=True)
    body: Json = Field(sa_column=Column(JSON, nullable=False))
    verdict: Json | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    verdict_seq: int | None = None


class OwnerRow(SQLModel, table=True):
    """Who decides about a scope."""

    scope: str = Field(primary_key=True)
    owner: str
    deputy: str | None = None
    seq: int


class ThresholdRow(SQLModel, table=True):
    """The governed numbers that a decision has set."""

    name: str = Field(primary_key=True)
    seq: int
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    body: Json = Field(sa_column=Column(JSON, nullable=False))


class GroupRow(SQLModel, table=True):
    """What was decided about a failure group: its name, merges, splits, and its sleep."""

    id: str = Field(primary_key=True)
    version: int
    body: Json = Field(sa_column=Column(JSON, nullable=False))


class QuarantineRow(SQLModel, table=True):
    """The cases that cannot block before a day, until then or until it is lifted."""

    case_id: str = Field(primary_key=True)
    owner: str
    until: str
    seq: int


class ViewRow(SQLModel, table=True):
    """Every saved view of the queue; `owner` is whose it is, None: everybody's."""

    subject: str = Field(primary_key=True)
    name: str = Field(index=True)
    owner: str | None = Field(default=None, index=True)
    saved_by: str
    seq: int
    filters: Json = Field(sa_column=Column(JSON, nullable=False))


class CohortRow(SQLModel, table=True):
    """Every saved cohort; they are everybody's."""

    subject: str = Field(primary_key=True)
    name: str
    saved_by: str
    seq: int
    where: Json = Field(sa_column=Column(JSON, nullable=False))


class StandingRow(SQLModel, table=True):
    """The last word about each subject that has one: baselines, incidents, alarms and such."""

    subject: str = Field(primary_key=True)
    kind: str = Field(index=True)
    seq: int = Field(index=True)
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    actor: str
    reason: str
    body: Json = Field(sa_column=Column(JSON, nullable=False))


PROJECTIONS: tuple[type[SQLModel], ...] = (
    CaseRow,
    SetVersionRow,
    ImportRow,
    BatchRow,
    RunRow,
    OwnerRow,
    ThresholdRow,
    GroupRow,
    QuarantineRow,
    ViewRow,
    CohortRow,
    StandingRow,
)


def name_of(table: type[SQLModel]) -> str:
    """What the database calls `table`."""
    return table.__name__.lower()  # as SQLModel names it


# Text is in the same order on every database, whatever language its server speaks.
_TEXT = String().with_variant(String(collation="C"), "postgresql")
for _table in SQLModel.metadata.tables.values():
    for _column in _table.columns:
        if isinstance(_column.type, AutoString):
            _column.type = _TEXT
