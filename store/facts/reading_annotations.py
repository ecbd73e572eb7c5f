"""Labels that another tool asked for, as they came; their words are checked later."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from curation.fields import FIELDS
from curation.mapping import snake
from store.facts.connection import DuckDBPyConnection
from store.facts.masking import Masking
from store.facts.quarantine import refused, rejected, unreadable
from store.facts.rejected import Reject
from store.facts.selecting import BAD
from store.facts.staging import StagedFile
from store.formats.json_tree import flattened
from store.formats.relation import literal, name


@dataclass(frozen=True, slots=True)
class Annotation:
    """One row: the canonical `fields`, every further column by its name, and how it came."""

    row: int
    fields: Mapping[str, str | None]
    further: Mapping[str, str | None]
    raw: str


@dataclass(frozen=True, slots=True)
class AnnotationRows:
    """The rows of a file that can be read, and those that cannot."""

    file: StagedFile
    rows: tuple[Annotation, ...]
    rejects: tuple[Reject, ...]
    masking: Masking | None = None

    def refused(self, one: Annotation, field: str | None, why: str) -> Reject:
        """`one` kept out, with the reason."""
        value = one.fields.get(field or "") or one.further.get(field or "")
        found = rejected(self.file, one.row, one.raw, [(field, value, why)])
        return self.masking.reject(found) if self.masking else found


def annotations_of(
    cursor: DuckDBPyConnection, file: StagedFile, masking: Masking | None = None
) -> AnnotationRows:
    """The labels in a staged file."""
    names = [f.name for f in FIELDS["annotations"]]
    numbered = "coalesce(_row, file_row_number + 1)"
    staged = f"read_parquet({literal(str(file.parquet))}, file_row_number=true)"
    found = cursor.execute(
        f"SELECT {numbered}, {', '.join(map(name, names))} FROM {staged}"  # noqa: S608
        f" WHERE _bad < {BAD} ORDER BY file_row_number"
    ).fetchall()
    wanted: list[int] = [row for row, *_ in found]
    raw = file.rows.raw(cursor, wanted) if wanted else dict[int, str]()
    taken = {source.column for source in file.mapping.fields.values()}
    rows = tuple(
        Annotation(
            row,
            dict(zip(names, cells, strict=True)),
            _masked(_further(raw[row], taken), masking),
            raw[row],
        )
        for row, *cells in found
    )
    rejects = (*unreadable(file), *refused(cursor, file))
    if masking:
        rejects = tuple(masking.reject(reject) for reject in rejects)
    return AnnotationRows(file, rows, rejects, masking)


def _masked(
    further: Mapping[str, str | None], masking: Masking | None
) -> Mapping[str, str | None]:
    if masking is None:
        return further
    return {c: None if v is None else masking.text(v, c) for c, v in further.items()}


def _further(raw: str, taken: set[str]) -> dict[str, str | None]:
    cells = flattened(json.loads(raw))
    return {snake(column): cell for column, cell in cells.items() if column not in taken}
