"""The SQL of what an erasure takes: which rows are meant, and what is left of their cells."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from curation.erasing import SHARED, Target, spaced
from store.facts.batches import Batch
from store.facts.connection import DuckDBPyConnection, step
from store.facts.vocabulary import EVENTS, HIDDEN, TEXT
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


def columns_of(cursor: DuckDBPyConnection, path: Path) -> dict[str, str]:
    """The columns of a batch, with their types."""
    cursor.execute(f"SELECT * FROM read_parquet({literal(str(path))}) LIMIT 0")  # noqa: S608
    return {str(c): str(t) for c, t, *_ in cursor.description or ()}


def rows_in(path: Path) -> str:
    """SQL of the rows of a file, numbered."""
    return f"read_parquet({literal(str(path))}, file_row_number=true)"


def case_sql(columns: Mapping[str, str]) -> str:
    """SQL of the case that a row is of; what is no failure yet has one that is worked out."""
    if "content_hash" in columns and {"route", "input", "event_id", "case_id"} <= set(columns):
        return "coalesce(case_id, case_id_of(route, coalesce(input, event_id)))"
    return "case_id" if "case_id" in columns else "NULL"


def where_gone(columns: Mapping[str, str], gone: Gone) -> str | None:
    """SQL of the rows that are meant and have something left to lose; None: there are none."""
    parts = [_says(_whole(columns), gone.target)] if gone.target.words else []
    prose = [c for c in PROSE if c in columns]
    meant: list[str] = []
    if "event_id" in columns and (gone.events or gone.before is not None):
        meant.append("event_id IN (FROM gone_events)")
    if "case_id" in columns and gone.cases and ("event_id" not in columns or not gone.events):
        # Which events are of a case is worked out once: hashing every input takes a while.
        meant.append(f"{case_sql(columns)} IN (FROM gone_cases)")
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


def _whole(columns: Mapping[str, str]) -> str:
    """SQL of all texts of a row in one, so that a row is looked through once."""
    cells = [name(c) for c in _texts(columns)]
    if "cohorts" in columns:
        cells.append("array_to_string(cohorts, chr(10))")
    return f"concat_ws(chr(10), {', '.join(cells)})" if cells else "''"


def _says(cell: str, target: Target) -> str:
    """SQL of whether a text holds one of the words; one automaton for all of them."""
    words = dict.fromkeys(
        written for word in target.words if word.strip() for written in (word, _escaped(word))
    )
    if not words:
        return "false"
    pattern = "(?i)" + "|".join(_re2(word) for word in words)
    return f"coalesce(regexp_matches({cell}, {literal(pattern)}), false)"


def _escaped(word: str) -> str:
    """`word` as JSON holds it in ASCII."""
    return word.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")


def _re2(word: str) -> str:
    """The pattern of curation.erasing in the words of RE2, which cannot look around."""
    found = spaced(word)
    found = found.replace(r"(?<!\w)", r"(?:^|[^\p{L}\p{N}_])")
    return found.replace(r"(?!\w)", r"(?:[^\p{L}\p{N}_]|$)")


def without_gone(cursor: DuckDBPyConnection, folder: Path, batch: Batch, gone: Gone) -> str:
    """SQL of all rows of a batch, those that are meant without their texts."""
    path = folder / batch.path
    columns = columns_of(cursor, path)
    where, mark = where_gone(columns, gone), literal(gone.target.mark)
    assert where is not None, "only a batch in which something was found is rewritten"
    cells = {c: _cell(c, columns, gone, mark, batch.view) for c in columns}
    if batch.view == "events":
        cells["case_id"] = case_sql(columns)
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
    rows = f"SELECT *, {where} AS _gone{counts} FROM {rows_in(path)}"  # noqa: S608 (own names)
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
