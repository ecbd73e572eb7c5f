"""Keep the rollups of batches on disk: made once, found again by what they were made of."""

import json
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Lock
from uuid import uuid4

from duckdb import Error, IOException, OutOfMemoryException

from store.facts import cube
from store.facts.batches import Batch, copy_rows
from store.facts.connection import DuckDBPyConnection, step
from store.facts.rolled import Rolled, Span
from store.facts.views import Views
from store.formats.relation import literal

FOLDER = "rollups"
LEFT_BEHIND = timedelta(days=1)  # nobody who still shows older batches asks for so long
_OWN_COLUMNS = dict.fromkeys(cube.OWN, "VARCHAR")
_STEPS = ("macros", "stored_events", "rollup", "late_events")
_RULES = sha256("".join([*map(step, _STEPS), *cube.WRITTEN.values()]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Rollup:
    """One file: the events of an import, or what the truths of one changed of others' events.

    It is named by what it is made of, so what was undone or touched anew is never found.
    """

    path: Path
    events: tuple[str, ...]
    labels: tuple[str, ...] = ()
    of: tuple[Path, ...] = ()  # the rollups of the events that truths change
    span: Span = field(default_factory=Span)


class Rollups:
    """The rollups of one facts folder. They are no facts: whoever deletes them loses time."""

    def __init__(self, folder: Path, views: Views) -> None:
        self._folder = folder / FOLDER
        self._views = views
        self._kept: tuple[tuple[Batch, ...], Rolled] | None = None
        self._columns: dict[Path, frozenset[str]] = {}
        self._lock = Lock()

    def of(self, cursor: DuckDBPyConnection, batches: tuple[Batch, ...]) -> Rolled | None:
        """The rollups of all events in `batches`; those that are lacking are made.

        None: there are no events, somebody else is making them, or they cannot be made here.
        """
        if not self._lock.acquire(blocking=False):
            return None
        try:
            if self._kept is None or self._kept[0] != batches:
                made = self._made(cursor, batches)
                self._kept = (batches, made) if made else None
            return self._kept[1] if self._kept else None
        except (
            OSError,
            IOException,
            OutOfMemoryException,
        ):  # a full disk, a folder that must not be written to
            return None
        finally:
            self._lock.release()

    def check(self, cursor: DuckDBPyConnection) -> None:
        """Delete the files that cannot be read; the next question makes them anew."""
        with self._lock:
            self._kept = None
            self._columns.clear()
            for path in self._folder.glob("*.parquet"):
                rows = f"SELECT bit_xor(hash(r)) FROM read_parquet({literal(str(path))}) AS r"  # noqa: S608
                try:
                    cursor.execute(rows).fetchall()
                except Error:
                    path.unlink(missing_ok=True)

    def _made(self, cursor: DuckDBPyConnection, batches: Sequence[Batch]) -> Rolled | None:
        events, labels = _by_import(batches, "events"), _by_import(batches, "labels")
        if not events:
            return None
        self._folder.mkdir(exist_ok=True)
        touched = self._touched(cursor, batches, events, labels)
        first = {i: self._named(i, "events", of) for i, of in events.items()}
        later = [
            self._named(i, "labels", [b for one in whose for b in events[one]], labels[i])
            for i, whose in touched.items()
        ]
        of = [tuple(first[one].path for one in whose) for whose in touched.values()]
        later = [replace(one, of=paths) for one, paths in zip(later, of, strict=True)]
        rollups = [*first.values(), *later]
        self._look_up(cursor, [one.path for one in rollups if one.path.is_file()])
        lacking = [one for one in rollups if not one.path.is_file()]
        for one in lacking:
            self._make(cursor, one)
        if lacking:
            self._sweep({one.path for one in rollups})
        return self._told(cursor, first, later)

    def _named(
        self, import_id: str, kind: str, events: Sequence[Batch], labels: Sequence[Batch] = ()
    ) -> _Rollup:
        made_of = [[(b.path, b.sha256) for b in some] for some in (events, labels)]
        digest = sha256(json.dumps([_RULES, made_of]).encode()).hexdigest()[:24]
        return _Rollup(
            self._folder / f"{import_id}-{kind}-{digest}.parquet",
            tuple(b.path for b in events),
            tuple(b.path for b in labels),
            span=_span(events),
        )

    def _touched(
        self,
        cursor: DuckDBPyConnection,
        batches: Sequence[Batch],
        events: Mapping[str, object],
        labels: Mapping[str, object],
    ) -> dict[str, list[str]]:
        """The imports whose events got a truth late, by the import that brought it."""
        found: dict[str, list[str]] = defaultdict(list)
        weeks = [b.path for b in batches if b.view == "event_weeks"]
        if labels and weeks:
            told = self._views.plain("event_weeks", weeks)
            sql = step("late_imports").replace("/*weeks*/", told)
            for label_import, event_import in cursor.execute(sql).fetchall():
                if label_import in labels and event_import in events:
                    found[label_import].append(event_import)
        return found

    def _make(self, cursor: DuckDBPyConnection, one: _Rollup) -> None:
        rows = self._views.sent(cursor, one.events)
        if one.labels:
            told = self._views.plain("labels", one.labels)
            sql = step("late_events").replace("/*events*/", rows).replace("/*labels*/", told)
            columns = cube.late_columns_of(cursor, sql, self._counted_by(one))
        else:
            whole = cube.Rows(rows, {**_OWN_COLUMNS, **self._types(cursor, one.events)})
            columns, sql = cube.columns_of(cursor, whole), whole.signed()
        unfinished = one.path.with_name(f"{one.path.stem}-{uuid4().hex[:8]}.tmp")
        try:
            copy_rows(cursor, cube.counted(sql, columns), unfinished)
            _publish(unfinished, one.path)
        finally:
            unfinished.unlink(missing_ok=True)
        self._columns.pop(one.path, None)
        self._look_up(cursor, [one.path])

    def _counted_by(self, later: _Rollup) -> list[str]:
        """The columns by which the rollups count that `later` changes."""
        found = {c for path in later.of for c in self._columns[path]}
        return sorted(c for c in found if not c.startswith("_") and c not in cube.LABELS)

    def _types(self, cursor: DuckDBPyConnection, paths: Sequence[str]) -> dict[str, str]:
        cursor.execute(f"SELECT * FROM ({self._views.sent(cursor, paths)}) LIMIT 0")  # noqa: S608
        return {str(c): str(t) for c, t, *_ in cursor.description or ()}

    def _look_up(self, cursor: DuckDBPyConnection, paths: Sequence[Path]) -> None:
        """Know the columns of the files; one that is broken is deleted, and so made anew."""
        new = [path for path in paths if path not in self._columns]
        if not new:
            return
        try:
            self._columns.update(_described(cursor, new))
        except Error:
            for path in new:
                try:
                    self._columns.update(_described(cursor, [path]))
                except Error:
                    path.unlink(missing_ok=True)

    def _told(
        self, cursor: DuckDBPyConnection, first: Mapping[str, _Rollup], later: Sequence[_Rollup]
    ) -> Rolled:
        """What all files can tell: what an import has and its rollup has not is out."""
        types: dict[str, set[str]] = {c: {t} for c, t in _OWN_COLUMNS.items()}
        out: set[str] = set()
        for one in first.values():
            schemas = [self._views.schema(cursor, path) for path in one.events]
            for column, type_ in [pair for schema in schemas for pair in schema.items()]:
                types.setdefault(column, set()).add(type_)
            has = {*_OWN_COLUMNS, *(c for schema in schemas for c in schema)}
            out |= has - self._columns[one.path]
        for one in later:
            out |= set(self._counted_by(one)) - self._columns[one.path]
        told = {c: next(iter(t)) for c, t in types.items() if len(t) == 1 and c not in out}
        paths = {one.path: one.span for one in (*first.values(), *later)}
        labels = {
            c: "VARCHAR" for c in cube.LABELS if all(c in self._columns[p] for p in paths)
        }
        alike = len({self._columns[path] for path in paths}) == 1
        return Rolled(paths, {**told, **labels}, frozenset(types), alike)

    def _sweep(self, kept: set[Path]) -> None:
        """Delete what was made of batches that are gone."""
        limit = (datetime.now(UTC) - LEFT_BEHIND).timestamp()
        for path in self._folder.iterdir():
            with suppress(OSError):
                if path not in kept and path.stat().st_mtime < limit:
                    path.unlink()


def _by_import(batches: Sequence[Batch], view: str) -> dict[str, list[Batch]]:
    found: dict[str, list[Batch]] = defaultdict(list)
    for batch in batches:
        if batch.view == view:
            found[batch.import_id].append(batch)
    return found


def _span(events: Sequence[Batch]) -> Span:
    firsts = [datetime.fromisoformat(b.first_at) for b in events if b.first_at]
    lasts = [datetime.fromisoformat(b.last_at) for b in events if b.last_at]
    return Span(min(firsts, default=None), max(lasts, default=None))


def _described(cursor: DuckDBPyConnection, paths: Sequence[Path]) -> dict[Path, frozenset[str]]:
    files = ", ".join(literal(str(path)) for path in paths)
    rows = cursor.execute(
        f"SELECT file_name, list(name) FROM parquet_schema([{files}])"  # noqa: S608
        " WHERE num_children IS NULL GROUP BY ALL"
    ).fetchall()
    return {Path(file): frozenset(names) for file, names in rows}


def _publish(unfinished: Path, path: Path) -> None:
    """Give the file its name when it is whole. Who was first stays: its columns are known."""
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        unfinished.rename(path)
