"""How long a case has stood where it stands."""

from datetime import datetime
from enum import StrEnum


class Age(StrEnum):
    """Ages as people sort by them, youngest first."""

    WEEK = "week"  # under a week
    MONTH = "month"  # one to four weeks
    QUARTER = "quarter"  # four to thirteen weeks
    OLDER = "older"
    UNKNOWN = "unknown"


_UNDER_DAYS = ((7, Age.WEEK), (28, Age.MONTH), (91, Age.QUARTER))


def days_since(entered: str | None, now: datetime) -> int | None:
    """Whole days since the ISO moment `entered`; None when nobody knows it."""
    if entered is None:
        return None
    return max(0, (now - datetime.fromisoformat(entered)).days)


def age(days: int | None) -> Age:
    """The age of a case that has stood `days` where it stands."""
    if days is None:
        return Age.UNKNOWN
    return next((found for limit, found in _UNDER_DAYS if days < limit), Age.OLDER)
