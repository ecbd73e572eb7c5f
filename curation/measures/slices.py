"""Which slices are worse than the rest, or than before, when as many were tried as were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from curation.measures.intervals import difference
from curation.measures.measure import Measure
from curation.measures.multiplicity import holm
from curation.measures.pairs import paired_difference, regression

ALPHA = 0.05
Counted = tuple[int, int]  # how many are wrong, of how many


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of the data, named by one or two columns: `wrong` of `n`, and `before` that."""

    cohort: Mapping[str, str | None]
    wrong: int
    n: int
    before: Counted | None = None
    pairs: tuple[int, int] | None = None  # the same cases before: wrong only now, only then

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
    effect: Measure  # its share of wrong ones minus that of the rest, or of the reference
    p_value: float
    p_adjusted: float
    before: Counted | None = None


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
    found = _surely([(s, (s.wrong, s.n), (wrong - s.wrong, n - s.n)) for s in tried], alpha)
    known = {s.name: s for s in slices}
    told = [f for f in found if _adds(f, known, alpha)]
    return Search(len(tried), len(slices) - len(tried), _ranked(told))


def fallen_slices(slices: Sequence[Slice], floor: float, alpha: float = ALPHA) -> Search:
    """The slices that err more often than the same slice did in the reference."""
    tried = [(s, s.before) for s in slices if s.before and min(s.n, s.before[1]) >= floor]
    found = _surely([(s, (s.wrong, s.n), before) for s, before in tried], alpha)
    return Search(len(tried), len(slices) - len(tried), _ranked(found))


def regressed_slices(slices: Sequence[Slice], floor: float, alpha: float = ALPHA) -> Search:
    """The slices in which more of the same cases went wrong than came right."""
    tried = [(s, s.pairs) for s in slices if s.pairs and s.n >= floor]
    p_values = [regression(*pairs) for _, pairs in tried]
    found = [
        Finding(s.cohort, s.n, s.wrong, paired_difference(*pairs, s.n), p, adjusted, s.before)
        for (s, pairs), p, adjusted in zip(tried, p_values, holm(p_values), strict=True)
        if adjusted < alpha
    ]
    method = "mcnemar exact, one-sided, holm over the slices tried"
    return Search(len(tried), len(slices) - len(tried), _ranked(found), method)


def likely(one: Counted, other: Counted) -> float:
    """One-sided exact p (Fisher) that `one` errs no more often than `other`."""
    (k, n), (k0, n0) = one, other
    return exceeding([k], [n], [k + k0], [n + n0])[0]


def _surely(tried: Sequence[tuple[Slice, Counted, Counted]], alpha: float) -> list[Finding]:
    p_values = exceeding(
        [k for _, (k, _), _ in tried],
        [n for _, (_, n), _ in tried],
        [k + k0 for _, (k, _), (k0, _) in tried],
        [n + n0 for _, (_, n), (_, n0) in tried],
    )
    return [
        Finding(s.cohort, s.n, s.wrong, difference(*one, *other), p, adjusted, s.before)
        for (s, one, other), p, adjusted in zip(tried, p_values, holm(p_values), strict=True)
        if adjusted < alpha
    ]


def _ranked(found: Sequence[Finding]) -> tuple[Finding, ...]:
    def place(f: Finding) -> tuple[float, float, int, str]:
        return f.p_adjusted, -(f.effect.low or 0), len(f.cohort), str(f.cohort)

    return tuple(sorted(found, key=place))


def exceeding(
    k: Sequence[int], n: Sequence[int], wrong: Sequence[int], of: Sequence[int]
) -> list[float]:
    """One-sided exact p that k of n, taken out of `wrong` of `of`, is no more than chance."""
    if not k:
        return []
    from scipy import stats  # half a second to load

    found = stats.hypergeom.sf(np.subtract(k, 1), np.array(of), np.array(wrong), np.array(n))
    return [min(1.0, float(p)) for p in np.atleast_1d(found)]


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
