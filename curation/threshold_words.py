"""What a governed number is called by people, its unit, and among which others it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from curation.limits import called, is_limit
from curation.thresholds import COST_PREFIX, Direction, Threshold

GATE, COHORTS, PROMOTION = "Release gate", "Critical cohorts and fairness", "Promotion"
SUPPORT, RUNS, DRIFT = "What is enough to say", "Run against run", "Drift"
ALARMS, BUDGET = "Alarms", "Error budget"
ALIGNED = "Alignment and the feedback clock"
SPEED, AGES, COSTS = "Latency and cost", "How old things may be", "What a failure costs"
OTHER = "Governance"
GROUPS = (
    GATE, COHORTS, PROMOTION, SUPPORT, RUNS, DRIFT, ALARMS, BUDGET, SPEED, AGES, COSTS, ALIGNED,
    OTHER,
)  # fmt: skip
_BY_PREFIX = (
    ("gate.cohort.", COHORTS), ("gate.fairness.", COHORTS), ("gate.", GATE),
    ("promotion.", PROMOTION), ("sets.", PROMOTION), ("quarantine.", PROMOTION),
    ("labels.", PROMOTION), ("agreement.", PROMOTION),
    ("twins.", PROMOTION),
    ("numbers.", SUPPORT), ("drift.min_rows", SUPPORT), ("drift.text.min_texts", SUPPORT),
    ("drift.concept.min_", SUPPORT), ("drift.concept.max_label_gap", SUPPORT),
    ("baseline.", RUNS), ("drift.", DRIFT), ("alarm.", ALARMS), ("backtest.", ALARMS),
    ("budget.", BUDGET), ("latency.", SPEED), ("cost.", SPEED),
    ("errors.", SPEED), ("oncall.", ALARMS), ("staleness.", AGES),
    (COST_PREFIX, COSTS), ("alignment.", ALIGNED), ("clock.", ALIGNED),
    ("coverage.", PROMOTION),
)  # fmt: skip
_LABELS: Mapping[str, str] = {
    "promotion.min_attempts": "Attempts that a case needs before it may block",
    "promotion.max_flip_rate": "Share of attempts that may flip",
    "gate.pass_rate.blocking": "Blocking cases that have to pass",
    "gate.non_inferiority_margin": "How much a release may be worse than its baseline",
    "numbers.min_support": "Cases under which it is too few to say",
    "sets.saturated_after": "Runs passed in a row until a case is saturated",
    "quarantine.max_days": "Longest quarantine of a flaky case",
    "alarm.cool_down_hours": "Time between repeats of one alarm",
    "alarm.max_attempts": "Attempts to deliver a message",
    "alarm.rollout_hours": "Alarms so far apart are of one release",
    "alarm.reopen_days": "A resolved alarm comes back within",
    "alarm.least_severity": "Least severity that wakes somebody",
    "alarm.max_maintenance_hours": "Longest maintenance",
    "alarm.error_rate.sigmas": "Error rate above the reference",
    "alarm.error_rate.severe_sigmas": "Error rate above the reference, severe",
    "backtest.lag_days": "An alarm is about an incident until",
    "drift.min_rows": "Rows under which drift is too few to say",
    "drift.text.min_texts": "Texts under which drift is too few to say",
    "drift.concept.max_label_gap": "How much labelled shares may differ",
    "drift.concept.min_labelled": "Share that has to be labelled",
    "drift.concept.min_covered": "Labelled rows whose scores the reference has",
    "latency.p95_ms": "Slowest answers (95th percentile)",
    "cost.per_1000_usd": "Cost of 1,000 events",
    "cost.per_week_usd": "Cost of a week",
    "staleness.model_days": "The model in production",
    "staleness.run_days": "The newest run",
    "staleness.set_days": "The blocking set",
    "staleness.label_days": "The newest label",
    "proposal.max_days": "A proposal waits for an answer",
    "coverage.window_days": "Failures that say what the sets ought to hold",
    "waiver.max_days": "A waiver lasts",
    "labels.reviewers": "People who label a case before labels are shown",
    "promotion.min_labels": "People who have to label a case before it may block",
    "agreement.min_alpha": "Agreement under which labels are no proof (alpha)",
    "agreement.reliable_alpha": "Agreement from which labels are reliable (alpha)",
    "twins.near": "How alike texts may be before they count as twins",
    "twins.min_length": "Characters from which texts are compared for likeness",
    "trust.incident_days": "An incident counts against its release",
    "alignment.min_cases": "Cases that cover a kind of failure",
    "alignment.min_weeks": "Weeks under which a lag is too few to say",
    "clock.hours": "A failure in production has its case",
    "refresh.window_events": "Newest events that a refresh looks at",
    "refresh.max_categories": "Failing categories that a refresh proposes",
    "refresh.thin_cases": "Cases under which a category is thinly covered",
    "refresh.stale_days": "A case that production does not show may go after",
    "refresh.quiet_days": "A saturated case may go when its group is quiet for",
    "review.items": "Items of one kind on the agenda of a review",
    "review.days_ahead": "What ends so soon is on the agenda of a review",
    "topics.min_stability": "Stability under which a topic gets no owner",
    "oncall.silent_hours": "Time without an event before on call is told",
    "errors.rate": "Answers that end in an error or a timeout",
    "latency.p50_ms": "Usual answers (50th percentile)",
    "checklist.max_days": "A tick on a checklist counts",
}
_DRIFTS = {
    "drift.js": "Category shares (Jensen-Shannon)",
    "drift.wasserstein": "Numbers (Wasserstein)",
    "drift.ks": "Numbers (Kolmogorov-Smirnov)",
    "drift.concept": "Error rate at like inputs",
    "drift.text": "Texts told apart (AUC)",
    "baseline.run_drop": "Pass rate lost to the baseline",
}
_UNITS: Mapping[str, str] = {
    "days": "days", "days_after_resolving": "days", "hours_between_repeats": "hours",
    "hours_apart_of_one_release": "hours", "hours_of_maintenance": "hours",
    "latency_p95_ms": "ms", "latency_p50_ms": "ms", "hours_without_events": "hours",
    "sigmas_above_reference": "sigmas", "burn": "× the budget",
    "scored_attempts": "attempts", "attempts_to_deliver": "attempts", "cases": "cases",
    "categories": "categories", "items": "items",
    "runs_passed_in_a_row": "runs", "rows": "rows", "texts": "texts",
    "independent_reviewers": "people",
    "characters": "characters",
    "weeks": "weeks", "hours_to_a_case": "hours",
}  # fmt: skip
SHARES = frozenset(
    {
        "pass_rate", "recall", "flip_rate", "pass_rate_drop", "labelled_share", "similarity",
        "error_rate", "labelled_share_difference", "share_of_labelled_rows", "error_rate_rise",
        "demographic_parity_difference", "equalised_odds_difference",
        "equal_opportunity_difference",
    }
)  # fmt: skip
_SEVERITY = ("minor", "moderate", "severe")


@dataclass(frozen=True, slots=True)
class Words:
    """How people speak of a number: `label`, its `unit` ('' where it has none), its group."""

    label: str
    unit: str
    group: str


def words(threshold: Threshold) -> Words:
    """What `threshold` is called; a number without words of its own by its name."""
    name = threshold.name
    return Words(label(name), unit_of(threshold.metric), _group(name))


def unit_of(metric: str) -> str:
    """The unit of what is measured, in words."""
    if metric in SHARES:
        return "%"
    return "USD" if metric.startswith("usd_") else _UNITS.get(metric, "")


def told(metric: str, value: float | None) -> str:
    """A value as people read it, with its unit."""
    if value is None:
        return "no limit"
    if metric in SHARES:
        return f"{value * 100:.4g} %".replace("-", "\N{MINUS SIGN}")
    if metric.startswith("usd_"):
        return f"${value:,.10g}"
    if metric.startswith("severity_"):
        return _SEVERITY[int(value) - 1] if value in (1, 2, 3) else f"{value:g}"
    unit = unit_of(metric)
    one = value == 1 and unit.endswith("s") and unit != "ms"
    return f"{value:,.10g} {unit[:-1] if one else unit}".strip()


def limit_told(threshold: Threshold) -> str:
    """The number in force with its side: at least 95 %."""
    if threshold.name.startswith(COST_PREFIX):  # what it costs, and no limit
        return told(threshold.metric, threshold.value)
    if threshold.name.rpartition(".")[0] in _DRIFTS:
        return f"from {told(threshold.metric, threshold.value)}"
    side = "at least" if threshold.direction is Direction.AT_LEAST else "at most"
    return f"{side} {told(threshold.metric, threshold.value)}"


def label(name: str) -> str:
    if is_limit(name):
        found = called(name)
        return found[0].upper() + found[1:]
    if name in _LABELS:
        return _LABELS[name]
    stem, _, last = name.rpartition(".")
    if stem in _DRIFTS:
        return f"{_DRIFTS[stem]}: {last} from"
    if name.startswith("budget.burn."):
        return f"Budget burnt over {last}"
    if name.startswith(COST_PREFIX):
        return last.replace("_", " ").capitalize()
    plain = name.replace(".", ", ").replace("_", " ")
    return plain[0].upper() + plain[1:]


def _group(name: str) -> str:
    return next((group for prefix, group in _BY_PREFIX if name.startswith(prefix)), OTHER)
