"""What a score speaks of: how likely one label is, or how sure the model is of what it said."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from curation.measures.discrimination import Scores, scores

Floats = NDArray[np.float64]


class Sort(StrEnum):
    """The two sorts of scores."""

    PROBABILITY = "probability"
    CONFIDENCE = "confidence"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`label` is the positive one; None where labels cannot be told apart by the score."""

    sort: Sort
    label: str | None

    @property
    def words(self) -> str:
        """As people say it."""
        if self.sort is Sort.PROBABILITY:
            return f"probability of {self.label}"
        return "confidence in the prediction"


@dataclass(frozen=True, slots=True)
class Read:
    """How scores are read: counted for the label `asked`, and what they speak of."""

    asked: str
    meaning: Meaning


@dataclass(frozen=True, slots=True, eq=False)
class ScoreRows:
    """Counts by score and by what was true and said of the label asked about; NaN: not said."""

    score: Floats
    positive: Floats  # whether the truth is that label
    said: Floats  # whether the prediction is that label
    matches: Floats  # whether the prediction is the truth
    n: Floats


def rows_of(rows: list[tuple[float, bool, bool | None, bool | None, int]]) -> ScoreRows:
    """From (score, positive, said, matches, n)."""
    cells = [[np.nan if value is None else float(value) for value in row] for row in rows]
    found = np.array(cells, dtype=float).reshape(len(rows), 5)
    return ScoreRows(*(found[:, i] for i in range(5)))


def meaning(rows: ScoreRows, labels: tuple[str, ...], asked: str) -> Meaning:
    """What the scores of `rows`, counted for the label `asked`, speak of.

    With two labels, scores that are never under a half, whatever was said, are confidence.
    Others are the probability of the label that is said where they are high.
    """
    if len(labels) > 2:
        return Meaning(Sort.CONFIDENCE, None)
    yes, no = rows.said == 1, rows.said == 0
    if not (yes.any() and no.any()):
        return Meaning(Sort.PROBABILITY, asked)
    if rows.score.min() >= 0.5 and rows.score.max() <= 1:
        return Meaning(Sort.CONFIDENCE, asked)
    high = np.average(rows.score[yes], weights=rows.n[yes])
    if high >= np.average(rows.score[no], weights=rows.n[no]):
        return Meaning(Sort.PROBABILITY, asked)
    return Meaning(Sort.PROBABILITY, next(label for label in labels if label != asked))


def read(rows: ScoreRows, labels: tuple[str, ...]) -> Read | None:
    """How scores are read where `rows`, counted for the last of `labels`, are all there is."""
    return Read(labels[-1], meaning(rows, labels, labels[-1])) if labels else None


def of_label(rows: ScoreRows, found: Meaning, asked: str) -> Scores:
    """Scores that rank `found.label` above the others; `rows` were counted for `asked`."""
    positive = rows.positive if found.label == asked else 1 - rows.positive
    score = rows.score
    if found.sort is Sort.CONFIDENCE:
        some = ~np.isnan(rows.said)
        score = np.where(rows.said == 1, rows.score, 1 - rows.score)[some]
        return scores(score, (positive * rows.n)[some], ((1 - positive) * rows.n)[some])
    return scores(score, positive * rows.n, (1 - positive) * rows.n)


def of_being_right(rows: ScoreRows) -> Scores:
    """Scores that tell right predictions from wrong ones."""
    some = ~np.isnan(rows.matches)
    matches, n = rows.matches[some], rows.n[some]
    return scores(rows.score[some], matches * n, (1 - matches) * n)
