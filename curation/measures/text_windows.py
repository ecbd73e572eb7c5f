"""Whether the words of two windows of texts tell them apart: a classifier that tries to."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# scikit-learn has no types.

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from curation.measures.bins import Floats
from curation.measures.discrimination import roc_auc, scores
from curation.measures.measure import Measure, undefined
from curation.measures.words import words_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MOST = 4000  # texts a side: more make it slower, hardly surer
MOST_WORDS = 5000
WORDS_TOLD = 8
FOLDS = 5
MIN_TEXTS = 5  # that share a word, or it tells single texts apart, not windows
MIN_SHARE = 0.005  # of the texts of the smaller window, likewise
MANY_COPIES = 20  # a text so frequent is a template, and its share tells windows apart
SEED = 0
_CALENDAR = (
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday"
    " saturday sunday mon tue wed thu fri sat sun utc gmt"
)
_TOLD_BY_DATE = frozenset(_CALENDAR.split())
_METHOD = "out-of-fold AUC of a logistic regression on TF-IDF; Newcombe's limits"


class Text(NamedTuple):
    """A text, and the conversation that it is part of, if that is known."""

    text: str
    conversation: str | None = None


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


def told_apart(reference: Sequence[Text], current: Sequence[Text]) -> ToldApart:
    """How well a text's window can be guessed from its words, by those not learnt from.

    A domain classifier (Ben-David et al. 2010; Rabanser, Günnemann and Lipton 2019). The same
    texts give the same answer in whatever order they come. Each conversation counts once.
    """
    asked = [*_sample(reference), *_sample(current)]
    late = np.repeat([0, 1], [min(len(reference), MOST), min(len(current), MOST)])
    told = [[w for w in words_of(one.text) if w not in _TOLD_BY_DATE] for one in asked]
    units, talks = _units(asked, told)
    if min(len(np.unique(units[late == side])) for side in (0, 1)) < FOLDS:
        return ToldApart(undefined(len(asked), _METHOD, "too few texts of their own"))
    found = _words(told, units, min(np.bincount(late, minlength=2)))
    if found is None:
        said = f"no word stands in {MIN_TEXTS} texts"
        return ToldApart(undefined(len(asked), _METHOD, said))
    matrix, names = found
    chances = np.round(_out_of_fold(matrix, late, _folds(units, late)), 6)
    weights = _weights(talks, late)
    auc = roc_auc(scores(chances, late * weights, (1.0 - late) * weights))
    return ToldApart(replace(auc, n=round(weights.sum())), *_telling(matrix, late, names))


def _sample(texts: Sequence[Text]) -> list[Text]:
    """No more than `MOST` of the texts, the same ones in whatever order they come."""
    ordered = sorted(texts, key=lambda one: (one.text, one.conversation or ""))
    if len(ordered) <= MOST:
        return ordered
    chosen = np.random.default_rng(SEED).choice(len(ordered), MOST, replace=False)
    return [ordered[i] for i in np.sort(chosen)]


def _units(
    asked: Sequence[Text], told: Sequence[Sequence[str]]
) -> tuple[np.ndarray, np.ndarray]:
    """Which texts belong together, so that none is guessed by one that is like it by nature.

    Those of one conversation; else the copies of one text, or they were learnt by heart. What
    very many texts are is a template: its copies are apart, or a new one were never learnt.
    Then the conversations alone; a text of none is one of its own.
    """
    rows = np.arange(len(asked))
    talk, n_talk = _shared([one.conversation or f"\n{i}" for i, one in enumerate(asked)])
    copy, n_copy = _shared([" ".join(words) for words in told])
    alone = np.where(n_copy < MANY_COPIES, len(asked) + copy, 2 * len(asked) + rows)
    return np.where(n_talk > 1, talk, alone), talk


def _shared(keys: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """A number for each key, the same for equal ones, and how many are equal to it."""
    _, place, times = np.unique(keys, return_inverse=True, return_counts=True)
    return place, times[place]


def _weights(talks: np.ndarray, late: np.ndarray) -> Floats:
    """Texts of one conversation in one window together weigh as much as a text alone."""
    _, place, times = np.unique(2 * talks + late, return_inverse=True, return_counts=True)
    return 1.0 / times[place]


def _words(
    told: Sequence[Sequence[str]], units: np.ndarray, smaller: int
) -> "tuple[csr_matrix, list[str]] | None":
    """How much each word says about each text; words of few texts, or few units, say none."""
    from scipy.sparse import csr_matrix as sparse
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    least = max(MIN_TEXTS, int(MIN_SHARE * smaller))
    as_they_are: Any = list
    vectoriser = CountVectorizer(analyzer=as_they_are, min_df=least, max_features=MOST_WORDS)
    try:
        counts: Any = vectoriser.fit_transform(told)
    except ValueError:  # sklearn's word for a vocabulary that is empty
        return None
    _, place = np.unique(units, return_inverse=True)
    rows = np.arange(len(units))
    belongs = sparse((np.ones(len(units)), (place, rows)), (place.max() + 1, len(units)))
    among = np.asarray(((belongs @ (counts > 0)) > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(among >= MIN_TEXTS)
    if not len(kept):
        return None
    matrix: Any = TfidfTransformer(sublinear_tf=True).fit_transform(counts[:, kept])
    return matrix, vectoriser.get_feature_names_out()[kept].tolist()


def _out_of_fold(matrix: "csr_matrix", late: np.ndarray, folds: np.ndarray) -> Floats:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import PredefinedSplit, cross_val_predict

    model = LogisticRegression(solver="liblinear", class_weight="balanced", random_state=SEED)
    found = cross_val_predict(
        model, matrix, late, cv=PredefinedSplit(folds), method="predict_proba"
    )
    return np.asarray(found, dtype=float)[:, 1]


def _folds(units: np.ndarray, late: np.ndarray) -> np.ndarray:
    """A fold for each text: those of one unit share it, and each has some of both windows."""
    different, place, times = np.unique(units, return_inverse=True, return_counts=True)
    side = np.bincount(place, late) / times
    order = np.lexsort((np.random.default_rng(SEED).permutation(len(different)), side))
    folds = np.empty(len(different), dtype=int)
    folds[order] = np.arange(len(different)) % FOLDS
    return folds[place]


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
