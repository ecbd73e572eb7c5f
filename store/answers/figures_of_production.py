"""Figures of production: how much is good, what failed, what it costs, what budget is left."""

from datetime import date, timedelta
from functools import reduce

from curation.budget_share import Share
from curation.burn import FIRING, Action
from curation.courses import EFFECT, Sums, welch, within
from curation.errors import CurationError
from curation.figure_tests import CONDITIONAL, counted, judged, rates
from curation.figure_words import against, during, few, interval, number
from curation.figures import Figure, Judgement, Point, Unit, Window, unknown
from curation.intervals import rate
from curation.noise import Change, change
from curation.percents import percent
from store.answers.budget import BudgetAnswer, BudgetMemory
from store.answers.budget_glance import LOW
from store.answers.health_ground import Ground
from store.answers.speed_weeks import SpeedWeek, speed_weeks
from store.desk import Desk

NO_WEEK = "No whole week of production came in yet: evaldesk import EVENTS --as events."
_BAD: dict[Change, Judgement] = {
    Change.HIGHER: Judgement.WORSE,
    Change.LOWER: Judgement.BETTER,
    Change.WITHIN_NOISE: Judgement.WITHIN_NOISE,
    Change.TOO_FEW: Judgement.TOO_FEW,
}
_BURNS: dict[Action, Judgement] = {
    **dict.fromkeys(FIRING, Judgement.WORSE),
    Action.NOTHING: Judgement.WITHIN_NOISE,
    Action.UNKNOWN: Judgement.TOO_FEW,
}


def budget_of(desk: Desk) -> BudgetAnswer | None:
    """Production's error budget; None where no objective is set, or its part is gone."""
    try:
        found = desk.kept(BudgetMemory).budget()
    except CurationError:
        return None
    return found if found.target is not None else None


def quality(ground: Ground, target: float | None) -> Figure:
    """The share of production's judged events that were good."""
    named = ("production_quality", "Production quality", Unit.RATE)
    if ground.window is None:
        return unknown(*named, NO_WEEK, "imports")
    when = ground.window
    now = ground.share(when.since, when.until)
    trend = tuple(_good_point(ground, week) for week in ground.trend(when.until))
    if now.n < ground.floor:
        why = few(now.n, ground.floor, f"events with a verdict {during(when)}")
        return unknown(
            *named, why, "imports", n=now.n, trend=trend, judgement=Judgement.TOO_FEW
        )
    past = ground.share(when.before, when.since)
    good, then = rate(now.n - now.bad, now.n), rate(past.n - past.bad, past.n)
    judgement = (
        _BAD[change(now.bad, now.n, past.bad, past.n, ground.floor)]
        if past.n
        else Judgement.NO_COMPARISON
    )
    told = f"{percent(good.value, 1)} of {now.n:,} judged events {during(when)} were good"
    told += interval(good.low, good.high, Unit.RATE)
    aim = f" The objective is {percent(target, 1)}." if target is not None else ""
    return Figure(
        *named[:2], good.value, Unit.RATE, good.low, good.high, now.n,
        None if then.value is None or good.value is None else good.value - then.value,
        judgement, f"{told}. {against(judgement, number(then.value, Unit.RATE), when)}{aim}",
        "cohorts", trend, "wilson; fisher exact, two-sided, alpha .01",
        limit=target, beyond=target is not None and good.high is not None
        and good.high < target,
    )  # fmt: skip


def _good_point(ground: Ground, week: date) -> Point:
    found: Share = ground.shares[week]
    value = 1 - found.bad / found.n if found.n >= ground.floor else None
    return Point(week, value, found.n)


def new_failures(ground: Ground) -> Figure:
    """How many events failed, judged by how many there were."""
    named = ("new_failures", "New failures", Unit.COUNT)
    if ground.window is None:
        return unknown(*named, NO_WEEK, "imports")
    when = ground.window
    k, past = ground.failed(when.since, when.until), ground.failed(when.before, when.since)
    n, n_past = (
        ground.share(when.since, when.until).events,
        ground.share(when.before, when.since).events,
    )
    judgement = Judgement.NO_COMPARISON
    if n_past:
        judgement = Judgement.TOO_FEW
        if min(n, n_past) >= ground.floor:
            p = rates(k, n, past, n_past)
            judgement = judged(p, k / n - past / n_past, higher_is_better=False)
    low, high = counted(k)
    told = f"{k:,} of {n:,} events {during(when)} failed"
    told += f" ({low:,.0f} to {high:,.0f} by chance alone)"
    return Figure(
        *named[:2], float(k), Unit.COUNT, low, high, n, float(k - past) if n_past else None,
        judgement, f"{told}. {against(judgement, f'{past:,} of {n_past:,}', when)}", "inbox",
        tuple(Point(week, float(ground.failures.get(week, 0)), ground.shares[week].events)
              for week in ground.trend(when.until)),
        f"Poisson, exact; {CONDITIONAL}, per event", higher_is_better=False,
    )  # fmt: skip


def cost(ground: Ground) -> Figure:
    """What 1,000 events cost, beside the budget that somebody has set."""
    named = ("cost", "Cost of 1,000 events", Unit.MONEY)
    if ground.window is None:
        return unknown(*named, NO_WEEK, "imports")
    when = ground.window
    weeks = speed_weeks(ground.desk, None).get(None, {})
    now, past = (
        reduce(lambda a, b: a + b, (weeks[w].costs for w in ground.starts(*s) if w in weeks),
               Sums())
        for s in ((when.since, when.until), (when.before, when.since))
    )  # fmt: skip
    found = now.mean(1000)
    if found.value is None or now.n < ground.floor:
        why = few(now.n, ground.floor, f"events {during(when)} say what they cost")
        told = f"{why} Bring the column cost_usd in."
        return unknown(*named, told, "imports", n=now.n, judgement=Judgement.TOO_FEW)
    then = past.mean(1000)
    judgement, by = _cost_moved(now, past, ground.floor)
    limit = ground.policy.budget("cost.per_1000_usd")
    said = f"1,000 events {during(when)} cost {number(found.value, Unit.MONEY)}"
    said += interval(found.low, found.high, Unit.MONEY, f"n {now.n:,}")
    held = "Nobody has set a budget: evaldesk propose cost.per_1000_usd USD"
    if limit is not None:
        held = f"The budget is {number(limit, Unit.MONEY)}"
    return Figure(
        *named[:2], found.value, Unit.MONEY, found.low, found.high, now.n,
        None if then.value is None else found.value - then.value, judgement,
        f"{said}. {against(judgement, number(then.value, Unit.MONEY) + by, when)} {held}.",
        "trends", tuple(_cost_point(w, weeks, ground) for w in ground.trend(when.until)),
        f"mean, Student's limits; Welch's test, and {percent(EFFECT)} at least",
        higher_is_better=False, limit=limit,
        beyond=limit is not None and within(found, limit) is False,
    )  # fmt: skip


def _cost_moved(now: Sums, past: Sums, floor: float) -> tuple[Judgement, str]:
    """Less than a tenth is no news, however sure it is: as on Trends."""
    if not past.n:
        return Judgement.NO_COMPARISON, ""
    if min(now.n, past.n) < max(floor, 2):
        return Judgement.TOO_FEW, ""
    by = now.total / now.n - past.total / past.n
    found = judged(welch(now, past), by, higher_is_better=False)
    small = abs(by) < EFFECT * past.total / past.n
    if small and found is not Judgement.WITHIN_NOISE:
        return Judgement.WITHIN_NOISE, f", less than {percent(EFFECT)} apart"
    return found, ""


def _cost_point(week: date, weeks: dict[date, SpeedWeek], ground: Ground) -> Point:
    found = weeks[week].costs if week in weeks else Sums()
    value = found.mean(1000).value if found.n >= ground.floor else None
    return Point(week, value, found.n)


def error_budget(ground: Ground, found: BudgetAnswer | None) -> Figure:
    """What is left of the error budget, and whether it burns."""
    named = ("error_budget", "Error budget left", Unit.SHARE)
    if found is None:
        why = "Nobody has said how good production has to be: evaldesk objective set 0.95."
        return unknown(*named, why, "budget")
    rest = found.left
    trend = tuple(Point(one.start, one.left, one.n) for one in found.parts)
    if rest is None or rest.value is None:
        return unknown(*named, found.sentence, "budget", n=found.n, trend=trend,
                       judgement=Judgement.TOO_FEW)  # fmt: skip
    then = _left_before(found, ground.window)
    judgement, burns = _BURNS[found.action], f"{found.reason[0].upper()}{found.reason[1:]}"
    told = f"{number(rest.value, Unit.SHARE)} of the budget of {found.period} is left"
    if rest.value < 0:
        told = f"The budget of {found.period} is overspent by {percent(-rest.value, 1)}"
    return Figure(
        *named[:2], rest.value, Unit.SHARE, rest.low, rest.high, found.n,
        None if then is None else rest.value - then, judgement,
        f"{told}{interval(rest.low, rest.high, Unit.SHARE, f'n {found.n:,}')}. {burns}.",
        "budget", trend, "Clopper-Pearson; two windows of burn rate (SRE workbook)",
        limit=LOW, beyond=rest.value <= LOW,
    )  # fmt: skip


def _left_before(found: BudgetAnswer, when: Window | None) -> float | None:
    """What was left when the period began, where the budget reaches back so far."""
    if when is None:
        return None
    past = [one for one in found.parts if one.start < when.since]
    whole = len(past) >= 1 and past[-1].start >= when.since - timedelta(weeks=1)
    return past[-1].left if whole else None
