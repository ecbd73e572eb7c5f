"""A few rows of a reference, column by column: which ones are numbers, which tell the time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curation.calendar_columns import follows_time, is_of_the_calendar, names_a_time
from store.facts.connection import DuckDBPyConnection
from store.facts.vocabulary import TEXT
from store.facts.watched import further, number_of, types_of
from store.formats.relation import literal, name

ROWS = 5_000  # at most about so many are looked at
SHORT = timedelta(weeks=8)  # of a shorter reference all weeks of the desk are looked at
MOST_ARE = 0.95  # of a column of numbers so many cells are
_DAY = "make_timestamp(day * 86400000000)"


def _written(*forms: str) -> tuple[str, ...]:
    return tuple(f"strftime({_DAY}, {literal(form)})" for form in forms)


def _counted(*parts: str) -> tuple[str, ...]:
    return tuple(f"CAST({part}({_DAY}) AS VARCHAR)" for part in parts)


_CALENDAR: Mapping[str, tuple[Sequence[str], bool]] = {  # how it is written; with a year or not
    "year": (_written("%Y"), True),
    "month": (
        _written("%Y-%m", "%Y/%m", "%m/%Y", "%Y%m", "%b %Y", "%B %Y", "%b-%Y"),
        True,
    ),
    "month of the year": ((*_written("%m", "%b", "%B"), *_counted("month")), False),
    "quarter": ((*_counted("quarter"), f"'Q' || quarter({_DAY})"), False),
    "week": (_written("%G-W%V", "%G-%V", "%G%V"), True),
    "week of the year": ((*_written("%V", "W%V"), *_counted("week")), False),
    "day": (_written("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"), True),
    "day of the month": ((*_written("%d"), *_counted("day")), False),
    "day of the year": ((*_written("%j"), *_counted("dayofyear")), False),
}


def is_short(since: str, until: str) -> bool:
    """Whether a reference is too short to show that a column tells the time."""
    return datetime.fromisoformat(until) - datetime.fromisoformat(since) < SHORT


class Thin:
    """About 5,000 rows of the reference; of all events where it is short."""

    def __init__(self, cursor: DuckDBPyConnection, since: str, until: str) -> None:
        self._cursor, self._types = cursor, types_of(cursor)
        self._where = " WHERE occurred_at IS NOT NULL"
        if not is_short(since, until):
            self._where += (
                f" AND occurred_at >= TIMESTAMPTZ {literal(since)}"
                f" AND occurred_at < TIMESTAMPTZ {literal(until)}"
            )
        self._columns = further(self._types)

    def holds_numbers(self, column: str) -> bool:
        """Whether a column of texts holds numbers, but for a few cells on the whole desk.

        Where every cell is one, somebody asked to keep them as text.
        """
        if column not in self._columns:
            return False
        known, values = self._codes(column), self._read[f"x{self._place(column)}"]
        filled = np.isfinite(values[known > 0])
        if not len(filled) or filled.mean() < MOST_ARE:
            return False
        return not filled.all() or self._some_is_none(column)

    def told_by_time(self, column: str) -> str | None:
        """Why the column moves with time by nature; None where it does not."""
        codes = self._codes(column)
        known = codes > 0
        codes, days = codes[known], self._read["day"][known]
        for what, (calendar, has_year) in self._calendar.items():
            told = (one if known.all() else one[known] for one in calendar)
            if any(is_of_the_calendar(codes, one, has_year=has_year) for one in told):
                return f"it is the {what} of the event"
        if follows_time(days, self._read[f"x{self._place(column)}"][known]):
            return "it goes with time, like a counter or a clock"
        if names_a_time(days, codes):
            return "each of its values belongs to a time of its own"
        return None

    def _place(self, column: str) -> int:
        return self._columns.index(column)

    def _codes(self, column: str) -> NDArray[np.uint64]:
        return self._read[f"c{self._place(column)}"]

    def _some_is_none(self, column: str) -> bool:
        sql = f"SELECT bool_and(is_number({name(column)})) FROM sent_events"  # noqa: S608
        return self._cursor.execute(sql).fetchall() == [(False,)]

    @cached_property
    def _calendar(self) -> Mapping[str, tuple[list[NDArray[np.uint64]], bool]]:
        """What a calendar writes on the day of each row."""
        days = np.floor(self._read["day"]).astype(np.int64)
        if not len(days):
            return {}
        cells = [_coded(f, f"f{i}") for i, f in enumerate(_forms())]
        sql = (
            f"SELECT {', '.join(cells)} FROM range({days.min()}, {days.max() + 1}) AS t(day)"  # noqa: S608
            " ORDER BY day"
        )
        read = iter(self._cursor.execute(sql).fetchnumpy().values())
        places = days - days.min()
        return {
            what: ([next(read)[places] for _ in forms], has_year)
            for what, (forms, has_year) in _CALENDAR.items()
        }

    @cached_property
    def _read(self) -> dict[str, NDArray[Any]]:
        cells = ["epoch_us(occurred_at) / 86400000000 AS day"]
        for i, column in enumerate(self._columns):
            number = number_of(column, self._types)
            text = name(column) if self._types[column] == TEXT else f"number_text({number})"
            cells.append(f"coalesce({number}, CAST('nan' AS DOUBLE)) AS x{i}")
            cells.append(_coded(text, f"c{i}"))
        rows = self._cursor.execute(f"SELECT count(*) FROM sent_events{self._where}").fetchall()  # noqa: S608
        every = max(1, -(-rows[0][0] // ROWS))
        few = f" AND hash(event_id) % {every} = 0" if every > 1 else ""
        sql = f"SELECT {', '.join(cells)} FROM sent_events{self._where}{few}"  # noqa: S608
        found: Any = self._cursor.execute(sql).fetchnumpy()
        return dict(found)


def _forms() -> list[str]:
    return [form for forms, _ in _CALENDAR.values() for form in forms]


def _coded(text: str, called: str) -> str:
    """SQL of a number that is the same for the same value; 0 where there is none."""
    return f"coalesce(hash(lower({text})), CAST(0 AS UBIGINT)) AS {name(called)}"
