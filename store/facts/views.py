"""Define the views over exactly the batches that are in view."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from store.facts.batches import Batch
from store.facts.connection import DuckDBPyConnection, step
from store.facts.vocabulary import EVENTS, HIDDEN, LATE_FAILURES, VIEWS
from store.formats.relation import literal, name

Schema = Mapping[str, str]  # columns of one batch and their types
LATER = {"failures": ("cohorts",), "results": ("cold", "prediction")}  # of old batches unknown


class Views:
    """The views of one connection. A batch's columns are looked up once: it never changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schemas: dict[str, Schema] = {}
        self._numeric: dict[tuple[str, str], bool] = {}

    def define(self, cursor: DuckDBPyConnection, batches: Sequence[Batch]) -> None:
        """Replace all views at once: a question sees the old ones or the new ones."""
        by_view: dict[str, list[str]] = defaultdict(list)
        for batch in batches:
            by_view[batch.view].append(batch.path)
        imports = sorted({batch.import_id for batch in batches})
        selects = {
            "events": self._events(cursor, by_view["events"], labelled=bool(by_view["labels"])),
            "sent_events": self._events(cursor, by_view["events"], labelled=False),
            "failures": self._failures(cursor, by_view["failures"], by_view[LATE_FAILURES]),
            "event_weeks": self._shown("event_weeks", by_view["event_weeks"]),
            "results": self._grown(cursor, "results", by_view["results"]),
            **{v: self._plain(v, by_view[v]) for v in ("labels", "rejects", "training")},
        }
        cursor.execute("BEGIN TRANSACTION")
        try:
            cursor.execute("CREATE OR REPLACE TABLE shown_imports (import_id VARCHAR)")
            cursor.execute("INSERT INTO shown_imports SELECT unnest(?::VARCHAR[])", [imports])
            for view, select in selects.items():
                cursor.execute(f"CREATE OR REPLACE VIEW {view} AS {select}")
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")

    def _plain(self, view: str, paths: Sequence[str]) -> str:
        """A view whose batches all have its columns; without batches it has no rows."""
        columns = VIEWS[view]
        if not paths:
            empty = ", ".join(f"CAST(NULL AS {type_}) AS {c}" for c, type_ in columns.items())
            return f"SELECT * FROM (SELECT {empty}) WHERE false"  # noqa: S608 (own names)
        return f"SELECT {', '.join(columns)} FROM {self._read(paths)}"  # noqa: S608

    def _shown(self, view: str, paths: Sequence[str]) -> str:
        """Rows that speak of events of other imports: none that are out of view."""
        return f"SELECT * FROM ({self._plain(view, paths)}) WHERE {_SHOWN}"  # noqa: S608

    def _read(self, paths: Sequence[str], *, differing: bool = False) -> str:
        files = ", ".join(literal(str(self._folder / path)) for path in paths)
        return f"read_parquet([{files}]{', union_by_name=true' if differing else ''})"

    def _failures(
        self, cursor: DuckDBPyConnection, paths: Sequence[str], late: Sequence[str]
    ) -> str:
        """A late truth tells a failure anew; the untold version is left out then."""
        first = self.told(cursor, paths)
        if not late:
            return first
        told = f"(SELECT * FROM ({self.told(cursor, late)}) WHERE {_SHOWN})"  # noqa: S608
        return (
            f"SELECT * FROM ({first}) ANTI JOIN {told} USING (event_id) UNION ALL FROM {told}"  # noqa: S608
        )

    def told(self, cursor: DuckDBPyConnection, paths: Sequence[str]) -> str:
        """SQL of the failures in batches of today, and in those that knew of no cohorts."""
        return self._grown(cursor, "failures", paths)

    def _grown(self, cursor: DuckDBPyConnection, view: str, paths: Sequence[str]) -> str:
        """A view whose first batches were written without some of the columns of today."""
        alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for path in paths:
            own = self._columns(cursor, path)
            alike[tuple(c for c in LATER[view] if c not in own)].append(path)
        parts = [self._lacking(view, lacks, found) for lacks, found in alike.items()]
        return " UNION ALL ".join(parts) or self._plain(view, ())

    def _lacking(self, view: str, lacks: Sequence[str], paths: Sequence[str]) -> str:
        columns = ", ".join(
            f"CAST(NULL AS {type_}) AS {column}" if column in lacks else column
            for column, type_ in VIEWS[view].items()
        )
        return f"SELECT {columns} FROM {self._read(paths)}"  # noqa: S608 (own names)

    def sent(self, cursor: DuckDBPyConnection, paths: Sequence[str]) -> str:
        """SQL of the events in batches as they were sent, without truths that came late."""
        return self._events(cursor, paths, labelled=False)

    def plain(self, view: str, paths: Sequence[str]) -> str:
        """SQL of the rows of batches of `view`, whatever else is in view."""
        return self._plain(view, paths)

    def schema(self, cursor: DuckDBPyConnection, path: str) -> Schema:
        """The further columns of one batch of events."""
        return self._schema(cursor, path)

    def _events(
        self, cursor: DuckDBPyConnection, paths: Sequence[str], *, labelled: bool
    ) -> str:
        if not paths:
            return self._plain("events", ())
        schemas = {path: self._schema(cursor, path) for path in paths}
        types = self._types(cursor, schemas)
        alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for path, schema in schemas.items():
            alike[tuple(c for c, t in schema.items() if t != types[c])].append(path)
        parts = [self._part(group, odd, types) for odd, group in alike.items()]
        rows = " UNION ALL BY NAME ".join(parts)
        columns = ", ".join([*EVENTS, *(name(c) for c in sorted(types)), "import_id"])
        rows = step("stored_events").replace("/*columns*/", columns).replace("/*rows*/", rows)
        return step("labelled_events").replace("/*events*/", rows) if labelled else rows

    def _part(self, paths: Sequence[str], odd: Sequence[str], types: Schema) -> str:
        """Batches of the same types; columns whose type differs elsewhere are made alike."""
        source = self._read(paths, differing=True)
        if not odd:
            return f"SELECT * FROM {source}"  # noqa: S608 (quoted names only)
        cells = [
            f"TRY_CAST({name(c)} AS DOUBLE) AS {name(c)}" if types[c] == "DOUBLE"
            else f"number_text({name(c)}) AS {name(c)}"
            for c in odd
        ]  # fmt: skip
        return f"SELECT * REPLACE ({', '.join(cells)}) FROM {source}"  # noqa: S608

    def _schema(self, cursor: DuckDBPyConnection, path: str) -> Schema:
        known = {*EVENTS, *HIDDEN}
        return {c: t for c, t in self._columns(cursor, path).items() if c not in known}

    def _columns(self, cursor: DuckDBPyConnection, path: str) -> Schema:
        if path not in self._schemas:
            cursor.execute(f"SELECT * FROM {self._read([path])} LIMIT 0")  # noqa: S608
            self._schemas[path] = {str(c): str(t) for c, t, *_ in cursor.description or ()}
        return self._schemas[path]

    def _types(self, cursor: DuckDBPyConnection, schemas: Mapping[str, Schema]) -> Schema:
        """A column is a number when every batch holds nothing but numbers in it."""
        seen: dict[str, set[str]] = defaultdict(set)
        for schema in schemas.values():
            for column, type_ in schema.items():
                seen[column].add(type_)
        types = {column: next(iter(found)) for column, found in seen.items() if len(found) == 1}
        for column in seen.keys() - types.keys():
            texts = [p for p, schema in schemas.items() if schema.get(column) == "VARCHAR"]
            numbers = all(self._is_numeric(cursor, path, column) for path in texts)
            types[column] = "DOUBLE" if numbers else "VARCHAR"
        return types

    def _is_numeric(self, cursor: DuckDBPyConnection, path: str, column: str) -> bool:
        key = (path, column)
        if key not in self._numeric:
            found = cursor.execute(
                f"SELECT coalesce(bool_and(is_number({name(column)})), true)"  # noqa: S608
                f" FROM {self._read([path])}"
            ).fetchall()
            self._numeric[key] = found[0][0]
        return self._numeric[key]


_SHOWN = "import_id IN (FROM shown_imports) AND event_import_id IN (FROM shown_imports)"
