"""Whether answers are worse at equal scores, period by period."""

import numpy as np
from numpy.typing import NDArray

from curation.concept import Labelled, concepts
from curation.drift import Concept, Kind
from curation.profile import in_deciles
from curation.thresholds import Policy
from store.answers.drift_reference import Basis
from store.facts.drift_counts import JUDGED, WRONG, Counts


def concept_of(
    basis: Basis, reference: Counts, counts: Counts, policy: Policy
) -> list[Concept]:
    """Each period against the reference, within tenths of the score, if there is one."""
    before, now = _labelled(basis, reference), _labelled(basis, counts)
    one = Labelled(
        np.sum(before.rows), np.sum(before.labelled, axis=0), np.sum(before.errors, axis=0)
    )
    return concepts(basis.plan.by, one, now, policy)


def _labelled(basis: Basis, counts: Counts) -> Labelled:
    judged, wrong = (_coarse(basis, counts.counts[name]) for name in (JUDGED, WRONG))
    return Labelled(counts.events, judged, wrong)


def _coarse(basis: Basis, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Fine bins of a score as tenths of the reference, and behind them what has no score."""
    column = basis.profile.column(basis.plan.by) if basis.plan.by else None
    found = counts.astype(float)
    if column is None or column.kind is not Kind.NUMBER:
        return found
    tenths = in_deciles(found[:, :-1], column.edges, column.deciles)
    return np.concatenate([tenths, found[:, -1:]], axis=1)
