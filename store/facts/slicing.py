"""Cohorts in SQL: which columns can make them, and the counts of each, in one pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from curation.errors import BadRequest
from store.facts.connection import DuckDBPyConnection, query
from store.facts.vocabulary import EVENTS, HIDDEN
from store.facts.warehouse import Facts
from store.formats.relation import literal, name

Row = dict[str, Any]
Value = str | None
Cohort = Mapping[str, Value]
OWN = ("route", "model_version", "feedback")  # columns of every event that make cohorts
FEW_VALUES = 12  # a column of more numbers is cut at its quartiles
PARTS = 4  # of numbers, and of times
_DERIVED: Mapping[str, str] = {
    "week": "CAST(week_of(occurred_at) AS VARCHAR)",
    "month": "strftime(timezone('UTC', occurred_at), '%Y-%m')",
    "length": "CASE WHEN length(input) <= 40 THEN '1 to 40 characters'"
    " WHEN length(input) <= 160 THEN '41 to 160 characters'"
    " WHEN length(input) <= 640 THEN '161 to 640 characters'"
    " WHEN input IS NOT NULL THEN 'over 640 characters' END",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the events: cohorts by each set of columns, filtered, from since to until."""

    sets: Sequence[tuple[str, ...]] = ()
    where: Mapping[str, Value] = field(default_factory=dict[str, Value])
    since: str | None = None
    until: str | None = None

    @property
    def columns(self) -> list[str]:
        """Every column that makes a cohort, once."""
        return list(dict.fromkeys(column for by in self.sets for column in by))


@dataclass(frozen=True, slots=True)
class Counted:
    """One row of an answer: the cohort that it is about, by column ({}: all), and its cells."""

    cohort: Cohort
    cells: Row


class Slicing:
    """The events of a desk, sliced; one object for one question: it remembers the columns."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._types: Mapping[str, str] = {}
        self._known: dict[str, str] = {}

    def columns(self) -> list[str]:
        """What can make a cohort: text and numbers that events carry, and what is derived."""
        with self._cursor() as cursor:
            own = self._events(cursor)
        further = [c for c in own if c not in EVENTS and c not in HIDDEN]
        return [*OWN, *further, *(c for c in _DERIVED if c not in own)]

    def texts(self) -> list[str]:
        """Those of the columns whose values are texts as they were brought in."""
        with self._cursor() as cursor:
            own = self._events(cursor)
        return [column for column in self.columns() if own.get(column) == "VARCHAR"]

    def counts(self, question: str, part: Part, **parameters: object) -> list[Counted]:
        """The rows that answer queries/<question>.sql of `part`, each beside its cohort."""
        with self._cursor() as cursor:
            sql = self._sliced(cursor, query(question), part)
            wanted = {f"where{i}": v for i, v in enumerate(part.where.values())}
            known = {"since": part.since, "until": part.until, **wanted, **parameters}
            cursor.execute(sql, known)
            names = [str(column) for column, *_ in cursor.description or ()]
            return list(_counted(names, cursor.fetchall(), part.columns))

    def arrays(self, sql: str, part: Part) -> Mapping[str, Any]:
        """What `sql`, written as counts' questions are, says of `part`: an array a column."""
        with self._cursor() as cursor:
            wanted = {f"where{i}": v for i, v in enumerate(part.where.values())}
            sliced = self._sliced(cursor, sql, part)
            cursor.execute(sliced, {"since": part.since, "until": part.until, **wanted})
            return cursor.fetchnumpy()

    def kinds(self, columns: Sequence[str]) -> dict[str, int]:
        """About how many values each of `columns` has; a few where they are cut into parts."""
        with self._cursor() as cursor:
            own = self._events(cursor)
            texts = [c for c in columns if own.get(c) == "VARCHAR" or c == "length"]
            cells = [f"approx_count_distinct({self._text(cursor, c)})" for c in texts]
            sql = query("column_kinds").replace("0/*kinds*/", ", ".join(cells) or "0")
            found = dict(zip(texts, cursor.execute(sql).fetchall()[0][0], strict=False))
        return {column: found.get(column, PARTS) for column in columns}

    def of_events(self, event_ids: Sequence[str], columns: Sequence[str]) -> dict[str, Row]:
        """The cohort columns of single events, by event id."""
        with self._cursor() as cursor:
            cells = [f"{self._text(cursor, c)} AS {name(c)}" for c in columns]
            sql = query("event_columns").replace("NULL/*columns*/", ", ".join(cells) or "NULL")
            cursor.execute(sql, {"event_ids": list(event_ids)})
            found = cursor.fetchall()
        return {row[0]: dict(zip(columns, row[1:], strict=False)) for row in found}

    def _sliced(self, cursor: DuckDBPyConnection, sql: str, part: Part) -> str:
        columns = part.columns
        places = {column: f"by{i}" for i, column in enumerate(columns)}
        cells = "".join(f", {self._text(cursor, c)} AS {places[c]}" for c in columns)
        filters = "".join(
            f" AND {self._text(cursor, c)} IS NOT DISTINCT FROM {self._said(c, i)}"
            for i, c in enumerate(part.where)
        )
        names = "".join(f", {place}" for place in places.values())
        level = f"grouping({', '.join(places.values())})" if places else "0"
        return (
            sql.replace("/*by*/", cells)
            .replace("/*where*/", filters)
            .replace("/*names*/", names)
            .replace("0/*level*/", level)
            .replace("/*sets*/", _sets(sql, part, places))
        )

    def _said(self, column: str, place: int) -> str:
        """A filter's value, spelled as the column's values are: True is true, 7.0 is 7."""
        return f"$where{place}" if column in _DERIVED else f"further_text($where{place})"

    def _text(self, cursor: DuckDBPyConnection, column: str) -> str:
        """SQL of a column's value as text, or BadRequest when it makes no cohorts."""
        if column not in self._known:
            self._known[column] = self._expression(cursor, column)
        return self._known[column]

    def _expression(self, cursor: DuckDBPyConnection, column: str) -> str:
        own = self._events(cursor)
        if column in _DERIVED and column not in own:
            return _DERIVED[column]
        if column not in own or (column in EVENTS and column not in OWN) or column in HIDDEN:
            offered = ", ".join(self.columns())
            raise BadRequest(f"'{column}' makes no cohorts. What can: {offered}.")
        if own[column] != "DOUBLE":
            return name(column)
        sql = query("column_edges").replace("score/*column*/", name(column))
        kinds, edges = cursor.execute(sql).fetchall()[0]
        text = f"number_text({name(column)})"
        return text if kinds <= FEW_VALUES or not edges else _cut(name(column), edges)

    def _events(self, cursor: DuckDBPyConnection) -> Mapping[str, str]:
        if not self._types:
            cursor.execute("SELECT * FROM events LIMIT 0")
            self._types = {str(c): str(t) for c, t, *_ in cursor.description or ()}
        return self._types

    def _cursor(self) -> Any:  # noqa: ANN401 (a context of a cursor)
        return self._facts._cursor()  # pyright: ignore[reportPrivateUsage]


def _sets(sql: str, part: Part, places: Mapping[str, str]) -> str:
    """One grouping set for each set of columns, besides the one of all rows."""
    opening = sql.partition("/*sets*/")[0].rpartition("GROUPING SETS ((")[2].removesuffix(")")
    always = [word.strip() for word in opening.split(",") if word.strip()]
    listed = [[*always, *(places[c] for c in by)] for by in part.sets if by]
    return "".join(f", ({', '.join(one)})" for one in listed)


def _cut(column: str, edges: Sequence[float]) -> str:
    """SQL of the quarter that a number lies in; equal edges make fewer parts."""
    cuts = sorted(set(edges))
    words = [f"under {cuts[0]:g}"]
    words += [f"{a:g} to under {b:g}" for a, b in pairwise(cuts)]
    tests = [
        f"WHEN {column} < {cut!r} THEN {literal(word)}"
        for cut, word in zip(cuts, words, strict=True)
    ]
    last = f"WHEN {column} IS NOT NULL THEN {literal(f'{cuts[-1]:g} and over')}"
    return f"CASE {' '.join(tests)} {last} END"


def _counted(
    names: Sequence[str], rows: Sequence[tuple[Any, ...]], columns: Sequence[str]
) -> Iterator[Counted]:
    """Rows of (level, a value of each column, cells), each beside its cohort.

    `level` has a bit for every column that the row is not split by.
    """
    first, last = 1, 1 + len(columns)
    known: dict[tuple[Any, ...], Cohort] = {}  # thousands of rows are about few cohorts
    for row in rows:
        key = row[:last]
        if key not in known:
            known[key] = _cohort(key[0], columns, key[first:])
        yield Counted(known[key], dict(zip(names[last:], row[last:], strict=True)))


def _cohort(level: int, columns: Sequence[str], values: Sequence[Value]) -> Cohort:
    last = len(columns) - 1
    found = zip(columns, values, strict=True)
    return {c: v for i, (c, v) in enumerate(found) if not level >> (last - i) & 1}
