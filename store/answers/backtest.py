"""How the alarm rules would have done: run over history, against the incidents on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan

from curation.backtest import Miss, Series, Trial, best, beyond, sweep
from curation.decisions import Kind
from curation.errors import BadRequest
from curation.incidents import Incident
from curation.saved_cohorts import Where, written
from curation.thresholds import BACKTEST_LAG, MIN_SUPPORT
from store.answers.alarm_readings import Watched
from store.answers.alarm_rules import BURN, DRIFT, Rule, rule, rules, with_calls
from store.answers.incidents import incidents
from store.answers.last_answers import LastAnswers
from store.desk import Desk

PRODUCTION, COHORTS = "production", "cohorts"
_RESTS_ON = (
    Kind.IMPORTED,
    Kind.IMPORT_UNDONE,
    Kind.INCIDENT_SET,
    Kind.THRESHOLD_SET,
    Kind.LIMIT_SET,
    Kind.BASELINE_SET,
    Kind.OBJECTIVE_SET,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The rule over all of production, or over each cohort that an incident hurt.

    `beyond` are incidents that the data cannot tell about, and why. `best` is the limit with
    the fewest misses, then the fewest false alarms; None where no incident could be hit.
    """

    scope: str
    series: tuple[Series, ...]
    trials: tuple[Trial, ...]
    beyond: tuple[Miss, ...]
    best: float | None
    sentence: str

    def at(self, limit: float) -> Trial:
        """What the rule did at one of the limits."""
        return next(one for one in self.trials if one.limit == limit)


@dataclass(frozen=True, slots=True)
class Tried:
    """An incident on record, as a band over the weeks."""

    incident: str
    name: str
    start: str
    end: str | None
    cohort: Where


@dataclass(frozen=True, slots=True)
class Call:
    """What is done from `limit` on today."""

    limit: float
    does: str


@dataclass(frozen=True, slots=True)
class BacktestAnswer:
    """One rule over history. The weeks of the reference are not judged: they made the limit.

    `in_force` is the limit from which on somebody is told; `calls` are all that do something.
    """

    rule: str
    title: str
    looks_at: str
    in_force: float
    in_words: str
    calls: tuple[Call, ...]
    lag_days: float
    min_support: float
    reference_since: str | None
    reference_until: str | None
    incidents: tuple[Tried, ...]
    scopes: tuple[Scope, ...]


def backtests(desk: Desk) -> tuple[BacktestAnswer, ...]:
    """Every rule, at the limits that it names itself."""
    return tuple(backtest(desk, one.name) for one in rules(desk))


def backtest(desk: Desk, name: str, limits: Sequence[str] = ()) -> BacktestAnswer:
    """The rule `name` at its limit in force and at `limits`, or at those it names itself."""
    with desk.ledger.reading() as asked:
        key = (name, tuple(limits), asked.last_of(*_RESTS_ON), asked.due())
    return desk.kept(_memory).get(key, lambda: _backtest(desk, name, limits))


def _memory(desk: Desk) -> LastAnswers[BacktestAnswer]:  # noqa: ARG001 (one for each desk)
    return LastAnswers(24)


def _backtest(desk: Desk, name: str, limits: Sequence[str]) -> BacktestAnswer:
    tried, known = with_calls(desk, rule(desk, name)), incidents(desk)
    wanted = [_limit(tried, said) for said in limits] or list(tried.limits)
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    lag, floor = policy.value(BACKTEST_LAG), policy.value(MIN_SUPPORT)
    whole = tried.watch(desk, {})
    cohorts: list[Where] = []
    for one in known:
        if one.cohort and one.cohort not in cohorts:
            cohorts.append(one.cohort)
    parts = [_series(where, tried.watch(desk, where)) for where in cohorts]
    asked_for = [*wanted, tried.in_force, *tried.calls]
    return BacktestAnswer(
        rule=tried.name,
        title=tried.title,
        looks_at=tried.looks_at,
        in_force=tried.in_force,
        in_words=_in_words(tried),
        calls=tuple(Call(limit, does) for limit, does in tried.calls.items()),
        lag_days=lag,
        min_support=floor,
        reference_since=whole.reference_since,
        reference_until=whole.reference_until,
        incidents=tuple(Tried(i.id, i.name, i.start, i.end, i.cohort) for i in known),
        scopes=tuple(
            _scope(scope, tried, series, known, asked_for, lag=lag, floor=floor)
            for scope, series in ((PRODUCTION, [_series({}, whole)]), (COHORTS, parts))
        ),
    )


def _series(where: Where, watched: Watched) -> Series:
    return Series(where, watched.readings)


def _limit(tried: Rule, said: str) -> float:
    by_word = {word.partition(",")[0]: limit for limit, word in tried.words.items()}
    if said in by_word:
        return by_word[said]
    # Steps have nothing between them: no other number would ever be reached.
    steps = tried.name.partition(":")[0] in (DRIFT, BURN)
    more = ", ".join(f"{limit:g}" for limit in tried.words) if steps else "a number"
    try:
        limit = float(said)
    except ValueError:
        limit = nan
    if isfinite(limit) and (not steps or limit in tried.words):
        return limit
    words = ", ".join([*by_word, more])
    raise BadRequest(f"'{said}' is no limit of {tried.name}. Write {words}.")


def _in_words(tried: Rule) -> str:
    """Every limit that does something today, with what it does."""
    told = [f"{tried.written(limit)} {does}" for limit, does in tried.calls.items()]
    return "; ".join(told) or tried.written(tried.in_force)


def _scope(
    scope: str,
    tried: Rule,
    series: Sequence[Series],
    known: Sequence[Incident],
    limits: Sequence[float],
    *,
    lag: float,
    floor: float,
) -> Scope:
    trials = sweep(series, known, limits, lag=lag, floor=floor)
    outside = tuple(
        Miss(one.id, why) for one in known if (why := beyond(series, one)) is not None
    )
    found = best(trials)
    there = next(one for one in trials if one.limit == tried.in_force)
    told = _told(tried, there, found, series, floor)
    return Scope(scope, tuple(series), trials, outside, found.limit if found else None, told)


def _told(
    tried: Rule, there: Trial, found: Trial | None, series: Sequence[Series], floor: float
) -> str:
    """What the limit in force would have done, and whether another one would have done more."""
    weeks = sum(len(one.readings) for one in series)
    if not weeks:
        return "No week after the reference can be judged yet."
    of = len(there.hits) + len(there.misses)
    if not of:
        false = _n(there.false_alarms, "week")
        return f"No incident lies in the {weeks} weeks judged; it fired in {false} of them."
    late = "" if there.median_lag_days is None else _late(there.median_lag_days)
    sentence = (
        f"At {tried.written(tried.in_force)}, it tells of {len(there.hits)} of "
        f"{_n(of, 'incident')}{late}, with {_n(there.false_alarms, 'false alarm')} in "
        f"{weeks} weeks."
    )
    if found and _score(found) != _score(there):
        sentence += (
            f" At {tried.written(found.limit)}, it would tell of {len(found.hits)} with "
            f"{_n(found.false_alarms, 'false alarm')}."
        )
    if of < floor:
        sentence += f" {_n(of, 'incident')} is too few to say how it will do."
    return sentence.replace("incidents is", "incidents are")


def _score(one: Trial) -> tuple[int, int]:
    return len(one.misses), one.false_alarms


def _late(days: float) -> str:
    return f", in the median {days:.1f} days after it began"


def _n(n: int, one: str) -> str:
    return f"{n:,} {one}" if n == 1 else f"{n:,} {one}s"


def cohort_told(where: Where) -> str:
    """Whom a series watches, as people read it."""
    return ", ".join(written(where)) or "all of production"
