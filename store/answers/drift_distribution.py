"""How one column lies, reference and current side by side, and whether the texts differ."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from curation import text_drift as texts
from curation.drift import Kind
from curation.profile import MISSING, OTHER, ColumnProfile
from curation.text_drift import TextDrift
from store.answers.drift import Asked, Distribution, DriftQuestion
from store.desk import Desk
from store.facts.drifting import Drifting

SHOWN = 20  # bins of a number, of about as many rows of the reference each
MOST_TEXTS = 5_000  # of each window; a stable sample of more
__all__ = ["Distribution", "distribution", "text_drift"]


@dataclass(frozen=True, slots=True)
class _Bins:
    """Names of bins, and in which of them each counted bin falls."""

    names: tuple[str, ...]
    first: tuple[int, ...]


def distribution(desk: Desk, question: DriftQuestion, column: str) -> Distribution:
    """The counts of one column in the reference and in the current window."""
    asked = Asked(desk, question)
    profile = asked.column(column)
    before, now = asked.both(column)
    bins = _of_number(profile) if profile.kind is Kind.NUMBER else _of_values(profile)
    reference, current = (np.add.reduceat(found, bins.first) for found in (before, now))
    kept = [i for i, name in enumerate(bins.names) if _told(name, reference[i], current[i])]
    return Distribution(
        column,
        profile.kind,
        tuple(bins.names[i] for i in kept),
        tuple(int(reference[i]) for i in kept),
        tuple(int(current[i]) for i in kept),
    )


def text_drift(desk: Desk, question: DriftQuestion) -> TextDrift:
    """Whether the words of the inputs tell the current window from the reference. Slow."""
    asked = Asked(desk, question)
    found = [
        Drifting(desk.facts()).texts(question.where, window, MOST_TEXTS)
        for window in asked.windows()
    ]
    return texts.text_drift(found[0], found[1], asked.policy)


def _told(name: str, reference: NDArray[np.int64], current: NDArray[np.int64]) -> bool:
    """Bins for what may be missing are only told of where something is."""
    return name not in (OTHER, MISSING) or bool(reference or current)


def _of_values(column: ColumnProfile) -> _Bins:
    names = (*column.values, OTHER, MISSING)
    return _Bins(names, tuple(range(len(names))))


def _of_number(column: ColumnProfile) -> _Bins:
    """About SHOWN bins, cut where the reference's rows part evenly."""
    running = np.cumsum(column.counts[:-1])
    total = max(sum(column.counts), 1)
    wanted = np.searchsorted(running, np.arange(1, SHOWN) * total / SHOWN)
    ends = sorted({int(i) for i in wanted if i < len(column.edges)})
    edges = [column.edges[i] for i in ends]
    first = (0, *(i + 1 for i in ends), len(column.edges) + 1)
    words = [f"{a:.4g} to {b:.4g}" for a, b in pairwise(edges)]
    ranges = (
        [f"under {edges[0]:.4g}", *words, f"{edges[-1]:.4g} and over"] if edges else ["all"]
    )
    return _Bins((*ranges, MISSING), first)
