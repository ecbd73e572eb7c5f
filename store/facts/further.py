"""Columns beyond the canonical ones: what they are called in the facts, and of what type."""

import json
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from curation.mapping import Column, Mapping, snake
from curation.readings import NOT_FINITE, names_a_code
from curation.typed import Shown
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
    mapping: Mapping,
    columns: Sequence[Column],
    proven: Map[str, str],
    shown: Shown | None = None,
) -> tuple[Further, ...]:
    """The further columns by name. `proven` holds the types that the whole file has shown.

    A name with somebody's personal data in it is kept as it is `shown`.
    """
    known = {column.name: column for column in columns}
    found: dict[str, Further] = {}
    for column in sorted(c for c in mapping.metadata if c in known):
        called = snake(shown(column, "") if shown else column)
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


def suspects(relation: Relation, columns: Sequence[Further]) -> list[str]:
    """SQL that is true for every row with a cell that cannot stay, and for few others.

    All numbers of a row are looked at together: each by itself costs more than reading it.
    """
    cells = [(f, relation.columns[f.column]) for f in columns]
    values = [_number(cell) for f, cell in cells if f.type == NUMBER]
    spelled = [_filled(cell) for f, cell in cells if f.type == NUMBER and cell.type != NUMBER]
    texts = [(f, as_text(cell)) for f, cell in cells if NUMBER not in (f.type, cell.type)]
    found = [one_of(text, NOT_FINITE) for f, text in texts if f.type == TEXT]
    if values:
        found.append(f"greatest({', '.join(f'abs({v})' for v in values)}) >= 1e15")
    if spelled:
        line = f"concat_ws('|', {', '.join(spelled)})"
        found.append(f"NOT regexp_full_match({line}, '({_NUMBERS})?')")
    if texts:
        lengths = ", ".join(f"strlen({text})" for _, text in texts)
        found.append(f"greatest({lengths}) > {MAX_TEXT}")
    return found


def _filled(cell: Expression) -> str:
    return f"nullif({as_text(cell)}, '')"


_ONE = r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?"  # as in is_number
_NUMBERS = rf"{_ONE}(\|{_ONE})*"


def no_numbers(relation: Relation, columns: Sequence[Further]) -> list[str]:
    """SQL that is true where a column taken for numbers holds something else."""
    return [no_number(relation.columns[f.column]) for f in columns if f.type == NUMBER]


def no_number(cell: Expression) -> str:
    """SQL that is true where `cell`, taken for a number, holds something else."""
    if cell.type == NUMBER:
        return f"isfinite(CAST({cell.sql} AS DOUBLE)) AND abs({cell.sql}) >= 1e15"
    text = as_text(cell)
    return f"{text} <> '' AND NOT is_number({text}) AND NOT {one_of(text, NOT_FINITE)}"


def unusables(relation: Relation, columns: Sequence[Further]) -> list[str]:
    """SQL that is true where a further column holds NaN, Infinity, or far too much text."""
    return [_unusable(f, relation.columns[f.column]) for f in columns]


def _unusable(further: Further, cell: Expression) -> str:
    if cell.type == NUMBER:
        return f"NOT isfinite(CAST({cell.sql} AS DOUBLE))"
    text = as_text(cell)
    wrong = f"strlen({text}) > {MAX_TEXT}"
    return wrong if further.type == CODE else f"({one_of(text, NOT_FINITE)} OR {wrong})"


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
