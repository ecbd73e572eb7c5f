"""The confusion matrix: counts of (truth, prediction) over one fixed list of labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Cell = tuple[str, str | None, int]  # truth, prediction (None: there was none), how many


@dataclass(frozen=True, slots=True, eq=False)
class Confusion:
    """Rows are truths, columns predictions; the last column counts missing predictions."""

    labels: tuple[str, ...]
    counts: Counts

    def __add__(self, other: "Confusion") -> "Confusion":
        """The matrix of both samples together."""
        if self.labels != other.labels:
            raise ValueError("matrices of different labels cannot be added")
        return Confusion(self.labels, self.counts + other.counts)

    @property
    def n(self) -> int:
        """How many were judged."""
        return int(self.counts.sum())

    @property
    def missing(self) -> int:
        """How many have no prediction."""
        return int(self.counts[:, -1].sum())

    @property
    def correct(self) -> int:
        """How many were predicted right."""
        return int(self.hits.sum())

    @property
    def hits(self) -> Counts:
        """Right predictions by label."""
        return np.diagonal(self.counts)

    @property
    def support(self) -> Counts:
        """How often each label is the truth."""
        return self.counts.sum(axis=1)

    @property
    def predicted(self) -> Counts:
        """How often each label was predicted; the last: how often nothing was."""
        return self.counts.sum(axis=0)


def tabulated(labels: Sequence[str], cells: Iterable[Cell]) -> Confusion:
    """The matrix of `cells` over `labels`, in their order. A label outside is a KeyError."""
    place: dict[str | None, int] = {label: i for i, label in enumerate(labels)}
    place[None] = len(labels)
    counts = np.zeros((len(labels), len(labels) + 1), dtype=np.int64)
    for truth, prediction, n in cells:
        counts[place[truth], place[prediction]] += n
    return Confusion(tuple(labels), counts)


def labels_of(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Every label that is a truth or was predicted, sorted."""
    return tuple(sorted({said for t, p, _ in cells for said in (t, p) if said is not None}))


def shown(matrix: Confusion, *, with_missing: bool) -> list[list[int]]:
    """The counts as rows of plain numbers; the column of missing predictions when asked."""
    counts = matrix.counts if with_missing else matrix.counts[:, :-1]
    return [[int(n) for n in row] for row in counts]


def top_confusions(matrix: Confusion, limit: int = 15) -> list[Cell]:
    """The most frequent mistakes, most frequent first, then by label."""
    wrong = matrix.counts.copy()
    np.fill_diagonal(wrong, 0)
    rows, columns = np.nonzero(wrong)
    names = (*matrix.labels, None)
    found = [
        (matrix.labels[r], names[c], int(wrong[r, c]))
        for r, c in zip(rows, columns, strict=True)
    ]
    return sorted(found, key=lambda cell: (-cell[2], cell[0], cell[1] or ""))[:limit]
