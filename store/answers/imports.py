"""What was brought in, by whom, and what was kept out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.desk import Desk
from store.ledger.tables import ImportRow


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """One import, undone or not."""

    import_id: str
    kind: str
    source: str
    at: datetime
    actor: str
    files: tuple[str, ...]
    rows_read: int
    rows_added: int
    rows_known: int
    rows_rejected: int
    failures: int
    rows_completed: int | None
    run: str | None
    mends: str | None
    undone_by: str | None


def imports(desk: Desk) -> list[ImportSummary]:
    """Every import, newest first."""
    with desk.ledger.reading() as asked:
        return [summary_of(row) for row in asked.imports()]


def summary_of(row: ImportRow) -> ImportSummary:
    """One import in short."""
    return ImportSummary(
        import_id=row.id,
        kind=row.kind,
        source=row.source,
        at=row.at,
        actor=row.actor,
        files=tuple(f["name"] for f in row.body["files"]),
        **_counts(row.body),
        rows_completed=row.body.get("rows_completed"),
        run=_run(row.body),
        mends=row.body.get("mends"),
        undone_by=row.undone_by,
    )


def _run(body: Mapping[str, Any]) -> str | None:
    run = body.get("run")
    return run["name"] if run else None


def _counts(body: Mapping[str, Any]) -> dict[str, int]:
    names = ("rows_read", "rows_added", "rows_known", "rows_rejected", "failures")
    return {name: body[name] for name in names}
