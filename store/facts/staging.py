"""Bring one file into canonical columns, in a Parquet file of its own that nobody sees yet."""

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from curation.fields import field_named
from curation.guessing import guess
from curation.mapping import Column, Mapping
from store.facts import further as extra
from store.facts.batches import copy_rows
from store.facts.connection import DuckDBPyConnection
from store.facts.further import Further, further_columns
from store.facts.masking import Masking
from store.facts.personal_columns import proven_texts
from store.facts.selecting import BAD, Check, misled, selected
from store.formats.cleaning import cleaned
from store.formats.refusals import Unreadable
from store.formats.relation import NUMBER, BadRow, Relation, Rows, literal, name

STAGED = "staged.parquet"
_REFUSALS = (
    duckdb.InvalidInputException,
    duckdb.ConversionException,
    duckdb.SerializationException,
    duckdb.IOException,
)


@dataclass(frozen=True, slots=True)
class StagedFile:
    """One file in canonical columns, and what is needed to speak about its rows."""

    rows: Rows
    parquet: Path
    mapping: Mapping
    checks: tuple[Check, ...]
    further: tuple[Further, ...]
    masks: Map[int, int]  # the rows that are kept out, each with the bits of what is wrong

    @property
    def bad(self) -> Sequence[BadRow]:
        """Rows that could not even be taken apart."""
        return self.rows.bad


def stage_file(
    cursor: DuckDBPyConnection,
    rows: Rows,
    mapping: Mapping,
    folder: Path,
    *,
    import_id: str,
    now: datetime,
    masking: Masking | None = None,
) -> StagedFile:
    """Read, map, validate and hash all rows in one pass; again only where the sample misled."""
    parquet = folder / STAGED
    proven = proven_texts(mapping) if masking else {}
    make_ids = "event_id" not in mapping.fields
    for _ in range(5):
        if masking:
            masking.begin()
        columns = further_columns(mapping, rows.columns, proven, masking and masking.shown)
        relation = rows.relation(_numbers(mapping, rows.columns, columns))
        found = selected(
            mapping,
            relation,
            columns,
            import_id=import_id,
            now=now,
            make_ids=make_ids,
            masking=masking,
        )
        try:
            copy_rows(cursor, found.sql, parquet)
        except _REFUSALS as refused:
            rows = _again(rows, folder, refused, masking)
            mapping = guess(mapping.kind, rows.columns, None, mapping, rows.path.name)
            continue
        bad, nameless = _counted(cursor, mapping.kind, parquet)
        masks = dict(cursor.execute(found.masks).fetchall()) if bad else {}
        assert len(masks) == bad, "every bad row says what is wrong with it"
        news = _unsure(cursor, columns, parquet)
        if any(map(misled, masks.values())):
            news |= _no_numbers(cursor, relation, columns)
        if not news and not (nameless and not make_ids):
            if masking:
                masking.done()
            return StagedFile(rows, parquet, mapping, found.checks, columns, masks)
        proven |= news
        make_ids = make_ids or nameless > 0
    raise Unreadable(rows.path, "cannot be read: it changes while it is being read.")


def _counted(cursor: DuckDBPyConnection, kind: str, parquet: Path) -> tuple[int, int]:
    """How many rows are bad, and how many events have no id."""
    nameless = "count(*) FILTER (event_id IS NULL)" if kind == "events" else "0"
    staged = f"read_parquet({literal(str(parquet))})"
    counts = f"SELECT count(*) FILTER (_bad = {BAD}), {nameless} FROM {staged}"  # noqa: S608
    return cursor.execute(counts).fetchall()[0]


def _again(rows: Rows, folder: Path, refused: duckdb.Error, masking: Masking | None) -> Rows:
    if (folder / "clean.jsonl").exists():
        why = str(refused).splitlines()[0]
        told = masking.shown(why, "") if masking else why
        raise Unreadable(rows.path, f"cannot be read: {told}") from None
    return cleaned(rows, folder)


def _numbers(
    mapping: Mapping, columns: Sequence[Column], more: Sequence[Further]
) -> frozenset[str]:
    """The columns that are read as numbers."""
    look = {column.name: column.type for column in columns}
    fields = [
        source.column
        for name, source in mapping.fields.items()
        if (field := field_named(mapping.kind, name)) and field.value == "number"
    ]
    found = [column for column in fields if look.get(column) == NUMBER]
    return frozenset([*found, *(f.column for f in more if f.type == NUMBER)])


def _no_numbers(
    cursor: DuckDBPyConnection, relation: Relation, columns: Sequence[Further]
) -> dict[str, str]:
    """Columns taken for numbers that the whole file shows to be texts."""
    numbers = [f for f in columns if f.type == NUMBER]
    tests = [f"bool_or({extra.no_number(relation.columns[f.column])})" for f in numbers]
    row = cursor.execute(f"SELECT {', '.join(tests)} FROM {relation.source}").fetchall()[0]  # noqa: S608
    return {f.column: extra.TEXT for f, no in zip(numbers, row, strict=True) if no}


def _unsure(
    cursor: DuckDBPyConnection, columns: Sequence[Further], parquet: Path
) -> dict[str, str]:
    """Columns without a sample that the whole file shows to be numbers."""
    unsure = [f for f in columns if not f.sure]
    if not unsure:
        return {}
    tests = [f"bool_and(is_number({name(f.name)}))" for f in unsure]
    staged = f"read_parquet({literal(str(parquet))})"
    row = cursor.execute(f"SELECT {', '.join(tests)} FROM {staged}").fetchall()[0]  # noqa: S608
    return {f.column: NUMBER for f, yes in zip(unsure, row, strict=True) if yes}
