"""Maintenance: a time in which alarms about a part of production wake nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from curation.alarms import Alarm
from curation.errors import BadRequest
from curation.scopes import cohort, where_of


@dataclass(frozen=True, slots=True)
class Maintenance:
    """From `start` until `end` alarms about `where` are recorded, but told nobody.

    An empty `where` is all of production. Times are ISO 8601, UTC.
    """

    id: str
    start: str
    end: str
    where: Mapping[str, str | None]
    by: str
    reason: str
    ended_by: str | None = None

    def on(self, now: datetime) -> bool:
        """Whether it holds at `now`."""
        return datetime.fromisoformat(self.start) <= now < datetime.fromisoformat(self.end)

    def covers(self, alarm: Alarm) -> bool:
        """Whether all that still deviates in `alarm` lies in its part of production."""
        wanted = self.where.items()
        return all(wanted <= dict(held.deviation.cohort).items() for held in alarm.standing)


def muted_until(alarm: Alarm, known: Iterable[Maintenance], now: datetime) -> datetime | None:
    """Until when `alarm` is muted; None when it is not."""
    ends = [one.end for one in known if one.on(now) and one.covers(alarm)]
    return max(map(datetime.fromisoformat, ends), default=None)


def part_of(said: str) -> dict[str, str | None]:
    """`region=eu,route=refunds` as a part of production; nothing is all of it."""
    if not said.strip():
        return {}
    if "=" not in said:
        raise BadRequest(f"'{said}' is no part of production. Write it like region=eu.")
    return cohort(where_of(said))


def refuse_window(start: datetime, end: datetime, reason: str, longest: float) -> None:
    """Refuse a window that nobody could have meant."""
    if not reason.strip():
        raise BadRequest("Say why alarms are to be muted: --reason. It stays in the log.")
    if end <= start:
        raise BadRequest(f"The maintenance would end at {end:%Y-%m-%d %H:%M}, before it began.")
    if end - start > timedelta(hours=longest):
        raise BadRequest(
            f"Maintenance may last {longest:g} hours (alarm.max_maintenance_hours): end it "
            "sooner, and start another one when it is still needed."
        )


def body(one: Maintenance) -> dict[str, Any]:
    """`one` as plain JSON values."""
    return asdict(one)


def from_body(values: Mapping[str, Any]) -> Maintenance:
    """The maintenance that `body` wrote."""
    return Maintenance(**values)
