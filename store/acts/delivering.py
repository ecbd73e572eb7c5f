"""Tell people of alarms: each telling is claimed in the ledger first, so that none is lost.

Whoever dies between sending and recording leaves the claim behind; it is taken up again when
its lease is over. So everything is told at least once, with the same id each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from curation import alarms, telling
from curation.alarms import Alarm
from curation.decisions import Kind
from curation.errors import MovedMeanwhile
from curation.messages import Message, message, trial
from curation.standing import Standing, saying
from curation.telling import Delivery, Now, Progress, pace
from store.answers.alarm_book import ALARM, DELIVERY, Book, book
from store.answers.outbox import concerned, next_step, outbox, undelivered, untold
from store.delivery.channels import Connection, Connections, connections
from store.delivery.sending import send
from store.desk import Desk
from store.ledger import Transaction
from store.ledger.reading import Reading

Send = Callable[[Connection, Message], str | None]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to tell `channel` of `alarm`; `problem` is None when it went well."""

    alarm: str
    channel: str
    what: str
    state: Progress
    attempts: int
    next_at: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was tried, what still waits for its time, what was given up, and who hears nothing.

    `untold` are alarms in force that no channel of desk.toml takes.
    """

    tried: tuple[Attempt, ...]
    waiting: int
    given_up: tuple[str, ...]
    untold: tuple[str, ...]

    @property
    def fine(self) -> bool:
        """Whether everybody was told, or will be."""
        return not (self.given_up or self.untold)


@dataclass(frozen=True, slots=True)
class _Claim:
    delivery: Delivery
    stood: Standing
    message: Message


def deliver(desk: Desk, *, actor: str = "evaldesk", by: Send = send) -> Delivered:
    """Tell every channel what it must be told now. Others may do the same at the same time."""
    known = connections(desk.alarms)
    tried: list[Attempt] = []
    done: set[tuple[str, str]] = set()
    while found := [one for one in _due(desk, known) if one not in done]:
        done.update(found)
        for alarm, channel in found:
            while claim := _claim(desk, known, alarm, channel, actor):
                after = _attempt(desk, known, claim, by, actor)
                tried.append(_told(after))
                if after.problem:
                    break
    channels = [one.channel for one in known.by_name.values()]
    with desk.ledger.reading() as asked:
        stands = book(asked)
    told = outbox(stands, channels, _now(desk))
    lost = undelivered(stands, told, _now(desk))
    return Delivered(
        tuple(tried),
        sum(one.state in (Now.DUE, Now.RETRY, Now.SENDING, Now.MUTED) for one in told),
        tuple(
            f"{one.alarm}:{one.channel}"
            for one in told
            if one.state is Now.GIVEN_UP and one.alarm in lost
        ),
        tuple(untold(stands, channels)),
    )


def try_channel(desk: Desk, name: str, *, by: Send = send) -> str | None:
    """Tell `name` that this is a test; None when it went well, else what kept it."""
    known = connections(desk.alarms)
    connection = known.channel(name)
    with desk.ledger.reading() as asked:
        origin = asked.origin()[:12]
    return by(connection, trial(name, origin, _now(desk).isoformat(), known.base_url))


def _due(desk: Desk, known: Connections) -> list[tuple[str, str]]:
    channels = [one.channel for one in known.by_name.values()]
    with desk.ledger.reading() as asked:
        told = outbox(book(asked), channels, _now(desk))
    return [(one.alarm, one.channel) for one in told if one.state is Now.DUE]


def _claim(
    desk: Desk, known: Connections, alarm_id: str, name: str, actor: str
) -> _Claim | None:
    """Record that it is being sent, unless that is no longer due: somebody else sends it."""
    now = _now(desk)
    with desk.ledger.transaction() as tx:
        stands = book(tx)
        alarm = stands.alarm(alarm_id)
        if not concerned(stands, alarm, [known.by_name[name].channel]):
            return None
        found = next_step(stands, alarm, name, now)
        if found.now is not Now.DUE:
            return None
        told = len(stands.told.get((alarm_id, name), ()))
        sent = telling.sending(found, alarm, name, told, now)
        _record(tx, sent, stands.standing.get(DELIVERY + sent.id), actor)
        stood = tx.standing_of(DELIVERY + sent.id)
        assert stood is not None, "it was recorded just now"
        return _Claim(sent, stood, _message(tx, stands, sent, known.base_url))


def _message(asked: Reading, stands: Book, sent: Delivery, base: str | None) -> Message:
    """What is told is the alarm as it was when the delivery began, on every attempt."""
    alarm = stands.alarm(sent.alarm)
    if alarm.version != sent.version:
        alarm = _as_it_was(asked, sent) or alarm
    return message(alarm, sent, own=stands.runbooks, base=base, origin=asked.origin()[:12])


def _as_it_was(asked: Reading, sent: Delivery) -> Alarm | None:
    said = asked.decisions(subject=ALARM + sent.alarm, kinds=[Kind.ALARM_SET])
    bodies = (one.after["body"] for one in said if one.seq == sent.version)
    return next((alarms.from_body(one, sent.version) for one in bodies), None)


def _attempt(desk: Desk, known: Connections, claim: _Claim, by: Send, actor: str) -> Delivery:
    problem = by(known.by_name[claim.delivery.channel], claim.message)
    with desk.ledger.reading() as asked:
        found = pace(asked.policy())
    after = telling.ended(claim.delivery, problem, _now(desk), found)
    try:
        with desk.ledger.transaction() as tx:
            _record(tx, after, claim.stood, actor)
    except MovedMeanwhile:
        return after  # it took longer than its lease: who took it over says how it ended
    return after


def _record(tx: Transaction, one: Delivery, before: Standing | None, actor: str) -> None:
    tx.record(
        saying(
            Kind.DELIVERY_SET,
            DELIVERY + one.id,
            telling.body(one),
            actor=actor,
            reason=one.problem or "",
            before=before,
        )
    )


def _told(one: Delivery) -> Attempt:
    return Attempt(
        one.alarm, one.channel, one.what, one.state, one.attempts, one.next_at, one.problem
    )


def _now(desk: Desk) -> datetime:
    return desk.ledger.clock().astimezone(UTC)
