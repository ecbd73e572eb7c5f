"""Judged events as numbers: a code for each value of each column, for the search of slices."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from curation.measures.slice_rows import Rows
from store.facts.connection import query
from store.facts.sliced import Part
from store.facts.slicing import Slicing
from store.formats.relation import literal


def coded(
    slicing: Slicing, columns: Sequence[str], part: Part, reference: Part | None = None
) -> Rows:
    """The judged events of `part`, and of the `reference`, by `columns`."""
    parts = [replace(one, sets=(tuple(columns),)) for one in (part, reference) if one]
    places = ["kind", *(f"by{i}" for i in range(len(columns)))]
    values = _values(slicing, parts, places)
    sql = _codes(values)
    found = [slicing.arrays(sql, one) for one in parts]
    arrays = {place: np.concatenate([one[place] for one in found]) for place in places}
    current = np.arange(len(arrays["kind"])) < len(found[0]["kind"])
    named = dict(zip(columns, places[1:], strict=True))
    return Rows(
        values={column: values[place] for column, place in named.items()},
        codes={column: arrays[place] for column, place in named.items()},
        kinds=values["kind"],
        kind=arrays["kind"],
        current=current if reference else None,
    )


def _values(
    slicing: Slicing, parts: Sequence[Part], places: Sequence[str]
) -> Mapping[str, list[str]]:
    """Every value of each column in any of the parts, sorted; unknown is none."""
    listed = "".join(
        f", coalesce(list(DISTINCT {place}), []) AS {place}" for place in places[1:]
    )
    sql = query("slice_values").replace("/*values*/", listed)
    answers = [slicing.arrays(sql, one) for one in parts]
    return {
        place: sorted({str(v) for one in answers for v in one[place][0]}) for place in places
    }


def _codes(values: Mapping[str, Sequence[str]]) -> str:
    cells = {place: _code(place, found) for place, found in values.items()}
    kind = cells.pop("kind")
    listed = "".join(f", {cell} AS {place}" for place, cell in cells.items())
    return query("slice_codes").replace("0/*kind*/", kind).replace("/*codes*/", listed)


def _code(place: str, values: Sequence[str]) -> str:
    """SQL of a value's place among `values`; -1 where there is none."""
    if not values:
        return "CAST(-1 AS SMALLINT)"
    said = ", ".join(literal(value) for value in values)
    code = f"enum_code(CAST({place} AS ENUM ({said})))"
    return f"CAST(coalesce({code}, -1) AS SMALLINT)"
