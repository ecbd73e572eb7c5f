"""Cohorts in SQL: which columns can make them, and the counts of each, in one pass."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from math import inf
from typing import cast

from duckdb import Error

from curation.cohort_values import ranges
from curation.errors import BadRequest
from curation.measures.slice_rows import Codes
from store.facts.connection import DuckDBPyConnection, query
from store.facts.cube import OWN
from store.facts.filtered import wanted
from store.facts.rolled import FEW_VALUES, Rolled, window
from store.facts.sliced import Counted, Part, Row, asked, sliced, within
from store.facts.vocabulary import EVENTS, HIDDEN, NUMBER
from store.facts.warehouse import Facts, Found
from store.formats.relation import literal, name

MOST_COUNTED = 100  # a column of more values is said to have about so many
PARTS = 4  # of numbers, and of times
ROLLED = {  # questions that rollups can answer, and how they are asked
    "cohort_cells": "rolled_cells",
    "cohort_counts": "rolled_counts",
}
_DERIVED: Mapping[str, str] = {
    "week": "CAST(week_of(occurred_at) AS VARCHAR)",
    "month": "strftime(timezone('UTC', occurred_at), '%Y-%m')",
    "length": "CASE WHEN length(input) <= 40 THEN '1 to 40 characters'"
    " WHEN length(input) <= 160 THEN '41 to 160 characters'"
    " WHEN length(input) <= 640 THEN '161 to 640 characters'"
    " WHEN input IS NOT NULL THEN 'over 640 characters' END",
}


class Slicing:
    """The events of a desk, sliced; one object for one question: it remembers the columns."""

    def __init__(self, facts: Facts, *, scan: bool = False) -> None:
        """`scan`: of the events themselves, whatever rollups there are."""
        self._facts = facts
        self._rolled = None if scan else facts.rolled()
        self._types: Mapping[str, str] = {}
        self._known: dict[str, str] = {}

    def columns(self) -> list[str]:
        """What can make a cohort: text and numbers that events carry, and what is derived."""
        with self._facts.cursor() as cursor:
            own = self._events(cursor)
        further = [c for c in own if c not in EVENTS and c not in HIDDEN]
        return [*OWN, *further, *(c for c in _DERIVED if c not in own)]

    def texts(self) -> list[str]:
        """Those of the columns whose values are texts as they were brought in."""
        with self._facts.cursor() as cursor:
            own = self._events(cursor)
        return [column for column in self.columns() if own.get(column) == "VARCHAR"]

    def counts(self, question: str, part: Part, **parameters: object) -> list[Counted]:
        """The rows that answer queries/<question>.sql of `part`, each beside its cohort.

        What rollups can tell is asked of them, and of the events only the rest.
        """
        with self._facts.cursor() as cursor:
            for column in [*part.where, *part.columns]:
                self._check(cursor, column)
            try:
                told = self._told(cursor, question, part, parameters)
            except Error:  # a rollup was deleted or is broken: the events are there
                self._rolled = self._facts.rolled(anew=True)
                told = None
            if told is None:
                return self._scanned(cursor, question, part, parameters)
            sets, found = told
            if rest := [by for by in part.sets if by not in sets]:
                other = self._scanned(cursor, question, replace(part, sets=rest), parameters)
                found += [row for row in other if row.cohort]
            return found

    def kept(self, what: str, find: Callable[[], Found]) -> Found:
        """What `find` says of all events, found once for those in view."""
        return self._facts.kept(what, find)

    def outputs(self) -> bool:
        """Whether outputs stand for predictions: one answer for every part of the events."""
        return self.kept("outputs", self._outputs)

    def _outputs(self) -> bool:
        every = self.counts("cohort_counts", Part())[0].cells
        return every["labelled"] > 0 and every["predicted"] == 0

    def arrays(self, sql: str, part: Part) -> Mapping[str, Codes]:
        """What `sql`, written as counts' questions are, says of `part`: an array a column."""
        with self._facts.cursor() as cursor:
            texts = {c: self._text(cursor, c) for c in [*part.where, *part.columns]}
            numbers = self._numbers(cursor)
            said = {"since": part.since, "until": part.until, **wanted(part.where, numbers)}
            cursor.execute(sliced(sql, part, texts, numbers, within(part)), said)
            return cast("Mapping[str, Codes]", cursor.fetchnumpy())

    def events(self, part: Part) -> tuple[str, Mapping[str, object]]:
        """SQL of the events of `part` as they are, and its parameters."""
        with self._facts.cursor() as cursor:
            texts = {column: self._text(cursor, column) for column in part.where}
            numbers = self._numbers(cursor)
        said = {"since": part.since, "until": part.until, **wanted(part.where, numbers)}
        return sliced(query("sliced_events"), part, texts, numbers, within(part)), said

    def kinds(self, columns: Sequence[str]) -> dict[str, int]:
        """How many values each of `columns` has, about if many; a few if cut into parts."""
        with self._facts.cursor() as cursor:
            own = self._events(cursor)
            texts = [c for c in columns if own.get(c) == "VARCHAR" or c == "length"]
            found: dict[str, int] = {}
            with suppress(Error):
                found = self._rolled.kinds(cursor, texts) if self._rolled else {}
            found |= self._counted_kinds(cursor, [c for c in texts if c not in found])
        return {column: found.get(column, PARTS) for column in columns}

    def _counted_kinds(self, cursor: DuckDBPyConnection, columns: list[str]) -> dict[str, int]:
        """A sketch tells which columns have few values; those are counted."""
        found: dict[str, int] = {}
        for counter, most in (("approx_count_distinct", inf), ("count(DISTINCT", MOST_COUNTED)):
            few = [c for c in columns if found.get(c, 0) <= most]
            end = "))" if counter.endswith("T") else ")"
            cells = [f"{counter} ({self._text(cursor, c)}{end}" for c in few]
            if cells:
                sql = query("column_kinds").replace("0/*kinds*/", ", ".join(cells))
                values = cursor.execute(sql).fetchall()[0][0]
                found |= dict(zip(few, values, strict=True))
        return found

    def of_events(
        self, event_ids: Sequence[str], columns: Sequence[str], *, cut: bool = True
    ) -> dict[str, Row]:
        """The cohort columns of single events, by event id; `cut`: of numbers their range."""
        with self._facts.cursor() as cursor:
            whole = [] if cut else self._numbers(cursor)
            texts = {c: self._text(cursor, c) for c in columns}
            texts |= {c: f"number_text({name(c)})" for c in columns if c in whole}
            cells = [f"{texts[c]} AS {name(c)}" for c in columns]
            sql = query("event_columns").replace("NULL/*columns*/", ", ".join(cells) or "NULL")
            cursor.execute(sql, {"event_ids": list(event_ids)})
            found = cursor.fetchall()
        return {row[0]: dict(zip(columns, row[1:], strict=False)) for row in found}

    def _told(
        self,
        cursor: DuckDBPyConnection,
        question: str,
        part: Part,
        parameters: Mapping[str, object],
    ) -> tuple[list[tuple[str, ...]], list[Counted]] | None:
        """What rollups can tell of `part`: by which sets of columns, and their answer."""
        rolled, narrowed = self._rolled, window(part.since, part.until)
        if rolled is None or narrowed is None or not _counts(rolled, question, parameters):
            return None
        texts = {c: rolled.text(cursor, c) or "" for c in [*part.where, *part.columns]}
        known = {column for column, text in texts.items() if text}
        sets = [by for by in part.sets if known.issuperset(by)]
        if not known.issuperset(part.where) or (part.sets and not sets):
            return None
        whole = replace(part, sets=sets)
        numbers = [column for column, type_ in rolled.types.items() if type_ == NUMBER]
        sql = sliced(query(ROLLED[question]), whole, texts, numbers, narrowed)
        found = asked(
            cursor,
            sql.replace("FROM rollup", f"FROM {rolled.source(part.since, part.until)}"),
            whole,
            {**parameters, **wanted(part.where, numbers)},
        )
        # Late truths may have taken all events of a row away.
        return sets, [row for row in found if not row.cohort or any(row.cells.values())]

    def _scanned(
        self,
        cursor: DuckDBPyConnection,
        question: str,
        part: Part,
        parameters: Mapping[str, object],
    ) -> list[Counted]:
        """The answer of the events themselves."""
        texts = {c: self._text(cursor, c) for c in [*part.where, *part.columns]}
        numbers = self._numbers(cursor)
        sql = sliced(query(question), part, texts, numbers, within(part))
        said = {"since": part.since, "until": part.until, **wanted(part.where, numbers)}
        return asked(cursor, sql, part, {**said, **parameters})

    def _text(self, cursor: DuckDBPyConnection, column: str) -> str:
        """SQL of a column's value as text, or BadRequest when it makes no cohorts."""
        if column not in self._known:
            self._known[column] = self._expression(cursor, column)
        return self._known[column]

    def _check(self, cursor: DuckDBPyConnection, column: str) -> None:
        """Raise BadRequest for a column that makes no cohorts."""
        if self._rolled and column in (*_DERIVED, *self._rolled.own):
            return
        own = self._events(cursor)
        if column in _DERIVED and column not in own:
            return
        if column not in own or (column in EVENTS and column not in OWN) or column in HIDDEN:
            offered = ", ".join(self.columns())
            raise BadRequest(f"'{column}' makes no cohorts. What can: {offered}.")

    def _expression(self, cursor: DuckDBPyConnection, column: str) -> str:
        self._check(cursor, column)
        own = self._events(cursor)
        if column in _DERIVED and column not in own:
            return _DERIVED[column]
        if own[column] != NUMBER:
            return name(column)
        sql = query("column_edges").replace("score/*column*/", name(column))
        kinds, edges = cursor.execute(sql).fetchall()[0]
        text = f"number_text({name(column)})"
        return text if kinds <= FEW_VALUES or not edges else _cut(name(column), edges)

    def _numbers(self, cursor: DuckDBPyConnection) -> list[str]:
        return [column for column, type_ in self._events(cursor).items() if type_ == NUMBER]

    def _events(self, cursor: DuckDBPyConnection) -> Mapping[str, str]:
        if not self._types:
            cursor.execute("SELECT * FROM events LIMIT 0")
            self._types = {str(c): str(t) for c, t, *_ in cursor.description or ()}
        return self._types


def _counts(rolled: Rolled, question: str, parameters: Mapping[str, object]) -> bool:
    """Whether rollups count what `question` asks for."""
    if question == "cohort_cells":
        return rolled.has_labels(outputs=bool(parameters["outputs"]))
    return question in ROLLED


def _cut(column: str, edges: Sequence[float]) -> str:
    """SQL of the quarter that a number lies in; equal edges make fewer parts."""
    *parts, (last, _) = ranges(edges)
    tests = [f"WHEN {column} < {end!r} THEN {literal(word)}" for word, end in parts]
    return f"CASE {' '.join(tests)} WHEN {column} IS NOT NULL THEN {literal(last)} END"
