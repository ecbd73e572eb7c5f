"""Rewrite batches without the texts that an erasure takes away; their rows go on to count."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from curation.erasing import SHARED
from store.facts.batches import Batch
from store.facts.connection import DuckDBPyConnection, step
from store.facts.erased_cells import (
    Gone,
    case_sql,
    columns_of,
    rows_in,
    where_gone,
    without_gone,
)
from store.facts.writing import Writer


@dataclass(frozen=True, slots=True)
class Found:
    """A batch in which something of it stands: how many rows."""

    batch: Batch
    rows: int


@dataclass(frozen=True, slots=True)
class Told:
    """An event whose texts go: what it is called, and the case that it is a failure of."""

    event: str
    case: str | None
    title: str


def put_gone(
    cursor: DuckDBPyConnection,
    gone: Gone,
    folder: Path | None = None,
    batches: Sequence[Batch] = (),
) -> None:
    """Let the questions of this cursor know whose rows are meant."""
    cursor.execute("CREATE OR REPLACE TEMP TABLE gone_events (id VARCHAR)")
    cursor.execute("CREATE OR REPLACE TEMP TABLE gone_cases (id VARCHAR)")
    cursor.execute("INSERT INTO gone_events SELECT unnest(?::VARCHAR[])", [list(gone.events)])
    cursor.execute("INSERT INTO gone_cases SELECT unnest(?::VARCHAR[])", [list(gone.cases)])
    for batch in batches:
        if gone.before is not None and folder is not None and batch.view == "events":
            cursor.execute(
                f"INSERT INTO gone_events SELECT event_id FROM {rows_in(folder / batch.path)}"  # noqa: S608
                " WHERE occurred_at < ?",
                [gone.before],
            )


def told_events(
    cursor: DuckDBPyConnection, folder: Path, batches: Sequence[Batch], gone: Gone
) -> list[Told]:
    """The events that lose their texts, wherever it shows that they are meant."""
    put_gone(cursor, gone)
    found: dict[str, Told] = {}
    for batch in batches:
        if batch.view not in ("events", "failures", "late_failures", "labels"):
            continue
        columns = columns_of(cursor, folder / batch.path)
        where = where_gone(columns, gone)
        if where is None:
            continue
        title = "left(input, 140)" if "input" in columns else "NULL"
        rows = cursor.execute(
            f"SELECT event_id, {case_sql(columns)}, {title} FROM {rows_in(folder / batch.path)}"  # noqa: S608
            f" WHERE {where} ORDER BY event_id"
        ).fetchall()
        for event, case_id, text in rows:
            if event not in found or (text and not found[event].title):
                found[event] = Told(event, case_id, text or "")
    return list(found.values())


def found_in(
    cursor: DuckDBPyConnection, folder: Path, batches: Sequence[Batch], gone: Gone
) -> list[Found]:
    """The batches in which something of it stands."""
    put_gone(cursor, gone, folder, batches)
    found: list[Found] = []
    for batch in batches:
        where = where_gone(columns_of(cursor, folder / batch.path), gone)
        if where is None:
            continue
        sql = f"SELECT count(*) FROM {rows_in(folder / batch.path)} WHERE {where}"  # noqa: S608
        if rows := cursor.execute(sql).fetchall()[0][0]:
            found.append(Found(batch, rows))
    return found


def rewritten(
    cursor: DuckDBPyConnection, folder: Path, found: Sequence[Found], gone: Gone
) -> list[tuple[Batch, Batch]]:
    """Every batch before and after; nobody sees the new ones before it is recorded."""
    put_gone(cursor, gone, folder, [one.batch for one in found])
    pairs: list[tuple[Batch, Batch]] = []
    for one in found:
        writer = Writer(cursor, folder / "batches", one.batch.import_id)
        now = writer.rows(one.batch.view, without_gone(cursor, folder, one.batch, gone))
        assert now is not None, "a row that loses its text is still a row"
        pairs.append((one.batch, now))
    return pairs


def shared_cases(cursor: DuckDBPyConnection, gone: Gone, cases: Collection[str]) -> set[str]:
    """Those of `cases` that as many other events say too: their text is nobody's own."""
    put_gone(cursor, gone)
    rows = cursor.execute(step("shared_cases"), [sorted(cases), SHARED]).fetchall()
    return {case_id for (case_id,) in rows}


def delete_made(folder: Path, imports: Collection[str]) -> list[str]:
    """Delete every file that was counted from batches of these imports: it is made anew.

    Of drift all goes: what it was profiled by may hold words of any of them.
    """
    counted = [path for i in sorted(imports) for path in (folder / "rollups").glob(f"{i}-*")]
    drift = folder / "drift"
    told = sorted(path for path in drift.rglob("*") if path.is_file()) if imports else []
    for path in (*counted, *told):
        with suppress(OSError):
            path.unlink()
    return [path.relative_to(folder).as_posix() for path in (*counted, *told)]
