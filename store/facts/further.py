"""Columns beyond the canonical ones: what they are called in the facts, and of what type."""

import json
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass
from typing import Any

from curation.mapping import Column, Mapping, snake
from curation.readings import NOT_FINITE, names_a_code
from store.facts.conversion import MAX_TEXT, TOO_LONG, as_text, one_of
from store.facts.vocabulary import RESERVED
from store.formats.relation import NUMBER, Expression, Relation, literal, name

CODE, TEXT = "code", "text"


@dataclass(frozen=True, slots=True)
class Further:
    """A column kept under its own name: a number, a text, or a code (text as it is written)."""

    column: str
    name: str
    type: str
    sure: bool = True  # False: the sample was empty, so the type is only a guess


def further_columns(
    mapping: Mapping, columns: Sequence[Column], proven: Map[str, str]
) -> tuple[Further, ...]:
    """The further columns by name. `proven` holds the types that the whole file has shown."""
    known = {column.name: column for column in columns}
    found: dict[str, Further] = {}
    for column in sorted(c for c in mapping.metadata if c in known):
        called = snake(column)
        if called in RESERVED or called.startswith("_"):
            called = f"source_{called.lstrip('_')}"
        while called in found:
            called += "_2"
        found[called] = _typed(known[column], called, mapping, proven)
    return tuple(found[called] for called in sorted(found))


def _typed(column: Column, called: str, mapping: Mapping, proven: Map[str, str]) -> Further:
    if column.name in mapping.texts or names_a_code(called):
        return Further(column.name, called, CODE)
    if column.name in proven:
        return Further(column.name, called, proven[column.name])
    number = column.type == NUMBER
    return Further(column.name, called, NUMBER if number else TEXT, sure=column.type != "empty")


def value(further: Further, cell: Expression) -> str:
    """The cell in SQL, as facts keep it."""
    if further.type == NUMBER:
        return _number(cell)
    text = f"CAST({cell.sql} AS VARCHAR)" if cell.type == NUMBER else as_text(cell)
    return f"nullif({text}, '')" if further.type == CODE else f"further_text({text})"


def _number(cell: Expression) -> str:
    return cell.sql if cell.type == NUMBER else f"TRY_CAST({as_text(cell)} AS DOUBLE)"


def no_number(cell: Expression) -> str:
    """SQL that is true where a column taken for numbers holds something else."""
    if cell.type == NUMBER:
        return f"isfinite(CAST({cell.sql} AS DOUBLE)) AND abs({cell.sql}) >= 1e15"
    text = as_text(cell)
    return f"{text} <> '' AND NOT is_number({text}) AND NOT {one_of(text, NOT_FINITE)}"


def mask(
    relation: Relation, columns: Sequence[Further], misled: int, unusable: int
) -> list[str]:
    """SQL of the bits of rows that cannot stay: a number column is none, a cell is unusable.

    A cheap look at all numbers at once comes first; only rows that it suspects are looked at
    column by column.
    """
    cells = [(f, relation.columns[f.column]) for f in columns]
    bare = [cell for f, cell in cells if f.type == NUMBER and cell.type == NUMBER]
    texts = [(f, cell) for f, cell in cells if cell.type != NUMBER]
    found: list[str] = []
    if bare:
        large = f"greatest({', '.join(f'abs({cell.sql})' for cell in bare)}) >= 1e15"
        infinite = _any(f"NOT isfinite(CAST({cell.sql} AS DOUBLE))" for cell in bare)
        bits = f"{_bit(_any(map(no_number, bare)), misled)} + {_bit(infinite, unusable)}"
        found.append(f"CASE WHEN {large} THEN {bits} ELSE 0 END")
    if texts:
        found.append(_bit(_any(_unusable(f, cell) for f, cell in texts), unusable))
    numbers = [cell for f, cell in texts if f.type == NUMBER]
    return [*found, *([_bit(_any(map(no_number, numbers)), misled)] if numbers else [])]


def _any(conditions: Iterable[str]) -> str:
    return " OR ".join(f"coalesce({c}, false)" for c in conditions)


def _bit(condition: str, bit: int) -> str:
    return f"CASE WHEN {condition} THEN {bit} ELSE 0 END"


def _unusable(further: Further, cell: Expression) -> str:
    text = as_text(cell)
    wrong = f"strlen({text}) > {MAX_TEXT}"
    return (
        wrong if further.type == CODE else f"{one_of(f'lower({text})', NOT_FINITE)} OR {wrong}"
    )


def faults(row: Map[str, Any], columns: Sequence[Further]) -> list[tuple[str, str, str]]:
    """Field, value and reason for each further column of a raw row that cannot be used."""
    found: list[tuple[str, str, str]] = []
    for further in columns:
        text = row.get(further.column)
        if text is None:
            continue
        if text in NOT_FINITE and further.type != CODE:
            found.append((further.column, text, _not_finite(text, further.column)))
        elif len(text.encode("utf-8")) > MAX_TEXT:
            found.append((further.column, text, TOO_LONG))
    return found


def _not_finite(text: str, column: str) -> str:
    return (
        f"{text} is no finite number: leave the cell empty, or keep the column as text with"
        f" --map metadata={column}:text"
    )


def as_input(columns: Sequence[Further]) -> str:
    """SQL of an input for rows that have none: their own further columns as a JSON object."""
    cells = [f"{_key(f.name)} || {_json(f)}" for f in columns]
    joined = f"concat_ws(', ', {', '.join(cells)})" if cells else "''"
    return f"CASE WHEN {joined} <> '' THEN '{{' || {joined} || '}}' END"


def _key(called: str) -> str:
    return literal(json.dumps(called, ensure_ascii=False) + ": ")


def _json(further: Further) -> str:
    cell = name(further.name)
    if further.type == NUMBER:
        return f"number_text({cell})"
    quoted = f"CAST(to_json({cell}) AS VARCHAR)"
    if further.type == CODE:
        return quoted
    return f"CASE WHEN is_number({cell}) THEN {cell} ELSE {quoted} END"
