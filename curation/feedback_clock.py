"""The clock of the feedback loop: hours from a failure in production until it has its case.

What still waits is neither left out nor counted as done: it is censored (Kaplan and Meier
1958), so that a heap nobody has touched makes the clock slower, as it should.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import numpy as np

from curation.courses import BEFORE, RECENT, Course
from curation.measures.bins import Bools, Floats
from curation.measures.intervals import shares
from curation.measures.measure import Measure, supported, undefined
from curation.measures.survival import METHOD, survival
from curation.noise import Change, change
from curation.percents import percent

_HOUR, _WEEK = 3600.0, 604_800.0
_MONDAY = 345_600.0  # the first one of 1970


class Since(StrEnum):
    """From when the hours count."""

    OCCURRED = "occurrence"
    IMPORTED = "import"


@dataclass(frozen=True, slots=True)
class Wait:
    """One input that failed: when it began to wait, and when it got its place; in seconds."""

    began: float
    settled: float | None


@dataclass(frozen=True, slots=True)
class ClockWeek:
    """The inputs that first failed in a week: the share that got a case `within` the target.

    It is of those whose time is over, done or not, and `kept` of them were in time. `pending`
    may still be late: to count those of them that are done would make every new week look good.
    """

    week: date
    kept: int
    within: Measure
    pending: int


@dataclass(frozen=True, slots=True)
class Clock:
    """Hours until a failure has its case; None of the p90: fewer than nine in ten have one."""

    since: Since
    n: int
    waiting: int
    median: Measure
    p90: Measure
    within: Measure
    course: Course
    why: str
    weeks: tuple[ClockWeek, ...]


def clock(
    since: Since, waits: Sequence[Wait], now: datetime, target: float, floor: float
) -> Clock:
    """What `waits` amount to; `target` in hours, `floor` the least support."""
    until = now.timestamp()
    began = np.array([one.began for one in waits], dtype=float)
    ended = np.array([until if w.settled is None else w.settled for w in waits], dtype=float)
    done = np.array([one.settled is not None for one in waits], dtype=bool)
    hours = np.maximum(ended - began, 0.0) / _HOUR
    weeks = _weeks(began, hours, done, target, until)
    course, why = _course(weeks, now.date(), floor)
    median, p90, within = _measures(hours, done, target, floor)
    return Clock(since, len(waits), int((~done).sum()), median, p90, within, course, why, weeks)


def _measures(
    hours: Floats, done: Bools, target: float, floor: float
) -> tuple[Measure, Measure, Measure]:
    n = len(hours)
    if n < max(floor, 1):
        few = supported(undefined(n, METHOD, "no curve of so few"), max(floor, 1))
        return few, few, few
    curve = survival(hours, done)
    return curve.quantile(0.5), curve.quantile(0.9), curve.done_by(target)


def _weeks(
    began: Floats, hours: Floats, done: Bools, target: float, until: float
) -> tuple[ClockWeek, ...]:
    """Every week in which something began to wait, the first one first."""
    if not len(began):
        return ()
    numbers = np.floor((began - _MONDAY) / _WEEK).astype(int)
    first = int(numbers.min())
    place = numbers - first
    over = began + target * _HOUR <= until
    known = np.bincount(place, weights=over)
    kept = np.bincount(place, weights=over & done & (hours <= target))
    every = np.bincount(place)
    rates = shares(kept, known, "none is due yet")
    return tuple(
        ClockWeek(_monday(first + at), int(kept[at]), rates[at], int(every[at] - known[at]))
        for at in range(len(every))
        if every[at]
    )  # fmt: skip


def _monday(number: int) -> date:
    moment = datetime.fromtimestamp(_MONDAY + number * _WEEK, UTC)
    return moment.date()


def _course(weeks: Sequence[ClockWeek], today: date, floor: float) -> tuple[Course, str]:
    """The last whole weeks against those before, by Fisher's exact test."""
    this = today - timedelta(days=today.weekday())
    now = [w for w in weeks if 0 < (this - w.week).days // 7 <= RECENT]
    then = [w for w in weeks if RECENT < (this - w.week).days // 7 <= RECENT + BEFORE]
    k, n = sum(w.kept for w in now), sum(w.within.n for w in now)
    k_before, n_before = sum(w.kept for w in then), sum(w.within.n for w in then)
    found = change(k, n, k_before, n_before, floor)
    if found is Change.TOO_FEW:
        return Course.TOO_FEW, f"{n:,} in the last {RECENT} weeks, {n_before:,} before"
    told = (
        f"{percent(k / n)} of {n:,} within the target in the last {RECENT} weeks, "
        f"{percent(k_before / n_before)} of {n_before:,} in the {BEFORE} before"
    )
    return _COURSES[found], f"{told}: within noise" if found is Change.WITHIN_NOISE else told


_COURSES: Mapping[Change, Course] = {
    Change.HIGHER: Course.BETTER,
    Change.LOWER: Course.WORSE,
    Change.WITHIN_NOISE: Course.NOISE,
}
