"""Concept drift: whether the model errs more often on inputs like those of the reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from numpy.typing import ArrayLike

from curation.deviation_reasons import NOISE, told_p
from curation.drift import Concept, Severity
from curation.measures.bins import floats
from curation.measures.concept import Standardised, standardised
from curation.measures.measure import TOO_FEW
from curation.thresholds import DRIFT_MIN_ROWS, Policy

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


def concepts(
    by: str | None, reference: Labelled, windows: Labelled, policy: Policy
) -> list[Concept]:
    """Each window against the one reference, within the same bins of `by`."""
    found = standardised(
        *(reference.labelled, reference.errors, windows.labelled, windows.errors)
    )
    told = floats(windows.labelled).sum(axis=-1).tolist()
    before = (float(floats(reference.labelled).sum()), float(floats(reference.rows)))
    now = zip(told, floats(windows.rows).tolist(), strict=True)
    return [_concept(by, found, i, before, rows, policy) for i, rows in enumerate(now)]


def _concept(
    by: str | None,
    found: Standardised,
    i: int,
    reference: tuple[float, float],
    current: tuple[float, float],
    policy: Policy,
) -> Concept:
    """Window `i`; `reference` and `current` are labelled rows and all rows."""
    values = [_known(float(part[i])) for part in found]
    before, now, difference, low, high, p, covered = values
    like = "on like inputs" if by else "over all inputs"
    severity, reason = _judged(values, reference[0], current[0], policy, like)
    share = current[0] / current[1] if current[1] else None
    if share is not None and share < FEW_LABELLED and severity is not Severity.UNKNOWN:
        reason += f"; only {share:.0%} of the rows have a truth, perhaps not a fair sample"
    if covered is not None and covered < 1 - 0.005 and severity is not Severity.UNKNOWN:
        reason += f"; {1 - covered:.0%} of the rows are like none of the reference"
    return Concept(
        by=by,
        n_reference=int(reference[0]),
        n_current=int(current[0]),
        labelled_reference=reference[0] / reference[1] if reference[1] else None,
        labelled_current=share,
        error_reference=before,
        error_current=now,
        difference=difference,
        low=low,
        high=high,
        p_value=p,
        severity=severity,
        reason=reason,
    )


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def _judged(
    values: Sequence[float | None], told_before: float, told: float, policy: Policy, like: str
) -> tuple[Severity, str]:
    before, now, difference, low, high, p, _ = values
    needed = policy.value(DRIFT_MIN_ROWS)
    if told < needed:
        return (
            Severity.UNKNOWN,
            f"{TOO_FEW}: {told:,.0f} rows with a truth, {needed:,.0f} needed",
        )
    if told_before < needed:
        few = f"{told_before:,.0f} rows with a truth in the reference"
        return Severity.UNKNOWN, f"{TOO_FEW}: {few}, {needed:,.0f} needed"
    if difference is None or before is None or now is None or low is None or high is None:
        return Severity.UNKNOWN, "no input of this window is like one of the reference"
    limits = [policy.value(f"drift.concept.{t}") for t in ("minor", "moderate", "severe")]
    said = f"errors {before:.1%} → {now:.1%} {like}"
    tier = sum(difference >= limit for limit in limits)
    if not tier:
        return Severity.NONE, f"{said}, a rise under {100 * limits[0]:.1f} points"
    if p is None or p >= NOISE:
        doubt = "no test" if p is None else told_p(p)
        return Severity.NONE, f"{said}; {doubt} does not rule out noise"
    range_ = f"{100 * low:+.1f} to {100 * high:+.1f} points"
    limit = f"limit {100 * limits[tier - 1]:.1f}"
    return _TIERS[tier], f"{said}: {range_}, {limit}; {told_p(p)}"
