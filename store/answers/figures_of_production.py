"""Figures of production: how much is good, what failed, what it costs, what budget is left."""

from datetime import date, timedelta
from functools import reduce

from curation.budget_share import Counted, Share
from curation.burn import FIRING, Action
from curation.courses import EFFECT, Sums, welch, within
from curation.errors import CurationError
from curation.figure_exposure import PER, exposed, exposures, judged_share
from curation.figure_tests import CONDITIONAL, counted, judged, rates
from curation.figure_words import against, before, during, few, interval, number
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
    Action.NOTHING: Judgement.NO_COMPARISON,
    Action.UNKNOWN: Judgement.TOO_FEW,
}
_BURNING: dict[Judgement, str] = {
    Judgement.WORSE: "burns too fast",
    Judgement.NO_COMPARISON: "burns as allowed",
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
    """How many events failed, judged by how many there were to be found failing."""
    named = ("new_failures", "New failures", Unit.COUNT)
    if ground.window is None:
        return unknown(*named, NO_WEEK, "imports")
    when = ground.window
    now, past = (ground.counted(*s) for s in ((when.since, when.until),
                                              (when.before, when.since)))  # fmt: skip
    k, before = ground.failed(when.since, when.until), ground.failed(when.before, when.since)
    trend = tuple(_failed_point(ground, week) for week in ground.trend(when.until))
    if not ground.seen(when.since, when.until):
        few_judged = now.events >= ground.floor
        have, what = (now.judged, "with a verdict") if few_judged else (now.events, "came")
        why = few(have, ground.floor, f"events {what} {during(when)}")
        return unknown(*named, why, "imports", n=have, trend=trend,
                       judgement=Judgement.TOO_FEW)  # fmt: skip
    n, n_past = exposures(now, past) or (exposed(now), exposed(past))
    by, judgement, told = _failed_moved(ground, when, (k, now), (before, past))
    low, high = counted(k)
    kind = {now.events: "events", now.judged: "judged events"}
    of = f"{n:,} {kind.get(n, 'events of known outcome')} {during(when)}"
    said = f"{k:,} of {of} failed ({low:,.0f} to {high:,.0f} by chance alone)"
    said += f", {per_1000(k, n)}"
    told = told or against(
        judgement, f"{before:,} of {n_past:,}, {per_1000(before, n_past)}", when
    )
    return Figure(
        *named[:2], float(k), Unit.COUNT, low, high, n, None if by is None else by * PER,
        judgement, f"{said}. {told}", "inbox", trend,
        f"Poisson, exact; {CONDITIONAL}, per event", higher_is_better=False, per=PER,
    )  # fmt: skip


def _failed_moved(
    ground: Ground, when: Window, now: tuple[int, Counted], past: tuple[int, Counted]
) -> tuple[float | None, Judgement, str]:
    """By how much more of an event fails, what its test says, and why where none can be."""
    if not past[1].events:
        return None, Judgement.NO_COMPARISON, ""
    both = exposures(now[1], past[1])
    if both is None:
        shares = [percent(judged_share(one)) for one in (past[1], now[1])]
        told = f"Events with a verdict went from {shares[0]} to {shares[1]}"
        return None, Judgement.TOO_FEW, f"{told}, so {before(when)} is no comparison."
    if min(both) < ground.floor:
        return None, Judgement.TOO_FEW, ""
    (k, n), (k_past, n_past) = (now[0], both[0]), (past[0], both[1])
    by = k / n - k_past / n_past
    return by, judged(rates(k, n, k_past, n_past), by, higher_is_better=False), ""


def per_1000(k: int, n: int) -> str:
    """So many of 1,000 events."""
    return f"{PER * k / n:,.1f} of {PER:,}" if n else "of none"


def _failed_point(ground: Ground, week: date) -> Point:
    end = week + timedelta(weeks=1)
    value = float(ground.failures.get(week, 0)) if ground.seen(week, end) else None
    return Point(week, value, exposed(ground.counted(week, end)))


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
    told += interval(rest.low, rest.high, Unit.SHARE, f"n {found.n:,}")
    if then is not None:
        told += f"; when the period began it was {number(then, Unit.SHARE)}"
    return Figure(
        *named[:2], rest.value, Unit.SHARE, rest.low, rest.high, found.n, None, judgement,
        f"{told}. {burns}.",
        "budget", trend, "Clopper-Pearson; two windows of burn rate (SRE workbook)",
        limit=LOW, beyond=rest.value <= LOW, judged_as=_BURNING.get(judgement, ""),
    )  # fmt: skip


def _left_before(found: BudgetAnswer, when: Window | None) -> float | None:
    """What was left when the period began, where the budget reaches back so far."""
    if when is None:
        return None
    past = [one for one in found.parts if one.start < when.since]
    whole = len(past) >= 1 and past[-1].start >= when.since - timedelta(weeks=1)
    return past[-1].left if whole else None
