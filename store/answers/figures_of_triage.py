"""How fast failures are answered, those that still wait counted as well, and the oldest."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from curation.figure_tests import LOG_RANK, Wait, judged, log_rank
from curation.figure_words import before, few, interval, number
from curation.figures import Figure, Judgement, Point, Unit, Window, unknown
from curation.triage_time import METHOD, Waits, sorted_at, waits
from store.answers.figures_of_production import NO_WEEK
from store.answers.health_ground import TREND, Ground, moment_of
from store.answers.triage_times import TriageTimes, first_came, waiting_days

_DAY = timedelta(days=1).total_seconds()
Stay = tuple[float, float | None]  # when it came, when it was sorted; seconds since 1970


def time_to_triage(ground: Ground, stays: Sequence[Stay]) -> Figure:
    """Days from a failure's import until somebody sorted it, of what was sorted then."""
    named = ("time_to_triage", "Time to triage", Unit.DAYS)
    if ground.window is None:
        return unknown(*named, NO_WEEK, "imports")
    when = ground.window
    now = _sorted(stays, when.since, when.until, ground.floor)
    past = _sorted(stays, when.before, when.since, ground.floor)
    trend = tuple(_point(stays, one, ground.floor) for one in ground.trend(when.until))
    judgement, told = _judged(stays, when, ground.floor)
    if now.median is None:
        why = few(now.n, ground.floor, f"failures were sorted in the {_span(when)}")
        nobody = unknown(*named, f"{why} {told}", "inbox", n=now.n, trend=trend,
                         judgement=judgement)  # fmt: skip
        return replace(nobody, judged_as=_SORTED.get(judgement, ""))
    said = f"What was sorted in the {_span(when)} had waited {number(now.median, Unit.DAYS)}"
    said += interval(now.low, now.high, Unit.DAYS, f"median, n {now.n:,}")
    if past.median is not None:
        said += f", and {before(when)} {number(past.median, Unit.DAYS)}"
    return Figure(
        *named[:2], now.median, Unit.DAYS, now.low, now.high, now.n, None, judgement,
        f"{said}. {told}", "inbox", trend, f"{METHOD}; {LOG_RANK}", higher_is_better=False,
        judged_as=_SORTED.get(judgement, ""),
    )  # fmt: skip


def oldest_unanswered(ground: Ground, stays: Sequence[Stay], found: TriageTimes) -> Figure:
    """How long the failure has waited that nobody answered for longest: a maximum, no test."""
    named = ("oldest_unanswered", "Oldest unanswered", Unit.DAYS)
    waiting = found.waiting
    weeks = ground.trend(ground.window.until) if ground.window else []
    trend = tuple(_oldest(stays, week) for week in weeks)
    if waiting.oldest is None:
        why = "Nothing waits: every failure has an answer."
        return unknown(*named, why, "inbox", trend=trend)
    some = "1 input waits" if waiting.n == 1 else f"{waiting.n:,} inputs wait"
    said = f"{some}, the oldest for {number(waiting.oldest, Unit.DAYS)}"
    if waiting.median is not None:
        said += f", half of them for {number(waiting.median, Unit.DAYS)} or more"
    late = f" {found.overdue:,} are overdue." if found.overdue else ""
    return Figure(
        *named[:2], waiting.oldest, Unit.DAYS, None, None, waiting.n, None,
        Judgement.NO_COMPARISON, f"{said}.{late} A maximum has no interval and no test.",
        "inbox", trend, "the longest wait", higher_is_better=False,
    )  # fmt: skip


def _oldest(stays: Iterable[Stay], week: date) -> Point:
    """When the week ended."""
    end = moment_of(week + timedelta(weeks=1)).timestamp()
    ages = [(end - came) / _DAY for came, done in stays
            if came < end and (done is None or done >= end)]  # fmt: skip
    return Point(week, max(ages, default=None), len(ages))


def _span(when: Window) -> str:
    weeks = when.period.weeks
    return f"week from {when.since}" if weeks == 1 else f"{weeks} weeks from {when.since}"


def stays_of(ground: Ground) -> list[Stay]:
    """All that waited in the weeks that are looked at, with when it was sorted."""
    if ground.window is None:
        return []
    weeks = max(TREND, 2 * ground.window.period.weeks)
    start = moment_of(ground.window.until - timedelta(weeks=weeks))
    with ground.desk.ledger.reading() as asked:
        left = sorted_at(asked.moves_since(start))
    came = first_came(ground.desk, list(left))
    now = ground.now.timestamp()
    waiting = waiting_days(ground.desk, ground.now)
    open_ = [(now - days * _DAY, None) for days, n in waiting.items() for _ in range(n)]
    return [
        *open_,
        *((came[case], at.timestamp()) for case, at in left.items() if case in came),
    ]


def _sorted(stays: Iterable[Stay], since: date, until: date, floor: float) -> Waits:
    first, last = moment_of(since).timestamp(), moment_of(until).timestamp()
    found = Counter(
        max(0.0, (done - came) / _DAY)
        for came, done in stays
        if done is not None and first <= done < last
    )
    return waits(found, floor)


def _point(stays: Iterable[Stay], week: date, floor: float) -> Point:
    found = _sorted(stays, week, week + timedelta(weeks=1), floor)
    return Point(week, found.median, found.n)


def _judged(stays: Iterable[Stay], when: Window, floor: float) -> tuple[Judgement, str]:
    """Whether a failure that waits is sorted sooner than in the period before."""
    known = list(stays)
    now = _waited(known, when.since, when.until)
    past = _waited(known, when.before, when.since)
    if not now or not past:
        return Judgement.NO_COMPARISON, f"Nothing waited {before(when)} to compare with."
    ended = [sum(one.ended for one in some) for some in (now, past)]
    if sum(ended) < floor:
        told = f"Too few were sorted in both to compare: {sum(ended)}, {floor:.0f} needed."
        return Judgement.TOO_FEW, told
    found = log_rank(now, past)
    assert found is not None, "something was sorted"
    judgement = judged(*found, higher_is_better=True)
    told = f"{ended[0]:,} of {len(now):,} that waited were sorted"
    then = f"{before(when)} {ended[1]:,} of {len(past):,}"
    return judgement, f"{told}, {then}: {_HOW[judgement]}."


_SORTED: Mapping[Judgement, str] = {
    Judgement.BETTER: "sorted faster",
    Judgement.WORSE: "sorted more slowly",
    Judgement.WITHIN_NOISE: "as fast within noise",
}
_HOW: Mapping[Judgement, str] = {
    Judgement.BETTER: "faster, so better",
    Judgement.WORSE: "slower, so worse",
    Judgement.WITHIN_NOISE: "as fast within noise",
}


def _waited(stays: Iterable[Stay], since: date, until: date) -> list[Wait]:
    first, last = moment_of(since).timestamp(), moment_of(until).timestamp()
    found: list[Wait] = []
    for came, done in stays:
        start, end = max(came, first), min(last, last if done is None else done)
        if start < end:
            ended = done is not None and done < last
            entered = -1.0 if came >= first else (start - came) / _DAY
            found.append(Wait(entered, (end - came) / _DAY, ended))
    return found
