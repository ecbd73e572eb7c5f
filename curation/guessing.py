"""Guess what foreign columns mean; what a person said or said before comes first."""

from collections.abc import Collection, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass
from statistics import median

from curation.errors import BadRequest
from curation.fields import EVIDENCE, FIELDS, Field
from curation.mapping import (
    AmbiguousColumns,
    Column,
    Corrections,
    Mapping,
    Question,
    Source,
    checked,
    snake,
)
from curation.readings import all_read

_MEANINGS = {
    "events": (
        ("the right answer", "truth={}"),
        ("the label that the model chose", "prediction={}"),
        ("a person's verdict on the output", "passed={}"),
        ("a column to compare groups by", "metadata={}"),
    ),
    "results": (
        ("the label that the model chose", "prediction={}"),
        ("a verdict on the output", "passed={}"),
        ("neither", "ignore={}"),
    ),
}
REMEMBERED = "remembered"
_KEEP_ALL = ("events", "cases", "annotations")  # cohorts, attributes, or answers
_STARS = ("rating", "stars", "user_rating")
_ENDS = {"ms": ("_ms", "_millis", "_milliseconds"), "us": ("_us",), "cents": ("_cents",),
         "s": ("_s", "_sec", "_secs", "_seconds"), "usd": ("_usd",),
         "percent": ("_pct", "_percent")}  # fmt: skip


class NoUsableColumns(BadRequest):
    """Nothing in the file says what happened."""


class LooksLikeLabels(BadRequest):
    """A file of events that holds only ids and truth."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping with the reason for each column, what only a person can say, what is lacking.

    The mapping leaves out the columns that the questions ask about.
    """

    mapping: Mapping
    why: Map[str, str]
    questions: tuple[Question, ...] = ()
    lacking: BadRequest | None = None


def guess(
    kind: str,
    columns: Sequence[Column],
    corrections: Corrections | None = None,
    remembered: Mapping | None = None,
    name: str = "This file",
) -> Mapping:
    """What each of `columns` is. Raises AmbiguousColumns where only a person can say."""
    return settled(guessed(kind, columns, corrections, remembered, name)).mapping


def settled(found: Guess) -> Guess:
    """`found`, if nothing is left to ask and the rows say something; else raises."""
    if found.questions:
        raise AmbiguousColumns(found.questions)
    if found.lacking:
        raise found.lacking
    return found


def guessed(
    kind: str,
    columns: Sequence[Column],
    corrections: Corrections | None = None,
    remembered: Mapping | None = None,
    name: str = "This file",
) -> Guess:
    """What each of `columns` seems to be, with everything that is still open."""
    usable = [column for column in columns if not column.name.startswith("_")]
    said = checked(kind, usable, corrections or Corrections())
    draft = _Draft(kind, usable)
    draft.follow(said)
    if remembered is not None and remembered.kind == kind:
        draft.recall(remembered)
    questions = draft.asked()
    draft.match()
    mapping = draft.finished()
    names = [column.name for column in usable]
    return Guess(mapping, draft.why, questions, lacking(kind, mapping.fields, names, name))


class _Draft:
    """A mapping in the making."""

    def __init__(self, kind: str, columns: Sequence[Column]) -> None:
        self.kind = kind
        self.free = {column.name: column for column in columns}
        self.all = dict(self.free)
        self.fields: dict[str, Source] = {}
        self.metadata: list[str] = []
        self.ignored: list[str] = []
        self.texts: list[str] = []
        self.notes: list[str] = []
        self.why: dict[str, str] = {}

    def follow(self, said: Corrections) -> None:
        for name, source in said.fields.items():
            why = "as you said"
            self.fill(_field(self.kind, name), self.all[source.column], source.unit, why)
        self.put_aside(said, "as you said")

    def recall(self, remembered: Mapping) -> None:
        for name, source in remembered.fields.items():
            if name not in self.fields and source.column in self.free:
                column = self.free[source.column]
                self.fill(_field(self.kind, name), column, source.unit, REMEMBERED)
        self.put_aside(remembered, REMEMBERED)

    def put_aside(self, said: Corrections | Mapping, why: str) -> None:
        self.texts += [name for name in said.texts if name in self.all]
        for names, kept in ((said.metadata, self.metadata), (said.ignored, self.ignored)):
            found = [name for name in names if self.free.pop(name, None)]
            kept.extend(found)
            self.why.update(dict.fromkeys(found, why))

    def asked(self) -> tuple[Question, ...]:
        """Take out the columns with more than one meaning, with what to ask about them."""
        meanings = _MEANINGS.get(self.kind, ())
        names = [n for n in self.free if meanings and snake(n) in ("label", "labels")]
        for name in names:
            del self.free[name]
        return tuple(_question(name, meanings) for name in names)

    def match(self) -> None:
        for whole in (True, False):
            for field in FIELDS[self.kind]:
                if field.name not in self.fields:
                    self.match_field(field, whole)

    def match_field(self, field: Field, whole: bool) -> None:
        names = (field.name, *field.aliases, *((*field.top, *field.unique) if whole else ()))
        for alias in names:
            for column in list(self.free.values()):
                own = column.name if whole else column.name.rpartition(".")[2]
                if snake(own) == alias and self.fits(field, column, alias):
                    self.fill(field, column, None, "by its name")
                    return

    def fits(self, field: Field, column: Column, alias: str) -> bool:
        why = _misfit(field, column, alias)
        if why:
            note = f"{column.name} is not read as {field.name}: {why}."
            self.notes += [] if note in self.notes else [note]
            self.why[column.name] = f"not {field.name}: {why}"
        return why is None

    def fill(self, field: Field, column: Column, unit: str | None, why: str) -> None:
        if unit is None and field.units:
            unit, guessed = _unit(field, column)
            if guessed:
                other = next(u for u in field.units if u != unit)
                self.notes.append(
                    f"{field.name} is read from {column.name} in {unit}, guessed from its"
                    f" values; if that is wrong: --map {field.name}={column.name}:{other}."
                )
                why = f"{why}; in {unit} by its values"
        self.why[column.name] = why
        self.fields[field.name] = Source(column.name, unit)
        self.free.pop(column.name, None)

    def finished(self) -> Mapping:
        rest = list(self.free)
        if self.kind == "labels" and "truth" not in self.fields and len(rest) == 1:
            self.fields["truth"] = Source(rest[0])
            self.notes.append(f"truth is read from {rest[0]}, the only column that is left.")
            self.why[rest[0]] = "the only column that is left"
            rest = []
        for name in rest:
            self.why.setdefault(name, "no field goes by its name")
        (self.metadata if self.kind in _KEEP_ALL else self.ignored).extend(rest)
        return Mapping(
            self.kind,
            {f.name: self.fields[f.name] for f in FIELDS[self.kind] if f.name in self.fields},
            tuple(self.metadata), tuple(self.ignored), tuple(self.texts), tuple(self.notes),
        )  # fmt: skip


def _question(name: str, meanings: Sequence[tuple[str, str]]) -> Question:
    return Question(name, tuple((what, words.format(name)) for what, words in meanings))


def _field(kind: str, name: str) -> Field:
    return next(field for field in FIELDS[kind] if field.name == name)


def _misfit(field: Field, column: Column, alias: str) -> str | None:
    """Why `column` is not `field` in spite of its name."""
    shown = ", ".join(dict.fromkeys(s for s in column.samples if s))[:60]
    if alias in field.unique and (not column.rows or column.distinct != column.rows):
        return f"its values repeat ({column.distinct} different ones in {column.rows} rows)"
    if field.name == "score" and column.numbers:
        inside = sum(0 <= number <= 1 for number in column.numbers)
        return (
            None if 2 * inside >= len(column.numbers) else "its values are not within 0 and 1"
        )
    if field.value in ("number", "attempt"):
        return "it holds no numbers" if shown and not column.numbers else None
    if field.value == "feedback":
        known = all_read("stars", column.samples) or all_read("thumbs", column.samples)
        return None if known else f"{shown} is neither thumbs nor stars"
    read_as = "status" if alias == "status" else field.value
    strict = read_as in ("flag", "status", "kind") or alias in ("time", "date")
    return None if not strict or all_read(read_as, column.samples) else f"it holds {shown}"


def _unit(field: Field, column: Column) -> tuple[str, bool]:
    """The unit of `column`, and whether that is only a guess from the values."""
    name = snake(column.name)
    ends = [unit for unit in field.units if name.endswith(_ENDS.get(unit, ("\0",)))]
    if ends:
        return ends[0], False
    if field.name == "latency_ms" and column.numbers:
        fractional = any(number != int(number) for number in column.numbers)
        return ("s" if fractional and median(column.numbers) < 100 else "ms"), True
    if field.name == "attempt" and 0 in column.numbers:
        return "from0", True
    if field.name == "feedback":
        stars = name in _STARS and all_read("stars", column.samples)
        return ("stars" if stars else "thumbs"), False
    return field.units[0], False


_KEYED: Map[str, set[str]] = {
    "results": {"case_id", "input"},
    "labels": {"event_id"},
    "annotations": {"case_id", "input"},
}


def lacking(
    kind: str, fields: Collection[str], columns: Sequence[str], name: str
) -> BadRequest | None:
    """Why rows whose columns fill only `fields` would say nothing, if they would."""
    there = ", ".join(columns) or "none"
    spoken = any(field in fields for field in EVIDENCE[kind])
    if (
        kind == "events"
        and not spoken
        and ({"event_id", "truth"} & set(fields))
        and len(columns) <= 3
    ):
        return LooksLikeLabels(
            f"{name} holds ids and labels, and nothing that the model was asked or said "
            f"(its columns: {there}). It looks like late labels: import it as labels"
            " (--as labels)."
        )
    keyed = _KEYED.get(kind)
    wanted = list(EVIDENCE[kind]) if not spoken else sorted(keyed or ())
    if not spoken or (keyed and not keyed & set(fields)):
        return NoUsableColumns(
            f"{name} has no column that can be read as {' or '.join(wanted)}; its columns are: "
            f"{there}. Say which is which (--map {wanted[0]}=COLUMN)."
        )
    return None
