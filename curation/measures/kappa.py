"""Agreement of two raters, and of as many on every unit, beyond what chance would give."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportAttributeAccessIssue=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# statsmodels has no types.

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from curation.measures.agreement import DRAWS, NOBODY_TWICE, ONE_ANSWER, SEED, Ratings
from curation.measures.intervals import clopper_pearson
from curation.measures.measure import Measure, undefined
from curation.measures.resampling import percentiles

Floats = NDArray[np.float64]
Weights = Literal["linear", "quadratic"]
NO_ERROR = "too few answers differ to give an interval"
BOTH_ONE_ANSWER = "both always gave one and the same answer: chance alone would agree as well"


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa of two raters: plain, and where answers have an order, by how far apart."""

    plain: Measure
    linear: Measure | None = None
    quadratic: Measure | None = None
    se: float | None = None


def crossed(pairs: Sequence[tuple[Hashable, Hashable]], domain: Sequence[Hashable]) -> Floats:
    """How often the first rater said the row and the second the column."""
    place = {answer: i for i, answer in enumerate(domain)}
    table = np.zeros((len(place), len(place)))
    for one, other in pairs:
        table[place[one], place[other]] += 1
    return table


def cohen_kappa(table: Floats, *, ordered: bool) -> Kappa:
    """Kappa of a square table, with limits of a large sample (Fleiss, Cohen, Everitt 1969)."""
    plain, se = _cohen(table, None)
    if not ordered or len(table) < 3:  # of two answers all weights are alike
        return Kappa(plain, se=se)
    return Kappa(plain, _cohen(table, "linear")[0], _cohen(table, "quadratic")[0], se)


def _cohen(table: Floats, weights: Weights | None) -> tuple[Measure, float | None]:
    method, n = f"cohen{f' {weights}' if weights else ''}", int(table.sum())
    if not n:
        return undefined(0, method, NOBODY_TWICE), None
    if np.count_nonzero(table.sum(axis=0) + table.sum(axis=1)) < 2:
        return undefined(n, method, BOTH_ONE_ANSWER), None
    if np.trace(table) == n:
        return Measure(1.0, _low_of_one(table), 1.0, n, f"{method}, Clopper-Pearson"), None
    from statsmodels.stats.inter_rater import cohens_kappa  # a second to load

    with np.errstate(invalid="ignore", divide="ignore"):  # where it has no error at all
        found = cohens_kappa(table, wt=weights)
    value, se = float(found.kappa), float(found.std_kappa)
    if not se > 0:
        return Measure(value, None, None, n, method, NO_ERROR), None
    low, high = max(-1.0, float(found.kappa_low)), min(1.0, float(found.kappa_upp))
    return Measure(value, low, high, n, method), se


def _low_of_one(table: Floats) -> float:
    """Where they never differ the limits of a large sample say that they never can."""
    n = int(table.sum())
    chance = float(table.sum(axis=0) @ table.sum(axis=1)) / n**2
    return max(-1.0, 1 - (1 - clopper_pearson(n, n)[0]) / (1 - chance))


def fleiss_kappa(ratings: Ratings) -> Measure:
    """Fleiss' kappa (1971) of the units that were answered by as many raters as most were."""
    found = ratings.pairable
    if not found.units:
        return undefined(0, "fleiss", NOBODY_TWICE)
    sizes = found.counts.sum(axis=1).astype(int)
    often = Counter(int(size) for size in sizes)
    raters = max(often, key=lambda size: (often[size], size))
    table = found.counts[sizes == raters]
    left = found.units - len(table)
    note = f"{left} of {found.units} cases have another number of labels" if left else None
    method = f"fleiss, {raters} raters a case"
    if np.count_nonzero(table.sum(axis=0)) < 2:
        return undefined(len(table), method, ONE_ANSWER)
    from statsmodels.stats.inter_rater import fleiss_kappa as fleiss

    low, high = _fleiss_limits(Ratings(found.domain, table)) or (None, None)
    return Measure(float(fleiss(table)), low, high, len(table), method, note)


def _fleiss_limits(ratings: Ratings) -> tuple[float, float] | None:
    """The middle 95 % of kappa when the units are drawn anew."""
    n = ratings.units
    often = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=DRAWS)
    margins = often @ ratings.counts
    chance = ((margins / margins.sum(axis=1, keepdims=True)) ** 2).sum(axis=1)
    observed = often @ ratings.agreeing / n
    safe = np.where(chance < 1, 1 - chance, 1.0)
    return percentiles(np.where(chance < 1, (observed - chance) / safe, np.nan))
