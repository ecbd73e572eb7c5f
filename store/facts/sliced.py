"""A question about cohorts in SQL: its sets of columns and filters filled in, its rows read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from store.facts.connection import DuckDBPyConnection
from store.facts.filtered import filters
from store.formats.relation import literal

Row = dict[str, Any]
Value = str | None
Cohort = Mapping[str, Value]


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


def sliced(
    sql: str, part: Part, texts: Mapping[str, str], numbers: Collection[str], also: str
) -> str:
    """The question with its cohorts and filters filled in; `also` narrows it further."""
    columns = part.columns
    places = {column: f"by{i}" for i, column in enumerate(columns)}
    cells = "".join(f", {texts[c]} AS {places[c]}" for c in columns)
    names = "".join(f", {place}" for place in places.values())
    level = f"grouping({', '.join(places.values())})" if places else "0"
    return (
        sql.replace("/*by*/", cells)
        .replace("/*where*/", also + filters(part.where, texts, numbers))
        .replace("/*names*/", names)
        .replace("0/*level*/", level)
        .replace("/*sets*/", _sets(sql, part, places))
    )


def within(part: Part) -> str:
    """The window once more, as constants: files and parts of files outside it are not read."""
    edges = ((part.since, ">="), (part.until, "<"))
    return "".join(
        f" AND occurred_at {sign} TIMESTAMPTZ {literal(said)}"
        for said, sign in edges
        if said is not None
    )


def asked(
    cursor: DuckDBPyConnection, sql: str, part: Part, parameters: Mapping[str, object]
) -> list[Counted]:
    cursor.execute(sql, parameters)
    names = [str(column) for column, *_ in cursor.description or ()]
    return list(_counted(names, cursor.fetchall(), part.columns))


def _sets(sql: str, part: Part, places: Mapping[str, str]) -> str:
    """One grouping set for each set of columns, besides the one of all rows."""
    opening = sql.partition("/*sets*/")[0].rpartition("GROUPING SETS ((")[2].removesuffix(")")
    always = [word.strip() for word in opening.split(",") if word.strip()]
    listed = [[*always, *(places[c] for c in by)] for by in part.sets if by]
    return "".join(f", ({', '.join(one)})" for one in listed)


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
