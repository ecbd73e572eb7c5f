"""Which slices are worse than the rest, when as many were tried as were tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from curation.measures.intervals import difference
from curation.measures.measure import Measure
from curation.measures.multiplicity import holm

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of the data, named by one or two columns: `wrong` of `n`."""

    cohort: Mapping[str, str | None]
    wrong: int
    n: int

    @property
    def name(self) -> frozenset[tuple[str, str | None]]:
        """The columns and values that make it."""
        return frozenset(self.cohort.items())


@dataclass(frozen=True, slots=True)
class Finding:
    """A slice that is worse: by how much, how likely by chance, with all tried counted in."""

    cohort: Mapping[str, str | None]
    n: int
    wrong: int
    effect: Measure  # its share of wrong ones minus that of the rest
    p_value: float
    p_adjusted: float


@dataclass(frozen=True, slots=True)
class Search:
    """What was found, worst first, and how many slices were tried for it."""

    tried: int
    too_small: int
    findings: tuple[Finding, ...]
    method: str = "fisher exact, one-sided, holm over the slices tried"


def worse_slices(
    slices: Sequence[Slice], wrong: int, n: int, floor: float, alpha: float = ALPHA
) -> Search:
    """The slices of `n` rows, `wrong` of them wrong, that err more often than all other rows.

    A slice of two columns is told only if it is worse than the rest of its wider slices, too.
    """
    tried = [s for s in slices if floor <= s.n < n]
    p_values = exceeding(
        [s.wrong for s in tried], [s.n for s in tried], [wrong] * len(tried), [n] * len(tried)
    )
    found = [
        Finding(s.cohort, s.n, s.wrong, _effect(s.wrong, s.n, wrong, n), p, adjusted)
        for s, p, adjusted in zip(tried, p_values, holm(p_values), strict=True)
        if adjusted < alpha
    ]
    known = {s.name: s for s in slices}
    told = [f for f in found if _adds(f, known, alpha)]
    ranked = sorted(told, key=lambda f: (f.p_adjusted, -(f.effect.low or 0), str(f.cohort)))
    return Search(len(tried), len(slices) - len(tried), tuple(ranked))


def exceeding(
    k: Sequence[int], n: Sequence[int], wrong: Sequence[int], of: Sequence[int]
) -> list[float]:
    """One-sided exact p that k of n, taken out of `wrong` of `of`, is no more than chance."""
    if not k:
        return []
    from scipy import stats  # half a second to load

    found = stats.hypergeom.sf(np.subtract(k, 1), np.array(of), np.array(wrong), np.array(n))
    return [min(1.0, float(p)) for p in np.atleast_1d(found)]


def _effect(k: int, n: int, wrong: int, of: int) -> Measure:
    return difference(k, n, wrong - k, of - n)


def _adds(
    found: Finding, known: Mapping[frozenset[tuple[str, str | None]], Slice], alpha: float
) -> bool:
    """Whether it says more than each of the wider slices that it lies in."""
    if len(found.cohort) < 2:
        return True
    wider = [known.get(frozenset([part])) for part in found.cohort.items()]
    around = [s for s in wider if s is not None and s.n > found.n]
    p_values = exceeding(
        [found.wrong] * len(around),
        [found.n] * len(around),
        [s.wrong for s in around],
        [s.n for s in around],
    )
    return bool(around) and all(p < alpha for p in p_values)
