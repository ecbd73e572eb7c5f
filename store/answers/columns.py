"""What every column of a file is taken for, why, and what only a person can say."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from curation.fields import field_named
from curation.guessing import lacking
from curation.mapping import FURTHER, FURTHER_TEXT, NOT_KEPT, asides
from store.facts.preview import Preview

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column with its first cells and where it goes: a field, further, not kept, or None.

    None: it could mean several things, each with the words that choose it.
    """

    column: str
    samples: tuple[str | None, ...]
    goes_to: str | None
    unit: str | None
    why: str
    meanings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """A file's columns under its source's mapping. `lacking`: what rows would not say."""

    kind: str
    source: str
    file: str
    rows_estimate: int
    remembered: bool
    columns: tuple[ColumnLook, ...]
    notes: tuple[str, ...]
    lacking: tuple[str, ...]


def _place(kind: str, one: ColumnLook) -> int:
    if one.goes_to is None:
        return 0
    return 2 if field_named(kind, one.goes_to) is None else 1


def columns_of(found: Preview, others: Sequence[Preview] = ()) -> Columns:
    """`found` column by column; those to ask about come first, then those with a field.

    The mapping holds for the `others` too, and columns that only they have are told of.
    """
    looks = [_look(found, c.name) for c in found.columns if not c.name.startswith("_")]
    looks.sort(key=lambda one: _place(found.kind, one))
    guess, names = found.guess, [one.column for one in looks]
    return Columns(
        found.kind,
        found.source,
        found.path.name,
        found.rows_estimate,
        found.remembered,
        tuple(looks),
        (*found.about_file, *_unlike(found, others)),
        still_open(found.kind, guess.mapping.fields, names, found.path.name),
    )


def _unlike(found: Preview, others: Sequence[Preview]) -> Iterator[str]:
    """What is said of files with other columns than the first."""
    known, first = {c.name for c in found.columns}, found.path.name
    for other in others:
        news = [c.name for c in other.columns if c.name not in known and c.name[:1] != "_"]
        if news:
            yield (
                f"{other.path.name} has columns that {first} has not ({', '.join(news)}): they "
                "are taken by their names. Bring it by itself to say what they are."
            )


def still_open(
    kind: str, fields: Collection[str], columns: Sequence[str], file: str
) -> tuple[str, ...]:
    """What rows whose columns fill only `fields` would not say."""
    nothing = lacking(kind, fields, columns, file)
    return (str(nothing),) if nothing else tuple(asides(kind, fields))


def _look(found: Preview, column: str) -> ColumnLook:
    mapping, guess = found.guess.mapping, found.guess
    filled = {s.column: (field, s.unit) for field, s in mapping.fields.items()}
    meanings = {q.column: q.meanings for q in guess.questions}
    goes_to, unit = filled.get(column, (None, None))
    if goes_to is None and column not in meanings:
        further = FURTHER_TEXT if column in mapping.texts else FURTHER
        goes_to = further if column in mapping.metadata else NOT_KEPT
    cells = tuple(_short(row.get(column)) for row in found.first_rows)
    why = guess.why.get(column, "it could mean several things")
    return ColumnLook(column, cells, goes_to, unit, why, meanings.get(column, ()))


def _short(cell: str | None) -> str | None:
    return cell if cell is None or len(cell) <= _LONGEST else cell[:_LONGEST] + "…"
