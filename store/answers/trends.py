"""Trends: how old what we rest on is, how slow answers are, what they cost; noise or not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from functools import reduce

from curation.courses import (
    BEFORE,
    RECENT,
    Bins,
    Course,
    Sums,
    cost_moved,
    p95,
    p95_moved,
    within,
)
from curation.errors import BadRequest
from curation.measures.measure import Measure
from curation.staleness import Age, stale
from curation.thresholds import MIN_SUPPORT, Policy
from curation.trends import whole_weeks
from store.answers.ages import ages
from store.answers.budget_counts import mondays
from store.answers.last_answers import LastAnswers
from store.answers.releases_seen import Seen, releases_seen
from store.answers.speed_weeks import SpeedWeek, speed_weeks
from store.desk import Desk
from store.facts.slicing import Slicing

COLUMNS: Mapping[str, str] = {"model": "model_version", "route": "route", "region": "region"}
P95, PER_1000, PER_WEEK = "latency_p95_ms", "cost_per_1000_usd", "cost_per_week_usd"
LIMITS: Mapping[str, str] = {
    P95: "latency.p95_ms",
    PER_1000: "cost.per_1000_usd",
    PER_WEEK: "cost.per_week_usd",
}
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Point:
    """One week of one line; `value` is None where it was not measured."""

    week: date
    n: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one group, week by week. `now` are the last weeks, `before` those before.

    `limit` is None where no budget is set, `threshold` where there can be none. `met`: whether
    `now` keeps the limit; None where its interval lies across it, or there is none.
    """

    measure: str
    group: str | None
    weeks: tuple[Point, ...]
    now: Measure
    before: Measure
    course: Course
    why: str
    limit: float | None
    threshold: str | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class TrendsAnswer:
    """Everything that was asked, all production's lines first; it can be split by `offered`."""

    by: str | None
    offered: tuple[str, ...]
    until: date | None
    ages: tuple[Age, ...]
    lines: tuple[Line, ...]
    releases: tuple[Seen, ...]
    sentence: str


class TrendsMemory:
    """The last answers of one desk: a page is drawn often, and little changes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: LastAnswers[TrendsAnswer] = LastAnswers()

    def trends(self, by: str | None = None) -> TrendsAnswer:
        """What `trends` answers, up to the hour."""
        with self._desk.ledger.reading() as asked:
            head = asked.head()
        key = (head, f"{self._desk.ledger.clock():%Y-%m-%dT%H}", by)
        return self._kept.get(key, lambda: trends(self._desk, by))


def trends(desk: Desk, by: str | None = None) -> TrendsAnswer:
    """Staleness, latency and cost of all production, and of every model, route or region."""
    if by is not None and by not in COLUMNS:
        raise BadRequest(f"'{by}' is no way to split. There are: {', '.join(COLUMNS)}.")
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    groups = {None: speed_weeks(desk, None).get(None, {})}
    if by is not None:
        groups |= {g: w for g, w in speed_weeks(desk, COLUMNS[by]).items() if g is not None}
    today = desk.ledger.clock().astimezone(UTC).date()
    whole = whole_weeks({week: one.events for week, one in groups[None].items()}, today)
    shown = mondays(min(whole), max(whole)) if whole else []
    lines = [
        one for group, found in groups.items() for one in _lines(group, found, shown, policy)
    ]
    old = ages(desk)
    return TrendsAnswer(
        by,
        offered(desk),
        shown[-1] if shown else None,
        old,
        tuple(lines),
        tuple(releases_seen(desk)),
        _sentence(old, [one for one in lines if one.group is None]),
    )


def offered(desk: Desk) -> tuple[str, ...]:
    """What the data can be split by."""
    there = Slicing(desk.facts()).columns()
    return tuple(name for name, column in COLUMNS.items() if column in there)


def _lines(
    group: str | None, found: Mapping[date, SpeedWeek], weeks: Sequence[date], policy: Policy
) -> list[Line]:
    shown = [found.get(week, SpeedWeek()) for week in weeks]
    floor = policy.value(MIN_SUPPORT)
    now, then = shown[-RECENT:], shown[-RECENT - BEFORE : -RECENT]
    slow = [_bins(part) for part in (now, then)]
    dear = [_sums(part) for part in (now, then)]
    moved, cost = p95_moved(slow[0], slow[1], floor), cost_moved(dear[0], dear[1], floor)
    speed = (_points(weeks, shown, lambda w: p95(w.bins)), p95(slow[0]), p95(slow[1]))
    price = (
        _points(weeks, shown, lambda w: w.costs.mean(_THOUSAND)),
        dear[0].mean(_THOUSAND),
        dear[1].mean(_THOUSAND),
    )
    made = [
        _line(P95, group, speed, (moved.course, moved.why), policy),
        _line(PER_1000, group, price, (cost.course, cost.why), policy),
        _weekly(group, weeks, shown, policy),
    ]
    return [one for one in made if any(point.n for point in one.weeks)]


def _line(
    measure: str,
    group: str | None,
    told: tuple[tuple[Point, ...], Measure, Measure],
    course: tuple[Course, str],
    policy: Policy,
) -> Line:
    points, now, before = told
    limit = policy.budget(LIMITS[measure])
    met = None if limit is None else within(now, limit)
    return Line(measure, group, points, now, before, *course, limit, LIMITS[measure], met)


def _weekly(
    group: str | None, weeks: Sequence[date], shown: Sequence[SpeedWeek], policy: Policy
) -> Line:
    """What a whole week costs; its weeks are what is compared. The limit is production's."""
    totals = [Sums(1, w.costs.total, w.costs.total**2) if w.costs.n else Sums() for w in shown]
    now, before = _added(totals[-RECENT:]), _added(totals[-RECENT - BEFORE : -RECENT])
    moved = cost_moved(now, before, 2)
    points = tuple(
        Point(week, w.costs.n, w.costs.total if w.costs.n else None, None, None)
        for week, w in zip(weeks, shown, strict=True)
    )
    told = (points, now.mean(), before.mean())
    line = _line(PER_WEEK, group, told, (moved.course, moved.why), policy)
    if group is None:
        return line
    return Line(
        PER_WEEK, group, *told, moved.course, moved.why, limit=None, threshold=None, met=None
    )


def _points(
    weeks: Sequence[date],
    shown: Sequence[SpeedWeek],
    measured: Callable[[SpeedWeek], Measure],
) -> tuple[Point, ...]:
    found = [(week, measured(one)) for week, one in zip(weeks, shown, strict=True)]
    return tuple(Point(week, m.n, m.value, m.low, m.high) for week, m in found)


def _bins(weeks: Sequence[SpeedWeek]) -> Bins:
    found: dict[int, int] = {}
    for one in weeks:
        for number, n in one.bins.items():
            found[number] = found.get(number, 0) + n
    return found


def _sums(weeks: Sequence[SpeedWeek]) -> Sums:
    return _added([one.costs for one in weeks])


def _added(sums: Sequence[Sums]) -> Sums:
    return reduce(lambda a, b: a + b, sums, Sums())


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if words[1:] else words[0]


_WORDS = {
    P95: "p95 latency",
    PER_1000: "the cost of 1,000 events",
    PER_WEEK: "the cost of a week",
}


def _sentence(old: Sequence[Age], lines: Sequence[Line]) -> str:
    said = [one.why for one in stale(old)]
    said += [f"{_WORDS[one.measure]} is over its budget" for one in lines if one.met is False]
    for course in (Course.WORSE, Course.BETTER):
        named = [_WORDS[one.measure] for one in lines if one.course is course]
        said += [f"{_and(named)} got {course}"] if named else []
    unknown = [_WORDS[o.measure] for o in lines if o.met is None and o.limit is not None]
    said += [f"too few to say of {_and(unknown)} and its budget"] if unknown else []
    if unset := [one for one in lines if one.limit is None]:
        named = _and([_WORDS[one.measure] for one in unset])
        how = f"evaldesk trends budget {unset[0].measure} NUMBER --reason …"
        said.append(f"no budget is set for {named}: {how}")
    if not lines:
        said.append("no latency and no cost is known of production")
    if not said:
        return "Nothing is stale, every budget is kept, and what moved is within noise."
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."
