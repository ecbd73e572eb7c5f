"""The log, its head and the projections, as they were before migrations had numbers.

A ledger of that time may lack the younger ones of these tables: only those are made.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
NUMBER = sa.Integer()
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON()
MOMENT = sa.DateTime(timezone=True)

Columns = Mapping[str, sa.types.TypeEngine[Any]]


def upgrade() -> None:
    """Make what is not there yet."""
    make(
        "decisionrow",
        {"seq": SEQ, "act": TEXT, "kind": TEXT, "subject": TEXT, "before": JSON, "after": JSON,
         "actor": TEXT, "reason": TEXT, "at": MOMENT, "undoes": TEXT, "previous": TEXT,
         "hash": TEXT},
        may_lack=("before", "undoes"),
        indexed=("act", "kind", "subject", "undoes"),
    )  # fmt: skip
    make("headrow", {"id": NUMBER, "seq": NUMBER, "hash": TEXT})
    make(
        "caserow",
        {"id": TEXT, "state": TEXT, "version": NUMBER, "owner": TEXT, "group_id": TEXT,
         "source_ref": TEXT, "body": JSON},
        may_lack=("owner", "group_id", "source_ref"),
        indexed=("group_id", "owner", "source_ref", "state"),
    )  # fmt: skip
    make(
        "setversionrow",
        {"set": TEXT, "version": NUMBER, "sha256": TEXT, "frozen_at": MOMENT,
         "frozen_by": TEXT, "reason": TEXT, "hashes": JSON, "lines": JSON},
        key=("set", "version"),
    )  # fmt: skip
    _imports_and_runs()
    _what_is_governed()
    _what_has_a_name()


def _imports_and_runs() -> None:
    make(
        "importrow",
        {"id": TEXT, "seq": NUMBER, "kind": TEXT, "source": TEXT, "at": MOMENT, "actor": TEXT,
         "undone_by": TEXT, "body": JSON},
        may_lack=("undone_by",),
        indexed=("seq", "source"),
    )  # fmt: skip
    make(
        "batchrow",
        {"path": TEXT, "import_id": TEXT, "seq": NUMBER, "shown": sa.Boolean(), "body": JSON},
        indexed=("import_id",),
    )
    make(
        "runrow",
        {"name": TEXT, "seq": NUMBER, "body": JSON, "verdict": JSON, "verdict_seq": NUMBER},
        may_lack=("verdict", "verdict_seq"),
        indexed=("seq",),
    )


def _what_is_governed() -> None:
    make(
        "ownerrow",
        {"scope": TEXT, "owner": TEXT, "deputy": TEXT, "seq": NUMBER},
        may_lack=("deputy",),
    )
    make("thresholdrow", {"name": TEXT, "seq": NUMBER, "at": MOMENT, "body": JSON})
    make("quarantinerow", {"case_id": TEXT, "owner": TEXT, "until": TEXT, "seq": NUMBER})
    make(
        "standingrow",
        {"subject": TEXT, "kind": TEXT, "seq": NUMBER, "at": MOMENT, "actor": TEXT,
         "reason": TEXT, "body": JSON},
        indexed=("kind", "seq"),
    )  # fmt: skip


def _what_has_a_name() -> None:
    make("grouprow", {"id": TEXT, "version": NUMBER, "body": JSON})
    make(
        "viewrow",
        {"subject": TEXT, "name": TEXT, "owner": TEXT, "saved_by": TEXT, "seq": NUMBER,
         "filters": JSON},
        may_lack=("owner",),
        indexed=("name", "owner"),
    )  # fmt: skip
    make(
        "cohortrow",
        {"subject": TEXT, "name": TEXT, "saved_by": TEXT, "seq": NUMBER, "where": JSON},
    )


def make(
    table: str,
    columns: Columns,
    *,
    key: Sequence[str] = (),
    may_lack: Sequence[str] = (),
    indexed: Sequence[str] = (),
) -> None:
    """The table, where it is not there; without a `key` its first column is one."""
    first = next(iter(columns))
    made = [
        sa.Column(name, kind, nullable=name in may_lack, autoincrement=False)
        for name, kind in columns.items()
    ]
    named = sa.PrimaryKeyConstraint(*(key or (first,)))
    op.create_table(table, *made, named, if_not_exists=True)
    for name in indexed:
        op.create_index(f"ix_{table}_{name}", table, [name], if_not_exists=True)
