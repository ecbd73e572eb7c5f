"""Which windows are compared: the current one, its reference, and the periods of the desk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from curation.errors import BadRequest, NothingToJudge
from store.answers.windows import between, window
from store.desk import Desk
from store.facts.days import Span, date_of, day_of

FIRST_WEEKS = 8  # stand in for a baseline; of fewer than twice as many the first half
MOST_DAYS = 60  # periods of a day are shown for so many
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a moment to before another one, in UTC."""

    since: datetime
    until: datetime

    @classmethod
    def of(cls, span: Span) -> "Stretch":
        """Whole days."""
        return cls(*(_midnight(date_of(day)) for day in span))

    @property
    def days(self) -> Span | None:
        """The same in days; None where it begins or ends within one."""
        if any(moment.time() != time() for moment in (self.since, self.until)):
            return None
        return day_of(self.since.date()), day_of(self.until.date())

    @property
    def said(self) -> tuple[str, str]:
        """As people write it: days, or moments."""
        if self.days:
            return self.since.date().isoformat(), self.until.date().isoformat()
        return self.since.isoformat(), self.until.isoformat()


def weeks_of(desk: Desk) -> list[date]:
    """The Mondays of the weeks that have events, or NothingToJudge."""
    rows = desk.facts().ask("event_weeks")
    found = [row["week"] for row in rows if row["week"] is not None and row["events"]]
    if not found:
        raise NothingToJudge(
            "No event with a time is on this desk, so nothing can have drifted. "
            "Import events first: evaldesk import FILE."
        )
    return found


def first_weeks(weeks: Sequence[date]) -> tuple[Stretch, str]:
    """What stands in for a baseline, and why; NothingToJudge where nothing is left over."""
    if len(weeks) < 2:
        raise NothingToJudge(
            f"All events lie in the week of {weeks[0]}, so there is nothing to compare them "
            "with. Import more weeks, or name a reference: --reference FROM..TO."
        )
    count = FIRST_WEEKS if len(weeks) >= 2 * FIRST_WEEKS else len(weeks) // 2
    said = "week stands" if count == 1 else f"{count} weeks stand"
    span = (day_of(weeks[0]), day_of(weeks[count - 1] + _WEEK))
    return Stretch.of(span), f"No baseline is set: the first {said} in for it."


def named(reference: str) -> Stretch:
    """The window that `reference` names."""
    since, until = between(reference)
    if since is None or until is None:
        raise BadRequest(
            f"'{reference}' leaves one end open. Write both, like 2026-10-01..2026-11-01."
        )
    return Stretch(moment(since), moment(until))


def current_window(
    since: str | None, until: str | None, every: str, weeks: Sequence[date]
) -> Stretch | None:
    """The window that is asked about, from one period before its end if only that is said."""
    first, last = window(since, until)
    if first is None and last is None:
        return None
    end = moment(last) if last else _midnight(weeks[-1] + _WEEK)
    if first:
        return Stretch(moment(first), max(end, moment(first) + timedelta(days=1)))
    return Stretch(_midnight(step_of(every)(end.date() - timedelta(days=1), 0)), end)


def last_over(spans: Sequence[Span], events: Sequence[int], today: date) -> Stretch:
    """The last period that is over and has events; the last that has, where none is over."""
    there = [span for span, n in zip(spans, events, strict=True) if n] or list(spans)
    over = [span for span in there if span[1] <= day_of(today)]
    return Stretch.of((over or there)[-1])


def periods(every: str, weeks: Sequence[date]) -> list[Span]:
    """Every week (day, month) that may have events; of days the last ones."""
    step = step_of(every)
    end = weeks[-1] + _WEEK
    start = step(weeks[0], 0)
    if every == "day":
        start = max(start, end - timedelta(days=MOST_DAYS))
    found: list[Span] = []
    while start < end:
        found.append((day_of(start), day_of(step(start, 1))))
        start = step(start, 1)
    return found


def step_of(every: str) -> Callable[[date, int], date]:
    """The first day of the period that a day lies in, so many periods on."""
    if every not in _STEPS:
        raise BadRequest(f"'{every}' is no period. Choose one of: {', '.join(_STEPS)}.")
    return _STEPS[every]


def _weeks_on(day: date, count: int) -> date:
    return day - timedelta(days=day.weekday()) + count * _WEEK


def _months_on(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _days_on(day: date, count: int) -> date:
    return day + timedelta(days=count)


_STEPS: Mapping[str, Callable[[date, int], date]] = {
    "day": _days_on,
    "week": _weeks_on,
    "month": _months_on,
}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def moment(said: str) -> datetime:
    """A day or a moment as people write it, in UTC."""
    found = datetime.fromisoformat(said)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
