"""Which values a governed number can take: what it measures says so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite

from curation.errors import BadRequest, Unknown
from curation.limits import COHORT_METRICS, FAIRNESS_METRICS, is_limit
from curation.scopes import cohort, scope_of, where_of
from curation.thresholds import (
    COHORT_PREFIX,
    ERROR_SIGMAS,
    FAIRNESS_PREFIX,
    GATE_PREFIX,
    SEVERE_ERROR_SIGMAS,
    Direction,
    Policy,
    Threshold,
)


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both allowed unless `above`; `whole`: only whole numbers."""

    low: float
    high: float | None
    what: str
    whole: bool = False
    above: bool = False

    def holds(self, value: float) -> bool:
        """Whether `value` can be set."""
        if not isfinite(value) or (self.whole and value != int(value)):
            return False
        low = value > self.low if self.above else value >= self.low
        return low and (self.high is None or value <= self.high)


_SHARE = Range(0, 1, "a share from 0 to 1, like 0.95")
_COUNT = Range(1, 10_000_000, "a whole number from 1", whole=True)
_DAYS = Range(1, 3650, "a whole number of days from 1", whole=True)
_ABOVE = Range(0, 1e12, "a number above 0", above=True)
_ANY = Range(0, 1e12, "a number from 0")
RANGES: Mapping[str, Range] = {
    **dict.fromkeys(
        (
            "pass_rate",
            "recall",
            "flip_rate",
            "pass_rate_drop",
            "labelled_share_difference",
            "labelled_share",
            "share_of_labelled_rows",
            "error_rate_rise",
            "js_distance",
            "ks_distance",
            *FAIRNESS_METRICS,
        ),
        _SHARE,
    ),
    **dict.fromkeys(
        (
            "scored_attempts",
            "cases",
            "runs_passed_in_a_row",
            "attempts_to_deliver",
            "rows",
            "texts",
        ),
        _COUNT,
    ),
    **dict.fromkeys(("days", "days_after_resolving"), _DAYS),
    **dict.fromkeys(
        (
            "wasserstein_over_std",
            "sigmas_above_reference",
            "burn",
            "latency_p95_ms",
            "usd_per_1000_events",
            "cost_per_1000_usd",
            "usd_per_week",
            "hours_of_maintenance",
        ),
        _ABOVE,
    ),
    "window_auc": Range(0.5, 1, "an area from 0.5 to 1"),
    "severity_1_minor_2_moderate_3_severe": Range(
        1, 3, "1 (minor), 2 (moderate) or 3 (severe)", whole=True
    ),
}
ROUTE_BUDGETS = ("latency_p95_ms", "cost_per_1000_usd")  # that the gate measures by route
_STEPS = ("minor", "moderate", "severe")
_ERRORS = (ERROR_SIGMAS, SEVERE_ERROR_SIGMAS)


def range_of(metric: str) -> Range:
    """What a number that measures `metric` can be."""
    return RANGES.get(metric, _ANY)


def number(policy: Policy, name: str) -> Threshold:
    """The number `name`, or Unknown; a limit that nobody has stated yet is one as well."""
    found = policy.thresholds.get(name) or _limit(name) or _budget(name)
    if found is None:
        raise Unknown("threshold", name, "`evaldesk thresholds` lists them.")
    return found


def require_value(policy: Policy, threshold: Threshold, to: float | None) -> None:
    """Refuse what the number cannot be, what it is already, and a ladder out of order."""
    held = policy.thresholds.get(threshold.name)
    if to is None:
        if not is_limit(threshold.name):
            raise BadRequest(
                f"{threshold.name} can be moved, not dropped: every release is held to it."
            )
        if held is None:
            raise BadRequest(f"Nothing is held to {threshold.name}, so it cannot be lifted.")
        return
    require_possible(threshold, to)
    if held is not None and held.value == to:
        raise BadRequest(f"{threshold.name} is {to:g} already.")
    _require_order(policy, replace(threshold, value=to))


def require_possible(threshold: Threshold, value: float) -> None:
    """Refuse a value that the number cannot have, whatever is in force."""
    allowed = range_of(threshold.metric)
    if not allowed.holds(value):
        raise BadRequest(f"{threshold.name} is {allowed.what}; it cannot be {value:g}.")


def value_said(text: str) -> float | None:
    """The value that a person wrote: 0.95, 95%, 4,000 or none; BadRequest for anything else."""
    said = text.strip().lower().replace(" ", "").replace(",", "").removeprefix("$")
    if said in ("none", "lift"):
        return None
    try:
        return round(float(said[:-1]) / 100, 12) if said.endswith("%") else float(said)
    except ValueError:
        raise BadRequest(f"'{text}' is no number. Write 0.95, 95 % or none.") from None


def _require_order(policy: Policy, wanted: Threshold) -> None:
    """Minor is not above moderate, nor moderate above severe."""
    names = _ladder(wanted.name)
    values = [
        (name, wanted.value if name == wanted.name else policy.thresholds[name].value)
        for name in names
        if name in policy.thresholds
    ]
    if values != sorted(values, key=lambda one: one[1]):
        told = ", ".join(f"{name.rpartition('.')[2]} {value:g}" for name, value in values)
        raise BadRequest(
            f"{wanted.name} cannot be {wanted.value:g}: the steps would be out of order "
            f"({told}). Each has to be at least the one before."
        )


def _ladder(name: str) -> tuple[str, ...]:
    stem, _, step = name.rpartition(".")
    if step in _STEPS:
        return tuple(f"{stem}.{one}" for one in _STEPS)
    return _ERRORS if name in _ERRORS else ()


def _limit(name: str) -> Threshold | None:
    """The limit of a cohort or of groups that `name` would be, without a value of its own."""
    for prefix, metrics, direction in (
        (COHORT_PREFIX, tuple(COHORT_METRICS.values()), Direction.AT_LEAST),
        (FAIRNESS_PREFIX, FAIRNESS_METRICS, Direction.AT_MOST),
    ):
        metric, _, scope = name.removeprefix(prefix).partition(".")
        known = name.startswith(prefix) and metric in metrics and bool(where_of(scope))
        if known and (prefix != COHORT_PREFIX or scope_of(cohort(where_of(scope))) == scope):
            return Threshold(name, metric, 0.0, direction, scope)
    return None


def _budget(name: str) -> Threshold | None:
    """The budget of a route that `name` would be: a release is held to it, once it is set."""
    for metric in ROUTE_BUDGETS:
        prefix, scope = f"{GATE_PREFIX}{metric}.", name.removeprefix(f"{GATE_PREFIX}{metric}.")
        if name.startswith(prefix) and scope.removeprefix("route=") not in ("", scope):
            return Threshold(name, metric, 0.0, Direction.AT_MOST, scope)
    return None
