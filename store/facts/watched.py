"""Which columns are watched for drift, in which bins, and the SQL of each one's cell."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from curation.drift import Kind, Role
from curation.measures.words import SPACELESS
from curation.profile import Profile
from curation.readings import names_a_code
from store.facts.binning import Grid, grid
from store.facts.connection import DuckDBPyConnection
from store.facts.vocabulary import EVENTS, HIDDEN, TEXT
from store.formats.relation import literal, name

DERIVED: Mapping[str, str] = {
    "input_length": "length(text_of(input))",
    "output_length": "length(text_of(output))",
}
WORDS = "words"
TEXTS = 20_000  # of a longer reference the words of about so many are counted
_SPACELESS = "".join(f"\\x{{{low:X}}}-\\x{{{high:X}}}" for low, high in SPACELESS)
_TEXT = "lower(text_of(input))"
_WORD = r"'\p{L}[\p{L}\p{N}''’]+'"
_PAIR = f"'[{_SPACELESS}]{{2}}'"
# Of scripts without spaces the pairs that begin at every other character, then those between.
WORDS_OF = (
    f"CASE WHEN regexp_matches({_TEXT}, '[{_SPACELESS}]') THEN list_concat("
    f"regexp_extract_all(regexp_replace({_TEXT}, '[{_SPACELESS}]', ' ', 'g'), {_WORD}), "
    f"regexp_extract_all({_TEXT}, {_PAIR}), regexp_extract_all(regexp_replace({_TEXT}, "
    rf"'[{_SPACELESS}]([{_SPACELESS}]*)', ' \1', 'g'), {_PAIR}))"
    f" ELSE regexp_extract_all({_TEXT}, {_WORD}) END"
)
_NUMBERS = ("DOUBLE", "FLOAT", "DECIMAL", "BIGINT", "INTEGER", "HUGEINT", "UBIGINT", "SMALLINT")
_NO_NUMBER = "CAST('nan' AS DOUBLE)"


def cell_of(column: str) -> str:
    """SQL of a column of the events in view, or of one that is derived from them."""
    return DERIVED.get(column) or name(column)


def sampled(every: int) -> str:
    """SQL that one in so many events meets, the same ones everywhere."""
    return f"hash(event_id) % {every} = 0" if every > 1 else "true"


def is_number(type_: str) -> bool:
    """Whether values of this type are numbers, however wide."""
    return type_.startswith(_NUMBERS)


def number_of(column: str, types: Mapping[str, str]) -> str:
    """SQL of a column's number; of a text that is none, or too large to be added, NULL."""
    cell = name(column)
    if types[column] != TEXT:
        return f"TRY_CAST({cell} AS DOUBLE)"
    return f"CASE WHEN is_number({cell}) THEN TRY_CAST({cell} AS DOUBLE) END"


def types_of(cursor: DuckDBPyConnection) -> dict[str, str]:
    """The columns of events and their types."""
    cursor.execute("SELECT * FROM events LIMIT 0")
    return {str(c): str(t) for c, t, *_ in cursor.description or ()}


def offered(types: Mapping[str, str]) -> list[str]:
    """Columns that could be watched."""
    own = [c for c in further(types) if not names_a_code(c)]
    derived = [c for c in DERIVED if c not in types]
    return ["prediction", "score", "truth", "route", *own, *derived]


def further(types: Mapping[str, str]) -> list[str]:
    """Columns of texts and numbers that are not part of every event."""
    known = {*EVENTS, *HIDDEN}
    return [c for c, t in types.items() if (t == TEXT or is_number(t)) and c not in known]


@dataclass(frozen=True)
class Column:
    """One column and its bins: the edges of a number, the values of a category, the words."""

    name: str
    kind: Kind
    role: Role
    edges: tuple[float, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def bins(self) -> int:
        """How many bins there are; the last one is of what is missing."""
        return len(self.edges) + 2 if self.kind is Kind.NUMBER else len(self.values) + 2

    @cached_property
    def grid(self) -> Grid:
        """The bins of a number."""
        return grid(self.edges)

    def cell(self, types: Mapping[str, str], every: int = 1) -> str:
        """SQL of a number, of the bin of a category, of the words, whatever type the rows have.

        Of one in `every` texts the words; a text that is not there is a word that is not known.
        """
        if self.kind is Kind.WORDS:
            return f"CASE WHEN {sampled(every)} THEN coalesce({WORDS_OF}, [NULL]) END"
        if self.kind is Kind.NUMBER:
            return f"coalesce({self._number(types)}, {_NO_NUMBER})"
        other, missing = len(self.values), len(self.values) + 1
        text = self._text(types)
        if text is None:
            return f"CAST({missing} AS SMALLINT)"
        listed = ", ".join(literal(value) for value in self.values)
        code = f"coalesce(enum_code(TRY_CAST({text} AS ENUM ({listed}))), {other})"
        known = code if self.values else str(other)
        return f"CAST(CASE WHEN {text} IS NULL THEN {missing} ELSE {known} END AS SMALLINT)"

    def _number(self, types: Mapping[str, str]) -> str:
        if self.name in types:
            return number_of(self.name, types)
        derived = DERIVED.get(self.name)
        return f"CAST({derived} AS DOUBLE)" if derived else "NULL"

    def _text(self, types: Mapping[str, str]) -> str | None:
        if self.name not in types:
            return None
        own = name(self.name)
        return own if types[self.name] == TEXT else f"number_text(CAST({own} AS DOUBLE))"


def every_of(rows: int) -> int:
    """Of one in so many texts of a reference the words are counted."""
    return max(1, rows // TEXTS)


def by_of(profile: Profile) -> str | None:
    """The column within whose bins errors are compared: the score, where there is one.

    Not what was predicted: where the model says another thing to the same input, bins of what
    it says would compare unlike inputs.
    """
    scores = (c for c in profile.columns if c.role is Role.SCORE and c.n > c.missing)
    return next((column.column for column in scores), None)


@dataclass(frozen=True)
class Plan:
    """What is counted: `columns` in their bins, errors by the bins of `by`, and cohorts.

    `every`: the words of one in so many texts are counted.
    """

    columns: tuple[Column, ...]
    by: str | None = None
    cohorts: tuple[str, ...] = ()
    every: int = 1
    _named: dict[str, Column] = field(
        default_factory=dict[str, Column], init=False, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        self._named.update((column.name, column) for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of this name."""
        return self._named[name]

    @classmethod
    def of(cls, profile: Profile) -> "Plan":
        """What is counted to compare with `profile`."""
        columns = tuple(
            Column(c.column, c.kind, c.role, c.edges, c.values) for c in profile.columns
        )
        rows = max((c.n for c in profile.columns), default=0)
        return cls(columns, by_of(profile), profile.cohort_columns, every_of(rows))

    def digest(self) -> str:
        """The same for plans that count the same."""
        said = [[c.name, c.kind, c.edges, c.values] for c in self.columns]
        whole = [said, self.by, self.cohorts, self.every]
        return sha256(json.dumps(whole).encode()).hexdigest()
