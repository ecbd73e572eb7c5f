"""What texts are about: clusters of words in common, each with how surely it comes again.

TF-IDF of words and pairs of them, 50 dimensions of their SVD (fewer for few texts: more would
part nothing), HDBSCAN (Campello, Moulavi and Sander 2013); what that leaves aside, as it does
short texts, by Ward's method (1963), cut where the silhouette is widest.
The same texts in the same order give the same clusters.
"""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# scikit-learn has no types.

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curation.languages import languages
from curation.topic_words import names, tokens

Labels = NDArray[np.int64]  # of each text its cluster; ASIDE: of none
Floats = NDArray[np.float64]
ASIDE = -1
DIMENSIONS, SMALLEST, LARGEST = 50, 5, 15
FEW = 10  # texts that any word may be in; twice as many dimensions there are at least
RESAMPLES = 10
LEAST_APART = 0.1  # silhouette of a cluster that is one at all
SEED = 0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Texts by their places, what they have in common, and the stability of the cluster.

    `stability` is the mean adjusted Rand index (Hubert and Arabie 1985) of "in it or not" with
    the cluster most like it, over clusterings of resampled texts. `language` is None where all
    texts are of one.
    """

    members: tuple[int, ...]
    words: tuple[str, ...]
    stability: float | None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Clustering:
    """The clusters, the largest first. `stability` is that of the whole; None: no clusters.

    The whole is the mean of its languages by their texts: that languages differ proves nothing.
    """

    clusters: tuple[Cluster, ...]
    aside: int
    of: int
    stability: float | None
    resamples: int = RESAMPLES


def clustered(texts: Sequence[str]) -> Clustering:
    """The clusters of `texts`; none where they are too few or have no words in common.

    Each language is looked at alone: what two of them have in common would be a language.
    """
    homes = languages(texts)
    several = len(set(homes)) > 1
    clusters, wholes = list[Cluster](), list[tuple[int, float]]()
    for language in sorted(set(homes)):
        rows = [place for place, one in enumerate(homes) if one == language]
        found, whole = _within([texts[place] for place in rows])
        clusters += [
            replace(
                one,
                members=tuple(rows[place] for place in one.members),
                language=language if several else None,
            )
            for one in found
        ]
        wholes += [(len(rows), whole)] if found and whole is not None else []
    clusters.sort(key=lambda one: (-len(one.members), one.members))
    aside = len(texts) - sum(len(one.members) for one in clusters)
    size = sum(n for n, _ in wholes)
    whole = sum(n * one for n, one in wholes) / size if size else None
    return Clustering(tuple(clusters), aside, len(texts), whole)


def _within(texts: Sequence[str]) -> tuple[list[Cluster], float | None]:
    """The clusters of texts of one language, and the stability of the whole."""
    places = _placed(texts)
    if places is None:
        return [], None
    least = _least(len(texts))
    labels, k = _labels(places, least, None)
    again = [_again(places, least, k, number) for number in range(RESAMPLES)]
    found = sorted(set(labels.tolist()) - {ASIDE})
    words = names(texts, labels.tolist(), found)
    clusters = [
        Cluster(
            tuple(np.flatnonzero(labels == one).tolist()), words[one],
            _mean([_best(labels == one, rows, other) for rows, other in again]),
        )
        for one in found
    ]  # fmt: skip
    return clusters, _mean([_agreement(labels[rows], other) for rows, other in again])


def _least(texts: int) -> int:
    """How many texts make a cluster: one in a hundred, from 5 to 15."""
    return min(LARGEST, max(SMALLEST, texts // 100))


def _placed(texts: Sequence[str]) -> Floats | None:
    """Where each text stands, of length 1; a text without common words stands at 0."""
    if len(texts) < 2 * SMALLEST:
        return None
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    by: Any = tokens
    words = TfidfVectorizer(
        analyzer=by, sublinear_tf=True, min_df=2, max_df=max(FEW, len(texts) // 3)
    )
    try:
        counted: Any = words.fit_transform(texts)
    except ValueError:  # no word is in two of them
        return None
    most = min(DIMENSIONS, max(2 * FEW, len(texts) // 4))
    size = min(most, counted.shape[1] - 1, counted.shape[0] - 1)
    if size < 2:
        return None
    svd = TruncatedSVD(n_components=size, random_state=SEED)
    return np.asarray(normalize(svd.fit_transform(counted)), dtype=np.float64)


def _labels(places: Floats, least: int, k: int | None) -> tuple[Labels, int]:
    """The cluster of each place, and how many were cut aside (`k`, where it is known)."""
    from sklearn.cluster import HDBSCAN

    labels: Labels = np.full(len(places), ASIDE, dtype=np.int64)
    worded = np.flatnonzero(np.abs(places).sum(axis=1) > 0)
    if len(worded) < 2 * least:
        return labels, 0
    how: Any = {"min_cluster_size": least, "copy": True}
    labels[worded] = HDBSCAN(**how).fit_predict(places[worded])
    rest = worded[labels[worded] == ASIDE]
    if len(rest) < 2 * least or k == 0:
        return labels, 0
    more, k = _apart(places[rest], least, k)
    labels[rest] = np.where(more == ASIDE, ASIDE, more + labels.max() + 1)
    return labels, k


def _apart(places: Floats, least: int, k: int | None) -> tuple[Labels, int]:
    """Clusters that hold together (Ward 1963); k is the best by silhouette."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from sklearn.metrics import pairwise_distances, silhouette_samples

    tree, between = linkage(places, "ward"), pairwise_distances(places)
    best, widths = np.full(len(places), ASIDE, dtype=np.int64), np.zeros(len(places))
    taken, width = 0, -1.0
    for one in [k] if k else _ladder(len(places) // least):
        found = fcluster(tree, one, "maxclust").astype(np.int64)
        if not 1 < len(set(found.tolist())) < len(places):
            continue
        each: Floats = np.asarray(silhouette_samples(between, found, metric="precomputed"))
        if each.mean() > width:
            best, width, taken, widths = found, float(each.mean()), one, each
    for one in set(best.tolist()):
        mine = best == one
        if mine.sum() < least or widths[mine].mean() < LEAST_APART:
            best[mine] = ASIDE
    return best, taken


def _ladder(most: int) -> list[int]:
    """2, 3, 4, 6, 9 … up to `most`: so many clusters are tried."""
    found = [2]
    while found[-1] < most:
        found.append(min(most, max(found[-1] + 1, found[-1] * 3 // 2)))
    return found


def _again(places: Floats, least: int, k: int, number: int) -> tuple[Labels, Labels]:
    """The rows of one resample (those drawn with replacement, once each), clustered anew."""
    drawn = np.random.default_rng(number).integers(0, len(places), len(places))
    rows: Labels = np.unique(drawn).astype(np.int64)
    share = len(rows) / len(places)
    found, _ = _labels(places[rows], max(SMALLEST - 2, round(least * share)), k)
    return rows, found


def _best(mine: NDArray[np.bool_], rows: Labels, other: Labels) -> float | None:
    """How well the most similar cluster of a resample agrees with one cluster."""
    here = mine[rows]
    if not here.any():
        return None
    near = set(other[here].tolist()) - {ASIDE}
    return max((_agreement(here, other == one) for one in near), default=0.0)


def _agreement(one: NDArray[Any], other: NDArray[Any]) -> float:
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(one, other))


def _mean(found: Sequence[float | None]) -> float | None:
    known = [one for one in found if one is not None]
    return float(np.mean(known)) if known else None
