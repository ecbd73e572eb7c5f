"""What is kept of a reference window: how each column is binned, and how it lay in the bins."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from curation.drift import Kind, NotWatched, Role
from curation.measures.bins import Bools, Floats

# At these shares of the reference's rows fine bins may end; every tenth of them is a decile.
QUANTILES = tuple(percent / 100 for percent in range(1, 100))
MAX_SINGLED_OUT = 45  # so many different values get a bin each, two edges a value
MAX_CATEGORIES = 200  # the most frequent; what is left is counted as other
MAX_NUMBERS_AS_CATEGORIES = 10  # 0/1 and stars from 1 to 5 are named, not measured
MIN_COVERED = 0.5  # the kept categories hold at least this share, or the column is like an id
OTHER, MISSING = "(other)", "(missing)"


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column of the reference window.

    A number lies in bins [edge, next edge), the outer ones open; `counts` and `sums` (of the
    values) have one entry a bin, rows without a finite number are only in `missing`. `deciles`
    are the inner edges that PSI is counted between: the deciles of the reference, merged where
    they are equal, all of them among `edges`. `discrete`: every value had a bin of its own.

    A category's bins are `values`, then other, then missing (`counts` has two entries more than
    `values`); of words `counts` are the texts that have the word, and `n` is of texts.

    `n` counts all rows, those without a value included. `weekly_q99` is what the deciding
    effect of a week of the reference against its rest reaches (99 %), `weekly_q99_ks` the same
    of a number's KS, `weekly_q99_gone` of its missing share; None where there were fewer than 8
    weeks. `odd_weeks` (their Mondays) are left out of that: they lie far from all others.
    """

    column: str
    kind: Kind
    role: Role
    n: int
    missing: int
    counts: tuple[int, ...]
    sums: tuple[float, ...] = ()
    edges: tuple[float, ...] = ()
    deciles: tuple[float, ...] = ()
    values: tuple[str, ...] = ()
    mean: float | None = None
    std: float | None = None  # with n, not n - 1, below the line
    discrete: bool = False
    weekly_q99: float | None = None
    weekly_q99_ks: float | None = None
    weekly_q99_gone: float | None = None
    odd_weeks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredErrors:
    """The `n` events of a window; by the bins of `by`, how many were judged and were wrong.

    `by` None: in one bin. The last bin of a column is of what is missing.
    """

    by: str | None
    n: int
    judged: tuple[int, ...]
    wrong: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The reference window from `since` to the day before `until`, column by column.

    `not_watched` are the columns that have no distribution which could drift.
    """

    since: str
    until: str
    columns: tuple[ColumnProfile, ...]
    cohort_columns: tuple[str, ...] = ()
    errors: StoredErrors | None = None  # of a baseline: they stand though the events go
    not_watched: tuple[NotWatched, ...] = ()

    def column(self, name: str) -> ColumnProfile | None:
        """The column called `name`, if the profile knows it."""
        return next((found for found in self.columns if found.column == name), None)


def body(profile: Profile) -> dict[str, Any]:
    """`profile` as plain JSON values."""
    return asdict(profile)


def from_body(values: Mapping[str, Any]) -> Profile:
    """The profile that `body` wrote, before or after its way through JSON."""
    found = dict(values)
    columns = tuple(_column(column) for column in found.pop("columns"))
    cohort_columns = tuple(found.pop("cohort_columns"))
    errors = _errors(found.pop("errors", None))
    left = tuple(NotWatched(**one) for one in found.pop("not_watched", ()))
    return Profile(
        columns=columns,
        cohort_columns=cohort_columns,
        errors=errors,
        not_watched=left,
        **found,
    )


def _errors(values: Mapping[str, Any] | None) -> StoredErrors | None:
    if values is None:
        return None
    judged, wrong = (tuple(values[name]) for name in ("judged", "wrong"))
    return StoredErrors(values["by"], values["n"], judged, wrong)


def _column(values: Mapping[str, Any]) -> ColumnProfile:
    found: dict[str, Any] = dict(values)
    found |= {
        name: tuple(found[name]) for name in ("counts", "sums", "edges", "deciles", "values")
    }
    found["odd_weeks"] = tuple(found.get("odd_weeks", ()))
    kind, role = Kind(found.pop("kind")), Role(found.pop("role"))
    return ColumnProfile(kind=kind, role=role, **found)


def inner_edges(
    quantiles: Sequence[float], distinct: Iterable[float] = ()
) -> tuple[float, ...]:
    """Where at most 100 fine bins of a number end, from its values at `QUANTILES`.

    A value that several quantiles fall on is a spike and gets a bin of its own, so that no
    distance is uncertain there; `distinct`, when there are few enough, each get one.
    """
    found = Counter(_finite(quantiles))
    singled = {value for value, times in found.items() if times > 1}
    different = set(_finite(distinct))
    if len(different) <= MAX_SINGLED_OUT:
        singled |= different
        found = Counter(_finite(quantiles[9::10])) if different else found
    ends = {float(np.nextafter(value, np.inf)) for value in singled}
    return tuple(sorted(set(found) | singled | ends))


def decile_edges(
    quantiles: Sequence[float], least: float, greatest: float
) -> tuple[float, ...]:
    """The inner edges of PSI, from the values at `QUANTILES` and the range of the reference.

    Equal ones are one, and one at an end of the range is none: it would part nothing off.
    """
    return tuple(sorted(set(_finite(quantiles[9::10])) - {least, greatest}))


def _finite(values: Iterable[float]) -> list[float]:
    return [float(value) for value in values if np.isfinite(value)]


def single_valued(edges: Sequence[float]) -> Bools:
    """Which of the bins between `edges` can hold one number only: there KS is exact."""
    inner = np.asarray(edges, dtype=float)
    single = np.zeros(len(inner) + 1, dtype=bool)
    if len(inner) > 1:
        single[1:-1] = inner[1:] == np.nextafter(inner[:-1], np.inf)
    return single


def in_deciles(counts: Floats, edges: Sequence[float], deciles: Sequence[float]) -> Floats:
    """Counts of fine bins as counts between the deciles."""
    starts = np.searchsorted(np.asarray(edges, dtype=float), np.asarray(deciles, dtype=float))
    return np.add.reduceat(counts, [0, *(starts + 1).tolist()], axis=-1)


def kind_of(numeric: bool, distinct: int, covered: float) -> Kind | None:
    """How a column is counted; None when it has too many values to have a distribution.

    `distinct` values that are there, `covered` by the `MAX_CATEGORIES` most frequent of them:
    the share of rows. A column nearly all of whose values are different (an id, a hash, a
    timestamp written as text) differs from week to week by nature.
    """
    if numeric and distinct > MAX_NUMBERS_AS_CATEGORIES:
        return Kind.NUMBER
    if distinct <= MAX_CATEGORIES or covered >= MIN_COVERED:
        return Kind.CATEGORY
    return None
