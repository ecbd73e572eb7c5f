"""Claim a telling in the ledger before it is sent: none is lost, and none is sent twice."""

from dataclasses import dataclass
from datetime import UTC, datetime

from curation import alarms, telling
from curation.alarms import Alarm
from curation.decisions import Kind
from curation.messages import Message, message
from curation.standing import Standing, saying
from curation.telling import Delivery, Now
from store.answers.alarm_book import ALARM, DELIVERY, Book, book
from store.answers.outbox import concerned, next_step
from store.delivery.channels import Connections
from store.desk import Desk
from store.ledger import Transaction
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class Claim:
    """One telling that is being sent: what stands of it in the ledger, and its words."""

    delivery: Delivery
    stood: Standing
    message: Message


def claim(desk: Desk, known: Connections, alarm_id: str, name: str, actor: str) -> Claim | None:
    """Record that it is being sent, unless that is no longer due: somebody else sends it."""
    with desk.ledger.transaction() as tx:
        stands = book(tx)
        sent = _begun(stands, known, alarm_id, name, moment(desk))
        if sent is None:
            return None
        record(tx, sent, stands.standing.get(DELIVERY + sent.id), actor)
        stood = tx.standing_of(DELIVERY + sent.id)
        assert stood is not None, "it was recorded just now"
        return Claim(sent, stood, _message(tx, stands, sent, known.base_url))


def put_off(
    desk: Desk, known: Connections, alarm_id: str, name: str, actor: str, after: Delivery
) -> bool:
    """Record that it waits as long as `after`, which its channel has kept waiting just now."""
    now = moment(desk)
    with desk.ledger.transaction() as tx:
        stands = book(tx)
        begun = _begun(stands, known, alarm_id, name, now)
        if begun is None:
            return False
        waits = telling.put_off(begun, after.next_at, after.problem or "", now)
        record(tx, waits, stands.standing.get(DELIVERY + begun.id), actor)
        return True


def _begun(
    stands: Book, known: Connections, alarm_id: str, name: str, now: datetime
) -> Delivery | None:
    """The delivery that begins, or goes on, now; None when nothing is due."""
    alarm = stands.alarm(alarm_id)
    if not concerned(stands, alarm, [known.by_name[name].channel]):
        return None
    found = next_step(stands, alarm, name, now)
    if found.now is not Now.DUE:
        return None
    told = len(stands.told.get((alarm_id, name), ()))
    return telling.sending(found, alarm, name, told, now)


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


def record(tx: Transaction, one: Delivery, before: Standing | None, actor: str) -> None:
    """Say in the ledger how far `one` is."""
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


def moment(desk: Desk) -> datetime:
    """Now, as the desk has it."""
    return desk.ledger.clock().astimezone(UTC)
