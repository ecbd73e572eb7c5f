"""Decide which staged events and truths are new, and write the batches that say so."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from store.facts.comparing import note_differences
from store.facts.connection import DuckDBPyConnection, step
from store.facts.failure_cohorts import cells, with_few_values
from store.facts.outcome import Outcome, Staged, reasons_of
from store.facts.quarantine import Fault, refused, told_by_fate, unreadable
from store.facts.rejected import Reject
from store.facts.staging import StagedFile
from store.facts.vocabulary import LATE_FAILURES
from store.facts.writing import Writer
from store.formats.relation import literal


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows that could be used."""

    added: int = 0
    completed: int = 0
    known: int = 0


def open_staged(cursor: DuckDBPyConnection, staged: Staged) -> int:
    """Make the view `staged` and the table `this`; the number of rows that were taken apart."""
    files = ", ".join(literal(str(file.parquet)) for file in staged.files)
    cursor.execute(
        f"CREATE OR REPLACE TEMP VIEW staged AS SELECT * FROM read_parquet([{files}],"  # noqa: S608
        " union_by_name=true, filename=true, file_row_number=true)"
    )
    cursor.execute("CREATE OR REPLACE TEMP TABLE this (import_id VARCHAR, now TIMESTAMPTZ)")
    cursor.execute("INSERT INTO this VALUES (?, ?)", [staged.import_id, staged.now])
    return cursor.execute("SELECT count(*) FROM staged").fetchall()[0][0]


def finish_events(writer: Writer, staged: Staged) -> Outcome:
    """The outcome of staged events or labels against the events that are shown now."""
    cursor = writer.cursor
    total = open_staged(cursor, staged)
    cursor.execute(step(f"candidates_{staged.kind}"))
    cursor.execute(step("known"))
    counts = _settle(cursor, staged)
    failures = _write_facts(writer, staged, counts)
    return finished(writer, staged, total, counts, failures, _rejects(cursor, staged))


def finished(
    writer: Writer,
    staged: Staged,
    total: int,
    counts: Counts,
    failures: int,
    rejects: Sequence[Reject],
) -> Outcome:
    """Write the rejects and add everything up."""
    if staged.masking:
        rejects = [staged.masking.reject(reject) for reject in rejects]
    writer.rejects(rejects)
    bad = sum(len(file.bad) for file in staged.files)
    seen = [b for b in writer.batches if b.view in ("events", "results", "labels")]
    return Outcome(
        staged.import_id, staged.kind, total + bad, counts.added + counts.completed,
        counts.known, len(rejects), failures, tuple(writer.batches), staged.read,
        reasons_of(rejects),
        min((b.first_at for b in seen if b.first_at), default=None),
        max((b.last_at for b in seen if b.last_at), default=None),
        counts.completed, dict(staged.masking.total) if staged.masking else {},
    )  # fmt: skip


def _settle(cursor: DuckDBPyConnection, staged: Staged) -> Counts:
    """Give every usable row its fate, in the table or view `fates`."""
    rows, bad, silent, ids, known, same = cursor.execute(step("glance")).fetchall()[0]
    cursor.execute("DROP VIEW IF EXISTS fates")
    cursor.execute("DROP TABLE IF EXISTS fates")
    if not bad and not silent and not known and ids == rows:
        cursor.execute(step("all_added"))
        return Counts(added=rows)
    if same == rows - bad:
        cursor.execute(f"CREATE TEMP TABLE fates AS {step('no_fates')}")
        return Counts(known=same)
    cursor.execute(step("rated"))
    note_differences(cursor, staged.files)
    cursor.execute(step("fates"))
    found = dict(cursor.execute("SELECT fate, count(*) FROM fates GROUP BY fate").fetchall())
    return Counts(found.get("added", 0), found.get("completes", 0), found.get("known", 0))


def _write_facts(writer: Writer, staged: Staged, counts: Counts) -> int:
    """Write what is new; the number of events that are now known to be wrong."""
    cursor, new = writer.cursor, counts.added > 0
    cursor.execute(step("completions"))
    late = cursor.execute("SELECT count(*) FROM completions").fetchall()[0][0] > 0
    if staged.kind == "events":
        whole = counts.added == cursor.execute("SELECT count(*) FROM staged").fetchall()[0][0]
        cursor.execute(step("accepted_all" if whole else "accepted_some"))
        for file in staged.files if new else ():
            _write_events(writer, file, whole)
    if late:
        cursor.execute(_completed(cursor, staged.kind))
    if counts.completed:
        cursor.execute(step(f"truths_of_{staged.kind}"))
        writer.rows("labels", step("new_labels"))
    weeks = [step("new_weeks")] * new + [step("late_weeks")] * late
    if weeks:
        writer.rows("event_weeks", " UNION ALL ".join(weeks))
    return _write_failures(writer, new, late)


def _write_events(writer: Writer, file: StagedFile, whole: bool) -> None:
    if whole:
        writer.whole("events", file.parquet)
        return
    path = literal(str(file.parquet))
    writer.rows(
        "events",
        f"SELECT s.* EXCLUDE (file_row_number) FROM read_parquet({path}, file_row_number=true)"  # noqa: S608
        f" AS s JOIN fates AS f ON f.file = {path} AND f.n = s.file_row_number"
        " WHERE f.fate = 'added' ORDER BY s.file_row_number",
    )


def _write_failures(writer: Writer, new: bool, late: bool) -> int:
    """Failures of new events, and of those whose truth came late."""
    told = f"SELECT * FROM ({step('late_failures')})"  # noqa: S608 (own words)
    first = [f"{told} WHERE import_id = event_import_id"] * late
    if new:
        first = [_with_cells(writer.cursor, "new_failures", "accepted"), *first]
    batch = writer.rows("failures", with_few_values(" UNION ALL ".join(first))) if new else None
    found = batch.rows if batch else 0
    if late:
        later = f"{told} WHERE import_id <> event_import_id"
        writer.rows(LATE_FAILURES, with_few_values(later))
        found += writer.cursor.execute(step("newly_failing")).fetchall()[0][0]
    return found


def _completed(cursor: DuckDBPyConnection, kind: str) -> str:
    sql = _with_cells(cursor, f"completed_{kind}", "accepted" if kind == "events" else "events")
    return sql.replace("/*known*/", cells(cursor, "events"))


def _with_cells(cursor: DuckDBPyConnection, name: str, rows: str) -> str:
    return step(name).replace("/*cells*/", cells(cursor, rows))


def _rejects(cursor: DuckDBPyConnection, staged: Staged) -> list[Reject]:
    faults: dict[str, dict[int, Fault]] = defaultdict(dict)
    for path, row, fate, event, truth, detail in cursor.execute(step("misfits")).fetchall():
        faults[path][row] = _fault(staged.kind, fate, event, truth, detail)
    return [
        reject
        for file in staged.files
        for reject in (
            *unreadable(file),
            *refused(cursor, file),
            *told_by_fate(cursor, file, faults[str(file.parquet)]),
        )
    ]


def _fault(kind: str, fate: str, event: str, truth: str | None, detail: str | None) -> Fault:
    if fate == "contradicts":
        return "truth", truth, f"event {event} has the truth '{detail}', here it is '{truth}'"
    if fate == "differs":
        fields = (detail or "").split(", ")
        return fields[0], None, f"event {event} is known with another {', '.join(fields)}"
    if kind == "labels":
        why = f"no event {event} is known: import the events first, then this file again"
        return "event_id", event, why
    return None, None, f"says nothing of event {event}: no input, output, prediction or verdict"
