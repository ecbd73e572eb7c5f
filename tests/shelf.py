"""Facts without a ledger: import files, see what is there, take imports back."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from curation.mapping import Mapping as ColumnMapping
from curation.mapping import parse_corrections
from store.facts import Facts, Outcome, RunContext
from store.facts.batches import Batch

Rows = Sequence[Mapping[str, Any]]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
_OF_THE_IMPORT = {"import_id", "event_import_id", "content_hash", "labelled_at"}


class Shelf:
    """Facts in `folder`, and the batches that are in view."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.facts = Facts(folder / "facts")
        self.batches: list[Batch] = []
        self.remembered: dict[str, ColumnMapping] = {}
        self._count = 0

    def bring(
        self,
        *paths: Path,
        kind: str = "events",
        maps: Iterable[str] = (),
        context: RunContext | None = None,
        source: str | None = None,
    ) -> Outcome:
        """Import `paths`, as the ledger's act does."""
        self._count += 1
        preview = self.facts.preview(
            paths[0],
            kind,
            source=source or kind,
            corrections=parse_corrections(list(maps)),
            remembered=self.remembered.get(source or ""),
        )
        if source:
            self.remembered[source] = preview.mapping
        staged = self.facts.stage(
            paths, preview.mapping, import_id=f"i-{self._count}", now=NOW, context=context
        )
        outcome = self.facts.finish(staged)
        self.batches += outcome.batches
        self.facts.show(self.batches)
        self.facts.discard(staged, keep=outcome.batches)
        return outcome

    def undo(self, outcome: Outcome) -> None:
        """Take an import out of view."""
        self.batches = [b for b in self.batches if b.import_id != outcome.import_id]
        self.facts.show(self.batches)

    def clear(self) -> None:
        """Take everything out of view."""
        self.batches = []
        self.remembered = {}
        self.facts.show(())

    def lines(self, rows: Rows, name: str = "rows.jsonl") -> Path:
        """`rows` as JSON lines."""
        path = self.folder / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    def table(self, rows: Rows, name: str = "rows.csv") -> Path:
        """`rows` as CSV."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            columns = list(dict.fromkeys(column for row in rows for column in row))
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        return path

    def parquet(self, rows: Rows, name: str = "rows.parquet") -> Path:
        """`rows` as Parquet, with the types that JSON shows."""
        path = self.folder / name
        lines = self.lines(rows, f"{name}.jsonl")
        with duckdb.connect() as duck:
            duck.execute(f"COPY (FROM read_json('{lines}')) TO '{path}' (FORMAT parquet)")
        return path

    def seen(self, view: str) -> list[dict[str, Any]]:
        """The rows of a view without what names the import, in an order of their own."""
        rows = self.select(f"FROM {view}")
        kept = [
            {c: v for c, v in row.items() if v is not None and c not in _OF_THE_IMPORT}
            for row in rows
        ]
        return sorted(kept, key=str)

    def select(self, sql: str) -> list[dict[str, Any]]:
        """The rows of any SQL over the views; times come as text."""
        with self.facts.cursor() as cursor:
            cursor.execute(sql)
            described = [(str(c), str(t)) for c, t, *_ in cursor.description or ()]
            cells = [
                f'CAST("{c}" AS VARCHAR) AS "{c}"' if t.startswith("TIMESTAMP") else f'"{c}"'
                for c, t in described
            ]
            cursor.execute(f"SELECT {', '.join(cells)} FROM ({sql})")  # noqa: S608
            names = [c for c, _ in described]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
