"""Concept drift: whether the model errs more often at the scores that the reference has too."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, isnan

import numpy as np
from numpy.typing import ArrayLike

from curation.deviation_reasons import NOISE, told_p
from curation.drift import Concept, Severity
from curation.measures.bins import floats
from curation.measures.concept import Standardised, standardised
from curation.measures.measure import TOO_FEW
from curation.percents import percent
from curation.thresholds import (
    DRIFT_MIN_ROWS,
    MAX_LABEL_GAP,
    MIN_COVERED,
    MIN_LABELLED,
    Policy,
)

FEW_LABELLED = 0.5  # below this share the labelled rows are perhaps no fair sample
_TIERS = (Severity.NONE, Severity.MINOR, Severity.MODERATE, Severity.SEVERE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows whose truth is known and their errors, per bin; of windows by window, then by bin.

    `rows` are all rows of the window, those without a truth included.
    """

    rows: ArrayLike
    labelled: ArrayLike
    errors: ArrayLike


def held_equal(by: str | None) -> str:
    """Among which inputs errors are compared, as a sentence says it."""
    if by is None:
        return "over all inputs"
    return "at equal scores" if by == "score" else f"at equal {by}"


def concepts(
    by: str | None, reference: Labelled, windows: Labelled, policy: Policy
) -> list[Concept]:
    """Each window against the one reference, within the same bins of `by`."""
    found = standardised(
        *(reference.labelled, reference.errors, windows.labelled, windows.errors)
    )
    (before,) = _sides(reference)
    return [
        _concept(by, _Found.of(found, i, before, now), policy)
        for i, now in enumerate(_sides(windows))
    ]


@dataclass(frozen=True, slots=True)
class _Side:
    """One window: its rows, those with a truth, the errors among these."""

    rows: float
    labelled: float
    errors: float

    @property
    def share(self) -> float | None:
        return self.labelled / self.rows if self.rows else None

    @property
    def raw(self) -> float | None:
        return self.errors / self.labelled if self.labelled else None


def _sides(windows: Labelled) -> Iterator[_Side]:
    parts = (
        windows.rows,
        *(floats(p).sum(axis=-1) for p in (windows.labelled, windows.errors)),
    )
    for row in zip(*(np.atleast_1d(floats(part)).tolist() for part in parts), strict=True):
        yield _Side(*row)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of one window beside the reference; None: not defined."""

    before: _Side
    now: _Side
    rate_before: float | None
    rate_now: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    covered: float | None

    @classmethod
    def of(cls, found: Standardised, i: int, before: _Side, now: _Side) -> "_Found":
        values = (float(part[i]) for part in found)
        return cls(before, now, *(None if isnan(value) else value for value in values))

    @property
    def gap(self) -> float:
        """By how much the labelled shares differ."""
        shares = self.before.share, self.now.share
        return abs((shares[0] or 0.0) - (shares[1] or 0.0))

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The difference, if all rows were right, or wrong, that the other side has labelled.

        Of a window labelled to 60 % beside a reference labelled to 80 %, a quarter of the rows
        that would have a truth there lack it here.
        """
        if self.rate_before is None or self.rate_now is None:
            return None
        before, now = self.before.share or 0.0, self.now.share or 0.0
        (low, high), (least, most) = (
            (rate * share / max(before, now), 1 - (1 - rate) * share / max(before, now))
            for rate, share in ((self.rate_before, before), (self.rate_now, now))
        )
        return least - high, most - low


def _concept(by: str | None, found: _Found, policy: Policy) -> Concept:
    severity, reason = _judged(by, found, policy)
    least, most = found.bounds or (None, None)
    return Concept(
        by=by,
        n_reference=int(found.before.labelled),
        n_current=int(found.now.labelled),
        labelled_reference=found.before.share,
        labelled_current=found.now.share,
        error_reference=found.rate_before,
        error_current=found.rate_now,
        difference=found.difference,
        low=found.low,
        high=found.high,
        p_value=found.p,
        severity=severity,
        reason=reason,
        raw_reference=found.before.raw,
        raw_current=found.now.raw,
        least=least,
        most=most,
    )


def _judged(by: str | None, found: _Found, policy: Policy) -> tuple[Severity, str]:
    few = _too_few(by, found, policy)
    if few or found.difference is None:
        return Severity.UNKNOWN, few or "no score of this window is among the reference's"
    limits = [policy.value(f"drift.concept.{t}") for t in ("minor", "moderate", "severe")]
    tier, reason = _rise(by, found, limits)
    if by is None:
        reason += "; nothing is held equal, for there is no score"
    covered, uneven = found.covered or 0.0, _uneven(found, policy)
    if covered < 1 - 0.005:
        reason += f"; {percent(1 - covered)} of the rows have scores that the reference has not"
    share = found.now.share or 0.0
    if uneven:
        reason += _told_gap(found)
    elif share < FEW_LABELLED:
        reason += f"; only {percent(share)} of the rows have a truth, perhaps not a fair sample"
    least, most = found.bounds or (-inf, inf)  # unknown is neither nothing nor a rise
    if uneven and tier:  # only what the rows without a truth cannot undo is grave
        proven = max(int(least > 0), min(tier, sum(least >= limit for limit in limits)))
        reason += f", so no graver than {_TIERS[proven]}" if 0 < proven < tier else ""
        tier = proven
    unseen = covered < policy.value(MIN_COVERED) or (uneven and most >= limits[0])
    return Severity.UNKNOWN if unseen and not tier else _TIERS[tier], reason


def _too_few(by: str | None, found: _Found, policy: Policy) -> str | None:
    """Why nothing can be said; None when enough rows have a truth."""
    needed, told = policy.value(DRIFT_MIN_ROWS), "rows with a truth"
    for side, where in ((found.now, ""), (found.before, " in the reference")):
        if side.labelled < needed:
            return f"{TOO_FEW}: {side.labelled:,.0f} {told}{where}, {needed:,.0f} needed"
    least = policy.value(MIN_LABELLED)
    for side, where in ((found.now, ""), (found.before, " in the reference")):
        if by is None and (side.share or 0.0) < least:
            said = f"{TOO_FEW}: {percent(side.share or 0.0)} of the rows{where} have a truth"
            return f"{said}, {percent(least)} needed where there is no score"
    return None


def _rise(by: str | None, found: _Found, limits: list[float]) -> tuple[int, str]:
    """How many limits the rise reaches, if chance does not explain it."""
    rise, p = found.difference or 0.0, found.p
    went = f"{percent(found.rate_before, 1)} → {percent(found.rate_now, 1)}"
    said = f"errors {went} {held_equal(by)}"
    tier = sum(rise >= limit for limit in limits)
    if not tier:
        return 0, f"{said}, a rise under {100 * limits[0]:.1f} points"
    if p is None or p >= NOISE:
        doubt = "no test" if p is None else told_p(p)
        return 0, f"{said}; {doubt} does not rule out noise"
    range_ = f"{_points(found.low)} to {_points(found.high)} points"
    return tier, f"{said}: {range_}, limit {100 * limits[tier - 1]:.1f}; {told_p(p)}"


def _uneven(found: _Found, policy: Policy) -> bool:
    """Whether who has a truth differs too much between the windows to trust a difference."""
    shares = found.before.share or 0.0, found.now.share or 0.0
    return found.gap > policy.value(MAX_LABEL_GAP) or 2 * min(shares) < max(shares)


def _told_gap(found: _Found) -> str:
    shares = f"{percent(found.now.share or 0.0)} of the rows have a truth"
    beside = f"{percent(found.before.share or 0.0)} in the reference"
    if found.bounds is None:  # nobody can say what the missing truths could make of it
        return f"; {shares}, {beside}"
    least, most = map(_points, found.bounds)
    return f"; {shares}, {beside}: what lacks one could make it {least} to {most} points"


def _points(share: float | None) -> str:
    return "not known" if share is None else f"{100 * share:+.1f}"
