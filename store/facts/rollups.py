"""Keep the rollups of batches on disk: made once, found again by what they were made of."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock

from duckdb import Error, IOException, OutOfMemoryException

from store.facts import cube
from store.facts.batches import Batch, copy_rows
from store.facts.connection import DuckDBPyConnection, step
from store.facts.recounting import Recounted, can_be_read, fits
from store.facts.rolled import Rolled
from store.facts.rollup_files import Listed, RollupFile, listed, sweep, written
from store.facts.views import Views
from store.formats.relation import literal

FOLDER = "rollups"
_OWN_COLUMNS = dict.fromkeys(cube.OWN, "VARCHAR")
_STEPS = ("macros", "stored_events", "rollup", "late_events")
_RULES = sha256("".join([*map(step, _STEPS), *cube.WRITTEN.values()]).encode()).hexdigest()


class Rollups:
    """The rollups of one facts folder. They are no facts: whoever deletes them loses time."""

    def __init__(self, folder: Path, views: Views, *, sweeping: bool = True) -> None:
        self._folder = folder / FOLDER
        self._views = views
        self._sweeping = sweeping
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
            self._delete_unreadable(cursor)

    def _delete_unreadable(self, cursor: DuckDBPyConnection) -> None:
        for path in self._folder.glob("*.parquet"):
            if not can_be_read(cursor, path):
                path.unlink(missing_ok=True)

    def recount(self, cursor: DuckDBPyConnection, batches: Sequence[Batch]) -> Recounted:
        """Count every file again that is there; one that does not fit is made anew."""
        with self._lock:
            self._delete_unreadable(cursor)
            found = listed(cursor, self._views, batches, self._folder, _RULES).every
            there = {one.path: one for one in found if one.path.is_file()}
            said = {p: fits(cursor, one, self._signed(cursor, one)) for p, one in there.items()}
            misfits = [path for path, fit in said.items() if fit is False]
            for path in misfits:
                path.unlink(missing_ok=True)
                self._columns.pop(path, None)
            if misfits:
                self._kept = None
                self._made(cursor, batches)
        counted = sum(fit is not None for fit in said.values())
        return Recounted(counted, tuple(f"{FOLDER}/{path.name}" for path in misfits))

    def _made(self, cursor: DuckDBPyConnection, batches: Sequence[Batch]) -> Rolled | None:
        if not any(batch.view == "events" for batch in batches):
            return None
        self._folder.mkdir(exist_ok=True)
        found = listed(cursor, self._views, batches, self._folder, _RULES)
        rollups = found.every
        self._look_up(cursor, [one.path for one in rollups if one.path.is_file()])
        lacking = [one for one in rollups if not one.path.is_file()]
        for one in lacking:
            self._make(cursor, one)
        if lacking and self._sweeping:
            sweep(self._folder, {one.path for one in rollups})
        return self._told(cursor, found)

    def _make(self, cursor: DuckDBPyConnection, one: RollupFile) -> None:
        sql = self._signed(cursor, one)
        if one.labels:
            columns = cube.late_columns_of(cursor, sql, self._counted_by(one))
        else:
            sent = self._views.sent(cursor, one.events)
            whole = cube.Rows(sent, {**_OWN_COLUMNS, **self._types(cursor, one.events)})
            columns = cube.columns_of(cursor, whole)
        rows = cube.counted(sql, columns)
        written(one.path, lambda unfinished: copy_rows(cursor, rows, unfinished))
        self._columns.pop(one.path, None)
        self._look_up(cursor, [one.path])

    def _signed(self, cursor: DuckDBPyConnection, one: RollupFile) -> str:
        """SQL of the events that a file counts, as they are added or taken away."""
        sent = self._views.sent(cursor, one.events)
        if not one.labels:
            return cube.signed(sent)
        told = self._views.plain("labels", one.labels)
        return step("late_events").replace("/*events*/", sent).replace("/*labels*/", told)

    def _counted_by(self, later: RollupFile) -> list[str]:
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

    def _told(self, cursor: DuckDBPyConnection, found: Listed) -> Rolled:
        """What all files can tell: what an import has and its rollup has not is out."""
        types: dict[str, set[str]] = {c: {t} for c, t in _OWN_COLUMNS.items()}
        out: set[str] = set()
        for one in found.first.values():
            schemas = [self._views.schema(cursor, path) for path in one.events]
            for column, type_ in [pair for schema in schemas for pair in schema.items()]:
                types.setdefault(column, set()).add(type_)
            has = {*_OWN_COLUMNS, *(c for schema in schemas for c in schema)}
            out |= has - self._columns[one.path]
        for one in found.later:
            out |= set(self._counted_by(one)) - self._columns[one.path]
        told = {c: next(iter(t)) for c, t in types.items() if len(t) == 1 and c not in out}
        paths = {one.path: one.span for one in found.every}
        labels = {
            c: "VARCHAR" for c in cube.LABELS if all(c in self._columns[p] for p in paths)
        }
        alike = len({self._columns[path] for path in paths}) == 1
        return Rolled(paths, {**told, **labels}, frozenset(types), alike)


def _described(cursor: DuckDBPyConnection, paths: Sequence[Path]) -> dict[Path, frozenset[str]]:
    files = ", ".join(literal(str(path)) for path in paths)
    rows = cursor.execute(
        f"SELECT file_name, list(name) FROM parquet_schema([{files}])"  # noqa: S608
        " WHERE num_children IS NULL GROUP BY ALL"
    ).fetchall()
    return {Path(file): frozenset(names) for file, names in rows}
