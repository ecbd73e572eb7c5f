"""Training texts as what they look like from afar: hashes and MinHash, never the text.

The texts pass through memory only; what has to be unpacked goes to a folder outside the desk.
"""

import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import duckdb

from curation.identity import plain_label
from curation.mapping import Mapping
from curation.minhash import Signatures, packed, signatures
from curation.twins import comparable, digest, long_enough, shingles, stripped
from store.facts.batches import copy_rows
from store.facts.connection import DuckDBPyConnection, step
from store.facts.conversion import TOO_LONG
from store.facts.finishing import Counts, finished, open_staged
from store.facts.masking import Masking
from store.facts.outcome import Outcome, Staged
from store.facts.preview import mapping_of
from store.facts.rejected import Reject
from store.facts.selecting import BAD, selected
from store.facts.staging import STAGED, StagedFile
from store.facts.writing import Writer
from store.formats.cleaning import cleaned
from store.formats.opening import open_rows
from store.formats.refusals import Unreadable
from store.formats.relation import BadRow, Rows

KIND = "training"
_AT_ONCE = 2_000
_UNKEPT = "{}"  # a row that was kept out leaves its number and its fault, and nothing else
Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Text:
    """One training text while it is in memory."""

    row: int
    text: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Fingerprinted:
    """The texts of a file that lies beside, and what each looks like from afar."""

    texts: tuple[Text, ...]
    signed: Signatures


@contextmanager
def outside() -> Generator[Path]:
    """A private folder that is no part of the desk, gone afterwards."""
    with TemporaryDirectory(prefix="evaldesk-") as folder:
        yield Path(folder)


def stage_training(
    cursor: DuckDBPyConnection,
    path: Path,
    mapping: Mapping,
    folder: Path,
    *,
    import_id: str,
    tell: Tell,
    masking: Masking | None = None,
) -> StagedFile:
    """What the texts in `path` look like, in a Parquet file of its own that nobody sees yet.

    They are `masking`ed first, as those of cases are: else a case would miss its twin.
    """
    folder.mkdir()
    parquet = folder / STAGED
    called = masking.shown(path.name, "") if masking else path.name
    keeper = cursor.cursor()  # while the other one reads
    keeper.execute(step("training_made"))
    with outside() as private:
        rows, own, found = _read(cursor, path, mapping, private, masking)
        bad: list[BadRow] = []
        for chunk in found:
            _keep(keeper, _told(chunk, bad), called, import_id)
            if chunk:
                tell(min(chunk[-1].row / max(rows.rows_estimate, 1), 0.99))
        faults = [*(replace(one, raw="") for one in rows.bad), *bad]
    copy_rows(keeper, "SELECT * FROM training_made ORDER BY row", parquet)
    keeper.close()
    forgotten = cast("Rows", _Forgotten(path, faults))
    return StagedFile(forgotten, parquet, own, (), (), {})


def fingerprinted(
    cursor: DuckDBPyConnection, path: Path, mapping: Mapping, masking: Masking | None = None
) -> Fingerprinted:
    """The texts of a file that lies beside: looked at, and not kept."""
    with outside() as private:
        _, _, found = _read(cursor, path, mapping, private, masking)
        texts = [one for chunk in found for one in _told(chunk, [])]
    return Fingerprinted(tuple(texts), signatures(shingles(comparable(t.text)) for t in texts))


def finish_training(writer: Writer, staged: Staged) -> Outcome:
    """The outcome of staged training texts against those that are shown now."""
    cursor = writer.cursor
    total = open_staged(cursor, staged)
    cursor.execute(step("training_fresh"))
    added = cursor.execute("SELECT count(*) FROM training_fresh").fetchall()[0][0]
    if added:
        writer.rows(KIND, step("new_training"))
    rejects = [
        Reject(file.rows.path.name, bad.row, "input", None, bad.reason, _UNKEPT)
        for file in staged.files
        for bad in file.rows.bad
    ]
    counts = Counts(added=added, known=total - added)
    return finished(writer, staged, total, counts, 0, rejects)


@dataclass(frozen=True, slots=True)
class _Forgotten:
    """A file that was read: where it lay, and which rows could not be used."""

    path: Path
    bad: Sequence[BadRow]
    sha256: str | None = None


def _read(
    cursor: DuckDBPyConnection,
    path: Path,
    mapping: Mapping,
    private: Path,
    masking: Masking | None,
) -> tuple[Rows, Mapping, Iterator[list[Text]]]:
    """The file, its mapping, and its texts in chunks; taken apart by line where it must be."""
    rows = open_rows(path, private, cursor)
    own = mapping_of(cursor, rows, KIND, None, mapping)
    try:
        _try(cursor, rows, own)
    except duckdb.Error:
        rows = cleaned(rows, private)
        own = mapping_of(cursor, rows, KIND, None, mapping)
    found = _chunks(cursor, rows, own)
    return rows, own, _masked(found, masking) if masking else found


def _masked(found: Iterator[list[Text]], masking: Masking) -> Iterator[list[Text]]:
    for chunk in found:
        yield [replace(one, text=masking.text(one.text, "input")) for one in chunk]


def _sql(rows: Rows, mapping: Mapping) -> str:
    relation = rows.relation(frozenset())
    return selected(mapping, relation, (), import_id="", now=datetime.now(UTC)).sql


def _try(cursor: DuckDBPyConnection, rows: Rows, mapping: Mapping) -> None:
    cursor.execute(f"SELECT count(input), sum(_bad) FROM ({_sql(rows, mapping)})").fetchall()  # noqa: S608


def _chunks(cursor: DuckDBPyConnection, rows: Rows, mapping: Mapping) -> Iterator[list[Text]]:
    try:
        cursor.execute(_sql(rows, mapping))
        counted = 0
        while found := cursor.fetchmany(_AT_ONCE):
            yield [
                Text(row or counted + n, "\0" if bad == BAD else text or "", label)
                for n, (text, label, bad, row) in enumerate(found, start=1)
            ]
            counted += len(found)
    except duckdb.Error:
        raise Unreadable(rows.path, "is damaged. Copy or export it again.") from None


def _told(chunk: Sequence[Text], bad: list[BadRow]) -> list[Text]:
    """The usable texts of a chunk; the others are put down in `bad`, without their words."""
    found: list[Text] = []
    for one in chunk:
        text = _asked(one.text)
        if one.text == "\0":
            bad.append(BadRow(one.row, TOO_LONG, ""))
        elif not text.strip():
            bad.append(BadRow(one.row, "is empty: a training text has words", ""))
        else:
            found.append(replace(one, text=text))
    return found


def _asked(text: str) -> str:
    """What a user said: of a conversation as chat models are trained on, the last of it."""
    if not text.startswith("["):
        return text
    try:
        turns: object = json.loads(text)
    except ValueError:
        return text
    said = [turn.get("content") for turn in _objects(turns) if turn.get("role") == "user"]
    return str(said[-1] or "") if said else text


def _objects(listed: object) -> list[dict[str, Any]]:
    if not isinstance(listed, list):
        return []
    found = cast("list[object]", listed)
    return [cast("dict[str, Any]", one) for one in found if isinstance(one, dict)]


def _keep(cursor: DuckDBPyConnection, texts: Sequence[Text], file: str, import_id: str) -> None:
    """Put down what the texts look like, in the table of that name."""
    if not texts:
        return
    normal = [comparable(one.text) for one in texts]
    signed = signatures(shingles(text) for text in normal)
    columns: list[list[object]] = [
        [digest(one.text) for one in texts],
        [digest(stripped(one.text)) for one in texts],
        [len(text) for text in normal],
        [packed(s) if long_enough(t) else None for s, t in zip(signed, normal, strict=True)],
        [digest(plain_label(one.label)) if one.label else None for one in texts],
        [one.row for one in texts],
    ]
    cursor.execute(step("training_kept"), [*columns, file, import_id])
