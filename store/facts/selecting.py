"""The one SELECT that reads, maps, validates and hashes the rows of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from curation.fields import EVIDENCE, FIELDS, Field
from curation.mapping import Mapping
from store.facts import further as extra
from store.facts.conversion import Converted, as_text, converted
from store.facts.further import Further
from store.facts.masking import Masking
from store.facts.shaping import SHAPES, SQL_TYPES, Draft
from store.formats.relation import NUMBER, Relation, literal, name

_TEXTS = ("text", "label", "error")
_CODES = (  # texts in which no names or numbers are looked for
    "route", "model_version", "trace_id", "expected_behaviour", "severity", "owner", "source",
    "set", "tags",
)  # fmt: skip
_REQUIRED = {"labels": ("event_id", "truth")}

SILENT = 1  # a row that says nothing but perhaps a truth
BAD = 4  # a row that is kept out, or proves a column of numbers to be something else
_NO_NUMBER = 1
_UNUSABLE = 2
_FIRST = 4


@dataclass(frozen=True, slots=True)
class Check:
    """A reason to keep a row out: its bit in the row's mask, and how to tell it."""

    bit: int
    field: str
    column: str
    converted: Converted


@dataclass(frozen=True, slots=True)
class Selected:
    """A SELECT in canonical columns whose `_bad` is 0, SILENT or BAD.

    `masks` is the SELECT of the bad rows, each with the bits of all that is wrong with it. It
    stands apart because it is long to plan, and most files have no bad row.
    """

    sql: str
    masks: str
    checks: tuple[Check, ...]
    further: tuple[Further, ...]


def misled(mask: int) -> bool:
    """Whether the row shows that a column taken for numbers holds something else."""
    return bool(mask & _NO_NUMBER)


def unusable(mask: int) -> bool:
    """Whether a further column of the row cannot be used."""
    return bool(mask & _UNUSABLE)


def selected(
    mapping: Mapping,
    relation: Relation,
    columns: Sequence[Further],
    *,
    import_id: str,
    now: datetime,
    make_ids: bool = True,
    masking: Masking | None = None,
) -> Selected:
    """How the rows of `relation` become facts of the mapping's kind.

    Ids are made for rows that have none with `make_ids`; without, they stay empty. With
    `masking` no personal data comes through; the masks look at the cells as they are.
    """
    values = {f.name: _value(f, mapping, relation) for f in FIELDS[mapping.kind]}
    checks = _checks(mapping, values, now)
    silent = _silent(mapping)
    suspect = _any([*(_wrong(check, silent) for check in checks), "_odd"])
    bad = f"CASE WHEN {suspect} THEN {BAD} WHEN {silent} THEN {SILENT} ELSE 0 END"
    clean = _clean(mapping, relation, columns, masking) if masking else relation
    kept = {f.name: _value(f, mapping, clean) for f in FIELDS[mapping.kind]}
    cells = [*_cells(kept), *_further(relation, clean, columns)]
    read = f"SELECT {', '.join(cells)}, {relation.row} AS _row FROM {clean.source}"  # noqa: S608
    rows = f"SELECT *, CAST({bad} AS TINYINT) AS _bad FROM ({read})"  # noqa: S608 (own names)
    draft = Draft(rows, mapping, tuple(columns), literal(import_id), now, make_ids)
    masks = _masks(relation, columns, values, checks, suspect, silent)
    return Selected(SHAPES[mapping.kind](draft), masks, checks, draft.columns)


def _cells(values: dict[str, Converted]) -> list[str]:
    """Every field by its name, and the text behind it where its check wants that."""
    raws = [f"{v.raw} AS {_raw(field)}" for field, v in values.items() if v.raw is not None]
    return [*(f"{v.sql} AS {name(field)}" for field, v in values.items()), *raws]


def _raw(field: str) -> str:
    return name(f"raw {field}")


def _further(relation: Relation, clean: Relation, columns: Sequence[Further]) -> list[str]:
    """Further columns, and whether any of them is odd."""
    cells = [f"{extra.value(f, clean.columns[f.column])} AS {name(f.name)}" for f in columns]
    return [*cells, f"{_any(extra.suspects(relation, columns))} AS _odd"]


def _clean(
    mapping: Mapping, relation: Relation, columns: Sequence[Further], masking: Masking
) -> Relation:
    """The rows without personal data: every text is masked once, before anything reads it."""
    texts = {f.column: (f.name, f.type == extra.CODE) for f in columns if f.type != NUMBER}
    for field in FIELDS[mapping.kind]:
        source = mapping.fields.get(field.name)
        if source and source.column in relation.columns and field.value in _TEXTS:
            texts[source.column] = (field.name, field.value == "label" or field.name in _CODES)
    return masking.relation(
        relation,
        {column: (as_text(relation.columns[column]), *said) for column, said in texts.items()},
    )


def _value(field: Field, mapping: Mapping, relation: Relation) -> Converted:
    source = mapping.fields.get(field.name)
    if source is None or source.column not in relation.columns:
        return Converted(f"CAST(NULL AS {SQL_TYPES.get(field.value, 'VARCHAR')})")
    return converted(field, relation.columns[source.column], source.unit)


def _checks(mapping: Mapping, values: dict[str, Converted], now: datetime) -> tuple[Check, ...]:
    found: list[Check] = []

    def add(field: str, converted: Converted) -> None:
        column = mapping.fields[field].column
        found.append(Check(_FIRST << len(found), field, column, converted))

    for field in mapping.fields:
        if values[field].wrong is not None:
            add(field, values[field])
        if field in _REQUIRED.get(mapping.kind, ()):
            add(field, Converted("", "{value} IS NULL", lambda _: "is empty"))
        if field == "occurred_at":
            add(field, Converted("", _NO_TIME, lambda _: "has no time"))
            late = f"{{value}} > TIMESTAMPTZ {literal(now.isoformat())} + INTERVAL 1 DAY"
            add(field, Converted("", late, lambda said: f"{said} is in the future"))
    return tuple(found)


# A row that only brings a truth needs none; one that cannot be read is told of already.
_NO_TIME = "coalesce({raw}, '') = '' AND NOT ({silent})"


def _wrong(check: Check, silent: str) -> str:
    wrong = check.converted.wrong or "false"
    return wrong.format(value=name(check.field), raw=_raw(check.field), silent=silent)


def _silent(mapping: Mapping) -> str:
    """SQL that is true for rows without any of the cells that make an event."""
    spoken = [f"{name(f)} IS NULL" for f in EVIDENCE[mapping.kind] if f in mapping.fields]
    return " AND ".join(spoken) or "true"


def _masks(
    relation: Relation,
    columns: Sequence[Further],
    values: dict[str, Converted],
    checks: Sequence[Check],
    suspect: str,
    silent: str,
) -> str:
    cells = [
        *_cells(values),
        f"{_any(extra.suspects(relation, columns))} AS _odd",
        f"{_any(extra.no_numbers(relation, columns))} AS _no_number",
        f"{_any(extra.unusables(relation, columns))} AS _unusable",
        f"coalesce({relation.row}, row_number() OVER ()) AS row",
    ]
    bits = [
        *((check.bit, _wrong(check, silent)) for check in checks),
        (_NO_NUMBER, "_no_number"),
        (_UNUSABLE, "_unusable"),
    ]
    mask = " + ".join(f"CASE WHEN {sql} THEN {bit} ELSE 0 END" for bit, sql in bits)
    read = f"SELECT {', '.join(cells)} FROM {relation.source}"  # noqa: S608 (quoted names only)
    return f"SELECT row, {mask} AS mask FROM ({read}) WHERE ({suspect}) AND mask > 0"  # noqa: S608


def _any(conditions: Sequence[str]) -> str:
    return " OR ".join(f"coalesce({condition}, false)" for condition in conditions) or "false"
