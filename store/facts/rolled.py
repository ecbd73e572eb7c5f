"""What the rollups of the batches in view can tell, and the SQL that asks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from store.facts.connection import DuckDBPyConnection
from store.facts.vocabulary import NUMBER
from store.formats.relation import literal, name

FEW_VALUES = 12  # a column of more numbers is cut at its quartiles
LENGTHS = ("1 to 40 characters", "41 to 160 characters", "161 to 640 characters")
LONGER = "over 640 characters"
_LENGTH = " ".join(f"WHEN {i + 1} THEN {literal(w)}" for i, w in enumerate((*LENGTHS, LONGER)))
_DERIVED: Mapping[str, str] = {
    "week": "CAST(_week AS VARCHAR)",
    "month": "strftime(_month, '%Y-%m')",
    "length": f"CASE _length {_LENGTH} END",
}


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last event of some, as moments; None: they have no times."""

    first: datetime | None = None
    last: datetime | None = None

    def meets(self, since: str | None, until: str | None) -> bool:
        """Whether any event may be in the window."""
        if since is None and until is None:
            return True
        if self.first is None or self.last is None:
            return False
        after = since is None or self.last >= _utc(since)
        return after and (until is None or self.first < _utc(until))


@dataclass(frozen=True, slots=True)
class Rolled:
    """Files that hold the counts of all events, and the columns that every one of them tells.

    `own` are all columns of the events: one of the name of a derived one takes its place.
    """

    files: Mapping[Path, Span]
    types: Mapping[str, str]
    own: frozenset[str]
    alike: bool = False  # whether all files have the same columns
    _numbers: dict[str, bool] = field(default_factory=dict[str, bool])
    _kinds: dict[str, int] = field(default_factory=dict[str, int])

    def source(self, since: str | None = None, until: str | None = None) -> str:
        """SQL of all rows of the window; a file without one of the columns has none of it."""
        met = [path for path, span in self.files.items() if span.meets(since, until)]
        files = ", ".join(literal(str(path)) for path in met or [*self.files][:1])
        return f"read_parquet([{files}]{'' if self.alike else ', union_by_name=true'})"

    def text(self, cursor: DuckDBPyConnection, column: str) -> str | None:
        """SQL of the column's value as text; None: only the events themselves can tell it."""
        if column in _DERIVED and column not in self.own:
            return _DERIVED[column]
        if column not in self.types:
            return None
        if self.types[column] != NUMBER:
            return name(column)
        return f"number_text({name(column)})" if self._few(cursor, column) else None

    def has_labels(self, *, outputs: bool) -> bool:
        """Whether every file counts by truth and prediction, or outputs that stand for it."""
        needed = {"truth", "_said", *(["_answer"] if outputs else [])}
        return needed <= self.types.keys()

    def kinds(self, cursor: DuckDBPyConnection, columns: Sequence[str]) -> dict[str, int]:
        """How many values those of `columns` have that are texts and that files tell."""
        texts = {c: self.text(cursor, c) for c in columns if self.types.get(c) != NUMBER}
        told = {c: sql for c, sql in texts.items() if sql and c not in ("week", "month")}
        lacking = [c for c in told if c not in self._kinds]
        if lacking:
            cells = ", ".join(f"count(DISTINCT {told[c]})" for c in lacking)
            cursor.execute(f"SELECT {cells} FROM {self.source()}")  # noqa: S608 (own columns)
            self._kinds.update(zip(lacking, cursor.fetchall()[0], strict=True))
        return {c: self._kinds[c] for c in told}

    def _few(self, cursor: DuckDBPyConnection, column: str) -> bool:
        if column not in self._numbers:
            cursor.execute(f"SELECT count(DISTINCT {name(column)}) FROM {self.source()}")  # noqa: S608
            self._numbers[column] = cursor.fetchall()[0][0] <= FEW_VALUES
        return self._numbers[column]


def window(since: str | None, until: str | None) -> str | None:
    """SQL that whole weeks or months from `since` to `until` meet; None where days are cut."""
    edges = ((since, ">="), (until, "<"))
    tests = [_edge(said, sign) for said, sign in edges if said is not None]
    return None if None in tests else "".join(f" AND {test}" for test in tests)


def _edge(said: str, sign: str) -> str | None:
    utc = _utc(said)
    day = utc.date()
    if datetime(day.year, day.month, day.day, tzinfo=UTC) != utc:
        return None
    column = _starts(day)
    return column and f"{column} {sign} DATE {literal(day.isoformat())}"


def _utc(said: str) -> datetime:
    moment = datetime.fromisoformat(said)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _starts(day: date) -> str | None:
    if day.weekday() == 0:
        return "_week"
    return "_month" if day.day == 1 else None
