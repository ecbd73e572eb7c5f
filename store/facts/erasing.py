"""Rewrite batches without the texts that an erasure takes away; their rows go on to count."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from curation.erasing import SHARED, Target, spaced
from store.facts.batches import Batch
from store.facts.connection import DuckDBPyConnection, step
from store.facts.vocabulary import EVENTS, HIDDEN, TEXT
from store.facts.writing import Writer
from store.formats.relation import literal, name

PROSE = ("input", "output", "title", "raw", "value")  # what somebody wrote, or was told
LABELS = ("prediction", "truth", "expected", "actual", "error")
LONGEST_LABEL = 60  # characters; longer ones are prose
_IDS = (
    "event_id", "case_id", "group_id", "import_id", "event_import_id", "run", "asked_sha256",
    "content_hash", "file", "trace_id",
)  # fmt: skip
_NAMES = (*_IDS, "route", "model_version", "kind", "feedback", "field")
_FEW = 50  # events that are looked for by their id in rows that were kept out
_REASON = ("reason",)  # of a reject: it may quote a cell


@dataclass(frozen=True)
class Gone:
    """Whose rows lose their texts: those with the target's words, and those named by id.

    `before`: every event that is older, whatever it says; `ids`: it loses its id as well.
    """

    target: Target
    events: Collection[str] = field(default_factory=tuple[str, ...])
    before: datetime | None = None
    ids: bool = False
    cases: Collection[str] = field(default_factory=tuple[str, ...])  # all that happened to them


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
                f"INSERT INTO gone_events SELECT event_id FROM {_read(folder / batch.path)}"  # noqa: S608
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
        columns = _columns(cursor, folder / batch.path)
        where = _where(columns, gone)
        if where is None:
            continue
        title = "left(input, 140)" if "input" in columns else "NULL"
        rows = cursor.execute(
            f"SELECT event_id, {_case(columns)}, {title} FROM {_read(folder / batch.path)}"  # noqa: S608
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
        where = _where(_columns(cursor, folder / batch.path), gone)
        if where is None:
            continue
        sql = f"SELECT count(*) FROM {_read(folder / batch.path)} WHERE {where}"  # noqa: S608
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
        now = writer.rows(one.batch.view, _without(cursor, folder, one.batch, gone))
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


def _columns(cursor: DuckDBPyConnection, path: Path) -> dict[str, str]:
    cursor.execute(f"SELECT * FROM read_parquet({literal(str(path))}) LIMIT 0")  # noqa: S608
    return {str(c): str(t) for c, t, *_ in cursor.description or ()}


def _read(path: Path) -> str:
    return f"read_parquet({literal(str(path))}, file_row_number=true)"


def _case(columns: Mapping[str, str]) -> str:
    """SQL of the case that a row is of; what is no failure yet has one that is worked out."""
    if "content_hash" in columns and {"route", "input", "event_id", "case_id"} <= set(columns):
        return "coalesce(case_id, case_id_of(route, coalesce(input, event_id)))"
    return "case_id" if "case_id" in columns else "NULL"


def _where(columns: Mapping[str, str], gone: Gone) -> str | None:
    """SQL of the rows that are meant and have something left to lose; None: there are none."""
    texts = _texts(columns)
    parts = [_says(name(c), gone.target) for c in texts if gone.target.words]
    if "cohorts" in columns and gone.target.words:
        parts.append(_says("array_to_string(cohorts, chr(10))", gone.target))
    prose = [c for c in PROSE if c in columns]
    meant: list[str] = []
    if "event_id" in columns and (gone.events or gone.before is not None):
        meant.append("event_id IN (FROM gone_events)")
    if "case_id" in columns and gone.cases and ("event_id" not in columns or not gone.events):
        # Which events are of a case is worked out once: hashing every input takes a while.
        meant.append(f"{_case(columns)} IN (FROM gone_cases)")
    if "raw" in columns and 0 < len(gone.events) <= _FEW:
        meant.append("EXISTS (SELECT 1 FROM gone_events AS g WHERE contains(raw, g.id))")
    if meant:
        left = [f"NOT {_blank(name(c))}" for c in prose]
        left += [f"NOT {_blank(name(c))}" for c in ("event_id",) if gone.ids and c in columns]
        loses = " OR ".join([*left, *_long(columns)]) or "false"
        parts.append(f"(({' OR '.join(meant)}) AND ({loses}))")
    return " OR ".join(parts) or None


def _long(columns: Mapping[str, str]) -> list[str]:
    cells = [c for c in (*LABELS, *_further(columns)) if c in columns]
    return [f"coalesce(length({name(c)}) > {LONGEST_LABEL}, false)" for c in cells]


def _blank(cell: str) -> str:
    """SQL of whether nothing is left in a cell."""
    return f"({cell} IS NULL OR {cell} = '' OR starts_with({cell}, '[erased E-'))"


def _texts(columns: Mapping[str, str]) -> list[str]:
    skipped = {"import_id", "event_import_id", "content_hash", "asked_sha256", "case_id"}
    return [c for c, type_ in columns.items() if type_ == TEXT and c not in skipped]


def _says(cell: str, target: Target) -> str:
    """SQL of whether a cell holds one of the words; cheap where none is near."""
    parts = [
        f"(contains(lower({cell}), {literal(written.split()[0].lower())})"
        f" AND regexp_matches({cell}, {literal(_re2(written))}))"
        for word in target.words
        for written in dict.fromkeys((word, _escaped(word)))
        if word.strip()
    ]
    return f"coalesce({' OR '.join(parts) or 'false'}, false)"


def _escaped(word: str) -> str:
    """`word` as JSON holds it in ASCII."""
    return word.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")


def _re2(word: str) -> str:
    """The pattern of curation.erasing in the words of RE2, which cannot look around."""
    found = spaced(word)
    found = found.replace(r"(?<!\w)", r"(?:^|[^\p{L}\p{N}_])")
    return "(?i)" + found.replace(r"(?!\w)", r"(?:[^\p{L}\p{N}_]|$)")


def _without(cursor: DuckDBPyConnection, folder: Path, batch: Batch, gone: Gone) -> str:
    """SQL of all rows of a batch, those that are meant without their texts."""
    path = folder / batch.path
    columns = _columns(cursor, path)
    where, mark = _where(columns, gone), literal(gone.target.mark)
    assert where is not None, "only a batch in which something was found is rewritten"
    cells = {c: _cell(c, columns, gone, mark, batch.view) for c in columns}
    if batch.view == "events":
        cells["case_id"] = _case(columns)
        cells["passed"] = "coalesce(passed, _told)"
    replaced = ", ".join(
        f"CASE WHEN _gone THEN {sql} ELSE {name(c)} END AS {name(c)}"
        for c, sql in cells.items()
        if sql
    )
    counts = "".join(
        f", count(*) OVER (PARTITION BY {name(c)}) AS {name('_n_' + c)}"
        for c in _further(columns)
    )
    own = ", ".join(name(c) for c in columns)
    rows = f"SELECT *, {where} AS _gone{counts} FROM {_read(path)}"  # noqa: S608 (own names)
    if batch.view == "events":
        rows = step("told_before").replace("/*rows*/", rows)
    return (
        f"SELECT {own} FROM (SELECT * REPLACE ({replaced}) FROM ({rows}))"  # noqa: S608
        " ORDER BY file_row_number"
    )


def _further(columns: Mapping[str, str]) -> list[str]:
    """Text columns under names of their own, as far as events have some."""
    if "content_hash" not in columns or "occurred_at" not in columns:
        return []
    known = {*EVENTS, *HIDDEN}
    return [c for c, type_ in columns.items() if type_ == TEXT and c not in known]


def _cell(
    column: str, columns: Mapping[str, str], gone: Gone, mark: str, view: str
) -> str | None:
    """SQL of what is left of a cell of a row that is meant; None: all of it."""
    cell, words = name(column), bool(gone.target.words)
    if column == "cohorts":
        return (
            f"[cell FOR cell IN cohorts IF NOT {_says('cell', gone.target)}]" if words else None
        )
    if columns[column] != TEXT or column in ("import_id", "event_import_id", "case_id"):
        return None
    if view == "events" and column == "output":
        return "NULL"  # a truth that comes late must not be held against the mark
    if column in PROSE:
        return f"CASE WHEN {_blank(cell)} THEN {cell} ELSE {mark} END"
    said = _says(cell, gone.target) if words else "false"
    if column in (*_REASON, *_NAMES):
        return _name(column, said, gone, mark)
    few = f" OR {name('_n_' + column)} < {SHARED}" if column in _further(columns) else ""
    long = f"length({cell}) > {LONGEST_LABEL}"
    return f"CASE WHEN {said} OR {long}{few} THEN NULL ELSE {cell} END"


def _name(column: str, said: str, gone: Gone, mark: str) -> str | None:
    """SQL of what is left of the name of something: mostly all of it."""
    cell = name(column)
    # Two events that lose their id stay two.
    own = f"{mark} || ' ' || left(sha256({cell}), 12)" if column == "event_id" else mark
    if gone.ids and column in ("event_id", "trace_id"):
        return f"CASE WHEN {_blank(cell)} THEN {cell} ELSE {own} END"
    return f"CASE WHEN {said} THEN {own} ELSE {cell} END" if gone.target.words else None
