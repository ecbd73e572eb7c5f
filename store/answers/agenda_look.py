"""What every part of an agenda is asked with: the desk, and the time since the last review."""

from dataclasses import dataclass
from datetime import date, datetime

from curation.review import Meeting
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Look:
    """`since` is the start of the review before, `last` that review.

    `events_after`: only production after this day is new; `ends_by`: what ends up to this day
    ends before the next review.
    """

    desk: Desk
    week: str
    today: date
    since: datetime
    events_after: date | None
    ends_by: date
    last: Meeting | None
    owner: str | None  # of blocking: who answers for what nobody else does


def days(n: int) -> str:
    """So many days, in words."""
    return "today" if n == 0 else "1 day" if n == 1 else f"{n} days"
