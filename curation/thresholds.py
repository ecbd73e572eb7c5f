"""Governed numbers: what is measured, where, which way, and who owns the limit."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any


class Direction(StrEnum):
    """Which side of the value is good."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One owned number. `scope` narrows the metric: a set, a cohort, or everything ('').

    A cohort is written `region=eu,channel=web` (curation.scopes).
    """

    name: str
    metric: str
    value: float
    direction: Direction
    scope: str = ""
    owner: str | None = None
    deputy: str | None = None
    since: str | None = None
    decision: int | None = None  # the decision that put it in force

    def met_by(self, measured: float) -> bool:
        """Whether `measured` is on the good side."""
        if self.direction is Direction.AT_LEAST:
            return measured >= self.value
        return measured <= self.value


def from_body(values: Mapping[str, Any]) -> Threshold:
    """The threshold that `body` wrote."""
    found = dict(values)
    return Threshold(direction=Direction(found.pop("direction")), **found)


def body(threshold: Threshold) -> dict[str, Any]:
    """`threshold` as plain JSON values, without what follows from the log itself."""
    return {k: v for k, v in asdict(threshold).items() if k not in ("since", "decision")}


def _at_least(name: str, metric: str, value: float, scope: str = "") -> Threshold:
    return Threshold(name, metric, value, Direction.AT_LEAST, scope)


def _at_most(name: str, metric: str, value: float, scope: str = "") -> Threshold:
    return Threshold(name, metric, value, Direction.AT_MOST, scope)


MIN_ATTEMPTS = "promotion.min_attempts"
MAX_FLIP_RATE = "promotion.max_flip_rate"
MARGIN = "gate.non_inferiority_margin"
MIN_SUPPORT = "numbers.min_support"
SATURATED_AFTER = "sets.saturated_after"
MAX_QUARANTINE_DAYS = "quarantine.max_days"
COOL_DOWN_HOURS = "alarm.cool_down_hours"
MAX_ALARM_ATTEMPTS = "alarm.max_attempts"
ROLLOUT_HOURS = "alarm.rollout_hours"
REOPEN_DAYS = "alarm.reopen_days"
LEAST_SEVERITY = "alarm.least_severity"
MAX_MAINTENANCE_HOURS = "alarm.max_maintenance_hours"
ERROR_SIGMAS = "alarm.error_rate.sigmas"
SEVERE_ERROR_SIGMAS = "alarm.error_rate.severe_sigmas"
BACKTEST_LAG = "backtest.lag_days"  # so long after an incident an alarm is still about it
PROPOSAL_DAYS = "proposal.max_days"  # so long a proposal waits for an answer
COVERAGE_DAYS = "coverage.window_days"  # of failures, which say what the sets ought to hold
GATE_PREFIX = "gate."
COHORT_PREFIX = "gate.cohort."  # a critical cohort is held to a threshold of its own
FAIRNESS_PREFIX = "gate.fairness."  # the groups of a protected column may differ by so much
COST_PREFIX = "cost_of_failure."
RUN_DROP = "baseline.run_drop"  # .minor, .moderate and .severe
DRIFT_MIN_ROWS = "drift.min_rows"
MAX_LABEL_GAP = "drift.concept.max_label_gap"  # so much may the labelled shares differ
MIN_LABELLED = "drift.concept.min_labelled"  # where no score tells like inputs from others
MIN_COVERED = "drift.concept.min_covered"  # of the rows, by scores that the reference has
MAX_WAIVER_DAYS = "waiver.max_days"
REVIEWERS = "labels.reviewers"  # so many people label a case before anybody sees a label
MIN_LABELS = "promotion.min_labels"
MIN_ALPHA = "agreement.min_alpha"  # under it labels are no proof
RELIABLE_ALPHA = "agreement.reliable_alpha"
NEAR_TWINS = "twins.near"  # texts so alike are taken for the same
LEAST_TWIN = "twins.min_length"  # of shorter texts only the same words are
INCIDENT_DAYS = "trust.incident_days"  # an incident so long after a release is still about it
ALIGNMENT_CASES = "alignment.min_cases"  # so many cases cover a kind of failure
ALIGNMENT_WEEKS = "alignment.min_weeks"  # of a run and of production, for a correlation
CLOCK_HOURS = "clock.hours"  # from a failure to its case
REFRESH_EVENTS = "refresh.window_events"
REFRESH_CATEGORIES = "refresh.max_categories"
REFRESH_THIN = "refresh.thin_cases"  # with fewer a category is thinly covered
REFRESH_STALE = "refresh.stale_days"
REFRESH_QUIET = "refresh.quiet_days"  # a saturated case whose group is quiet so long may go
REVIEW_ITEMS = "review.items"  # of one kind on the agenda of a review, before "and N more"
REVIEW_AHEAD = "review.days_ahead"  # what ends within is on the agenda
TOPIC_STABILITY = "topics.min_stability"  # with less a topic gets no owner
SILENT_HOURS = "oncall.silent_hours"  # without an event nobody can say how production is
CHECK_DAYS = "checklist.max_days"  # so long a tick counts

DEFAULTS = (
    _at_least(MIN_ATTEMPTS, "scored_attempts", 5, "blocking"),
    _at_most(MAX_FLIP_RATE, "flip_rate", 0.05, "blocking"),
    _at_least("gate.pass_rate.blocking", "pass_rate", 1.0, "blocking"),
    _at_most(MARGIN, "pass_rate_drop", 0.02),
    _at_least(MIN_SUPPORT, "cases", 20),
    _at_least(SATURATED_AFTER, "runs_passed_in_a_row", 5),
    _at_most(MAX_QUARANTINE_DAYS, "days", 30),
    _at_most("cost_of_failure.wrong_answer", "usd_per_failure", 5),
    _at_most("cost_of_failure.error", "usd_per_failure", 3),
    _at_most("cost_of_failure.timeout", "usd_per_failure", 2),
    _at_most("cost_of_failure.refusal_expected", "usd_per_failure", 40),
    _at_most("cost_of_failure.unsafe", "usd_per_failure", 500),
    _at_most("cost_of_failure.bad_source", "usd_per_failure", 15),
    _at_most("cost_of_failure.stale_record", "usd_per_failure", 10),
    _at_most("cost_of_failure.malformed_tool_call", "usd_per_failure", 8),
    _at_most("cost_of_failure.needs_human", "usd_per_failure", 20),
    _at_most("baseline.run_drop.minor", "pass_rate_drop", 0.01),
    _at_most("baseline.run_drop.moderate", "pass_rate_drop", 0.03),
    _at_most("baseline.run_drop.severe", "pass_rate_drop", 0.1),
    _at_least(COOL_DOWN_HOURS, "hours_between_repeats", 24),
    _at_most(MAX_ALARM_ATTEMPTS, "attempts_to_deliver", 8),
    _at_most(ROLLOUT_HOURS, "hours_apart_of_one_release", 168),
    _at_most(REOPEN_DAYS, "days_after_resolving", 28),
    _at_least(LEAST_SEVERITY, "severity_1_minor_2_moderate_3_severe", 3),
    _at_most(MAX_MAINTENANCE_HOURS, "hours_of_maintenance", 168),
    _at_most(ERROR_SIGMAS, "sigmas_above_reference", 3),
    _at_most(SEVERE_ERROR_SIGMAS, "sigmas_above_reference", 6),
    _at_most(BACKTEST_LAG, "days", 7),
    _at_most("drift.js.minor", "js_distance", 0.1),
    _at_most("drift.js.moderate", "js_distance", 0.2),
    _at_most("drift.js.severe", "js_distance", 0.3),
    _at_most("drift.wasserstein.minor", "wasserstein_over_std", 0.1),
    _at_most("drift.wasserstein.moderate", "wasserstein_over_std", 0.25),
    _at_most("drift.wasserstein.severe", "wasserstein_over_std", 0.5),
    _at_most("drift.ks.minor", "ks_distance", 0.1),
    _at_most("drift.ks.moderate", "ks_distance", 0.2),
    _at_most("drift.ks.severe", "ks_distance", 0.3),
    _at_most("drift.concept.minor", "error_rate_rise", 0.02),
    _at_most("drift.concept.moderate", "error_rate_rise", 0.05),
    _at_most("drift.concept.severe", "error_rate_rise", 0.1),
    _at_most(MAX_LABEL_GAP, "labelled_share_difference", 0.1),
    _at_least(MIN_LABELLED, "labelled_share", 0.2),
    _at_least(MIN_COVERED, "share_of_labelled_rows", 0.9),
    _at_least(DRIFT_MIN_ROWS, "rows", 100),
    _at_most("drift.text.minor", "window_auc", 0.6),
    _at_most("drift.text.moderate", "window_auc", 0.7),
    _at_most("drift.text.severe", "window_auc", 0.8),
    _at_least("drift.text.min_texts", "texts", 500),
    _at_most("budget.burn.1w", "burn", 3),  # of a weekly budget: 25 % of it in one week
    _at_most("budget.burn.2w", "burn", 1.5),
    _at_most("budget.burn.4w", "burn", 1),
    _at_most("budget.burn.1h", "burn", 14.4),  # of a budget of 30 days: 2 % of it in an hour
    _at_most("budget.burn.6h", "burn", 6),
    _at_most("budget.burn.24h", "burn", 3),
    _at_most("budget.burn.3d", "burn", 1),
    _at_most("latency.p95_ms", "latency_p95_ms", 4000),
    _at_most("cost.per_1000_usd", "usd_per_1000_events", 10),
    _at_most("cost.per_week_usd", "usd_per_week", 100),
    _at_most("staleness.model_days", "days", 90),
    _at_most("staleness.run_days", "days", 14),
    _at_most("staleness.set_days", "days", 30),
    _at_most("staleness.label_days", "days", 14),
    _at_most(MAX_WAIVER_DAYS, "days", 14),
    _at_most(INCIDENT_DAYS, "days", 28),
    _at_most(PROPOSAL_DAYS, "days", 14),
    _at_least(REVIEWERS, "independent_reviewers", 2),
    _at_least(MIN_LABELS, "independent_reviewers", 2),
    _at_least(MIN_ALPHA, "krippendorff_alpha", 0.667),
    _at_least(RELIABLE_ALPHA, "krippendorff_alpha", 0.8),
    _at_most(NEAR_TWINS, "similarity", 0.7),
    _at_least(LEAST_TWIN, "characters", 10),
    _at_least(ALIGNMENT_CASES, "cases", 5),
    _at_least(ALIGNMENT_WEEKS, "weeks", 8),
    _at_most(CLOCK_HOURS, "hours_to_a_case", 24),
    _at_most(COVERAGE_DAYS, "days", 84),
    _at_most(REFRESH_EVENTS, "rows", 1000),
    _at_most(REFRESH_CATEGORIES, "categories", 10),
    _at_least(REFRESH_THIN, "cases", 5),
    _at_least(REFRESH_STALE, "days", 183),
    _at_least(REFRESH_QUIET, "days", 28),
    _at_least(TOPIC_STABILITY, "adjusted_rand", 0.7),
    _at_most(SILENT_HOURS, "hours_without_events", 24),
    _at_most("errors.rate", "error_rate", 0.02),
    _at_most("latency.p50_ms", "latency_p50_ms", 2500),
    _at_most(REVIEW_ITEMS, "items", 5),
    _at_least(REVIEW_AHEAD, "days", 7),
    _at_most(CHECK_DAYS, "days", 180),
)

AGES: Mapping[str, str] = {  # how old may what is evaluated with be, if somebody says so
    "model_age_days": "staleness.model_days",
    "run_age_days": "staleness.run_days",
    "set_age_days": "staleness.set_days",
    "label_age_days": "staleness.label_days",
}
NOW: Mapping[str, str] = {  # what production may be like at any hour, if somebody says so
    "error_rate": "errors.rate",
    "latency_p50_ms": "latency.p50_ms",
}
BUDGETS = (
    "latency.p95_ms", "cost.per_1000_usd", "cost.per_week_usd", *AGES.values(), *NOW.values(),
)  # fmt: skip
FOUNDING = tuple(one for one in DEFAULTS if one.name not in BUDGETS)  # of a new desk


@dataclass(frozen=True, slots=True)
class Policy:
    """All thresholds in force, by name."""

    thresholds: Mapping[str, Threshold]

    def value(self, name: str) -> float:
        """The number in force under `name`."""
        return self.thresholds[name].value

    def budget(self, name: str) -> float | None:
        """The number that a decision put in force; None where nobody has said one."""
        found = self.thresholds[name]
        return None if found.decision is None else found.value

    def gate(self) -> list[Threshold]:
        """What a release is measured against, besides its blocking cases."""
        return [
            t
            for name, t in sorted(self.thresholds.items())
            if name.startswith(GATE_PREFIX) and name != MARGIN
        ]

    def limits(self) -> list[Threshold]:
        """The critical cohorts, and how much protected groups may differ."""
        return [t for t in self.gate() if t.name.startswith((COHORT_PREFIX, FAIRNESS_PREFIX))]

    def supposing(self, numbers: Mapping[str, "float | Threshold | None"]) -> "Policy":
        """The same, had `numbers` been in force: a value, a whole threshold, or none of it."""
        found = dict(self.thresholds)
        for name, said in numbers.items():
            if said is None:
                found.pop(name, None)
            elif isinstance(said, Threshold):
                found[name] = said
            else:
                found[name] = replace(found[name], value=said)
        return Policy(found)

    def cost_of(self, kind: str | None) -> float | None:
        """What one failure of `kind` costs, in USD; None when nobody has said."""
        found = self.thresholds.get(COST_PREFIX + (kind or ""))
        return found.value if found else None

    def costs(self) -> dict[str, float]:
        """What one failure of each kind costs, in USD."""
        return {
            name.removeprefix(COST_PREFIX): threshold.value
            for name, threshold in self.thresholds.items()
            if name.startswith(COST_PREFIX)
        }


def policy(thresholds: Iterable[Threshold]) -> Policy:
    """The defaults, with `thresholds` in their place where a decision set them."""
    in_force = {t.name: t for t in DEFAULTS}
    in_force.update({t.name: t for t in thresholds})
    return Policy(in_force)
