"""One column in one window: which effect decided, how grave it is, and the sentence for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, isnan
from typing import Self

import numpy as np

from curation.distances import Distances
from curation.drift import ColumnDrift, Kind, Limits, Severity, Within
from curation.measures.bins import floats
from curation.measures.measure import TOO_FEW
from curation.percents import percent
from curation.profile import ColumnProfile

JS, W1, KS, GONE = "js", "wasserstein_over_std", "ks", "missing"
NOISE = 0.001  # a p-value from here on up does not rule out that nothing moved
_NAMES = {JS: "JS", W1: "W1/std", KS: "KS", GONE: "JS of the missing share"}
_TIERS = (Severity.NONE, Severity.MINOR, Severity.MODERATE, Severity.SEVERE)


@dataclass(frozen=True, slots=True)
class Effect:
    """One of the numbers that may decide, window by window.

    `tiers` count the limits it reaches; `proven` the same, 0 where chance explains it: the
    p-value says so (`noise`) or the bound of PSI.
    """

    name: str
    limits: Limits
    values: Sequence[float]
    p: Sequence[float]
    tiers: Sequence[int]
    proven: Sequence[int]
    noise: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Windows:
    """What else is told of each window of one column."""

    n_reference: Sequence[float]
    n: Sequence[float]
    missing_reference: Sequence[float]
    missing: Sequence[float]
    psi: Sequence[float]
    psi_bound: Sequence[float]
    js: Sequence[float]
    ks_low: Sequence[float]
    ks_high: Sequence[float]
    main: Sequence[float]
    cramers_v: Sequence[float]
    main_high: Sequence[float]

    @classmethod
    def of(cls, apart: Distances, place: int) -> Self:
        """Column `place` of all distances, as plain numbers."""
        return cls(*(getattr(apart, name)[place].tolist() for name in cls.__slots__))


def deciding(effects: Sequence[Effect]) -> list[int]:
    """Which effect decides each window: the gravest that is proven, else the largest.

    One that is not defined decides only where none is: W1/std, when all values are the same.
    """
    proven = floats([effect.proven for effect in effects])
    known = ~np.isnan(floats([effect.values for effect in effects]))
    tiers = np.where(known, floats([effect.tiers for effect in effects]), -1)
    return np.argmax(np.where(proven.any(axis=0), proven, tiers), axis=0).tolist()


def drift_of(
    column: ColumnProfile,
    effects: Sequence[Effect],
    gravest: int,
    seen: Windows,
    i: int,
    needed: float,
) -> ColumnDrift:
    """Window `i` of `column`, judged by the gravest of its effects."""
    decides = effects[gravest]
    few = _too_few(column.kind, decides, seen, i, needed)
    decides = effects[0] if few else decides
    unknown = few or isnan(decides.values[i])
    severity = Severity.UNKNOWN if unknown else _TIERS[decides.proven[i]]
    reason = few or _reason(decides, seen, i)
    if severity is Severity.NONE and column.kind is Kind.NUMBER:
        reason += _left_open(effects, seen, i)
    if not few and column.kind is Kind.NUMBER:
        reason += _moved_left_open(effects, decides.proven[i], seen, i)
    number = column.kind is Kind.NUMBER
    known = number and not isnan(seen.ks_low[i])
    here, there = _rows(column.kind, decides, seen, i)
    return ColumnDrift(
        column=column.column,
        kind=column.kind,
        role=column.role,
        n_reference=there,
        n_current=here,
        missing_reference=_known(seen.missing_reference[i]),
        missing_current=_known(seen.missing[i]),
        psi=_known(seen.psi[i]),
        psi_bound=_known(seen.psi_bound[i]),
        js=_known(seen.js[i]),
        ks=Within(seen.ks_low[i], seen.ks_high[i]) if known else None,
        wasserstein_over_std=_known(seen.main[i]) if number else None,
        cramers_v=_known(seen.cramers_v[i]),
        p_value=_known(decides.p[i]),
        effect=decides.name,
        value=_known(decides.values[i]),
        limits=decides.limits,
        severity=severity,
        reason=reason,
        wasserstein=_moved(seen, i) if number else None,
    )


def _known(value: float) -> float | None:
    return None if isnan(value) else value + 0.0  # never -0


def _too_few(kind: Kind, decides: Effect, seen: Windows, i: int, needed: float) -> str | None:
    """Why nothing can be said of this window; None when enough rows are there."""
    here, there = _rows(kind, decides, seen, i)
    some = here < seen.n[i] or there < seen.n_reference[i]
    told = "rows with a value" if some else "rows"
    if here < needed:
        return f"{TOO_FEW}: {here:,.0f} {told}, {needed:,.0f} needed"
    if there < needed:
        return f"{TOO_FEW}: {there:,.0f} {told} in the reference, {needed:,.0f} needed"
    return None


def _rows(kind: Kind, decides: Effect, seen: Windows, i: int) -> tuple[int, int]:
    """The rows, current and of the reference, that what decides rests on."""
    here, there = seen.n[i], seen.n_reference[i]
    if kind is Kind.NUMBER and not (decides.name == GONE and decides.proven[i]):
        here -= round(here * seen.missing[i]) if here else 0
        there -= round(there * seen.missing_reference[i]) if there else 0
    return int(here), int(there)


def _reason(decides: Effect, seen: Windows, i: int) -> str:
    """Why window `i` is as grave as it is, in one line."""
    value, limits, tier = decides.values[i] + 0.0, decides.limits, decides.tiers[i]
    if isnan(value):
        return "not defined: every row of the reference has the same value"
    said = f"{_NAMES[decides.name]} {value:.2f}"
    if decides.name == GONE:
        before, now = seen.missing_reference[i], seen.missing[i]
        said = f"missing {percent(before, 1)} → {percent(now, 1)}, {said}"
    if decides.name == KS and tier:
        said = f"KS {_within(seen, i)}"
    if not tier:
        return f"{said}, under {limits.minor:.2f}{_own(limits)}{_beside(decides, seen, i)}"
    limit = (limits.minor, limits.moderate, limits.severe)[tier - 1]
    said = f"{said}, limit {limit:.2f}{_own(limits)}"
    if decides.noise[i]:
        return f"{said}; {told_p(decides.p[i])} does not rule out noise"
    if not decides.proven[i]:
        bound = f"chance alone reaches {_small(seen.psi_bound[i])} in windows of this size"
        return f"{said}; PSI {seen.psi[i]:.2f}, but {bound}"
    return f"{said}{_beside(decides, seen, i)}; {told_p(decides.p[i])}"


def _left_open(effects: Sequence[Effect], seen: Windows, i: int) -> str:
    """That the bins cannot say on which side of its limit KS is, if so."""
    limit = next(effect.limits.minor for effect in effects if effect.name == KS)
    if seen.ks_low[i] < limit <= seen.ks_high[i]:
        return f"; only the exact KS tells whether it reaches its limit {limit:.2f}"
    return ""


def _moved(seen: Windows, i: int) -> Within | None:
    low, high = seen.main[i], seen.main_high[i]
    return Within(low, high) if isfinite(low) and isfinite(high) else None


def _moved_left_open(effects: Sequence[Effect], tier: int, seen: Windows, i: int) -> str:
    """The same of W1, about the next limit beyond what is proven."""
    limits, known = effects[0].limits, _moved(seen, i)
    beyond = (limits.minor, limits.moderate, limits.severe)[tier:]
    if known and beyond and known.low < beyond[0] <= known.high:
        return f"; only the exact W1/std tells whether it reaches its limit {beyond[0]:.2f}"
    return ""


def _within(seen: Windows, i: int) -> str:
    low, high = f"{seen.ks_low[i]:.2f}", f"{seen.ks_high[i]:.2f}"
    return low if low == high else f"{low} to {high}"


def _own(limits: Limits) -> str:
    return " (its own weeks differ as much)" if limits.calibrated else ""


def _beside(decides: Effect, seen: Windows, i: int) -> str:
    """The second number that a reader knows the first one by."""
    if decides.name == W1:
        return f"; KS {_within(seen, i)}"
    if decides.name == JS and not isnan(seen.psi[i]):
        return f"; PSI {seen.psi[i]:.2f}, by chance up to {_small(seen.psi_bound[i])}"
    return ""


def _small(bound: float) -> str:
    return f"{bound:.2f}" if bound >= 0.01 else f"{bound:.1g}"


def told_p(p: float) -> str:
    """A p-value as it is read: never smaller than can be told apart."""
    if p < NOISE:
        return "p < .001"
    return f"p = {p:.3f}".replace("0.", ".") if p < 0.01 else f"p = {p:.2f}".replace("0.", ".")
