"""What must be told and was not, derived from the ledger: nothing is ever put into a queue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from curation.alarms import Alarm
from curation.channels import Channel
from curation.drift import Severity
from curation.maintenance import muted_until
from curation.telling import Now, Step, is_missed, pace, step
from curation.told import told as in_words
from store.answers.alarm_book import Book

WAITS = (Now.DUE, Now.SENDING, Now.RETRY, Now.MUTED)


@dataclass(frozen=True, slots=True)
class Telling:
    """How it stands between an alarm and a channel.

    `state`: due, sending, retry, muted, cooling, told, given_up. `what` is told next, or was
    told last; `at` is when it is told next at the earliest; `words` say it all.
    """

    alarm: str
    channel: str
    state: Now
    what: str | None
    severity: Severity
    at: datetime | None
    attempts: int
    problem: str | None
    words: str


def next_step(found: Book, alarm: Alarm, channel: str, now: datetime) -> Step:
    """What `channel` is to be told next of `alarm`."""
    return step(
        alarm,
        found.told.get((alarm.id, channel), ()),
        muted=muted_until(alarm, found.maintenances.values(), now),
        now=now,
        by=pace(found.policy),
    )


def concerned(found: Book, alarm: Alarm, channels: Iterable[Channel]) -> list[str]:
    """The channels that take `alarm`, and those that heard of it: they hear how it ends."""
    return [c.name for c in channels if (alarm.id, c.name) in found.told or c.takes(alarm)]


def outbox(found: Book, channels: Sequence[Channel], now: datetime) -> list[Telling]:
    """How it stands between every alarm and every channel that it concerns."""
    return [
        _telling(alarm, name, next_step(found, alarm, name, now), now)
        for alarm in found.alarms.values()
        for name in concerned(found, alarm, channels)
    ]


def undelivered(found: Book, told: Iterable[Telling], now: datetime) -> list[str]:
    """The alarms that somebody could not be told of, and should have been."""
    lost = dict.fromkeys(one.alarm for one in told if one.state is Now.GIVEN_UP)
    return [one for one in lost if is_missed(found.alarms[one], now)]


def untold(found: Book, channels: Sequence[Channel]) -> list[str]:
    """The alarms in force that nobody would ever be told of."""
    active = (alarm for alarm in found.alarms.values() if alarm.active)
    return [alarm.id for alarm in active if not concerned(found, alarm, channels)]


def _telling(alarm: Alarm, channel: str, found: Step, now: datetime) -> Telling:
    last = found.delivery
    attempts, problem = (last.attempts, last.problem) if last else (0, None)
    return Telling(
        alarm.id, channel, found.now, found.what, alarm.severity, found.at, attempts, problem,
        in_words(found, now),
    )  # fmt: skip
