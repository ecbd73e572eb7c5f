"""Write the batches of one import, each under a name that was never used before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from store.facts.batches import Batch, sha256_of, take_over, write_parquet
from store.facts.connection import DuckDBPyConnection
from store.facts.quarantine import write_table
from store.facts.rejected import Reject
from store.formats.relation import literal

_TIMES = {
    "events": "occurred_at",
    "failures": "occurred_at",
    "late_failures": "occurred_at",
    "results": "started_at",
    "labels": "labelled_at",
}


@dataclass
class Writer:
    """Writes the batches of one import into `folder`; `written` are the names it has used."""

    cursor: DuckDBPyConnection
    folder: Path
    import_id: str
    written: list[Path] = field(default_factory=list[Path])
    batches: list[Batch] = field(default_factory=list[Batch])
    _token: str = field(default_factory=lambda: uuid4().hex[:8])

    def rows(self, view: str, select: str) -> Batch | None:
        """A batch of the rows of `select`; None when there are none."""
        path = self._path(view)
        write_parquet(self.cursor, select, path)
        return self._told(view, path)

    def whole(self, view: str, file: Path) -> Batch | None:
        """A batch of all rows of the finished Parquet `file`."""
        path = self._path(view)
        take_over(file, path)
        return self._told(view, path)

    def rejects(self, rejects: Sequence[Reject]) -> Batch | None:
        """A batch of the rows that were kept out."""
        if not rejects:
            return None
        write_table(self.cursor, rejects, self.import_id)
        return self.rows("rejects", "SELECT * FROM rejected ORDER BY file, row")

    def _path(self, view: str) -> Path:
        number = len(self.written)
        path = self.folder / f"{self.import_id}-{view}-{self._token}-{number}.parquet"
        self.written.append(path)
        return path

    def _told(self, view: str, path: Path) -> Batch | None:
        time = _TIMES.get(view, "NULL::TIMESTAMPTZ")
        rows, first, last = self.cursor.execute(
            f"SELECT count(*), {_iso(f'min({time})')}, {_iso(f'max({time})')}"  # noqa: S608
            f" FROM read_parquet({literal(str(path))})"
        ).fetchall()[0]
        if not rows:
            path.unlink()
            return None
        batch = Batch(
            path.relative_to(self.folder.parent).as_posix(), view, rows, sha256_of(path),
            self.import_id, first, last,
        )  # fmt: skip
        self.batches.append(batch)
        return batch


def _iso(moment: str) -> str:
    return f"strftime(timezone('UTC', {moment}), '%Y-%m-%dT%H:%M:%S.%f+00:00')"
