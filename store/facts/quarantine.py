"""Tell of every row that is kept out which cell is wrong, and keep the row as it came."""

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from store.facts import further
from store.facts.connection import DuckDBPyConnection
from store.facts.rejected import Reject
from store.facts.selecting import unusable
from store.facts.staging import StagedFile
from store.formats.csv_rows import guarded
from store.formats.json_tree import flattened

Fault = tuple[str | None, str | None, str]  # field, value, reason
RAW = "_raw"  # where a row is kept that could not be taken apart


def unreadable(file: StagedFile) -> list[Reject]:
    """The rows that could not be taken apart."""
    return [
        Reject(file.rows.path.name, bad.row, None, None, bad.reason, json.dumps({RAW: bad.raw}))
        for bad in file.bad
    ]


def refused(cursor: DuckDBPyConnection, file: StagedFile) -> list[Reject]:
    """The rows whose checks failed."""
    raw = _raw(cursor, file, file.masks)
    return [_refused(file, row, file.masks[row], raw[row]) for row in sorted(file.masks)]


def _raw(
    cursor: DuckDBPyConnection, file: StagedFile, rows: Collection[int]
) -> Mapping[int, str]:
    return file.rows.raw(cursor, list(rows)) if rows else {}


def _refused(file: StagedFile, row: int, mask: int, raw: str) -> Reject:
    cells = flattened(json.loads(raw))
    faults: list[Fault] = [
        (check.field, cells.get(check.column), check.converted.reason(cells.get(check.column)))
        for check in file.checks
        if mask & check.bit
    ]
    if unusable(mask):
        faults += further.faults(cells, file.further)
    return rejected(file, row, raw, faults)


def rejected(file: StagedFile, row: int, raw: str, faults: Sequence[Fault]) -> Reject:
    """A row with all that is wrong with it."""
    field, value, _ = faults[0]
    several = len({field for field, _, _ in faults}) > 1
    told = [f"{f}: {why}" if several and f else why for f, _, why in faults]
    shown = value if value is None or len(value) <= 200 else value[:200] + "…"
    return Reject(file.rows.path.name, row, field, shown, "; ".join(dict.fromkeys(told)), raw)


def told_by_fate(
    cursor: DuckDBPyConnection, file: StagedFile, faults: Mapping[int, Fault]
) -> list[Reject]:
    """The rows that are readable but do not fit what is known."""
    raw = _raw(cursor, file, faults)
    return [rejected(file, row, raw[row], [faults[row]]) for row in sorted(faults)]


def write_table(cursor: DuckDBPyConnection, rejects: Sequence[Reject], import_id: str) -> None:
    """Put `rejects` into the temporary table of that name."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE rejected (file VARCHAR, row BIGINT, field VARCHAR,"
        " value VARCHAR, reason VARCHAR, raw VARCHAR, import_id VARCHAR)"
    )
    for start in range(0, len(rejects), 5000):
        part = rejects[start : start + 5000]
        columns = [
            [r.file for r in part], [r.row for r in part], [r.field for r in part],
            [r.value for r in part], [r.reason for r in part], [r.raw for r in part],
        ]  # fmt: skip
        cursor.execute(
            "INSERT INTO rejected SELECT unnest($1::VARCHAR[]), unnest($2::BIGINT[]),"
            " unnest($3::VARCHAR[]), unnest($4::VARCHAR[]), unnest($5::VARCHAR[]),"
            " unnest($6::VARCHAR[]), $7",
            [*columns, import_id],
        )


def to_mend(rejects: Sequence[Mapping[str, Any]], suffix: str) -> str:
    """Rejected rows in their own columns, .csv or JSON lines, to be mended and imported."""
    rows = [_with_reason(reject) for reject in rejects]
    if suffix == ".csv":
        return _csv(rows)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _with_reason(reject: Mapping[str, Any]) -> dict[str, Any]:
    why = {f"_{name}": reject[name] for name in ("file", "row", "field", "reason")}
    return {**json.loads(reject["raw"]), **why}


def _csv(rows: Iterable[Mapping[str, Any]]) -> str:
    flat = [_leaves(row) for row in rows]
    header = list(dict.fromkeys(column for row in flat for column in row))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(column) for column in header])
    for row in flat:
        writer.writerow([guarded(row.get(column) or "") for column in header])
    return text.getvalue()


def _leaves(row: Mapping[str, Any]) -> dict[str, str | None]:
    """The cells of a row; an object is told by its parts."""
    cells = flattened(row)
    return {c: v for c, v in cells.items() if not any(o.startswith(f"{c}.") for o in cells)}
