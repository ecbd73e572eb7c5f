"""How far to trust the gate's red and green, by what came after, and by what it can see."""

from dataclasses import dataclass
from datetime import datetime

from curation.gate import Check
from curation.gate_trust import (
    POWER,
    Answered,
    Ending,
    failures_of_cohort,
    failures_of_comparison,
    failures_of_rate,
    followed,
    settle,
    smallest_drop,
)
from curation.limits import called
from curation.measures.intervals import share
from curation.measures.measure import Measure, supported
from curation.percents import percent
from curation.thresholds import COHORT_PREFIX, INCIDENT_DAYS, MARGIN, MIN_SUPPORT, Policy
from store.answers.gate import GateAnswer, recorded
from store.answers.self_test import SelfTest, self_test
from store.answers.trust_events import Told, told_events
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class RedRun:
    """A run that was blocked: what stood in its way, and what became of that."""

    run: str
    model: str | None
    at: str
    stood: tuple[str, ...]
    ending: Ending
    how: str


@dataclass(frozen=True, slots=True)
class GreenRun:
    """A release that passed; `incident` followed it. `young`: too early to say none did."""

    run: str
    model: str | None
    at: str
    incident: str | None
    young: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """What one number sees: with `failures` of `n` broken it stops a release.

    `drop` is the smallest share of broken cases that it sees in 80 % of releases.
    """

    name: str
    title: str
    n: int
    failures: int | None
    drop: float | None


@dataclass(frozen=True, slots=True)
class Trust:
    """`right` of the settled red runs, `hurt` of the green releases; `judged` is the last run.

    `red_by_noise` and `sight` are of that run.
    """

    sentence: str
    right: Measure
    hurt: Measure
    confirmed: int
    overturned: int
    not_settled: int
    young: int
    days: float
    judged: str | None
    red_by_noise: float | None
    red_at_most: float | None
    power: float
    sight: tuple[Sight, ...]
    red: tuple[RedRun, ...]
    green: tuple[GreenRun, ...]
    self_test: SelfTest | None


def trust(desk: Desk) -> Trust:
    """What is known of the gate itself; every share with its n, or too few to say."""
    with desk.ledger.reading() as asked:
        policy = asked.policy()
        told = told_events(asked)
    floor, days = policy.value(MIN_SUPPORT), policy.value(INCIDENT_DAYS)
    red = _red(told)
    green = _green(told, days, desk.ledger.clock())
    count = {e: sum(one.ending is e for one in red) for e in Ending}
    settled = count[Ending.CONFIRMED] + count[Ending.OVERTURNED]
    right = share(count[Ending.CONFIRMED], settled, "no red run is settled")
    old = [one for one in green if not one.young]
    hurt = share(sum(one.incident is not None for one in old), len(old), "no green release")
    last = recorded(desk, told.last) if told.last else None
    tested = self_test(desk)
    return Trust(
        sentence=_sentence(tested, last),
        right=supported(right, floor),
        hurt=supported(hurt, floor),
        confirmed=count[Ending.CONFIRMED],
        overturned=count[Ending.OVERTURNED],
        not_settled=count[Ending.OPEN],
        young=len(green) - len(old),
        days=days,
        judged=told.last,
        red_by_noise=last.red_by_noise if last else None,
        red_at_most=last.red_at_most if last else None,
        power=POWER,
        sight=tuple(_sight(last, policy)) if last else (),
        red=tuple(red),
        green=tuple(green),
        self_test=tested,
    )


def _sentence(tested: SelfTest | None, last: GateAnswer | None) -> str:
    if tested is None:
        proved = "Nobody has shown yet that the gate stops a bad release."
    elif not tested.ok:
        proved = f"Do not trust the gate: {tested.sentence}"
    else:
        proved = tested.sentence
    if last is None:
        return f"{proved} No run was judged yet."
    drop = smallest_drop(last.cases, 1)
    if drop is None:
        return proved
    seen = f"one that breaks {percent(drop, 1)} of such cases is stopped 8 times in 10"
    return f"{proved} Of {last.cases} blocking cases none may fail: {seen}."


def _red(told: Told) -> list[RedRun]:
    """Every run that was blocked, once; the newest first."""
    first: dict[str, Answered] = {}
    for one in told.answers:
        if one.stood and one.run not in first:
            first[one.run] = one
    found: list[RedRun] = []
    for red in first.values():
        became = settle(red, told.events)
        at = told.at[red.run]
        found.append(
            RedRun(red.run, red.model, at, tuple(sorted(red.stood)), became.ending, became.how)
        )
    return sorted(found, key=lambda one: one.at, reverse=True)


def _green(told: Told, days: float, now: datetime) -> list[GreenRun]:
    """Every release that passed without a waiver, the newest first."""
    passed = {
        one.run: one for one in told.answers if one.answer == "PASS" and not one.needed_waiver
    }
    greens = [
        (one.run, one.model, datetime.fromisoformat(told.at[one.run]))
        for one in passed.values()
    ]
    found = followed(greens, told.hurts, days, now)
    shown = [GreenRun(g.run, g.model, g.at.isoformat(), g.incident, g.young) for g in found]
    return sorted(shown, key=lambda one: one.at, reverse=True)


def _sight(last: GateAnswer, policy: Policy) -> list[Sight]:
    """What the numbers of the last judged run can see, the blocking set first."""
    title = f"Any case of {last.set}@{last.version}"
    found = [_seen("blocking", title, last.cases, 1)]
    cohorts = [c for c in last.thresholds if c.name.startswith(COHORT_PREFIX)]
    for check in last.thresholds:
        known = policy.thresholds.get(check.name)
        if known is None or known.metric not in ("pass_rate", "recall") or not check.n:
            continue
        failures = _failures(check, len(cohorts) if check in cohorts else 0)
        found.append(_seen(check.name, called(check.name), check.n, failures))
    if last.comparison is not None and last.comparison.n:
        n = last.comparison.n
        failures = failures_of_comparison(n, policy.value(MARGIN))
        found.append(_seen(MARGIN, f"Against {last.baseline}", n, failures))
    return found


def _failures(check: Check, cohorts: int) -> int:
    if cohorts:
        return failures_of_cohort(check.n, check.limit, cohorts)
    return failures_of_rate(check.n, check.limit)


def _seen(name: str, title: str, n: int, failures: int) -> Sight:
    return Sight(
        name, title, n, failures if failures <= n else None, smallest_drop(n, failures)
    )
