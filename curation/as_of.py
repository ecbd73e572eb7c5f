"""The moment or the decision as of which a desk is asked for."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from curation.errors import BadRequest

_NUMBER = re.compile(r"#?(\d+)")


@dataclass(frozen=True, slots=True)
class AsOf:
    """A point of the past: the decision `seq`, or the last one at or before `moment` (UTC)."""

    seq: int | None = None
    moment: datetime | None = None


def as_of(said: str) -> AsOf:
    """The point that `said` names: a day (its end, in UTC), a moment, or a decision's number.

    A moment without a zone is UTC. BadRequest for anything else.
    """
    text = said.strip()
    if number := _NUMBER.fullmatch(text):
        return AsOf(seq=int(number[1]))
    try:
        if len(text) == len("2026-11-01"):
            return AsOf(moment=datetime.combine(date.fromisoformat(text), time.max, UTC))
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest(
            f"'{said}' is no day, moment or decision. Write it like 2026-11-01, "
            "2026-11-01T14:30 (UTC) or 812, the number of a decision."
        ) from None
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return AsOf(moment=zoned.astimezone(UTC))
