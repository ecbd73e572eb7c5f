"""The facts of one desk: questions about them, and imports into them."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Any, TypeVar, cast
from uuid import uuid4

from curation.mapping import Corrections
from curation.mapping import Mapping as ColumnMapping
from store.facts import cohorts
from store.facts import preview as previews
from store.facts.batches import Batch
from store.facts.connection import DuckDBPyConnection, connect, query
from store.facts.drift_rollups import DriftRollups
from store.facts.failing import Failing
from store.facts.finishing import finish_events
from store.facts.finishing_results import finish_results
from store.facts.index import Index, build
from store.facts.masking import Masking
from store.facts.outcome import Outcome, RunContext, Staged
from store.facts.preview import Preview
from store.facts.quarantine import to_mend
from store.facts.rejected import Reject
from store.facts.rolled import Rolled
from store.facts.rollups import Rollups
from store.facts.staging import StagedFile
from store.facts.sweeping import SPILL, swept
from store.facts.taking import taken
from store.facts.training import KIND as TRAINING
from store.facts.training import finish_training, outside
from store.facts.views import Views
from store.facts.workplace import read, remove, staged, workplace
from store.facts.writing import Writer
from store.formats.refusals import Unreadable

Row = dict[str, Any]
Found = TypeVar("Found")
Reader = Callable[[DuckDBPyConnection, StagedFile], Found]


class Facts:
    """DuckDB in this process over the Parquet batches of one folder. Safe between threads."""

    def __init__(self, folder: Path, *, sweeping: bool = True) -> None:
        self._folder = folder
        self._batches = folder / "batches"
        self._staging = folder / "staging"
        for place in (self._batches, self._staging):
            place.mkdir(parents=True, exist_ok=True)
        # Of its own: DuckDB 1.5 breaks down when two processes spill into one folder.
        self._connection = connect(self._staging / f"{SPILL}{uuid4().hex[:8]}")
        self._views = Views(folder)
        self._failing = Failing(self._views)
        # Who shows the batches of another day sweeps nothing: what they lack is of today.
        self.rollups = Rollups(folder, self._views, sweeping=sweeping)
        self.drift = DriftRollups(folder, self._views, sweeping=sweeping)
        self._index: tuple[tuple[Batch, ...], dict[str, float], Index] | None = None
        self._shown: tuple[Batch, ...] | None = None
        self._kept: dict[str, tuple[object, object]] = {}
        self._lock = Lock()
        self._timed: dict[str, tuple[str, ...]] = {}
        self.show(())

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def show(self, batches: Sequence[Batch]) -> None:
        """Put exactly `batches` in view; cheap when they are in view already."""
        now = tuple(batches)
        with self._lock:
            if now == self._shown:
                return
            for batch in batches:
                if not (self._folder / batch.path).is_file():
                    raise Unreadable(
                        self._folder / batch.path,
                        f"belongs to import {batch.import_id} and is gone from {self._folder}."
                        " Restore it from the backup, or undo the import.",
                    )
            with self.cursor() as cursor:
                self._views.define(cursor, batches)
            self._shown = now

    def ask(self, question: str, /, **parameters: Any) -> list[Row]:  # noqa: ANN401 (any value)
        """The rows that answer queries/<question>.sql. Times are aware, in UTC."""
        sql = query(question)
        with self.cursor() as cursor:
            if "FROM failing" in sql:
                self._follow(cursor)
            if question not in self._timed:
                cursor.execute(sql, parameters)
                described = cursor.description or ()
                zoned = [
                    str(c) for c, t, *_ in described if str(t).startswith("TIMESTAMP WITH")
                ]
                self._timed[question] = tuple(zoned)
            zoned = self._timed[question]
            if zoned:  # DuckDB hands over zones only with the help of another package
                cells = ", ".join(f'timezone(\'UTC\', "{c}") AS "{c}"' for c in zoned)
                sql = f"SELECT * REPLACE ({cells}) FROM ({sql}\n)"  # noqa: S608 (own columns)
            cursor.execute(sql, parameters)
            names = [str(column) for column, *_ in cursor.description or ()]
            return [
                dict(zip(names, map(_aware, row), strict=True)) for row in cursor.fetchall()
            ]

    def columns(self, question: str, /, **parameters: object) -> dict[str, Any]:
        """The same as numpy arrays, a column each: for ten thousand rows and more."""
        with self.cursor() as cursor:
            return dict(cursor.execute(query(question), parameters).fetchnumpy())

    def index(self, prices: Mapping[str, float]) -> Index:
        """The failing inputs in view, dearest first; made again when anything has changed."""
        with self.cursor() as cursor:
            shown = self._follow(cursor)
            with self._lock:
                if self._index and self._index[0] is shown and self._index[1] == prices:
                    return self._index[2]
                self._index = (shown, dict(prices), build(cursor, prices))
                return self._index[2]

    def rolled(self, *, anew: bool = False) -> Rolled | None:
        """The rollups of the events in view, made if lacking; `anew`: they cannot be read."""
        with self.cursor() as cursor:
            if anew:
                self.rollups.check(cursor)
            return self.rollups.of(cursor, self._shown or ())

    def asking(self, find: Callable[[DuckDBPyConnection, Sequence[Batch]], Found]) -> Found:
        """What `find` says of the batches in view."""
        with self.cursor() as cursor:
            return find(cursor, self._shown or ())

    def kept(self, what: str, find: Callable[[], Found]) -> Found:
        """What `find` says of all events, found once for the batches that are in view."""
        shown = self._shown
        known = self._kept.get(what)
        if known is None or known[0] is not shown:
            known = self._kept[what] = (shown, find())
        return cast("Found", known[1])

    def cohorts(self) -> dict[str, int]:
        """How many events each cohort has, by its name as region=eu."""
        with self.cursor() as cursor:
            return cohorts.of_events(cursor)

    def preview(
        self,
        path: Path,
        kind: str,
        *,
        source: str,
        corrections: Corrections | None = None,
        remembered: ColumnMapping | None = None,
        samples: int = 5,
        unsettled: bool = False,
        masking: Masking | None = None,
    ) -> Preview:
        """What an import would take from `path`, with the first `samples` rows."""
        place = outside() if kind == TRAINING else workplace(self._staging, "look")
        with self.cursor() as cursor, place as folder:
            return previews.look(
                cursor, path, kind, folder,
                source=source, corrections=corrections, remembered=remembered, samples=samples,
                unsettled=unsettled, masking=masking,
            )  # fmt: skip

    def stage(
        self,
        paths: Sequence[Path],
        mapping: ColumnMapping,
        *,
        import_id: str,
        now: datetime,
        context: RunContext | None = None,
        progress: Callable[[float], None] | None = None,
        masking: Masking | None = None,
    ) -> Staged:
        """Bring files into canonical columns; nobody sees them before they are recorded.

        With `masking` no personal data that it knows is written, not even here.
        """
        folder = Path(mkdtemp(prefix=f"{import_id}-", dir=self._staging))
        try:
            files: list[StagedFile] = []
            for number, path in enumerate(paths):
                place, share = folder / f"{number:05}", 1 / len(paths)
                with self.cursor() as cursor:
                    found = taken(
                        cursor, path, mapping, place, import_id=import_id, now=now,
                        masking=masking, progress=progress, start=number * share, length=share,
                    )  # fmt: skip
                files.append(found)
            brought = tuple(read(path, file) for path, file in zip(paths, files, strict=True))
        except BaseException:
            remove(folder)
            raise
        return Staged(
            import_id, mapping.kind, now, folder, tuple(files), brought, context, masking
        )

    def finish(self, staged: Staged) -> Outcome:
        """Write what is new beside the batches in view; again when another import got in."""
        self._unwrite(staged, ())
        with self.cursor() as cursor:
            writer = Writer(cursor, self._batches, staged.import_id, staged.written)
            return _FINISHES[staged.kind](writer, staged)

    def discard(self, staged: Staged, *, keep: Sequence[Batch] = ()) -> None:
        """Forget what was staged, and every batch written from it that is not in `keep`."""
        self._unwrite(staged, keep)
        remove(staged.folder)

    def read_rows(
        self,
        path: Path,
        mapping: ColumnMapping,
        read: Reader[Found],
        masking: Masking | None = None,
    ) -> Found:
        """The rows in `path` that are no facts, plain; the ledger decides which are new."""
        with self.cursor() as cursor, workplace(self._staging, mapping.kind) as folder:
            place, now = folder / "0", datetime.now(UTC)
            return read(cursor, staged(cursor, path, mapping, place, "", now, masking))

    def keep_rejects(self, import_id: str, rejects: Sequence[Reject]) -> tuple[Batch, ...]:
        """Write rows that were kept out of an import whose other rows are no facts."""
        with self.cursor() as cursor:
            batch = Writer(cursor, self._batches, import_id).rejects(rejects)
            return (batch,) if batch else ()

    def rejects(self, import_id: str, limit: int | None = None) -> list[Row]:
        """The rows that were kept out of an import, by file and row."""
        return self.ask("rejects", import_id=import_id, limit=limit)

    def write_rejects(self, import_id: str, path: Path) -> int:
        """Write them in their own columns to a .csv or .jsonl; how many there were."""
        found = self.rejects(import_id)
        text = to_mend(found, path.suffix)
        # A cell with half a character (a lone surrogate) must not cost the others.
        path.write_text(text, encoding="utf-8", errors="replace", newline="")
        return len(found)

    def sweep(self, listed: Sequence[str], *, older_than: datetime) -> list[str]:
        """Delete what imports that died have left: old files that no import lists."""
        kept = {self._folder / path for path in listed}
        gone = swept(self._batches, self._staging, kept, older_than=older_than)
        return [path.relative_to(self._folder).as_posix() for path in gone]

    def _unwrite(self, staged: Staged, keep: Sequence[Batch]) -> None:
        kept = {self._folder / batch.path for batch in keep}
        for path in staged.written:
            if path not in kept:
                path.unlink(missing_ok=True)
        staged.written.clear()

    def _follow(self, cursor: DuckDBPyConnection) -> tuple[Batch, ...]:
        """Put the failures in view into memory; the batches that are in view."""
        with self._lock:
            shown = self._shown or ()
            self._failing.follow(cursor, shown)
            return shown

    @contextmanager
    def cursor(self) -> Generator[DuckDBPyConnection]:
        """One for each question: Streamlit asks from several threads at once."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()


def _aware(value: Any) -> Any:  # noqa: ANN401 (a cell is anything)
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


_FINISHES: Mapping[str, Callable[[Writer, Staged], Outcome]] = {
    "events": finish_events,
    "labels": finish_events,
    "results": finish_results,
    TRAINING: finish_training,
}
