"""What failures cost the business: in all, and by kind, the dearest first."""

from collections.abc import Sequence
from datetime import date
from math import sqrt
from urllib.parse import urlencode

from curation.figure_tests import CONDITIONAL, Limits, differ, judged, rates
from curation.figure_words import against, during, few, interval, number
from curation.figures import Figure, Impact, Judgement, Point, Unit, Window, unknown
from store.answers.failing_costs import FailingCost
from store.answers.figures_of_production import NO_WEEK
from store.answers.health_ground import Ground

_Z = 1.959963984540054


def impact(ground: Ground, rows: Sequence[FailingCost]) -> tuple[Impact, ...]:
    """The failures of the period by kind; a kind that nobody has priced comes last."""
    when = ground.window
    if when is None:
        return ()
    now = [one for one in rows if when.since <= one.week < when.until]
    past = [one for one in rows if when.before <= one.week < when.since]
    kinds = sorted({one.kind for one in (*now, *past)})
    found = [
        _of_kind(ground, when, kind, [o for o in now if o.kind == kind],
                 [o for o in past if o.kind == kind])
        for kind in kinds
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda o: (o.usd is None, -(o.usd or 0.0), o.kind)))


def _of_kind(
    ground: Ground, when: Window, kind: str, now: Sequence[FailingCost],
    past: Sequence[FailingCost],
) -> Impact:  # fmt: skip
    (k, usd), (k_past, before) = _sum(now), _sum(past)
    n, n_past = (
        _events(ground, when.since, when.until),
        _events(ground, when.before, when.since),
    )
    judgement = Judgement.NO_COMPARISON
    if n_past:
        judgement = Judgement.TOO_FEW
        if k + k_past >= ground.floor:
            change = k / n - k_past / n_past
            judgement = judged(rates(k, n, k_past, n_past), change, higher_is_better=False)
    change = None if usd is None or before is None or not n_past else usd - before
    then = before if n_past else None
    return Impact(kind, usd, k, then, change, judgement, f"inbox?{urlencode({'kind': kind})}")


def _sum(rows: Sequence[FailingCost]) -> tuple[int, float | None]:
    """How many, and what they cost: None where any of them has no price."""
    n = sum(one.n for one in rows)
    if any(one.cost is None for one in rows):
        return n, None
    return n, float(sum(one.n * (one.cost or 0.0) for one in rows))


def _events(ground: Ground, since: date, until: date) -> int:
    return ground.share(since, until).events


def failure_cost(ground: Ground, rows: Sequence[FailingCost]) -> Figure:
    """What all failures of the period cost; those without a price are left out, and counted."""
    named = ("failure_cost", "Cost of failures", Unit.MONEY)
    when = ground.window
    if when is None:
        return unknown(*named, NO_WEEK, "imports")
    priced = [one for one in rows if one.cost is not None]
    trend = tuple(_point(priced, week) for week in ground.trend(when.until))
    n, now, spread = _compound(priced, when.since, when.until)
    m, past, spread_past = _compound(priced, when.before, when.since)
    free = sum(o.n for o in rows if o.cost is None and when.since <= o.week < when.until)
    left_out = f" {free:,} more failures cost nobody knows what." if free else ""
    if n < ground.floor:
        why = few(n, ground.floor, f"failures with a price {during(when)}")
        return unknown(*named, f"{why}{left_out}", "thresholds", n=n, trend=trend,
                       judgement=Judgement.TOO_FEW)  # fmt: skip
    events = _events(ground, when.since, when.until), _events(ground, when.before, when.since)
    judgement = Judgement.TOO_FEW if events[1] else Judgement.NO_COMPARISON
    if events[1] and m >= ground.floor:
        both = [
            Limits(value / e, (value - _Z * s) / e, (value + _Z * s) / e)
            for value, s, e in zip((now, past), (spread, spread_past), events, strict=True)
        ]
        apart = both[0].value - both[1].value
        judgement = judged(differ(*both), apart, higher_is_better=False)
    low, high = max(0.0, now - _Z * spread), now + _Z * spread
    said = f"{n:,} failures {during(when)} cost {number(now, Unit.MONEY)}"
    said += interval(low, high, Unit.MONEY)
    then = f"{number(past, Unit.MONEY)} by {m:,}"
    return Figure(
        *named[:2], now, Unit.MONEY, low, high, n, now - past if events[1] else None, judgement,
        f"{said}. {against(judgement, then, when)}{left_out}", "inbox", trend,
        f"compound Poisson, normal limits, per event; by kind: {CONDITIONAL}",
        higher_is_better=False,
    )  # fmt: skip


def _compound(
    rows: Sequence[FailingCost], since: date, until: date
) -> tuple[int, float, float]:
    """How many failures, what they cost, and how far chance scatters that."""
    some = [(one.n, one.cost or 0.0) for one in rows if since <= one.week < until]
    squares = sum(n * cost * cost for n, cost in some)
    return sum(n for n, _ in some), float(sum(n * cost for n, cost in some)), sqrt(squares)


def _point(rows: Sequence[FailingCost], week: date) -> Point:
    some = [one for one in rows if one.week == week]
    lost = sum(one.n * (one.cost or 0.0) for one in some)
    return Point(week, float(lost), sum(one.n for one in some))
