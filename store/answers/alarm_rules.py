"""The alarm rules that can be tried on history, with their limits in force."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from curation.errors import Unknown
from curation.percents import percent
from curation.saved_cohorts import Where
from curation.thresholds import (
    ERROR_SIGMAS,
    LEAST_SEVERITY,
    MIN_SUPPORT,
    SEVERE_ERROR_SIGMAS,
    Policy,
)
from store.answers import alarm_readings as readings
from store.answers.alarm_readings import TIERS, Watched
from store.answers.burn_readings import CALLS, burn_weeks, has_objective
from store.desk import Desk

ERRORS, DRIFT, CONCEPT, BURN = "error-rate", "drift", "concept", "budget"
_COLUMN = f"{DRIFT}:"
_ALSO = {"burn": BURN}  # what a rule is called besides
_ALARM = "raises an alarm"
_BELOW = ("is a note", "opens an investigation", "opens an investigation")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: it fires where what it looks at reaches its limit.

    `limits` are tried where nobody names others; `words` name those that numbers do not, and
    `calls` say what is done from which limit on. The one `in_force` is what raises an alarm.
    """

    name: str
    title: str
    looks_at: str
    in_force: float
    limits: tuple[float, ...]
    watch: Callable[[Desk, Where], Watched]
    unit: str = ""
    words: Mapping[float, str] = field(default_factory=dict[float, str])
    calls: Mapping[float, str] = field(default_factory=dict[float, str])

    def written(self, limit: float) -> str:
        """A limit as people read it."""
        return self.words.get(limit, f"{limit:g}{self.unit}")


def rules(desk: Desk) -> tuple[Rule, ...]:
    """The rules about everything; `drift:COLUMN` is one about a single column.

    The burn rule is one of them where production has an objective.
    """
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    burning = (_burn(),) if has_objective(desk) else ()
    return (_error_rate(policy), _drift(), _concept(policy), *burning)


def rule(desk: Desk, name: str) -> Rule:
    """One rule, or Unknown."""
    asked, name = name, _ALSO.get(name, name)
    known = rules(desk)
    if name.startswith(_COLUMN):
        return _of_column(desk, name.removeprefix(_COLUMN))
    for one in known:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in known)
    first = " It needs an objective first: evaldesk objective set." if name == BURN else ""
    raise Unknown("rule", asked, f"Rules are: {names}, and {_COLUMN}COLUMN.{first}")


def with_calls(desk: Desk, one: Rule) -> Rule:
    """`one` with what each of its limits in force does; a budget's say it themselves."""
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    ranks = {tier.value: rank for rank, tier in enumerate(TIERS, start=1)}
    said = {limit: word.partition(",")[0] for limit, word in one.words.items()}
    if one.name == ERRORS:
        said = {
            policy.value(ERROR_SIGMAS): "moderate",
            policy.value(SEVERE_ERROR_SIGMAS): "severe",
        }
    found = {limit: ranks[word] for limit, word in sorted(said.items()) if word in ranks}
    alarms = [n for n, rank in found.items() if rank >= policy.value(LEAST_SEVERITY)]
    calls = {n: _ALARM if n in alarms else _BELOW[rank - 1] for n, rank in found.items()}
    return replace(one, calls=calls, in_force=min(alarms, default=one.in_force))


def watched_columns(desk: Desk) -> Sequence[str]:
    """The columns whose drift a rule can be about."""
    found = readings.drift_of(desk, {})
    return sorted(one.column for one in found.columns) if found else []


def _error_rate(policy: Policy) -> Rule:
    floor = policy.value(MIN_SUPPORT)
    return Rule(
        name=ERRORS,
        title="Error rate",
        looks_at="how many sigmas the error rate lies above that of the reference (p-chart)",
        in_force=policy.value(SEVERE_ERROR_SIGMAS),
        limits=(2, 2.5, 3, 3.5, 4, 5, 6),
        watch=lambda desk, where: readings.error_weeks(desk, where, floor),
        unit=" sigmas",
    )


def _drift() -> Rule:
    words = {float(n): tier.value for n, tier in enumerate(TIERS, start=1)}
    return Rule(
        name=DRIFT,
        title="Drift of any column",
        looks_at="how grave the drift of the worst column is",
        in_force=max(words),  # what is severe alarms
        limits=tuple(words),
        watch=readings.drift_weeks,
        words=words,
    )


def _of_column(desk: Desk, column: str) -> Rule:
    if column not in watched_columns(desk):
        offered = ", ".join(watched_columns(desk)) or "none yet"
        raise Unknown("watched column", column, f"There are: {offered}.")
    words = {float(n): tier.value for n, tier in enumerate(TIERS, start=1)}
    return Rule(
        name=f"{_COLUMN}{column}",
        title=f"Drift of {column}",
        looks_at="how far the number that decides about it reaches in its own limits",
        in_force=max(words),
        limits=tuple(words),
        watch=lambda desk, where: readings.drift_weeks(desk, where, column),
        words=words,
    )


def _concept(policy: Policy) -> Rule:
    tiers = {policy.value(f"drift.concept.{tier.value}"): tier.value for tier in TIERS}
    return Rule(
        name=CONCEPT,
        title="Concept drift",
        looks_at="how many more errors there are at equal scores",
        in_force=max(tiers),
        limits=tuple(tiers),
        watch=readings.concept_weeks,
        words={limit: f"{word}, {percent(limit)}" for limit, word in tiers.items()},
    )


def _burn() -> Rule:
    words = {float(n): call.value for n, call in enumerate(CALLS, start=1)}
    return Rule(
        name=BURN,
        title="Burn of the error budget",
        looks_at="what the weekly burn rule calls for",
        in_force=min(words),
        limits=tuple(words),
        watch=burn_weeks,
        words=words,
    )
