"""Which columns are watched for drift, in which bins, and the SQL of each one's cell."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from curation.drift import Kind, Role
from store.facts.binning import Grid, grid
from store.facts.vocabulary import NUMBER
from store.formats.relation import literal, name

DERIVED: Mapping[str, str] = {
    "input_length": "length(input)",
    "output_length": "length(output)",
}
WORDS = "words"
_NO_NUMBER = "CAST('nan' AS DOUBLE)"


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

    def cell(self, types: Mapping[str, str]) -> str:
        """SQL of a number, or of the bin of a category, whatever type the rows have."""
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
            own = name(self.name)
            return own if types[self.name] == NUMBER else f"TRY_CAST({own} AS DOUBLE)"
        derived = DERIVED.get(self.name)
        return f"CAST({derived} AS DOUBLE)" if derived else "NULL"

    def _text(self, types: Mapping[str, str]) -> str | None:
        if self.name not in types:
            return None
        own = name(self.name)
        return f"number_text({own})" if types[self.name] == NUMBER else own


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

    @property
    def cells(self) -> Sequence[Column]:
        """The columns of which every event has one value at most."""
        return [column for column in self.columns if column.kind is not Kind.WORDS]

    @property
    def words(self) -> Column | None:
        """The words of the input, if they are counted."""
        return next((c for c in self.columns if c.kind is Kind.WORDS), None)

    def digest(self) -> str:
        """The same for plans that count the same."""
        said = [[c.name, c.kind, c.edges, c.values] for c in self.columns]
        whole = [said, self.by, self.cohorts, self.every]
        return sha256(json.dumps(whole).encode()).hexdigest()
