"""Cohorts in SQL: which columns can make them, and the counts of each, in one pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from duckdb import Error

from curation.errors import BadRequest
from store.facts.connection import DuckDBPyConnection, query
from store.facts.rolled import FEW_VALUES, window
from store.facts.vocabulary import EVENTS, HIDDEN
from store.facts.warehouse import Facts
from store.formats.relation import literal, name

Row = dict[str, Any]
Value = str | None
Cohort = Mapping[str, Value]
OWN = ("route", "model_version", "feedback")  # columns of every event that make cohorts
MOST_COUNTED = 100  # a column of more values is said to have about so many
PARTS = 4  # of numbers, and of times
ROLLED = {  # questions that rollups can answer, and how they are asked
    "cohort_cells": "rolled_cells",
    "cohort_counts": "rolled_counts",
    "slice_counts": "rolled_slices",
}
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
        self._rolled = facts.rolled()
        self._types: Mapping[str, str] = {}
        self._known: dict[str, str] = {}

    def columns(self) -> list[str]:
        """What can make a cohort: text and numbers that events carry, and what is derived."""
        with self._facts.cursor() as cursor:
            own = self._events(cursor)
        further = [c for c in own if c not in EVENTS and c not in HIDDEN]
        return [*OWN, *further, *(c for c in _DERIVED if c not in own)]

    def counts(self, question: str, part: Part, **parameters: object) -> list[Counted]:
        """The rows that answer queries/<question>.sql of `part`, each beside its cohort.

        What rollups can tell is asked of them, and of the events only the rest.
        """
        with self._facts.cursor() as cursor:
            for column in [*part.where, *part.columns]:
                self._text(cursor, column)
            told = self._rolled_part(cursor, question, part, parameters)
            if told is None:
                return self._scanned(cursor, question, part, parameters)
            try:
                found = self._told(cursor, question, told, parameters)
            except Error:  # a rollup was deleted or is broken: the events are there
                self._rolled = self._facts.rolled(anew=True)
                return self._scanned(cursor, question, part, parameters)
            rest = [by for by in part.sets if by not in told.sets]
            if rest:
                other = self._scanned(cursor, question, replace(part, sets=rest), parameters)
                found += [row for row in other if row.cohort]
            return found

    def kinds(self, columns: Sequence[str]) -> dict[str, int]:
        """How many values each of `columns` has, about if many; a few if cut into parts."""
        with self._facts.cursor() as cursor:
            own = self._events(cursor)
            texts = [c for c in columns if own.get(c) == "VARCHAR" or c == "length"]
            found = self._rolled.kinds(cursor, texts) if self._rolled else {}
            found |= self._counted_kinds(cursor, [c for c in texts if c not in found])
        return {column: found.get(column, PARTS) for column in columns}

    def _counted_kinds(self, cursor: DuckDBPyConnection, columns: list[str]) -> dict[str, int]:
        """A sketch tells which columns have few values; those are counted."""
        found: dict[str, int] = {}
        for sketch, counter in (
            (True, "approx_count_distinct({})"),
            (False, "count(DISTINCT {})"),
        ):
            asked = columns if sketch else [c for c in columns if found[c] <= MOST_COUNTED]
            cells = [counter.format(self._text(cursor, c)) for c in asked]
            if cells:
                sql = query("column_kinds").replace("0/*kinds*/", ", ".join(cells))
                values = cursor.execute(sql).fetchall()[0][0]
                found |= dict(zip(asked, values, strict=True))
        return found

    def of_events(self, event_ids: Sequence[str], columns: Sequence[str]) -> dict[str, Row]:
        """The cohort columns of single events, by event id."""
        with self._facts.cursor() as cursor:
            cells = [f"{self._text(cursor, c)} AS {name(c)}" for c in columns]
            sql = query("event_columns").replace("NULL/*columns*/", ", ".join(cells) or "NULL")
            cursor.execute(sql, {"event_ids": list(event_ids)})
            found = cursor.fetchall()
        return {row[0]: dict(zip(columns, row[1:], strict=False)) for row in found}

    def _rolled_part(
        self,
        cursor: DuckDBPyConnection,
        question: str,
        part: Part,
        parameters: Mapping[str, object],
    ) -> Part | None:
        """What of `part` rollups can tell: all events, and cohorts by some sets of columns."""
        rolled = self._rolled
        if question not in ROLLED or rolled is None or window(part.since, part.until) is None:
            return None
        if question == "cohort_cells" and not rolled.has_labels(
            outputs=bool(parameters["outputs"])
        ):
            return None
        known = {c for c in [*part.where, *part.columns] if rolled.text(cursor, c)}
        sets = [by for by in part.sets if known.issuperset(by)]
        if not known.issuperset(part.where) or (part.sets and not sets):
            return None
        return replace(part, sets=sets)

    def _told(
        self,
        cursor: DuckDBPyConnection,
        question: str,
        part: Part,
        parameters: Mapping[str, object],
    ) -> list[Counted]:
        """The answer of rollups. A cohort whose events late truths took away is none."""
        rolled = self._rolled
        if rolled is None:
            return []
        texts = {c: rolled.text(cursor, c) or "" for c in [*part.where, *part.columns]}
        sql = _sliced(
            query(ROLLED[question]), part, texts, window(part.since, part.until) or ""
        )
        sql = sql.replace("FROM rollup", f"FROM {rolled.source()}")
        found = _asked(cursor, sql, part, parameters)
        return [row for row in found if not row.cohort or any(row.cells.values())]

    def _scanned(
        self,
        cursor: DuckDBPyConnection,
        question: str,
        part: Part,
        parameters: Mapping[str, object],
    ) -> list[Counted]:
        """The answer of the events themselves."""
        texts = {c: self._text(cursor, c) for c in [*part.where, *part.columns]}
        sql = _sliced(query(question), part, texts, _within(part))
        times = {"since": part.since, "until": part.until}
        return _asked(cursor, sql, part, {**times, **parameters})

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


def _sliced(sql: str, part: Part, texts: Mapping[str, str], within: str) -> str:
    """The question with its cohorts and filters filled in; `within` narrows it further."""
    columns = part.columns
    places = {column: f"by{i}" for i, column in enumerate(columns)}
    cells = "".join(f", {texts[c]} AS {places[c]}" for c in columns)
    filters = "".join(
        f" AND {texts[c]} IS NOT DISTINCT FROM {_said(c, i)}" for i, c in enumerate(part.where)
    )
    names = "".join(f", {place}" for place in places.values())
    level = f"grouping({', '.join(places.values())})" if places else "0"
    return (
        sql.replace("/*by*/", cells)
        .replace("/*where*/", within + filters)
        .replace("/*names*/", names)
        .replace("0/*level*/", level)
        .replace("/*sets*/", _sets(sql, part, places))
    )


def _said(column: str, place: int) -> str:
    """A filter's value, spelled as the column's values are: True is true, 7.0 is 7."""
    return f"$where{place}" if column in _DERIVED else f"further_text($where{place})"


def _within(part: Part) -> str:
    """The window once more, as constants: files and parts of files outside it are not read."""
    edges = ((part.since, ">="), (part.until, "<"))
    return "".join(
        f" AND occurred_at {sign} TIMESTAMPTZ {literal(said)}"
        for said, sign in edges
        if said is not None
    )


def _asked(
    cursor: DuckDBPyConnection, sql: str, part: Part, parameters: Mapping[str, object]
) -> list[Counted]:
    wanted = {f"where{i}": v for i, v in enumerate(part.where.values())}
    cursor.execute(sql, {**wanted, **parameters})
    names = [str(column) for column, *_ in cursor.description or ()]
    return list(_counted(names, cursor.fetchall(), part.columns))


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
