"""The reviews on record: who was there, and what came of each item."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from curation.decisions import Kind
from curation.errors import BadRequest
from curation.review import (
    AGENDA,
    ITEM,
    SUBJECT,
    Handled,
    Item,
    Meeting,
    handled_from,
    item_from,
    meeting_from,
    monday,
    subject,
    week_of,
)
from store.ledger.reading import Reading
from store.ledger.reading_standing import StandingReading


def met(asked: StandingReading, week: str) -> Meeting | None:
    """The review of a week; None: it was not started."""
    name = subject(week)
    stands = asked.standing_of(name)
    if stands is None:
        return None
    return meeting_from(week, stands.body, _agenda(asked, name), _handled(asked, name))


def weeks_met(asked: StandingReading) -> list[str]:
    """The weeks in which a review was started, the newest first."""
    named = [one.subject.removeprefix(SUBJECT) for one in asked.standing(Kind.REVIEW_SET)]
    return sorted((one for one in named if "/" not in one), key=monday, reverse=True)


def the_week(asked: StandingReading, now: datetime) -> str:
    """The week of the review that goes on, also over Sunday's midnight (UTC); else this one."""
    open_ones = (week for week in weeks_met(asked) if (one := met(asked, week)) and one.open)
    return next(open_ones, week_of(now))


def spells(asked: Reading, meeting: Meeting, key: str) -> tuple[tuple[int, int | None], ...]:
    """From which decision to which an item lay on the table; None: it still does."""
    found: list[tuple[int, int | None]] = []
    end: int | None = None
    for entry in asked.decisions(subject=subject(meeting.week)):  # the newest first
        body: Mapping[str, Any] = entry.after.get("body") or {}
        if body.get("on") == key:
            found.append((entry.seq, end))
        end = entry.seq
    return tuple(found)


def required(asked: StandingReading, week: str) -> Meeting:
    """The review of a week, or BadRequest where it was not started."""
    found = met(asked, week)
    if found is None:
        raise BadRequest(
            f"The review of {week} was not started. `evaldesk review start` starts this week's."
        )
    return found


def _agenda(asked: StandingReading, name: str) -> tuple[Item, ...]:
    stands = asked.standing_of(name + AGENDA)
    return tuple(map(item_from, stands.body["items"])) if stands else ()


def _handled(asked: StandingReading, name: str) -> tuple[Handled, ...]:
    prefix = name + ITEM
    found = [
        handled_from(
            one.subject.removeprefix(prefix), one.body, one.seq if one.body["by"] else 0
        )
        for one in asked.standing_below(Kind.REVIEW_SET, prefix)
    ]
    return tuple(sorted(found, key=lambda one: (one.opened_at, one.since)))
