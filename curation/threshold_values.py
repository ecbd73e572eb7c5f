"""Which values a governed number can take: what it measures says so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite

from curation.errors import BadRequest, Unknown
from curation.limits import COHORT_METRICS, FAIRNESS_METRICS, is_limit
from curation.scopes import cohort, scope_of, where_of
from curation.threshold_words import told, unit_of
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
            "adjusted_rand",
            *FAIRNESS_METRICS,
        ),
        _SHARE,
    ),
    **dict.fromkeys(
        (
            "scored_attempts",
            "cases",
            "categories",
            "items",
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
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}([, ])\d{3}(\1\d{3})*(\.\d+)?", re.ASCII)
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
    require_move(policy, threshold, to)
    if to is not None:
        require_order(policy, threshold, to)


def require_move(policy: Policy, threshold: Threshold, to: float | None) -> None:
    """Refuse what the number cannot be, and what it is already."""
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
        raise BadRequest(f"{threshold.name} is {told(threshold.metric, to)} already.")


def require_possible(threshold: Threshold, value: float) -> None:
    """Refuse a value that the number cannot have, whatever is in force."""
    allowed = range_of(threshold.metric)
    if not allowed.holds(value):
        raise BadRequest(f"{threshold.name} is {allowed.what}; it cannot be {value:g}.")


def value_said(text: str, metric: str | None = None) -> float | None:
    """The value that a person wrote: 0.95, 95%, 4,000 or none; BadRequest for anything else.

    Where the `metric` is known, only a share is written with %.
    """
    said = text.strip().lower()
    if said in ("none", "lift"):
        return None
    bare = said.removesuffix("%").strip().removeprefix("$").strip()
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "").replace(" ", "")
    try:
        found = float(bare)
    except ValueError:
        hint = " A comma stands between thousands only, as in 4,000." if "," in bare else ""
        raise BadRequest(f"'{text}' is no number. Write 0.95, 95 % or none.{hint}") from None
    if not said.endswith("%"):
        return found
    if metric is not None and range_of(metric) is not _SHARE:
        raise BadRequest(
            f"'{text}' is a share, and this number is {range_of(metric).what}. Write it "
            f"without %{_in(metric)}."
        )
    return round(found / 100, 12)


def require_order(policy: Policy, threshold: Threshold, to: float, on: str = "") -> None:
    """Minor is not above moderate, nor moderate above severe; `on`: the day it is about."""
    wanted = policy.supposing({threshold.name: replace(threshold, value=to)})
    if steps_told := out_of_order(wanted, threshold.name):
        raise BadRequest(
            f"{threshold.name} cannot be {told(threshold.metric, to)}: {on}the steps would be "
            f"out of order ({steps_told}). Each has to be at least the one before."
        )


def out_of_order(policy: Policy, name: str) -> str | None:
    """The ladder that `name` is a step of, in words, where a step is above the next one."""
    held = [policy.thresholds[one] for one in steps(name) if one in policy.thresholds]
    values = [one.value for one in held]
    if values == sorted(values):
        return None
    return ", ".join(
        f"{one.name.rpartition('.')[2]} {told(one.metric, one.value)}" for one in held
    )


def steps(name: str) -> tuple[str, ...]:
    """The numbers of the ladder that `name` is a step of, the lowest first."""
    stem, _, step = name.rpartition(".")
    if step in _STEPS:
        return tuple(f"{stem}.{one}" for one in _STEPS)
    return _ERRORS if name in _ERRORS else ()


def _in(metric: str) -> str:
    unit = unit_of(metric)
    return f", in {unit}" if unit else ""


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
