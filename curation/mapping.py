"""Which foreign column means which canonical field: guessed, corrected, remembered, asked."""

import re
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from typing import Any

from curation.errors import BadRequest
from curation.fields import FIELDS, field_named

_METADATA = "metadata"
_IGNORE = "ignore"
FURTHER, FURTHER_TEXT, NOT_KEPT = "further", "further text", "not kept"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the source shows it: samples, and how many values and rows if counted."""

    name: str
    type: str = "text"
    samples: tuple[str | None, ...] = ()
    distinct: int | None = None
    rows: int | None = None
    numbers: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The column that fills a field, and the unit its numbers are in."""

    column: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person said about columns with --map."""

    fields: Map[str, Source] = field(default_factory=dict[str, Source])
    metadata: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()  # kept as text although they look like numbers


@dataclass(frozen=True, slots=True)
class Mapping:
    """What every column of a source is. Notes say what was guessed, for the eye only."""

    kind: str
    fields: Map[str, Source]
    metadata: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)

    def column(self, name: str) -> str | None:
        """The column that fills the field `name`."""
        return self.fields[name].column if name in self.fields else None


@dataclass(frozen=True, slots=True)
class Question:
    """A column with more than one meaning: each meaning with the words that choose it."""

    column: str
    meanings: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        ways = "; ".join(f"{meaning}: --map {words}" for meaning, words in self.meanings)
        return f"What is the column `{self.column}`? {ways}."


class AmbiguousColumns(BadRequest):
    """Columns that could mean several things: asked, never guessed."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = tuple(questions)
        super().__init__(" ".join(str(question) for question in questions))


class NotAMapping(BadRequest):
    """A correction that cannot be followed."""


@cache
def snake(name: str) -> str:
    """`name` as a column of facts is called: `usage.totalCost` is usage_total_cost."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"\W+", "_", parted).lower().strip("_") or "column"


def parse_corrections(words: Sequence[str]) -> Corrections:
    """`truth=label`, `latency_ms=duration:s`, `ignore=foo`, `metadata=bar:text`, understood."""
    found = Corrections()
    for said in words:
        name, equals, rest = said.partition("=")
        column, unit = _unit(name.strip(), rest.strip())
        if not equals or not column:
            raise NotAMapping(
                f"'{said}' is no mapping. Write FIELD=COLUMN, like --map truth=label."
            )
        found = _with(found, name.strip(), column, unit)
    return found


def chosen(choices: Map[str, tuple[str, str | None]]) -> Corrections:
    """What a person chose for each column: a field with its unit, FURTHER …, or NOT_KEPT.

    Raises NotAMapping when two columns would fill one field.
    """
    fields: dict[str, Source] = {}
    for column, (goes_to, unit) in choices.items():
        if goes_to in (FURTHER, FURTHER_TEXT, NOT_KEPT):
            continue
        if goes_to in fields:
            raise NotAMapping(
                f"Both '{fields[goes_to].column}' and '{column}' go to {goes_to}, and a field "
                "is filled by one column. Keep one of them as a further column."
            )
        fields[goes_to] = Source(column, unit)
    further = {c: to for c, (to, _) in choices.items() if to in (FURTHER, FURTHER_TEXT)}
    not_kept = tuple(c for c, (to, _) in choices.items() if to == NOT_KEPT)
    texts = tuple(c for c, to in further.items() if to == FURTHER_TEXT)
    return Corrections(fields, tuple(further), not_kept, texts)


def _unit(name: str, rest: str) -> tuple[str, str | None]:
    units = {u for fields in FIELDS.values() for f in fields if f.name == name for u in f.units}
    column, colon, unit = rest.rpartition(":")
    if colon and (unit in units or (name == _METADATA and unit == "text")):
        return column, unit
    return rest, None


def _with(found: Corrections, name: str, column: str, unit: str | None) -> Corrections:
    if name == _IGNORE:
        return replace(found, ignored=(*found.ignored, column))
    if name == _METADATA:
        texts = (*found.texts, column) if unit else found.texts
        return replace(found, metadata=(*found.metadata, column), texts=texts)
    return replace(found, fields={**found.fields, name: Source(column, unit)})


def checked(kind: str, columns: Sequence[Column], said: Corrections) -> Corrections:
    """`said`, with columns spelled as the file has them; NotAMapping for what is not there."""
    for name in said.fields:
        if field_named(kind, name) is None:
            names = ", ".join(f.name for f in FIELDS[kind])
            raise NotAMapping(f"{kind} have no field '{name}'. The fields are: {names}.")
    spelled = {c.name: c.name for c in columns}
    spelled = {**{snake(c.name): c.name for c in columns}, **spelled}

    def there(column: str) -> str:
        if column in spelled:
            return spelled[column]
        near = get_close_matches(column, spelled, n=1) or [next(iter(spelled), "")]
        names = ", ".join(c.name for c in columns)
        raise NotAMapping(
            f"There is no column '{column}' (did you mean '{spelled.get(near[0], near[0])}'?)."
            f" The columns are: {names}."
        )

    return Corrections(
        {name: Source(there(s.column), s.unit) for name, s in said.fields.items()},
        tuple(there(c) for c in said.metadata),
        tuple(there(c) for c in said.ignored),
        tuple(there(c) for c in said.texts),
    )


def asides(kind: str, fields: Collection[str]) -> Iterator[str]:
    """What events cannot be asked, for want of a column that fills one of `fields`."""
    if kind != "events":
        return
    if "occurred_at" not in fields:
        yield "No column is read as a time: these events belong to no week."
    if "event_id" not in fields:
        yield "No column is read as an id: ids are made from what the rows say."
    if "input" not in fields:
        yield "No column is read as an input: a row's further columns stand in for it."


def merged(mapping: Mapping, remembered: Mapping | None) -> Mapping:
    """`mapping`, and what is remembered of columns that this file happens not to have."""
    if remembered is None or remembered.kind != mapping.kind:
        return mapping
    taken = {source.column for source in mapping.fields.values()}
    fields = {
        name: source
        for name, source in remembered.fields.items()
        if name not in mapping.fields and source.column not in taken
    }
    taken |= {source.column for source in fields.values()}
    metadata = [c for c in (*remembered.metadata, *mapping.metadata) if c not in taken]
    ignored = [c for c in (*remembered.ignored, *mapping.ignored) if c not in taken]
    return replace(
        mapping,
        fields={**mapping.fields, **fields},
        metadata=tuple(dict.fromkeys(c for c in metadata if c not in mapping.ignored)),
        ignored=tuple(dict.fromkeys(c for c in ignored if c not in mapping.metadata)),
        texts=tuple(dict.fromkeys((*remembered.texts, *mapping.texts))),
    )


def to_json(mapping: Mapping) -> dict[str, Any]:
    """`mapping` as plain values, to be remembered under the source's name."""
    return {
        "kind": mapping.kind,
        "fields": {name: [s.column, s.unit] for name, s in mapping.fields.items()},
        "metadata": list(mapping.metadata),
        "ignored": list(mapping.ignored),
        "texts": list(mapping.texts),
    }


def from_json(body: Map[str, Any]) -> Mapping:
    """The mapping that `to_json` wrote."""
    return Mapping(
        body["kind"],
        {name: Source(column, unit) for name, (column, unit) in body["fields"].items()},
        tuple(body["metadata"]),
        tuple(body["ignored"]),
        tuple(body.get("texts", ())),
    )
