"""A limit of drift, of an alarm or of a budget over past weeks: when somebody is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from math import inf, nextafter

from curation.backtest import Firing, Reading, Series, Trial
from curation.backtest import backtest as tried_on
from curation.incidents import Incident
from curation.knots import between, stepped
from curation.replay_words import written
from curation.replays import (
    CAUGHT,
    MISSED,
    UNTOLD,
    Caught,
    OfIncident,
    OneThen,
    Point,
    Replay,
    counted,
)
from curation.thresholds import BACKTEST_LAG, MIN_SUPPORT, Policy, Threshold
from store.answers.alarm_readings import TIERS
from store.answers.alarm_rules import BURN, CONCEPT, DRIFT, ERRORS, rule, rules, with_calls
from store.answers.drift_memory import DriftMemory
from store.answers.incidents import on_record
from store.answers.trends import TrendsMemory
from store.desk import Desk

QUIET, TOLD = "quiet", "told"
_DRIFTS = 7  # values to begin with: each judges every week of every column anew
_TRIED = 60  # values at most, to find the steps
_RANKS = {tier.value: float(n) for n, tier in enumerate(TIERS, start=1)}
_BURNS = ("budget.burn.1w", "budget.burn.2w", "budget.burn.4w")
_OVER = ("latency.p95_ms", "cost.per_1000_usd", "cost.per_week_usd")


def rule_of(desk: Desk, name: str) -> str | None:
    """The rule in which the number `name` stands; None where it stands in none."""
    known = {one.name for one in rules(desk)}
    if name in _OVER:
        return "over"
    found = next((rule for prefix, rule in _RULES.items() if name.startswith(prefix)), None)
    if found == BURN and name not in _BURNS:
        return None
    return found if found in known else None


_RULES: Mapping[str, str] = {
    "drift.concept.": CONCEPT,
    "drift.": DRIFT,
    "alarm.error_rate.": ERRORS,
    "alarm.least_severity": DRIFT,
    "budget.burn.": BURN,
}


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every value is held against."""

    desk: Desk
    incidents: tuple[Incident, ...]
    policy: Policy
    rule: str

    def trial(self, threshold: Threshold) -> tuple[Trial, Series]:
        """What the rule would have done with the number at the value of `threshold`."""
        series, limit = self._series(threshold)
        lag, floor = self.policy.value(BACKTEST_LAG), self.policy.value(MIN_SUPPORT)
        return tried_on([series], self.incidents, limit, lag=lag, floor=floor), series

    def _series(self, threshold: Threshold) -> tuple[Series, float]:
        if self.rule == "over":
            # Over the budget is above it, not at it.
            return Series({}, _weeks_over(self.desk, threshold.name)), nextafter(
                threshold.value, inf
            )
        supposed = self.desk.supposing({threshold.name: threshold}, sharing=[DriftMemory])
        tried = with_calls(supposed, rule(supposed, self.rule))
        readings = tried.watch(supposed, {}).readings
        return Series({}, readings), self._limit(threshold, tried.in_force)

    def _limit(self, threshold: Threshold, in_force: float) -> float:
        """From which reading on: at the step that the number is about, else what alarms."""
        step = threshold.name.rpartition(".")[2]
        if self.rule in (ERRORS, CONCEPT) and (step in _RANKS or self.rule == ERRORS):
            return threshold.value
        return _RANKS.get(step, in_force) if self.rule == DRIFT else in_force

    def knots(self, threshold: Threshold) -> list[float]:
        """The values at which a week becomes quiet, where the readings say them."""
        if self.rule in (DRIFT, BURN):
            return []
        _, series = self.trial(threshold)
        found = (r.value for r in series.readings)
        return [v for v in found if v is not None and v > 0]


def weeks_replay(
    desk: Desk, found: Replay, threshold: Threshold, then: Threshold, rule: str
) -> Replay:
    """`found` with every week as it is told of and as it would be."""
    with desk.ledger.reading() as asked:
        setting = _Setting(desk, on_record(asked), asked.policy(), rule)
    in_force = threshold if found.value_now is not None else _unbound(threshold)
    now_trial, series = setting.trial(in_force)
    then_trial, after = setting.trial(then)
    if not series.readings:
        return replace(found, cannot="No week after the reference can be judged yet.")
    values = between(setting.knots(threshold), (then.value, threshold.value), threshold)
    if rule == DRIFT:
        values = _few(values, (then.value, threshold.value))
    floor = setting.policy.value(MIN_SUPPORT)

    def at(value: float) -> Point:
        return _point(setting, replace(threshold, value=value), floor)

    return replace(
        found,
        kind={DRIFT: "drift", CONCEPT: "drift", ERRORS: "alarm"}.get(rule, "budget"),
        things=_things(series, after, now_trial, then_trial, _writer(rule, threshold)),
        incidents=_caught(setting, then_trial, after, floor),
        incidents_now=_caught(setting, now_trial, series, floor),
        points=stepped([at(value) for value in values], at, threshold.metric, _TRIED),
    )


def _unbound(threshold: Threshold) -> Threshold:
    """A budget that nobody has set: nothing is over it."""
    return replace(threshold, value=inf)


def _few(values: Sequence[float], asked: Sequence[float]) -> list[float]:
    last = len(values) - 1
    step = max(1, round(last / (_DRIFTS - 1)))
    return sorted({*asked, *values[::step]})


def _point(setting: _Setting, threshold: Threshold, floor: float) -> Point:
    trial, series = setting.trial(threshold)
    told = len(trial.firings)
    met = _caught(setting, trial, series, floor)
    counts = {QUIET: len(series.readings) - told, TOLD: told}
    return Point(threshold.value, counts, met.caught, met.missed, met.false_alarms)


def _writer(rule: str, threshold: Threshold) -> Callable[[float], str]:
    """How a week's reading is written: a step by its name, an amount with its unit."""
    if rule == "over":
        return partial(written, threshold.metric)
    if rule == DRIFT:
        steps = {rank: tier for tier, rank in _RANKS.items()}
        return lambda value: steps.get(value, "none")
    return lambda value: f"{value:.3g}"


def _things(
    before: Series, after: Series, now: Trial, then: Trial, say: Callable[[float], str]
) -> tuple[OneThen, ...]:
    """Each week, whether it is told of and whether it would be."""
    fired = [{one.since: one for one in trial.firings} for trial in (now, then)]
    values = {r.since: r for r in after.readings}
    return tuple(
        OneThen(
            r.since,
            "week",
            _said(r, fired[0]),
            _said(values.get(r.since, r), fired[1]),
            _why(values.get(r.since, r), say),
        )
        for r in before.readings
    )


def _said(r: Reading, fired: Mapping[str, Firing]) -> str:
    if r.value is None:
        return "too few to say"
    return TOLD if r.since in fired else QUIET


def _why(r: Reading, say: Callable[[float], str]) -> str:
    chance = ", no more than chance gives" if r.vetoed else ""
    return "" if r.value is None else f"{say(r.value)}{chance}, n {r.n:,}"


def _caught(setting: _Setting, trial: Trial, series: Series, floor: float) -> Caught:
    """The hits and misses of a trial; a week without an incident can be told of falsely."""
    names = {one.id: one.name for one in setting.incidents}
    told = [
        OfIncident(h.incident, names[h.incident], CAUGHT,
                   f"{h.lag_days:.1f} days after it began")
        for h in trial.hits
    ]  # fmt: skip
    told += [OfIncident(m.incident, names[m.incident], MISSED, m.reason) for m in trial.misses]
    known = {one.incident for one in told}
    told += [
        OfIncident(one.id, one.name, UNTOLD, "the data do not reach it")
        for one in setting.incidents
        if one.id not in known
    ]
    false = [f.since for f in trial.firings if not f.incidents]
    of_quiet = _quiet_weeks(setting, series, floor)
    hits, misses = len(trial.hits), len(trial.misses)
    told.sort(key=lambda one: one.incident)
    return counted(hits, misses, false, of_quiet, floor, tuple(told))


def _quiet_weeks(setting: _Setting, series: Series, floor: float) -> int:
    """How many weeks that can be judged meet no incident."""
    open_ = tuple(replace(r, vetoed=False) for r in series.readings)
    lag = setting.policy.value(BACKTEST_LAG)
    every = tried_on([Series({}, open_)], setting.incidents, -inf, lag=lag, floor=floor).firings
    return sum(not one.incidents for one in every)


def _weeks_over(desk: Desk, name: str) -> tuple[Reading, ...]:
    """Every week by what the budget `name` is of."""
    lines = desk.kept(TrendsMemory).trends().lines
    line = next((one for one in lines if one.group is None and one.threshold == name), None)
    if line is None:
        return ()
    week = timedelta(weeks=1)
    return tuple(
        Reading(p.week.isoformat(), (p.week + week).isoformat(), p.value, p.n)
        for p in line.weeks
    )
