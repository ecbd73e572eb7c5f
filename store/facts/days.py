"""Days as numbers: counted from 1 January 1970, in UTC."""

from datetime import date, timedelta

Span = tuple[int, int]  # from a day to before a day
_EPOCH = date(1970, 1, 1)


def day_of(day: date) -> int:
    """The day as a number."""
    return (day - _EPOCH).days


def date_of(day: int) -> date:
    """The day that a number counts to."""
    return _EPOCH + timedelta(days=int(day))
