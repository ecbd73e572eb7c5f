"""The investigations of a desk: what is looked into, by whom, since when, what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from curation.decisions import Kind
from curation.errors import Unknown
from curation.investigations import PREFIX, Investigation, from_body
from curation.tenure import days_since
from store.desk import Desk
from store.ledger.reading_standing import StandingReading


@dataclass(frozen=True, slots=True)
class Listed:
    """One investigation with its `days` since it was opened, or until it was closed."""

    investigation: Investigation
    days: int


@dataclass(frozen=True, slots=True)
class Investigations:
    """What waits for a finding, oldest first, then what was closed, newest first."""

    sentence: str
    waiting: tuple[Listed, ...]
    closed: tuple[Listed, ...]


def standing_investigations(asked: StandingReading) -> list[Investigation]:
    """All of them as they stand, what was opened first first."""
    found = [from_body(one.body) for one in asked.standing(Kind.INVESTIGATION_SET)]
    return sorted(found, key=lambda one: (one.opened_at, one.id))


def known_investigation(asked: StandingReading, id_: str) -> Investigation:
    """The investigation `id_`, or Unknown."""
    found = asked.standing_of(PREFIX + id_)
    if found is None:
        raise Unknown("investigation", id_, "`evaldesk investigations` lists them.")
    return from_body(found.body)


def investigations(desk: Desk) -> Investigations:
    """All investigations of the desk."""
    with desk.ledger.reading() as asked:
        found = standing_investigations(asked)
    listed = [Listed(one, _days(one, desk.ledger.clock())) for one in found]
    waiting = tuple(one for one in listed if not one.investigation.closed)
    closed = [one for one in listed if one.investigation.closed]
    closed.sort(key=lambda one: one.investigation.closed_at or "", reverse=True)
    return Investigations(sentence_of(waiting), waiting, tuple(closed))


def sentence_of(waiting: Iterable[Listed]) -> str:
    """How many wait, and how long the oldest has."""
    found = list(waiting)
    if not found:
        return "No investigation is open."
    oldest = max(one.days for one in found)
    n, day = len(found), "day" if oldest == 1 else "days"
    what = "1 investigation is" if n == 1 else f"{n} investigations are"
    age = f"for {oldest} {day}" if oldest else "since today"
    return f"{what} open, the oldest {age}."


def _days(one: Investigation, now: datetime) -> int:
    until = datetime.fromisoformat(one.closed_at) if one.closed_at else now
    return days_since(one.opened_at, until) or 0
