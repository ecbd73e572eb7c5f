"""The words of texts as codes: which texts have which of the words that are counted."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyarrow has no types.

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from store.facts.watched import Column

Ints = NDArray[np.int64]
_compute: Any = compute  # its functions are made when it is imported


@dataclass(frozen=True, slots=True)
class Words:
    """Rows that have a text, and of each of its words, once, the row and the code."""

    texts: Ints
    rows: Ints
    codes: Ints


def arrays(column: Any) -> Any:  # noqa: ANN401 (pyarrow has no types)
    """A column as a numpy array; lists stay what they are.

    Not by `to_numpy`, which loads pandas for it: that takes longer than all the counting.
    """
    return column if pa.types.is_list(column.type) else np.from_dlpack(column)


def worded(column: Column, lists: Any) -> Words:  # noqa: ANN401 (a pyarrow array)
    """The words of each text; a list with nothing in it stands for a text that is missing."""
    found = lists.flatten()
    codes = _compute.fill_null(
        _compute.index_in(found, value_set=pa.array(column.values, pa.string())), -1
    )
    known = arrays(codes).astype(np.int64)
    other, missing = len(column.values), len(column.values) + 1
    known[known < 0] = other
    known[_flags(found.is_null())] = missing
    rows = arrays(_compute.list_parent_indices(lists)).astype(np.int64)
    seen = np.zeros(len(lists) * column.bins, dtype=np.bool_)  # a word of a text counts once
    seen[rows * column.bins + known] = True
    once = np.flatnonzero(seen)
    texts = np.flatnonzero(_flags(lists.is_valid()))
    return Words(texts, once // column.bins, once % column.bins)


def _flags(booleans: Any) -> NDArray[np.bool_]:  # noqa: ANN401 (a pyarrow array)
    return arrays(booleans.cast(pa.uint8())).astype(np.bool_)
