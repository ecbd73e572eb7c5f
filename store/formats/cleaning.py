"""Take apart, line by line, a file that DuckDB refuses: good rows go on, bad ones say why.

The good rows are written as JSON lines that carry the number of the row they came from.
"""

import csv
import json
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from store.formats.csv_rows import CsvRows, Dialect, as_json
from store.formats.detecting import Shape, refuse_other_encodings
from store.formats.json_rows import MARK, JsonRows
from store.formats.json_tree import Tree
from store.formats.refusals import Unreadable
from store.formats.relation import MAX_LINE, BadRow, Rows
from store.formats.unnamed import unnamed

Found = Iterator[tuple[int, str | BadRow]]  # a row's number, and its JSON object or its fault
_OPEN_QUOTE_LINES = 200  # a cell that runs on for longer was never closed


def cleaned(rows: Rows, folder: Path) -> JsonRows:
    """`rows` without those that cannot be taken apart. Unreadable when none can."""
    if isinstance(rows, JsonRows):
        refuse_other_encodings(rows.plain, rows.path)
        lines = rows.shape is Shape.JSON_LINES
        found = _json_lines(rows.plain) if lines else _json_array(rows.plain, rows.path)
    elif isinstance(rows, CsvRows):
        refuse_other_encodings(rows.plain, rows.path)
        found = _csv(rows.plain, rows.dialect)
    else:
        raise Unreadable(rows.path, "is damaged. Copy or export it again.") from None
    return _written(rows.path, found, folder)


def _written(path: Path, found: Found, folder: Path) -> JsonRows:
    plain, tree = unnamed(folder / "clean.jsonl"), Tree()
    sample: list[dict[str, Any]] = []
    bad: list[BadRow] = []
    with plain.open("w", encoding="utf-8", errors="surrogatepass") as out:
        for number, text in found:
            row = _object(number, text) if isinstance(text, str) else text
            if isinstance(row, BadRow):
                bad.append(row)
                continue
            tree.add(row)
            sample += [row] if len(sample) < 50 else []
            rest = cast("str", text).lstrip()[1:].lstrip()
            comma = "" if rest.startswith("}") else ","
            out.write(f'{{"{MARK}":{number}{comma}{rest.rstrip()}\n')
    if not tree.rows:
        why = f"{bad[0].reason} (row {bad[0].row})" if bad else "it is empty"
        raise Unreadable(path, f"has no row that can be read: {why}.") from None
    return JsonRows(
        path, plain, Shape.JSON_LINES, folder, tree,
        sample=sample, rows_estimate=tree.rows + len(bad), bad=bad, marked=True,
    )  # fmt: skip


def _object(number: int, text: str) -> dict[str, Any] | BadRow:
    """The object that `text` holds, as strictly as DuckDB reads it."""
    twice: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        row = dict(pairs)
        if len(row) < len(pairs):
            twice.extend(key for key in row if [k for k, _ in pairs].count(key) > 1)
        return row

    try:
        row: object = json.loads(text, object_pairs_hook=unique)
        text.encode("utf-8")
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return BadRow(number, "holds half a character (a lone surrogate)", text)
    except (ValueError, RecursionError) as wrong:
        return BadRow(number, f"is not JSON: {wrong}", text)
    if not isinstance(row, dict):
        return BadRow(number, f"is no JSON object but {_kind(row)}", text)
    if twice:
        return BadRow(number, f"names {', '.join(dict.fromkeys(twice))} twice", text)
    return cast("dict[str, Any]", row)


def _kind(value: object) -> str:
    kinds = {"list": "a list", "str": "a text", "bool": "a truth value", "NoneType": "null"}
    return kinds.get(type(value).__name__, "a number")


def _json_lines(plain: Path) -> Found:
    with plain.open("rb") as file:
        number = 0
        for line in file:
            if not line.strip():
                continue
            number += 1
            text = line.decode("utf-8")
            yield number, _too_long(number, text) or text


def _too_long(number: int, text: str) -> BadRow | None:
    if len(text) <= MAX_LINE:
        return None
    size = len(text) / 1e6
    return BadRow(number, f"is {size:.0f} MB long; a row may have {MAX_LINE // 10**6} MB", text)


def _json_array(plain: Path, path: Path) -> Found:
    try:
        values: Any = json.loads(plain.read_text(encoding="utf-8"))
    except ValueError as wrong:
        raise Unreadable(
            path, f"stops being JSON: {wrong}. Export it again, best as one object a line."
        ) from None
    for number, value in enumerate(cast("list[object]", values), start=1):
        text = json.dumps(value, ensure_ascii=False)
        yield number, _too_long(number, text) or text


def _csv(plain: Path, dialect: Dialect) -> Found:
    csv.field_size_limit(10 * MAX_LINE)
    for number, record in enumerate(_records(plain, dialect.delimiter)):
        if number == 0:
            continue
        fault = _too_long(number, record)
        cells = [] if fault else _cells(record, dialect)
        if fault is None and _is_open(record, dialect.delimiter):
            fault = BadRow(number, "opens a quote that is never closed", record)
        if fault is None and len(cells) != len(dialect.header):
            what = f"has {len(cells)} cells where the header has {len(dialect.header)}"
            fault = BadRow(number, what, record)
        yield number, fault or as_json(dialect, cells)


def _cells(record: str, dialect: Dialect) -> list[str]:
    return next(iter(csv.reader([record], delimiter=dialect.delimiter)))


def _records(plain: Path, delimiter: str) -> Iterator[str]:
    """The records of a CSV file; one whose quote stays open ends with its first line."""
    again: deque[str] = deque()  # lines behind a quote that was never closed
    with plain.open(encoding="utf-8-sig", newline="") as file:

        def take() -> str:
            return again.popleft() if again else file.readline()

        while line := take():
            lines = [line]
            while _is_open("".join(lines), delimiter) and len(lines) < _OPEN_QUOTE_LINES:
                if not (more := take()):
                    break
                lines.append(more)
            if _is_open("".join(lines), delimiter):
                again.extendleft(reversed(lines[1:]))
                lines = lines[:1]
            if record := "".join(lines).rstrip("\r\n"):
                yield record


def _is_open(text: str, delimiter: str) -> bool:
    """Whether a cell of `text` starts with a quote that is not closed."""
    if '"' not in text:
        return False
    start = f"(^|[{re.escape(delimiter)}])"
    rest = re.sub(f'{start}"(?:[^"]|"")*"', r"\1", text)
    return re.search(f'{start}"', rest) is not None
