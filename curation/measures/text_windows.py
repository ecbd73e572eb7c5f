"""Whether the words of two windows of texts tell them apart: a classifier that tries to."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# scikit-learn has no types.

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from curation.measures.bins import Floats
from curation.measures.discrimination import roc_auc, scores
from curation.measures.measure import Measure, undefined

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MOST = 4000  # texts a side: more make it slower, hardly surer
MOST_WORDS = 5000
WORDS_TOLD = 8
FOLDS = 5
MIN_TEXTS = 5  # that share a word, or it tells single texts apart, not windows
SEED = 0
# Letters only: ids, amounts, dates and clock times would tell any two windows apart.
WORD = r"(?u)\b[^\W\d_]{2,}\b"
_CALENDAR = (
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday"
    " saturday sunday mon tue wed thu fri sat sun utc gmt"
)
_METHOD = "out-of-fold AUC of a logistic regression on TF-IDF; Newcombe's limits"


@dataclass(frozen=True, slots=True)
class Word:
    """A word that tells the windows apart, and in which share of the texts it stands."""

    word: str
    reference: float
    current: float


@dataclass(frozen=True, slots=True)
class ToldApart:
    """AUC .5: the words of the windows are alike; 1: no text could be of the other window."""

    auc: Measure
    more: tuple[Word, ...] = ()  # in the current window
    less: tuple[Word, ...] = ()


def told_apart(reference: Sequence[str], current: Sequence[str]) -> ToldApart:
    """How well a text's window can be guessed from its words, by those not learnt from.

    A domain classifier (Ben-David et al. 2010; Rabanser, Günnemann and Lipton 2019). The same
    texts give the same answer in whatever order they come.
    """
    texts = [*_sample(reference), *_sample(current)]
    late = np.repeat([0, 1], [min(len(reference), MOST), min(len(current), MOST)])
    if min(np.bincount(late, minlength=2)) < FOLDS:
        return ToldApart(undefined(len(texts), _METHOD, "too few texts"))
    found = _words(texts)
    if found is None:
        said = f"no word stands in {MIN_TEXTS} texts"
        return ToldApart(undefined(len(texts), _METHOD, said))
    matrix, names = found
    chances = _out_of_fold(matrix, late, _folds(texts, late))
    known = scores(np.round(chances, 6), late.astype(float), 1.0 - late)
    return ToldApart(roc_auc(known), *_telling(matrix, late, names))


def _sample(texts: Sequence[str]) -> list[str]:
    """No more than `MOST` of the texts, the same ones in whatever order they come."""
    ordered = sorted(texts)
    if len(ordered) <= MOST:
        return ordered
    chosen = np.random.default_rng(SEED).choice(len(ordered), MOST, replace=False)
    return [ordered[i] for i in np.sort(chosen)]


def _words(texts: Sequence[str]) -> "tuple[csr_matrix, list[str]] | None":
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(
        token_pattern=WORD,
        stop_words=_CALENDAR.split(),
        min_df=MIN_TEXTS,
        max_features=MOST_WORDS,
        sublinear_tf=True,
    )
    try:
        matrix: Any = vectoriser.fit_transform(texts)
    except ValueError:  # sklearn's word for a vocabulary that is empty
        return None
    return matrix, vectoriser.get_feature_names_out().tolist()


def _out_of_fold(matrix: "csr_matrix", late: np.ndarray, folds: np.ndarray) -> Floats:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import PredefinedSplit, cross_val_predict

    model = LogisticRegression(solver="liblinear", class_weight="balanced", random_state=SEED)
    found = cross_val_predict(
        model, matrix, late, cv=PredefinedSplit(folds), method="predict_proba"
    )
    return np.asarray(found, dtype=float)[:, 1]


def _folds(texts: Sequence[str], late: np.ndarray) -> np.ndarray:
    """A fold for each text: texts of the same words share one, or they were learnt by heart.

    Unless a window has so few different ones that nothing were left to learn from.
    """
    keys = [" ".join(re.findall(WORD, text.lower())) for text in texts]
    different, place = np.unique(keys, return_inverse=True)
    folds = np.random.default_rng(SEED).permutation(len(different))[place] % FOLDS
    held = [len(np.unique(folds[late == side])) for side in (0, 1)]
    return folds if min(held) > 1 else np.arange(len(texts)) % FOLDS


def _telling(
    matrix: "csr_matrix", late: np.ndarray, names: Sequence[str]
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words that weigh most, by weight times how much more often they stand in a window."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(solver="liblinear", class_weight="balanced", random_state=SEED)
    weights = np.asarray(model.fit(matrix, late).coef_, dtype=float)[0]
    there = matrix > 0
    before, now = (
        np.asarray(there[late == side].mean(axis=0), dtype=float).ravel() for side in (0, 1)
    )
    moved = weights * np.abs(now - before)
    order: list[int] = np.argsort(moved, kind="stable").tolist()
    more = [i for i in order[::-1] if moved[i] > 0 and now[i] > before[i]][:WORDS_TOLD]
    less = [i for i in order if moved[i] < 0 and now[i] < before[i]][:WORDS_TOLD]
    told = [Word(names[i], float(before[i]), float(now[i])) for i in (*more, *less)]
    return tuple(told[: len(more)]), tuple(told[len(more) :])
