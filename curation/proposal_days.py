"""The days of a proposal: until when it waits, from when it is in force, when to look again."""

from dataclasses import dataclass
from datetime import date, timedelta

from curation.errors import BadRequest
from curation.thresholds import PROPOSAL_DAYS


@dataclass(frozen=True, slots=True)
class Days:
    """ISO days in UTC; `expires` is the last one on which it can be decided about."""

    expires: str
    effective: str | None
    revisit: str | None


def days(
    today: date,
    longest: int,
    *,
    effective: str | None = None,
    expires: str | None = None,
    revisit: str | None = None,
) -> Days:
    """The days as a proposal keeps them; `longest` days it may wait for an answer."""
    first, again = _day(effective, today, "effective"), _day(revisit, today, "revisit")
    last, until = last_day(today, longest), _day(expires, today, "expires")
    if until is not None and until > last:
        raise BadRequest(
            f"A proposal waits {longest} days at most ({PROPOSAL_DAYS}): --expires {last} or "
            "earlier."
        )
    if again is not None and first is not None and again < first:
        raise BadRequest(
            f"On {again} it would not be in force yet: --revisit names a day from {first} on."
        )
    return Days(until or last, first, again)


def last_day(today: date, longest: int) -> str:
    """Until when a proposal of today waits for an answer."""
    return (today + timedelta(days=longest)).isoformat()


def _day(said: str | None, today: date, what: str) -> str | None:
    """The ISO day that was said, or BadRequest for what is none or past."""
    if not said:
        return None
    try:
        found = date.fromisoformat(said)
    except ValueError:
        raise BadRequest(f"'{said}' is no day. Write --{what} 2026-12-01.") from None
    if found < today:
        raise BadRequest(f"{said} is past: --{what} names a day from today on (UTC).")
    return found.isoformat()
