"""What failures cost the business: in all, and by kind, the dearest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from urllib.parse import urlencode

from curation.figure_exposure import PER, exposures
from curation.figure_tests import CONDITIONAL, Limits, differ, judged, rates
from curation.figure_words import against, during, few, interval, number
from curation.figures import Figure, Impact, Judgement, Point, Unit, Window, unknown
from curation.measures.multiplicity import benjamini_hochberg
from store.answers.failing_costs import FailingCost
from store.answers.figures_of_production import NO_WEEK
from store.answers.health_ground import Ground

_Z = 1.959963984540054
Spread = tuple[int, float, float]  # how many failures, what they cost, how far chance goes


def impact(ground: Ground, rows: Sequence[FailingCost]) -> tuple[Impact, ...]:
    """The failures of the period by kind; a kind that nobody has priced comes last.

    So many kinds, so many tests: their p are corrected for that.
    """
    when = ground.window
    if when is None:
        return ()
    both = _exposures(ground, when)
    kinds = sorted({one.kind for one in rows if when.before <= one.week < when.until})
    moves = [_of_kind(ground, when, [o for o in rows if o.kind == kind], both)
             for kind in kinds]  # fmt: skip
    proven = iter(benjamini_hochberg([one.p for one in moves if one.p is not None]))
    found = [
        one.said(kind, next(proven) if one.p is not None else None)
        for kind, one in zip(kinds, moves, strict=True)
    ]
    return tuple(sorted(found, key=lambda o: (o.usd is None, -(o.usd or 0.0), o.kind)))


@dataclass(frozen=True, slots=True)
class _Move:
    """What failures of one kind cost, and by how much more an event costs than before."""

    failures: int
    usd: float | None
    before: float | None
    by: float | None  # per event
    p: float | None
    otherwise: Judgement  # where there is no p

    def said(self, kind: str, p: float | None) -> Impact:
        judgement = self.otherwise
        if p is not None:
            judgement = judged(p, self.by, higher_is_better=False)
        change = None if self.by is None else self.by * PER
        link = f"inbox?{urlencode({'kind': kind})}"
        return Impact(kind, self.usd, self.failures, self.before, change, judgement, link)


def _of_kind(
    ground: Ground, when: Window, rows: Sequence[FailingCost], both: tuple[int, int] | None
) -> _Move:
    now = [one for one in rows if when.since <= one.week < when.until]
    past = [one for one in rows if when.before <= one.week < when.since]
    (k, usd), (k_past, before) = _sum(now), _sum(past)
    came = bool(_events(ground, when.before, when.since))
    known = k, usd, before if came else None
    if not came or usd is None or before is None:
        return _Move(*known, None, None, Judgement.NO_COMPARISON)
    if both is None or min(both) < ground.floor:
        return _Move(*known, None, None, Judgement.TOO_FEW)
    by = usd / both[0] - before / both[1]
    if len({one.cost for one in rows}) == 1 and k + k_past >= ground.floor:
        return _Move(*known, by, rates(k, both[0], k_past, both[1]), Judgement.TOO_FEW)
    if min(k, k_past) < ground.floor:
        return _Move(*known, by, None, Judgement.TOO_FEW)
    p, _ = _apart(_compound(now, when.since, when.until),
                  _compound(past, when.before, when.since), both)  # fmt: skip
    return _Move(*known, by, p, Judgement.TOO_FEW)


def _exposures(ground: Ground, when: Window) -> tuple[int, int] | None:
    """What failures now and before are counted against; None: they do not compare."""
    return exposures(
        ground.counted(when.since, when.until), ground.counted(when.before, when.since)
    )


def _apart(now: Spread, past: Spread, both: tuple[int, int]) -> tuple[float, float]:
    """The p of what an event costs, then and now, and by how much it costs more."""
    limits = [
        Limits(lost / e, (lost - _Z * spread) / e, (lost + _Z * spread) / e)
        for (_, lost, spread), e in zip((now, past), both, strict=True)
    ]
    return differ(*limits), limits[0].value - limits[1].value


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
    trend = tuple(_point(ground, priced, week) for week in ground.trend(when.until))
    here = _compound(priced, when.since, when.until)
    then = _compound(priced, when.before, when.since)
    (n, now, spread), (m, past, _) = here, then
    free = sum(o.n for o in rows if o.cost is None and when.since <= o.week < when.until)
    left_out = f" {free:,} more failures cost nobody knows what." if free else ""
    if n < ground.floor:
        why = few(n, ground.floor, f"failures with a price {during(when)}")
        return unknown(*named, f"{why}{left_out}", "thresholds", n=n, trend=trend,
                       judgement=Judgement.TOO_FEW)  # fmt: skip
    came = bool(_events(ground, when.before, when.since))
    by, judgement = None, Judgement.TOO_FEW if came else Judgement.NO_COMPARISON
    both = _exposures(ground, when)
    if came and both and min(both) >= ground.floor and m >= ground.floor:
        p, by = _apart(here, then, both)
        judgement = judged(p, by, higher_is_better=False)
    low, high = max(0.0, now - _Z * spread), now + _Z * spread
    said = f"{n:,} failures {during(when)} cost {number(now, Unit.MONEY)}"
    said += interval(low, high, Unit.MONEY)
    told = f"{number(past, Unit.MONEY)} by {m:,}"
    if both and by is not None:
        said += f", {_of_1000(now, both[0])}"
        told += f", {_of_1000(past, both[1])}"
    return Figure(
        *named[:2], now, Unit.MONEY, low, high, n, None if by is None else by * PER,
        judgement, f"{said}. {against(judgement, told, when)}{left_out}", "inbox", trend,
        f"compound Poisson, normal limits, per event; kinds of one price: {CONDITIONAL}, "
        "Benjamini-Hochberg over the kinds",
        higher_is_better=False, per=PER,
    )  # fmt: skip


def _compound(rows: Sequence[FailingCost], since: date, until: date) -> Spread:
    """How many failures, what they cost, and how far chance scatters that."""
    some = [(one.n, one.cost or 0.0) for one in rows if since <= one.week < until]
    squares = sum(n * cost * cost for n, cost in some)
    return sum(n for n, _ in some), float(sum(n * cost for n, cost in some)), sqrt(squares)


def _of_1000(lost: float, events: int) -> str:
    return f"{number(PER * lost / events, Unit.MONEY)} of {PER:,} events"


def _point(ground: Ground, rows: Sequence[FailingCost], week: date) -> Point:
    some = [one for one in rows if one.week == week]
    lost = sum(one.n * (one.cost or 0.0) for one in some)
    seen = ground.seen(week, week + timedelta(weeks=1))
    return Point(week, float(lost) if seen else None, sum(one.n for one in some))
