"""One foreign cell as a canonical value in SQL, and when the cell cannot be read so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from curation import readings
from curation.failures import FailureKind
from curation.fields import Field
from curation.identity import is_number
from store.formats.relation import NUMBER, TEXT, TIME, Expression, literal

MAX_TEXT = 1_000_000  # bytes of one cell
TIME_FORM = "write it like 2026-11-21T09:30:00Z"
_FACTORS = {
    "ms": 1,
    "s": 1000,
    "us": 0.001,
    "usd": 1,
    "cents": 0.01,
    "share": 1,
    "percent": 0.01,
}
_NEGATIVE_IS_WRONG = ("latency_ms", "cost_usd", "cost_of_failure")

Reason = Callable[[str | None], str]


@dataclass(frozen=True, slots=True)
class Converted:
    """The SQL of the value; what shows that the cell is unusable, and why it is.

    `wrong` speaks of the finished value as {value} and of the cell's text as {raw}, so that
    neither is worked out twice. `raw` is its SQL, where it is needed.
    """

    sql: str
    wrong: str | None = None
    reason: Reason = str
    raw: str | None = None


def converted(field: Field, cell: Expression, unit: str | None) -> Converted:
    """How `cell` is read as `field`."""
    reading = _READINGS[field.value]
    return reading(field, cell, unit)


def as_text(cell: Expression) -> str:
    """The cell as text, whatever it is."""
    if cell.type == NUMBER:
        return f"number_text({cell.sql})"
    return cell.sql if cell.type == TEXT else f"CAST({cell.sql} AS VARCHAR)"


def one_of(sql: str, words: Iterable[str]) -> str:
    """SQL that asks whether `sql` is one of our own words."""
    return f"{sql} IN ({', '.join(literal(word) for word in sorted(words))})"


_UNREAD = "{raw} <> '' AND {value} IS NULL"
_LONG = f"strlen({{value}}) > {MAX_TEXT}"
TOO_LONG = f"is longer than {MAX_TEXT // 1_000_000} MB"


def _text(field: Field, cell: Expression, unit: str | None) -> Converted:  # noqa: ARG001
    return Converted(f"nullif({as_text(cell)}, '')", _LONG, lambda _: TOO_LONG)


def _label(field: Field, cell: Expression, unit: str | None) -> Converted:  # noqa: ARG001
    return Converted(f"plain_label({as_text(cell)})", _LONG, lambda _: TOO_LONG)


def _number(field: Field, cell: Expression, unit: str | None) -> Converted:
    number = cell.sql if cell.type == NUMBER else f"TRY_CAST({as_text(cell)} AS DOUBLE)"
    factor = _FACTORS.get(unit or "", 1)
    sql = f"CAST({number} AS DOUBLE)" + ("" if factor == 1 else f" * {factor}")
    wrong = f"{{value}} NOT BETWEEN {_range(field.name)}"  # NaN is above all
    if cell.type == NUMBER:
        return Converted(sql, wrong, _why_no_number)
    return Converted(sql, f"{wrong} OR ({_UNREAD})", _why_no_number, as_text(cell))


def _range(name: str) -> str:
    if name == "score":
        return "0 AND 1"
    return f"{0 if name in _NEGATIVE_IS_WRONG else '-1e308'} AND 1e308"


def _why_no_number(value: str | None) -> str:
    if value in readings.NOT_FINITE:
        return f"{value} is no finite number"
    if value is None or not is_number(value):
        return f"'{value}' is not a number"
    return f"{value} is negative" if float(value) < 0 else f"{value} is not within 0 and 1"


def _flag(field: Field, cell: Expression, unit: str | None) -> Converted:  # noqa: ARG001
    text = f"lower({as_text(cell)})"
    yes, no = one_of(text, readings.YES), one_of(text, readings.NO)
    return Converted(
        f"CASE WHEN {yes} THEN true WHEN {no} THEN false END",
        _UNREAD,
        lambda value: f"'{value}' is neither yes nor no: write true or false",
        as_text(cell),
    )


def _time(field: Field, cell: Expression, unit: str | None) -> Converted:  # noqa: ARG001
    if cell.type == TIME:
        sql = f"CAST({cell.sql} AS TIMESTAMPTZ)"
    elif cell.type == NUMBER:
        sql = f"time_of_number(CAST({cell.sql} AS DOUBLE))"
    else:
        sql = f"time_of_text({cell.sql})"
    wrong = "{raw} <> '' AND NOT coalesce(isfinite({value}), false)"
    return Converted(sql, wrong, _why_no_time, as_text(cell))


def _why_no_time(value: str | None) -> str:
    return f"'{value}' is no time that can be read: {TIME_FORM}"


def _kind(field: Field, cell: Expression, unit: str | None) -> Converted:  # noqa: ARG001
    text = f"word_of({as_text(cell)})"
    return Converted(
        f"CASE WHEN {one_of(text, FailureKind)} THEN {text} END",
        _UNREAD,
        lambda value: f"'{value}' is no kind of failure ({', '.join(FailureKind)})",
        as_text(cell),
    )


def _feedback(field: Field, cell: Expression, unit: str | None) -> Converted:  # noqa: ARG001
    text = f"word_of({as_text(cell)})"
    stars = unit == "stars"
    bad = readings.FEW_STARS if stars else readings.THUMBS_DOWN
    good = readings.MANY_STARS if stars else readings.THUMBS_UP
    neither = readings.SO_SO if stars else readings.INDIFFERENT
    return Converted(
        f"CASE WHEN {one_of(text, bad)} THEN 'negative' WHEN {one_of(text, good)} THEN"
        " 'positive' END",
        f"{_UNREAD} AND NOT {one_of('{raw}', neither)}",
        lambda value: f"'{value}' is neither thumbs up nor down, nor one to five stars",
        text,
    )


def _error(field: Field, cell: Expression, unit: str | None) -> Converted:  # noqa: ARG001
    text = as_text(cell)
    none = one_of(f"word_of({text})", readings.NO_ERROR)
    bare = one_of(f"lower({text})", readings.BARE_ERROR)
    return Converted(
        f"CASE WHEN {none} THEN NULL WHEN {bare} THEN 'error' ELSE nullif({text}, '') END",
        _LONG,
        lambda _: TOO_LONG,
    )


def _attempt(field: Field, cell: Expression, unit: str | None) -> Converted:  # noqa: ARG001
    number = f"TRY_CAST({as_text(cell)} AS DOUBLE)"
    first = 0 if unit == "from0" else 1
    fine = f"{number} BETWEEN {first} AND 1e6 AND {number} = trunc({number})"
    return Converted(
        f"CASE WHEN {fine} THEN CAST({number} AS INTEGER) + {1 - first} END",
        "{value} IS NULL",
        lambda value: f"'{value or ''}' is no number of an attempt: count them from {first}",
    )


_READINGS: dict[str, Callable[[Field, Expression, str | None], Converted]] = {
    "text": _text,
    "label": _label,
    "number": _number,
    "flag": _flag,
    "time": _time,
    "kind": _kind,
    "feedback": _feedback,
    "error": _error,
    "attempt": _attempt,
}
