"""JSON lines and JSON arrays: one object a row."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, cast

import duckdb

from curation.mapping import Column
from store.formats.detecting import Shape, refuse_other_encodings
from store.formats.json_tree import Path as KeyPath
from store.formats.json_tree import Tree, columns_of, example
from store.formats.json_wrapped import unwrapped, wrapped_rows
from store.formats.refusals import Unreadable
from store.formats.relation import (
    NUMBER,
    TEXT,
    BadRow,
    Expression,
    Relation,
    file,
    literal,
    name,
)
from store.formats.unnamed import unnamed

MARK = "evaldesk:row"  # the key that carries a row's number, and -1 in the example row
_HEAD_ROWS = 100
_SPOTS = 10
_SPOT_ROWS = 5
_CHUNK = 1 << 20


class JsonRows:
    """A JSON file, known by a sample of its rows, or by all of them when it was cleaned."""

    def __init__(
        self,
        path: Path,
        plain: Path,
        shape: Shape,
        folder: Path,
        tree: Tree,
        *,
        sample: Sequence[Mapping[str, Any]],
        rows_estimate: int,
        bad: Sequence[BadRow] = (),
        marked: bool = False,
        notes: Sequence[str] = (),
    ) -> None:
        self.path, self.plain, self.shape, self.folder = path, plain, shape, folder
        self.rows_estimate, self.bad, self.marked, self.sample = (
            rows_estimate,
            bad,
            marked,
            sample,
        )
        self.sha256: str | None = None
        self.notes = notes
        self._paths = columns_of(tree)
        self.columns: tuple[Column, ...] = tuple(self._paths.values())
        if twins := tree.root.twins():
            raise Unreadable(
                path, f"has columns that differ only in case ({', '.join(twins)}): rename them."
            )

    def head(self) -> Relation:
        """The first rows, for the eye."""
        first = unnamed(self.folder / "head.jsonl")
        numbers = frozenset(c.name for c in self.columns if c.type == NUMBER)
        lines = [self._example(numbers), *(json.dumps(row) for row in self.sample[:50])]
        first.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="replace")
        return self._relation(first, Shape.JSON_LINES, numbers)

    def relation(self, numbers: frozenset[str]) -> Relation:
        """All rows, from a copy that starts with an example row.

        DuckDB takes names and types from that row, and refuses any key that it does not show
        (with a list of columns given, it would pass such keys over in silence).
        """
        digest = sha256()
        with self.plain.open("rb") as rows, unnamed(self._copy).open("wb") as out:
            start, end = b"", b"\n"
            if self.shape is Shape.JSON_ARRAY:
                while not start.endswith(b"["):
                    start += rows.read(1)
                end = b",\n"
            digest.update(start)
            out.write(start + self._example(numbers).encode("utf-8") + end)
            while chunk := rows.read(_CHUNK):
                digest.update(chunk)
                out.write(chunk)
        self.sha256 = digest.hexdigest() if self.plain == self.path else None
        return self._relation(self._copy, self.shape, numbers)

    def raw(self, cursor: duckdb.DuckDBPyConnection, rows: Sequence[int]) -> Mapping[int, str]:
        """The source's own words for `rows`."""
        number = (
            f"""(json->>'$."{MARK}"')::BIGINT""" if self.marked else "row_number() OVER () - 1"
        )
        kind = _FORMATS[self.shape]
        found = cursor.execute(
            f"SELECT row, json FROM (SELECT {number} AS row, json FROM "  # noqa: S608 (own words)
            f"read_json_objects({file(self._copy)}, format={literal(kind)}))"
            " WHERE row IN (SELECT unnest(?))",
            [list(rows)],
        ).fetchall()
        return {row: _without_mark(text) if self.marked else text for row, text in found}

    def count_distinct(self, cursor: duckdb.DuckDBPyConnection, column: str) -> tuple[int, int]:
        """How many different values, and how many rows, `column` has."""
        top, *rest = next(p for p, c in self._paths.items() if c.name == column)
        way = "$" + "".join(f'."{key}"' for key in rest)
        found = cursor.execute(
            f"SELECT count(DISTINCT {name(top)}->>{literal(way)}), count(*) FROM read_json("  # noqa: S608
            f"{file(self.plain)}, format={literal(_FORMATS[self.shape])},"
            f" columns={{{name(top)}: 'JSON'}}, ignore_errors=true)"
        ).fetchall()
        return found[0]

    @property
    def _copy(self) -> Path:
        return self.folder / ("rows" + self.plain.suffix)

    def _example(self, numbers: frozenset[str]) -> str:
        shown = {path: column.name in numbers for path, column in self._paths.items()}
        return json.dumps({MARK: -1, **example(shown)}, ensure_ascii=False)

    def _relation(self, rows: Path, shape: Shape, numbers: frozenset[str]) -> Relation:
        source = (
            f"(SELECT * FROM read_json({file(rows)}, format={literal(_FORMATS[shape])},"  # noqa: S608
            f" sample_size=1, map_inference_threshold=-1, field_appearance_threshold=0)"
            f" WHERE {name(MARK)} IS DISTINCT FROM -1)"
        )
        columns = {
            column.name: Expression(_sql(path), NUMBER if column.name in numbers else TEXT)
            for path, column in self._paths.items()
        }
        return Relation(source, columns, name(MARK) if self.marked else "NULL::BIGINT")


_FORMATS = {Shape.JSON_LINES: "newline_delimited", Shape.JSON_ARRAY: "array"}


def _sql(path: KeyPath) -> str:
    found = name(path[0])
    for key in path[1:]:
        found = f"struct_extract({found}, {literal(key)})"
    return found


def _without_mark(text: str) -> str:
    row: dict[str, Any] = json.loads(text)
    row.pop(MARK, None)
    return json.dumps(row, ensure_ascii=False)


def open_json(path: Path, plain: Path, shape: Shape, folder: Path) -> JsonRows:
    """Look at a JSON file; Unreadable when no row in it can be read."""
    notes: tuple[str, ...] = ()
    rows, used = _sampled(plain, shape)
    if shape is Shape.JSON_LINES and len(rows) < 2 and (found := wrapped_rows(plain)):
        key, inner = found
        notes = (f"The rows are the list under '{key}': {len(inner):,} of them.",)
        plain, shape = unwrapped(inner, folder), Shape.JSON_ARRAY
        rows, used = _sampled(plain, shape)
    if not rows:
        refuse_other_encodings(plain, path)
        raise Unreadable(path, _why_no_row(plain, shape))
    tree = Tree()
    for row in rows:
        tree.add(row)
    estimate = max(len(rows), round(len(rows) * plain.stat().st_size / max(used, 1)))
    return JsonRows(
        path, plain, shape, folder, tree, sample=rows, rows_estimate=estimate, notes=notes
    )


def _sampled(plain: Path, shape: Shape) -> tuple[list[dict[str, Any]], int]:
    read = _array_sample if shape is Shape.JSON_ARRAY else _line_sample
    return read(plain)


def _line_sample(plain: Path) -> tuple[list[dict[str, Any]], int]:
    """Rows from the start and from spots all over the file, and how many bytes they take."""
    size = plain.stat().st_size
    with plain.open("rb") as opened:
        lines = list(islice(opened, _HEAD_ROWS))
        start = opened.tell()
        for spot in range(1, _SPOTS + 1):
            opened.seek(start + (size - start) * spot // (_SPOTS + 1))
            opened.readline(_CHUNK)
            lines += islice(opened, _SPOT_ROWS) if opened.tell() < size else ()
    objects = [row for line in lines if (row := _object(line)) is not None]
    return objects, sum(map(len, lines))


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _array_sample(plain: Path) -> tuple[list[dict[str, Any]], int]:
    with plain.open("rb") as opened:
        text = opened.read(_CHUNK).decode("utf-8", errors="ignore")
    rows: list[dict[str, Any]] = []
    end = 1
    for row, at in islice(_elements(text), _HEAD_ROWS):
        end = at
        if isinstance(row, dict):
            rows.append(cast("dict[str, Any]", row))
    return rows, end


def _elements(text: str) -> Iterator[tuple[Any, int]]:
    decoder, at = json.JSONDecoder(), text.index("[") + 1
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        try:
            row, at = decoder.raw_decode(text, at)
        except ValueError:
            return
        yield row, at


def _why_no_row(plain: Path, shape: Shape) -> str:
    text = plain.read_bytes()
    try:
        value: Any = json.loads(text)
    except ValueError as wrong:
        return f"is not JSON: {wrong}. Write one object a line, or a list of objects."
    if shape is Shape.JSON_ARRAY:
        what = "holds an empty list" if value == [] else "is a list without a single object"
        return f"{what}: there are no rows to import."
    return (
        "is one JSON object over several lines, not a list of rows. Write one object a line, or"
        " a list of objects."
    )
