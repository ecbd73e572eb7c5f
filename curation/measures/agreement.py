"""How far raters agree: Krippendorff's alpha with an interval, and raw agreement beside it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from curation.measures.intervals import clopper_pearson, share
from curation.measures.measure import Measure, undefined
from curation.measures.resampling import percentiles

Floats = NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval", "ratio"]
DRAWS, SEED = 1000, 0
MOST_UNDEFINED = 0.05  # so many draws may have no alpha before their interval means nothing
NOBODY_TWICE = "no case was labelled by two raters"
ONE_ANSWER = "all gave one and the same answer: chance alone would agree as well"


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """How many raters gave each answer to each unit: a row a unit, a column an answer.

    `domain` are the answers, from low to high where they have an order.
    """

    domain: tuple[Hashable, ...]
    counts: Floats

    @property
    def pairable(self) -> "Ratings":
        """The units that two raters answered; the others can neither agree nor differ."""
        return Ratings(self.domain, self.counts[self.counts.sum(axis=1) >= 2])

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.counts)

    @property
    def ratings(self) -> int:
        """How many answers were given in all."""
        return int(self.counts.sum())

    @property
    def agreeing(self) -> Floats:
        """Per unit the share of its pairs of raters who gave the same answer."""
        m = self.counts.sum(axis=1)
        return (self.counts * (self.counts - 1)).sum(axis=1) / (m * (m - 1))


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha over the units that two raters answered."""

    value: float | None
    low: float | None
    high: float | None
    level: str
    n_units: int
    n_ratings: int
    method: str
    note: str | None = None
    by_chance: float = 0.0  # so many of the units would differ by chance alone


def rated(
    units: Sequence[Sequence[Hashable]], domain: Sequence[Hashable] | None = None
) -> Ratings:
    """The answers that each unit got, counted; who gave them does not matter to alpha.

    Without a `domain` it is what was answered, sorted.
    """
    known = tuple(domain) if domain is not None else _sorted(units)
    place = {answer: i for i, answer in enumerate(known)}
    counts = np.zeros((len(units), len(known)))
    for row, unit in enumerate(units):
        for answer in unit:
            counts[row, place[answer]] += 1
    return Ratings(known, counts)


def _sorted(units: Sequence[Sequence[Hashable]]) -> tuple[Hashable, ...]:
    found = {answer for unit in units for answer in unit}
    numbers = [one for one in found if isinstance(one, int | float)]
    return tuple(sorted(numbers) if len(numbers) == len(found) else sorted(found, key=str))


def raw_agreement(ratings: Ratings) -> Measure:
    """The share of pairs of raters who gave the same answer, each unit counting once."""
    found = ratings.pairable
    return share(float(found.agreeing.sum()), found.units, NOBODY_TWICE)


def krippendorff_alpha(
    ratings: Ratings, level: Level, *, draws: int = DRAWS, seed: int = SEED
) -> Alpha:
    """Alpha = 1 - observed / expected disagreement (Krippendorff 2011), 95 % over units."""
    found, method = ratings.pairable, f"bootstrap over units, {draws} draws, seed {seed}"
    counted = (level, found.units, found.ratings)
    if not found.units:
        return Alpha(None, None, None, *counted, method, NOBODY_TWICE)
    if np.count_nonzero(found.counts.sum(axis=0)) < 2:
        return Alpha(None, None, None, *counted, method, ONE_ANSWER)
    value = _alpha(found, level)
    by_chance = found.units * _chance(found.counts.sum(axis=0))
    if value == 1:
        method = "Clopper-Pearson of the units that agree"
        return Alpha(1.0, _low_of_one(found), 1.0, *counted, method, by_chance=by_chance)
    limits = percentiles_of(found, level, draws, seed)
    low, high = limits or (None, None)
    note = None if limits else "too few of its units differ to give an interval"
    return Alpha(value, low, high, *counted, method, note, by_chance)


def _alpha(ratings: Ratings, level: Level) -> float:
    from krippendorff import alpha

    counts = ratings.counts.astype(np.int64)
    values = _values(ratings, level)
    return float(alpha(value_counts=counts, value_domain=values, level_of_measurement=level))


def _values(ratings: Ratings, level: Level) -> Floats:
    """The answers as numbers: their own where they are measured, else their place."""
    if level in ("interval", "ratio"):
        return np.array([float(str(one)) for one in ratings.domain])
    return np.arange(len(ratings.domain), dtype=float)


def _low_of_one(ratings: Ratings) -> float:
    """How low alpha may be where no two raters differ: resampling could not tell.

    The most units that may differ, each by as much as two answers by chance.
    """
    differing = 1 - clopper_pearson(ratings.units, ratings.units)[0]
    return max(-1.0, 1 - differing / _chance(ratings.counts.sum(axis=0)))


def _chance(margins: Floats) -> float:
    """The share of all pairs of answers, whoever gave them, that differ."""
    n = margins.sum()
    return float(1 - (margins * (margins - 1)).sum() / (n * (n - 1)))


def percentiles_of(
    ratings: Ratings, level: Level, draws: int, seed: int
) -> tuple[float, float] | None:
    """The middle 95 % of alpha when the units are drawn anew; None where it hardly varies."""
    rng = np.random.default_rng(seed)
    n = ratings.units
    often = rng.multinomial(n, np.full(n, 1 / n), size=draws).astype(float)
    found = resampled(ratings, level, often)
    if np.isnan(found).mean() > MOST_UNDEFINED:
        return None
    return percentiles(found)


def resampled(ratings: Ratings, level: Level, often: Floats) -> Floats:
    """Alpha of each row of `often`: how often it holds every unit. NaN where undefined.

    Both disagreements are sums over units, so a draw costs a product of matrices.
    """
    margins = often @ ratings.counts
    n = margins.sum(axis=1)
    observed, expected = (
        _by_rank(ratings, often, margins)
        if level == "ordinal"
        else _by_distance(ratings, _distances(_values(ratings, level), level), often, margins)
    )
    undefined_ones = expected <= 0
    safe = np.where(undefined_ones, 1.0, expected)
    return np.where(undefined_ones, np.nan, 1 - (n - 1) * observed / safe)


def _distances(values: Floats, level: Level) -> Floats:
    one, other = values[:, None], values[None, :]
    if level == "nominal":
        return (one != other).astype(float)
    if level == "interval":
        return (one - other) ** 2
    total = np.where(one + other == 0, 1.0, one + other)
    return ((one - other) / total) ** 2


def _by_distance(
    ratings: Ratings, distances: Floats, often: Floats, margins: Floats
) -> tuple[Floats, Floats]:
    counts = ratings.counts
    within = ((counts @ distances) * counts).sum(axis=1) / (counts.sum(axis=1) - 1)
    return often @ within, ((margins @ distances) * margins).sum(axis=1)


def _by_rank(ratings: Ratings, often: Floats, margins: Floats) -> tuple[Floats, Floats]:
    """The ordinal distance is the squared one of mid-ranks, which every draw has anew."""
    ranks = np.cumsum(margins, axis=1) - margins / 2
    counts = ratings.counts
    others = counts.sum(axis=1) - 1
    pairs = counts[:, :, None] * counts[:, None, :] / others[:, None, None]
    size = len(ratings.domain)
    together = (often @ pairs.reshape(ratings.units, -1)).reshape(-1, size, size)
    apart = (ranks[:, :, None] - ranks[:, None, :]) ** 2
    chance = margins[:, :, None] * margins[:, None, :]
    return (together * apart).sum(axis=(1, 2)), (chance * apart).sum(axis=(1, 2))


def as_measure(alpha: Alpha) -> Measure:
    """Alpha as any other number is shown: n are its units."""
    name = f"Krippendorff's alpha ({alpha.level}), {alpha.method}"
    if alpha.value is None:
        return undefined(alpha.n_units, name, alpha.note or NOBODY_TWICE)
    return Measure(alpha.value, alpha.low, alpha.high, alpha.n_units, name, alpha.note)
