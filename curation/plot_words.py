"""What a line of weeks shows, in words: the title of its chart."""

from collections.abc import Sequence
from datetime import date

from curation.figures import Figure, Point, Unit, Window
from curation.intervals import rate
from curation.tile_words import amount

FEWEST = 4  # with fewer weeks, one of them is no finding
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip
_TO = "\N{EN DASH}"
Known = tuple[date, float]


def finding(figure: Figure) -> str:
    """How long the figure has been on this side of its limit, or its worst week."""
    known = [(p.start, p.value) for p in figure.trend if p.value is not None]
    if len(known) < FEWEST:
        return f"{figure.title}, week by week"
    if figure.limit is not None:
        kept = [_kept(figure, p, figure.limit) for p in figure.trend if p.value is not None]
        return _held(figure, kept, figure.limit)
    return _worst(figure, known)


def weeks_of(window: Window | None) -> str:
    """The weeks that are looked at: Week of 16-22 Nov 2026."""
    if window is None:
        return "No whole week yet"
    last = date.fromordinal(window.until.toordinal() - 1)
    weeks = window.period.weeks
    named = "Week of" if weeks == 1 else f"{_number(weeks).capitalize()} weeks,"
    some = window.came is not None and window.came < weeks
    gaps = f", {_number(window.came or 0)} of them with events" if some else ""
    return f"{named} {_days(window.since, last)}{gaps}"


def day(when: date) -> str:
    """A date: 21 Nov 2026."""
    return f"{when.day} {when:%b %Y}"


def told(point: Point, unit: Unit) -> str:
    """One step of a trend: Week of 21 Nov 2026: 94.2%, n 1,204."""
    return f"Week of {day(point.start)}: {amount(point.value, unit)}, n {point.n:,}"


def _kept(figure: Figure, point: Point, limit: float) -> bool | None:
    """Whether a week kept the limit; None where its interval lies across it."""
    assert point.value is not None, "weeks without a value are left out"
    low = high = point.value
    if figure.unit is Unit.RATE and point.n:
        found = rate(round(min(1.0, max(0.0, point.value)) * point.n), point.n)
        assert found.low is not None, "there is something"
        assert found.high is not None, "there is something"
        low, high = found.low, found.high
    if figure.higher_is_better:
        return True if low >= limit else False if high < limit else None
    return True if high <= limit else False if low > limit else None


def _held(figure: Figure, kept: Sequence[bool | None], limit: float) -> str:
    """Only what is sure of every single week is said to have held."""
    said, last = amount(limit, figure.unit), kept[-1]
    if last is None:
        return f"{figure.title} cannot be told from its objective of {said}"
    run = next((n for n, one in enumerate(reversed(kept)) if one is not last), len(kept))
    side = "above" if last is figure.higher_is_better else "below"
    held = "has held" if last else "has been"
    if run == 1:
        return f"{figure.title} came in {side} its objective of {said} last week"
    return f"{figure.title} {held} {side} its objective of {said} for {_number(run)} weeks"


def _worst(figure: Figure, known: Sequence[Known]) -> str:
    pick = min if figure.higher_is_better else max
    start, value = pick(known, key=lambda one: one[1])
    of = f"{figure.title} was {amount(value, figure.unit)}"
    return f"The worst week began on {day(start)}: {of}"


def _days(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{day(first)} {_TO} {day(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%b} {_TO} {day(last)}"
    return f"{first.day}{_TO}{day(last)}"


def _number(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n)
