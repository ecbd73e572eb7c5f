"""What moved inside a confusion matrix since the reference: each cell's share of its row."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from curation.measures.intervals import wilson
from curation.measures.measure import Measure, supported
from curation.measures.multiplicity import benjamini_hochberg

METHOD = "newcombe"
Rows = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Shift:
    """One cell: `count` of `of` truths of its row now, `before` of `before_of` then.

    `q_value` counts all cells of the matrix that were compared; None where a row is too small.
    """

    truth: str
    predicted: str | None
    count: int
    of: int
    before: int
    before_of: int
    change: Measure
    q_value: float | None


def shifts(
    labels: Sequence[str], columns: Sequence[str | None], now: Rows, then: Rows, floor: float
) -> list[Shift]:
    """Every cell that holds anything now or then, in the order of the matrix."""
    k, b = np.asarray(now, dtype=float), np.asarray(then, dtype=float)
    if not k.size:
        return []
    rows, at = np.nonzero((k + b) > 0)
    of, before_of = k.sum(axis=1)[rows], b.sum(axis=1)[rows]
    k, b = k[rows, at], b[rows, at]
    changes = [supported(m, floor) for m in _changes(k, of, b, before_of)]
    told = (of >= max(floor, 1)) & (before_of >= max(floor, 1))
    held = iter(benjamini_hochberg(p_values(k[told], of[told], b[told], before_of[told])))
    return [
        Shift(
            labels[row], columns[column], int(k[i]), int(of[i]), int(b[i]), int(before_of[i]),
            changes[i], next(held) if told[i] else None,
        )
        for i, (row, column) in enumerate(zip(rows.tolist(), at.tolist(), strict=True))
    ]  # fmt: skip


def surely_moved(found: Sequence[Shift], sure: float, limit: int = 12) -> list[Shift]:
    """Those that moved more than chance gives, the largest change first."""
    clear = [one for one in found if one.q_value is not None and one.q_value < sure]
    clear.sort(key=lambda s: (-abs(s.change.value or 0), s.truth, s.predicted or ""))
    return clear[:limit]


def _changes(k: np.ndarray, of: np.ndarray, b: np.ndarray, before: np.ndarray) -> list[Measure]:
    """Newcombe's limits (1998) of each difference; none where one side is empty."""
    low, high = wilson(k, of)
    low_then, high_then = wilson(b, before)
    found: list[Measure] = []
    for i, (n, m) in enumerate(zip(of.tolist(), before.tolist(), strict=True)):
        small = int(min(n, m))
        if not (n and m):
            found.append(Measure(None, None, None, small, METHOD, "one of the two is empty"))
            continue
        p, q = k[i] / n, b[i] / m
        below = sqrt((p - low[i]) ** 2 + (high_then[i] - q) ** 2)
        above = sqrt((high[i] - p) ** 2 + (q - low_then[i]) ** 2)
        value = float(p - q)
        found.append(Measure(value, value - below, value + above, small, METHOD))
    return found


def p_values(k: np.ndarray, of: np.ndarray, b: np.ndarray, before: np.ndarray) -> list[float]:
    """Two-sided p of two equal shares, pooled normal."""
    together = (k + b) / (of + before)
    spread = np.sqrt(together * (1 - together) * (1 / of + 1 / before))
    apart = np.abs(k / of - b / before)
    return [
        erfc(a / s / sqrt(2)) if s > 0 else 1.0
        for a, s in zip(apart.tolist(), spread.tolist(), strict=True)
    ]
