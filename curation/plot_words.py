"""What a line of weeks shows, in words: the title of its chart."""

from collections.abc import Sequence
from datetime import date

from curation.figures import Figure, Point, Unit, Window
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
        return _held(figure, [value for _, value in known], figure.limit)
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


def _held(figure: Figure, values: Sequence[float], limit: float) -> str:
    kept = [(one >= limit) if figure.higher_is_better else (one <= limit) for one in values]
    run = next((n for n, one in enumerate(reversed(kept)) if one != kept[-1]), len(kept))
    above = kept[-1] == figure.higher_is_better
    side, said = "above" if above else "below", amount(limit, figure.unit)
    held = "has held" if kept[-1] else "has been"
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
