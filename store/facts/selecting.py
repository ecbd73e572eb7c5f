"""The one SELECT that reads, maps, validates and hashes the rows of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from curation.fields import EVIDENCE, FIELDS, Field
from curation.mapping import Mapping
from store.facts import further as extra
from store.facts.conversion import Converted, converted
from store.facts.further import Further
from store.facts.shaping import SHAPES, SQL_TYPES, Draft
from store.formats.relation import Relation, literal, name

_REQUIRED = {"labels": ("event_id", "truth")}

SILENT = 1  # the bit of rows that say nothing but perhaps a truth
NO_NUMBER = 2  # the bit of rows that prove a column of numbers to be something else
UNUSABLE = 4  # the bit of rows with an unusable further column
_FIRST = 8


@dataclass(frozen=True, slots=True)
class Check:
    """A reason to keep a row out: its bit in `_bad`, and how to tell it."""

    bit: int
    field: str
    column: str
    converted: Converted


@dataclass(frozen=True, slots=True)
class Selected:
    """A SELECT in canonical columns, and the checks behind the bits of its `_bad`."""

    sql: str
    checks: tuple[Check, ...]
    further: tuple[Further, ...]


def selected(
    mapping: Mapping,
    relation: Relation,
    columns: Sequence[Further],
    *,
    import_id: str,
    now: datetime,
) -> Selected:
    """How the rows of `relation` become facts of the mapping's kind."""
    values = {f.name: _value(f, mapping, relation) for f in FIELDS[mapping.kind]}
    checks = _checks(mapping, values, now)
    cells = [f"{value.sql} AS {name(field)}" for field, value in values.items()]
    cells += [
        f"{extra.value(f, relation.columns[f.column])} AS {name(f.name)}" for f in columns
    ]
    cells += [f"{_mask(mapping, values, checks, relation, columns)} AS _bad"]
    cells += [f"{relation.row} AS _row"]
    rows = f"SELECT {', '.join(cells)} FROM {relation.source}"  # noqa: S608 (quoted names only)
    draft = Draft(rows, mapping, tuple(columns), literal(import_id), now)
    return Selected(SHAPES[mapping.kind](draft), checks, draft.columns)


def _value(field: Field, mapping: Mapping, relation: Relation) -> Converted:
    source = mapping.fields.get(field.name)
    if source is None or source.column not in relation.columns:
        return Converted(f"CAST(NULL AS {SQL_TYPES.get(field.value, 'VARCHAR')})")
    return converted(field, relation.columns[source.column], source.unit)


def _checks(mapping: Mapping, values: dict[str, Converted], now: datetime) -> tuple[Check, ...]:
    found: list[Check] = []
    for field, source in mapping.fields.items():
        value = values[field]
        column = source.column
        if value.wrong is not None:
            found.append(Check(_FIRST << len(found), field, column, value))
        if field in _REQUIRED.get(mapping.kind, ()):
            empty = Converted(value.sql, f"{value.sql} IS NULL", lambda _: "is empty")
            found.append(Check(_FIRST << len(found), field, column, empty))
        if field == "occurred_at":
            empty = Converted(value.sql, f"{value.sql} IS NULL", lambda _: "has no time")
            found.append(Check(_FIRST << len(found), field, column, empty))
            late = f"{value.sql} > TIMESTAMPTZ {literal(now.isoformat())} + INTERVAL 1 DAY"
            future = Converted(value.sql, late, lambda said: f"{said} is in the future")
            found.append(Check(_FIRST << len(found), field, column, future))
    return tuple(found)


def _mask(
    mapping: Mapping,
    values: dict[str, Converted],
    checks: Sequence[Check],
    relation: Relation,
    columns: Sequence[Further],
) -> str:
    spoken = [values[f].sql for f in EVIDENCE[mapping.kind] if f in mapping.fields]
    silent = " AND ".join(f"({sql}) IS NULL" for sql in spoken) or "true"
    bits = [(SILENT, silent), *((c.bit, _unless_silent(c, silent)) for c in checks)]
    cases = [f"CASE WHEN {sql} THEN {bit} ELSE 0 END" for bit, sql in bits]
    cases += extra.mask(relation, columns, NO_NUMBER, UNUSABLE)
    return f"CAST({' + '.join(cases)} AS BIGINT)"


def _unless_silent(check: Check, silent: str) -> str:
    """A row that only brings a truth needs no time."""
    wrong = check.converted.wrong or "false"
    needs_time = check.field == "occurred_at" and wrong.endswith("IS NULL")
    return f"({wrong}) AND NOT ({silent})" if needs_time else wrong
