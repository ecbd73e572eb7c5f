"""What must be told to whom, and was not: decided from an alarm and what was said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from curation.alarms import RANK, Alarm, AlarmState
from curation.drift import Severity
from curation.thresholds import (
    COOL_DOWN_HOURS,
    LEAST_SEVERITY,
    MAX_ALARM_ATTEMPTS,
    Policy,
)

LEASE = timedelta(minutes=5)  # who sends for longer has died; sending takes ten seconds at most
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
SHORTEST = timedelta(minutes=5)  # a cool-down of none would tell the same without end
MISSED = timedelta(days=7)  # so long it is said of an alarm that is over that nobody was told


class What(StrEnum):
    """What a delivery says of an alarm."""

    RAISED = "raised"
    WORSE = "worse"
    AGAIN = "again"  # still there, and nobody has taken it
    BACK = "back"
    RESOLVED = "resolved"


class Progress(StrEnum):
    """How far a delivery is."""

    SENDING = "sending"
    WAITING = "waiting"  # for its next attempt
    SENT = "sent"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing told to one channel, the `number`th about its alarm.

    `version` is the decision about the alarm that it tells. `at` is when the state began, and
    `next_at` when it is tried again. `problem` is of the last attempt, and holds no secret.
    `left` are the places of the recipients whom the attempts so far did not reach where they
    reached others; none means everybody.
    """

    alarm: str
    channel: str
    number: int
    what: What
    severity: Severity
    version: int
    state: Progress
    attempts: int
    at: str
    next_at: str | None = None
    problem: str | None = None
    left: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """The same for every attempt, so that who receives it can know it again."""
        return f"{self.alarm}:{self.channel}:{self.number}"


class Now(StrEnum):
    """How it stands between an alarm and a channel."""

    DUE = "due"
    SENDING = "sending"
    RETRY = "retry"
    MUTED = "muted"
    COOLING = "cooling"
    TOLD = "told"
    GIVEN_UP = "given_up"
    NOTHING = "nothing"  # there was never anything to tell


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: `what`, not before `at`; `delivery` is the one that goes on."""

    now: Now
    what: What | None = None
    at: datetime | None = None
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """The governed numbers that decide how often somebody is told."""

    cool_down: timedelta
    attempts: int
    least: float


def pace(policy: Policy) -> Pace:
    """The pace in force."""
    return Pace(
        max(SHORTEST, timedelta(hours=policy.value(COOL_DOWN_HOURS))),
        max(1, round(policy.value(MAX_ALARM_ATTEMPTS))),
        policy.value(LEAST_SEVERITY),
    )


def step(
    alarm: Alarm,
    told: Sequence[Delivery],
    *,
    muted: datetime | None,
    now: datetime,
    by: Pace,
) -> Step:
    """What comes next for a channel that was `told` so much of `alarm`, oldest first."""
    last = told[-1] if told else None
    if last and last.state is Progress.SENDING:
        until = _moment(last.at) + LEASE  # whether it is still on its way or has died
        found = Step(Now.DUE if until <= now else Now.SENDING, last.what, until, last)
    elif last and last.state is Progress.WAITING:
        again = _moment(last.next_at or last.at)
        found = Step(Now.DUE if again <= now else Now.RETRY, last.what, again, last)
    else:
        found = _next(alarm, told, now, by)
    if muted and found.now in (Now.DUE, Now.RETRY, Now.COOLING):
        return Step(Now.MUTED, found.what, muted, found.delivery)
    return found


def _next(alarm: Alarm, told: Sequence[Delivery], now: datetime, by: Pace) -> Step:
    """What follows where every delivery so far has come to its end."""
    if not told:
        return Step(Now.DUE, What.RAISED, now) if alarm.active else Step(Now.NOTHING)
    heard = next((one for one in reversed(told) if one.state is Progress.SENT), None)
    last = told[-1]
    given_up = last.state is Progress.GIVEN_UP
    rest = Step(Now.GIVEN_UP if given_up else Now.TOLD, last.what, delivery=last)
    if not alarm.active:
        return rest if _said_over(last) else Step(Now.DUE, What.RESOLVED, now)
    if heard is last and _said_over(last):
        return Step(Now.DUE, What.BACK, now)
    if RANK[alarm.severity] > max(RANK[one.severity] for one in _recent(told, now, by)):
        return Step(Now.DUE, What.WORSE, now)
    taken = alarm.state is AlarmState.ACKNOWLEDGED and not given_up
    if taken or RANK[alarm.severity] < by.least:
        return rest
    what, at = What.AGAIN if heard else What.RAISED, _moment(last.at) + by.cool_down
    return Step(Now.DUE, what, at) if at <= now else replace(rest, now=_waits(rest), at=at)


def is_missed(alarm: Alarm, now: datetime) -> bool:
    """Whether it matters that `alarm` could not be told: not for what a person has ended."""
    if alarm.active or alarm.resolved_at is None:
        return alarm.active
    return alarm.resolved_by is None and now < _moment(alarm.resolved_at) + MISSED


def _said_over(one: Delivery) -> bool:
    return one.what is What.RESOLVED


def _waits(rest: Step) -> Now:
    return Now.GIVEN_UP if rest.now is Now.GIVEN_UP else Now.COOLING


def _recent(told: Sequence[Delivery], now: datetime, by: Pace) -> list[Delivery]:
    """What was told since the cool-down began and the alarm was raised; at least the last."""
    found = [told[-1]]
    for one in reversed(told[:-1]):
        if one.what is What.RESOLVED or _moment(one.at) + by.cool_down <= now:
            break
        found.append(one)
    return found


def sending(found: Step, alarm: Alarm, channel: str, told: int, now: datetime) -> Delivery:
    """The delivery that begins, or goes on, with `found`."""
    at = now.isoformat()
    if (before := found.delivery) and found.now is Now.DUE:
        attempts = before.attempts + 1
        return replace(before, state=Progress.SENDING, attempts=attempts, at=at, next_at=None)
    assert found.what is not None, "what is due says what"
    first = Progress.SENDING
    return Delivery(
        alarm.id, channel, told + 1, found.what, alarm.severity, alarm.version, first, 1, at
    )


def put_off(begun: Delivery, until: str | None, problem: str, now: datetime) -> Delivery:
    """`begun` without an attempt: its channel has just kept another telling waiting."""
    again = until or (now + LONGEST_WAIT).isoformat()
    return replace(
        begun,
        state=Progress.WAITING,
        attempts=begun.attempts - 1,
        next_at=again,
        problem=problem,
    )


def ended(
    delivery: Delivery,
    problem: str | None,
    now: datetime,
    by: Pace,
    left: tuple[int, ...] = (),
) -> Delivery:
    """`delivery` after an attempt that went well, or had a `problem`."""
    over = delivery.attempts >= by.attempts
    state = Progress.GIVEN_UP if over else Progress.WAITING
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(delivery.attempts - 1, 10))
    again = (now + wait).isoformat() if problem and not over else None
    after = state if problem else Progress.SENT
    at = now.isoformat()
    return replace(delivery, state=after, at=at, next_at=again, problem=problem, left=left)


def body(delivery: Delivery) -> dict[str, Any]:
    """`delivery` as plain JSON values."""
    return asdict(delivery)


def from_body(values: Mapping[str, Any]) -> Delivery:
    """The delivery that `body` wrote."""
    words: dict[str, Any] = {
        "what": What(values["what"]),
        "severity": Severity(values["severity"]),
        "state": Progress(values["state"]),
        "left": tuple(values.get("left", ())),
    }
    return Delivery(**{**values, **words})


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told)
