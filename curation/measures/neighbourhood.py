"""The classes that one class is confused with, and an order that puts such classes together."""

from collections.abc import Sequence

import numpy as np

Rows = Sequence[Sequence[int]]


def neighbours(labels: Sequence[str], matrix: Rows, label: str, most: int) -> list[str]:
    """`label`, then the labels that it is taken for or that are taken for it, most first."""
    both = _mixed(len(labels), matrix)[labels.index(label)]
    order = sorted(np.flatnonzero(both).tolist(), key=lambda i: (-both[i], labels[i]))
    return [label, *(labels[i] for i in order[:most])]


def beside_each_other(labels: Sequence[str], matrix: Rows) -> list[int]:
    """The places of all labels in an order in which confused ones are neighbours.

    From the label that is confused most, each time the one that is mixed up most with the
    last few; labels that nothing is confused with come last, by name.
    """
    mixed = _mixed(len(labels), matrix)
    left = set(range(len(labels)))
    order: list[int] = []
    while left:
        recent = order[-4:]
        weights = mixed[recent].sum(axis=0) if recent else mixed.sum(axis=1)
        best = min(left, key=lambda i: (-weights[i], labels[i]))
        if not weights[best]:  # nothing goes with the last ones: begin a new row of neighbours
            best = min(left, key=lambda i: (-mixed[i].sum(), labels[i]))
        order.append(best)
        left.remove(best)
    return order


def _mixed(size: int, matrix: Rows) -> np.ndarray:
    """How often two labels are taken for each other, either way."""
    counts = np.asarray(matrix, dtype=np.int64).reshape(size, -1)[:, :size].copy()
    np.fill_diagonal(counts, 0)
    return counts + counts.T
