"""Make the profile of a reference window: which columns are watched, and their bins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curation.drift import Kind, Role
from curation.profile import (
    MAX_CATEGORIES,
    MAX_NUMBERS_AS_CATEGORIES,
    MAX_SINGLED_OUT,
    QUANTILES,
    ColumnProfile,
    Profile,
    counts_up,
    decile_edges,
    inner_edges,
    kind_of,
)
from curation.readings import names_a_code
from store.facts.connection import DuckDBPyConnection
from store.facts.counting import ALL, Rows, counted
from store.facts.drift_counts import TEXTS, Counts
from store.facts.vocabulary import EVENTS, HIDDEN, TEXT
from store.facts.watched import (
    DERIVED,
    WORDS,
    WORDS_OF,
    Column,
    Plan,
    every_of,
    is_number,
    sampled,
)
from store.formats.relation import literal, name

AT_A_TIME = 5_000_000  # numbers in memory
SAMPLE = 100_000  # rows that fine bins are cut by; deciles are of all
MOST_COHORTS, MOST_VALUES = 8, 30
_THIN = 16  # one of so many rows is looked at first
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
    looked = _Looked(cursor, window)
    columns = tuple(_columns(looked))
    found = Profile(since, until, tuple(p for _, p in columns), tuple(_cohorts(looked)))
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

    def __init__(self, cursor: DuckDBPyConnection, window: str) -> None:
        self._cursor, self._window = cursor, window
        cursor.execute("SELECT * FROM events LIMIT 0")
        self.types = {str(c): str(t) for c, t, *_ in cursor.description or ()}
        looked = [*self.offered, "model_version"]
        told = "".join(f", approx_count_distinct({self.sql(c)})" for c in looked)
        counted = self._one(f"count(*){told}", "events")
        self.rows: int = counted[0]
        self.about: dict[str, int] = dict(zip(looked, counted[1:], strict=True))
        self._mask: NDArray[np.bool_] | None = None
        self._read: dict[str, NDArray[np.float64]] = {}
        self._few: dict[str, tuple[list[float], list[float]]] | None = None

    @property
    def offered(self) -> list[str]:
        """Columns that could be watched."""
        own = [c for c, t in self.types.items() if t == TEXT or is_number(t)]
        own = [c for c in own if c not in EVENTS]
        own = [c for c in own if c not in HIDDEN and not names_a_code(c)]
        derived = [c for c in DERIVED if c not in self.types]
        return ["prediction", "score", "truth", "route", *own, *derived]

    def sql(self, column: str) -> str:
        """SQL of the column's value."""
        return name(column) if column in self.types else DERIVED[column]

    def is_number(self, column: str) -> bool:
        return column not in self.types or is_number(self.types[column])

    def days(self) -> tuple[int, int] | None:
        day = "epoch_us({}(occurred_at)) // 86400000000"
        first, last = self._one(f"{day.format('min')}, {day.format('max')}", "sent_events")
        return None if first is None else (first, last)

    def values(self, column: str) -> tuple[int, list[str], float]:
        """How many values it has, the most frequent ones, and the share of rows they cover."""
        text = self.sql(column)
        if self.is_number(column):
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

    def rises(self, column: str) -> bool:
        """Whether it counts up; where a few of the rows do not, all of them do not."""
        if self._few is None:
            self._few = self._weekly(self._numbers, f" AND hash(event_id) % {_THIN} = 0")
        return counts_up(*self._few[column]) and counts_up(*self._weekly([column])[column])

    def _weekly(
        self, columns: Sequence[str], also: str = ""
    ) -> dict[str, tuple[list[float], list[float]]]:
        """The least and the greatest number of each column in every week."""
        told = [f"CAST({self.sql(c)} AS DOUBLE)" for c in columns]
        cells = [f"{of}({x}) FILTER (isfinite({x}))" for x in told for of in ("min", "max")]
        rows = self._cursor.execute(
            f"SELECT {', '.join(cells)} FROM sent_events{self._window}{also}"  # noqa: S608
            " GROUP BY week_of(occurred_at) ORDER BY week_of(occurred_at)"
        ).fetchall()
        sides = [[x for x in side if x is not None] for side in zip(*rows, strict=True)]
        sides = sides or [[] for _ in cells]
        return dict(zip(columns, zip(sides[::2], sides[1::2], strict=True), strict=True))

    @property
    def _numbers(self) -> list[str]:
        return [c for c in self.offered if self.is_number(c) and self.about[c]]

    def _stretch(self, column: str) -> dict[str, NDArray[np.float64]]:
        """The numbers of this column and of the next ones, as many as may be in memory."""
        later = self._numbers[self._numbers.index(column) :]
        few = later[: max(1, AT_A_TIME // max(self.rows, 1))]
        cells = [f"coalesce(CAST({self.sql(c)} AS DOUBLE), CAST('nan' AS DOUBLE))" for c in few]
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
    if not looked.is_number(column):
        return _category(looked, column, role)
    every, sample = looked.numbers(column)
    few = looked.about[column] <= 2 * MAX_SINGLED_OUT
    distinct: list[float] = np.unique(every).tolist() if few else []
    measured = role is Role.SCORE or column in DERIVED
    if few and len(distinct) <= MAX_NUMBERS_AS_CATEGORIES and not measured:
        return _category(looked, column, role)
    if not len(every) or (not measured and looked.rises(column)):
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
    if looked.about[column] > max(MAX_CATEGORIES, looked.rows / 2):
        return None
    distinct, values, covered = looked.values(column)
    if kind_of(False, distinct, covered) is not Kind.CATEGORY:
        return None
    return ColumnProfile(column, Kind.CATEGORY, role, 0, 0, (), values=tuple(values))


def _cohorts(looked: _Looked) -> list[str]:
    """The columns of few values that single cohorts are counted by."""
    texts = [c for c in looked.offered if c not in EVENTS and not looked.is_number(c)]
    texts.sort(key=lambda column: (looked.about[column], column))
    few = [c for c in (*_OWN, *texts) if 2 <= looked.about[c] <= MOST_VALUES]
    return few[:MOST_COHORTS]
