"""What every part of an agenda is asked with: the desk, and the time since the last review."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from curation.review import Item, Meeting
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

    def left(self, kind: str, subject: str) -> bool:
        """Whether the review before left it unsettled, or put it off."""
        return self.last is not None and f"{kind}:{subject}" in self.last.again

    def again(self, item: Item) -> Item:
        """The item, which is here only because the review before did not settle it."""
        week = self.last.week if self.last else self.week
        return replace(item, why=f"Left over from {week}: {item.why}")


def days(n: int) -> str:
    """So many days, in words."""
    return "today" if n == 0 else "1 day" if n == 1 else f"{n} days"
