"""Make the profile of a reference window: which columns are watched, and their bins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curation.drift import Kind, NotWatched, Role
from curation.percents import percent
from curation.profile import (
    MAX_CATEGORIES,
    MAX_NUMBERS_AS_CATEGORIES,
    MAX_SINGLED_OUT,
    QUANTILES,
    ColumnProfile,
    Profile,
    decile_edges,
    inner_edges,
    kind_of,
)
from store.facts.connection import DuckDBPyConnection
from store.facts.counting import ALL, Rows, counted
from store.facts.drift_counts import TEXTS, Counts
from store.facts.thin import Thin
from store.facts.unwatched import ID, NAMES_A_CODE
from store.facts.vocabulary import EVENTS, TEXT
from store.facts.watched import (
    DERIVED,
    WORDS,
    WORDS_OF,
    Column,
    Plan,
    every_of,
    further,
    is_number,
    number_of,
    offered,
    sampled,
    types_of,
)
from store.formats.relation import literal, name

ENOUGH = 100  # rows, of which half are different: like an id
AT_A_TIME = 5_000_000  # numbers in memory
SAMPLE = 100_000  # rows that fine bins are cut by; deciles are of all
MOST_COHORTS, MOST_VALUES = 8, 30
_ROLES: Mapping[str, Role] = {
    "prediction": Role.PREDICTION,
    "score": Role.SCORE,
    "truth": Role.LABEL,
    "route": Role.INPUT,
    "input_length": Role.TEXT,
    "output_length": Role.PREDICTION,
    "language": Role.TEXT,
    "lang": Role.TEXT,
}
_OWN = ("route", "model_version")  # of every event


def profiled(cursor: DuckDBPyConnection, since: str, until: str) -> Profile:
    """How every watched column lay from `since` to before `until`."""
    window = (
        f" WHERE occurred_at >= TIMESTAMPTZ {literal(since)}"
        f" AND occurred_at < TIMESTAMPTZ {literal(until)}"
    )
    looked = _Looked(cursor, window, Thin(cursor, since, until))
    columns = tuple(_columns(looked))
    told = tuple(p for _, p in columns)
    left = tuple(looked.left_out())
    found = Profile(since, until, told, tuple(_cohorts(looked)), not_watched=left)
    bins = [column for column, _ in columns]
    span = looked.days()
    if span is None or not bins:
        return replace(found, columns=())
    rows = Rows(f"SELECT * FROM events{window}", looked.types, *span)  # noqa: S608 (own SQL)
    plan = Plan(tuple(bins), every=every_of(looked.rows))
    counts = counted(cursor, rows, plan, bins, {})[ALL]
    return replace(found, columns=tuple(with_counts(p, counts) for p in found.columns))


def with_counts(column: ColumnProfile, counts: Counts) -> ColumnProfile:
    """The column with how many rows of the window lay in each bin."""
    every = counts.counts[column.column]
    found = (known(every) if column.role is Role.LABEL else every).sum(axis=0)
    n, missing = int(found.sum()), int(found[-1])
    if column.kind is Kind.WORDS:
        n = int(counts.counts[TEXTS].sum())
    if column.kind is not Kind.NUMBER:
        return replace(column, n=n, missing=missing, counts=tuple(found.tolist()))
    sums = counts.sums[column.column].sum(axis=0)[:-1]
    numbers = tuple(found[:-1].tolist())
    return replace(column, n=n, missing=missing, counts=numbers, sums=tuple(sums.tolist()))


def known(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Counts without the bin of what is missing."""
    found = counts.copy()
    found[..., -1] = 0
    return found


class _Looked:
    """The rows of the window, a column at a time."""

    def __init__(self, cursor: DuckDBPyConnection, window: str, thin: Thin) -> None:
        self._cursor, self._window = cursor, window
        self.types, self.thin = types_of(cursor), thin
        self.why: dict[str, str] = {}  # a column is not watched
        looked = [*self.offered, "model_version"]
        told = "".join(f", approx_count_distinct({self.sql(c)})" for c in looked)
        counted = self._one(f"count(*){told}", "events")
        self.rows: int = counted[0]
        self.about: dict[str, int] = dict(zip(looked, counted[1:], strict=True))
        self._mask: NDArray[np.bool_] | None = None
        self._read: dict[str, NDArray[np.float64]] = {}

    @property
    def offered(self) -> list[str]:
        """Columns that could be watched."""
        return offered(self.types)

    def left_out(self) -> Iterator[NotWatched]:
        """What has values in the window and is not watched, and why."""
        for column in further(self.types):
            if column not in self.offered:
                yield NotWatched(column, NAMES_A_CODE)
        for column, reason in self.why.items():
            yield NotWatched(column, reason)

    def sql(self, column: str) -> str:
        """SQL of the column's value."""
        return name(column) if column in self.types else DERIVED[column]

    def number(self, column: str) -> str:
        """SQL of the column's number."""
        known = column in self.types
        return number_of(column, self.types) if known else f"CAST({DERIVED[column]} AS DOUBLE)"

    def is_number(self, column: str) -> bool:
        """Whether it holds numbers, but for a few cells."""
        if column not in self.types or is_number(self.types[column]):
            return True
        return column not in EVENTS and self.thin.holds_numbers(column)

    def days(self) -> tuple[int, int] | None:
        day = "epoch_us({}(occurred_at)) // 86400000000"
        first, last = self._one(f"{day.format('min')}, {day.format('max')}", "sent_events")
        return None if first is None else (first, last)

    def values(self, column: str) -> tuple[int, list[str], float]:
        """How many values it has, the most frequent ones, and the share of rows they cover."""
        text = self.sql(column)
        if self.types.get(column) != TEXT:
            text = f"number_text(CAST({text} AS DOUBLE))"
        rows = self._cursor.execute(
            f"SELECT {text} AS v, count(*) AS n FROM {_view(column)}{self._window}"  # noqa: S608
            " GROUP BY v HAVING v IS NOT NULL ORDER BY n DESC, v"
        ).fetchmany(self.rows + 1)
        kept = rows[:MAX_CATEGORIES]
        total = sum(n for _, n in rows)
        covered = sum(n for _, n in kept) / total if total else 0.0
        return len(rows), [v for v, _ in kept], covered

    def words(self) -> tuple[str, ...]:
        """The words that most texts have, the most frequent first."""
        texts = (
            f"SELECT unnest(list_distinct({WORDS_OF})) AS word FROM sent_events{self._window}"  # noqa: S608
            f" AND {sampled(every_of(self.rows))}"
        )
        rows = self._cursor.execute(
            f"SELECT word FROM ({texts}) GROUP BY word"  # noqa: S608 (own SQL)
            f" ORDER BY count(*) DESC, word LIMIT {MAX_CATEGORIES}"
        ).fetchall()
        return tuple(word for (word,) in rows)

    def numbers(self, column: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """All finite numbers, and a stable sample of them."""
        if column not in self._read:
            self._read = self._stretch(column)
        found = self._read.pop(column)
        known = np.isfinite(found)
        return found[known], found[known & self._sampled()]

    @property
    def _numbers(self) -> list[str]:
        return [c for c in self.offered if self.is_number(c) and self.about[c]]

    def _stretch(self, column: str) -> dict[str, NDArray[np.float64]]:
        """The numbers of this column and of the next ones, as many as may be in memory."""
        later = self._numbers[self._numbers.index(column) :]
        few = later[: max(1, AT_A_TIME // max(self.rows, 1))]
        cells = [f"coalesce({self.number(c)}, CAST('nan' AS DOUBLE))" for c in few]
        found = self._arrays(cells)
        return dict(zip(few, found, strict=True))

    def _sampled(self) -> NDArray[np.bool_]:
        if self._mask is None:
            every = max(1, -(-self.rows // SAMPLE))
            cell = f"hash(event_id) % {every} = 0" if every > 1 else "true"
            self._mask = self._arrays([cell])[0]
        return self._mask

    def _arrays(self, cells: Sequence[str]) -> list[NDArray[Any]]:
        listed = ", ".join(f"{cell} AS x{i}" for i, cell in enumerate(cells))
        sql = f"SELECT {listed} FROM sent_events{self._window}"  # noqa: S608 (own SQL)
        found: Any = self._cursor.execute(sql).fetchnumpy()
        return list(found.values())

    def _one(self, cells: str, view: str) -> tuple[Any, ...]:
        return self._cursor.execute(f"SELECT {cells} FROM {view}{self._window}").fetchall()[0]  # noqa: S608


def _view(column: str) -> str:
    """Only truths come late."""
    return "events" if column == "truth" else "sent_events"


def _columns(looked: _Looked) -> Iterator[tuple[Column, ColumnProfile]]:
    for column in looked.offered:
        found = _column(looked, column)
        if found is not None:
            yield Column(column, found.kind, found.role, found.edges, found.values), found
    if words := looked.words():
        found = ColumnProfile(WORDS, Kind.WORDS, Role.TEXT, 0, 0, (), values=words)
        yield Column(WORDS, Kind.WORDS, Role.TEXT, (), words), found


def _column(looked: _Looked, column: str) -> ColumnProfile | None:
    """How the column is binned; None where it holds nothing, or has no distribution."""
    role = _ROLES.get(column, Role.INPUT)
    if not looked.about[column]:
        return None
    own = column not in EVENTS and column not in DERIVED
    if own and (reason := looked.thin.told_by_time(column)):
        looked.why[column] = reason
        return None
    if not looked.is_number(column):
        return _category(looked, column, role)
    every, sample = looked.numbers(column)
    few = looked.about[column] <= 2 * MAX_SINGLED_OUT
    distinct: list[float] = np.unique(every).tolist() if few else []
    measured = role is Role.SCORE or column in DERIVED
    if few and len(distinct) <= MAX_NUMBERS_AS_CATEGORIES and not measured:
        return _category(looked, column, role)
    if not len(every):
        looked.why[column] = "none of its values in the reference is a finite number"
        return None
    quantiles = np.quantile(sample if len(sample) else every, QUANTILES)
    quantiles[9::10] = np.quantile(every, QUANTILES[9::10])
    discrete = 0 < len(distinct) <= MAX_SINGLED_OUT
    return ColumnProfile(
        column, Kind.NUMBER, role, 0, 0, (),
        edges=inner_edges(quantiles.tolist(), distinct if discrete else ()),
        deciles=decile_edges(quantiles.tolist(), float(every.min()), float(every.max())),
        mean=float(every.mean()), std=float(every.std()), discrete=discrete,
    )  # fmt: skip


def _category(looked: _Looked, column: str, role: Role) -> ColumnProfile | None:
    """The values of a category; None where it is like an id."""
    half = looked.rows / 2
    if looked.about[column] > (half if looked.rows >= ENOUGH else max(MAX_CATEGORIES, half)):
        looked.why[column] = ID
        return None
    distinct, values, covered = looked.values(column)
    if kind_of(False, distinct, covered) is not Kind.CATEGORY:
        most = f"the {MAX_CATEGORIES} most frequent are {percent(covered)} of the rows"
        looked.why[column] = f"too many values: {distinct:,}, and {most}"
        return None
    return ColumnProfile(column, Kind.CATEGORY, role, 0, 0, (), values=tuple(values))


def _cohorts(looked: _Looked) -> list[str]:
    """The columns of few values that single cohorts are counted by."""
    texts = [c for c in looked.offered if c not in EVENTS and not looked.is_number(c)]
    texts.sort(key=lambda column: (looked.about[column], column))
    few = [c for c in (*_OWN, *texts) if 2 <= looked.about[c] <= MOST_VALUES]
    return few[:MOST_COHORTS]
