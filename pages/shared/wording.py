"""How numbers, times and the product's own words are written on the screen."""

from datetime import UTC, date, datetime, timedelta

from curation.intervals import Rate

NOTHING = "—"
# A thin number needs a space before its sign that does not break.
_NBSP = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
_STEPS = ((60, "min", 1), (24, "h", 60), (14, "d", 60 * 24), (9, "wk", 60 * 24 * 7))


def words(name: str | None) -> str:
    """A stored name as a person reads it: `wrong_answer` is Wrong answer."""
    return name.replace("_", " ").capitalize() if name else NOTHING


def count(number: float | None) -> str:
    """A whole number with thousands apart: 8,412."""
    return NOTHING if number is None else f"{number:,.0f}".replace("-", _MINUS)


def signed(number: float) -> str:
    """A change in a count: +12."""
    rounded = round(number)
    return f"{rounded:+,}".replace("-", _MINUS) if rounded else "0"


def many(number: int, one: str, several: str | None = None) -> str:
    """The number with its noun: 1 case, 2 cases."""
    return f"{count(number)} {one if number == 1 else several or one + 's'}"


def percent(share: float | None, digits: int = 1) -> str:
    """A share between 0 and 1 as 94.2 %."""
    return NOTHING if share is None else f"{share * 100:.{digits}f}{_NBSP}%"


def points(difference: float | None, digits: int = 1) -> str:
    """A difference of two shares, signed: +1.2 pt."""
    if difference is None:
        return NOTHING
    rounded = round(difference * 100, digits)
    sign = "+" if rounded > 0 else _MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):.{digits}f}{_NBSP}pt"


def rate(measured: Rate, floor: int) -> str:
    """A share with its interval and n; below `floor` cases it says that it cannot say."""
    if measured.value is None or measured.low is None or measured.high is None:
        return "no cases"
    if measured.n < floor:
        return f"too few to say (n{_NBSP}{measured.n})"
    low, high = measured.low * 100, measured.high * 100
    interval = f"{low:.1f}\N{EN DASH}{high:.1f}"
    return f"{percent(measured.value)} ({interval}, n{_NBSP}{count(measured.n)})"


def money(amount: float | None, unit: str = "$") -> str:
    """An amount: $1,240, and with cents below ten."""
    if amount is None:
        return NOTHING
    digits = 2 if abs(amount) < 10 and amount != round(amount) else 0
    return f"{_MINUS if amount < 0 else ''}{unit}{abs(amount):,.{digits}f}"


def duration(ms: float | None) -> str:
    """A latency: 840 ms, 2.4 s."""
    if ms is None:
        return NOTHING
    return f"{ms:.0f}{_NBSP}ms" if ms < 1000 else f"{ms / 1000:.1f}{_NBSP}s"


def day(when: date | str | None) -> str:
    """A date: 21 Nov 2026."""
    found = _date(when)
    return NOTHING if found is None else f"{found.day} {found:%b %Y}"


def moment(when: datetime | str | None) -> str:
    """21 Nov 2026, 09:41 UTC; the zone is always named."""
    found = _instant(when)
    return "time unknown" if found is None else f"{day(found)}, {found:%H:%M} UTC"


def week(monday: date | str | None) -> str:
    """The week that starts on `monday`: 16-22 Nov 2026."""
    first = _date(monday)
    if first is None:
        return NOTHING
    last = first + timedelta(days=6)
    if first.year != last.year:
        return f"{day(first)} \N{EN DASH} {day(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%b}\N{EN DASH}{day(last)}"
    return f"{first.day}\N{EN DASH}{day(last)}"


def ago(when: datetime | str | None, now: datetime | None = None) -> str:
    """How long since `when`, in one unit: 12 min, 3 h, 5 d, 3 wk; then the day itself."""
    found = _instant(when)
    if found is None:
        return NOTHING
    minutes = max(0, int(((now or datetime.now(UTC)) - found).total_seconds() // 60))
    for limit, unit, size in _STEPS:
        if minutes // size < limit:
            return f"{minutes // size}{_NBSP}{unit}"
    return day(found)


def _instant(when: datetime | str | None) -> datetime | None:
    found = datetime.fromisoformat(when) if isinstance(when, str) else when
    if found is None:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _date(when: date | str | None) -> date | None:
    found = datetime.fromisoformat(when) if isinstance(when, str) else when
    instant = _instant(found) if isinstance(found, datetime) else None
    return instant.date() if instant else found
