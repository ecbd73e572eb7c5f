"""Hold a weekly review: who is there, and what came of each item."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from curation.decisions import Kind
from curation.errors import BadRequest, MovedMeanwhile
from curation.names import among, same_person
from curation.people import unlisted
from curation.review import (
    AGENDA,
    ITEM,
    KINDS,
    Handled,
    Meeting,
    Outcome,
    handled_body,
    item_body,
    meeting_body,
    require_own,
    require_there,
    subject,
    week_of,
)
from curation.standing import saying
from store.acts.promising import kept_by_the_data
from store.acts.settling import answering, require_decided
from store.answers.agenda import agenda
from store.answers.meetings import met, required, the_week
from store.desk import Desk
from store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Met:
    """The meeting after an act on it; `note` is what is odd, though it was done."""

    meeting: Meeting
    note: str | None = None


def start(
    desk: Desk,
    *,
    chair: str,
    present: Sequence[str] = (),
    actor: str,
    kinds: Collection[str] = tuple(KINDS),
) -> Met:
    """Start this week's review: from now on it has the agenda of this moment.

    `kinds` is only another one where a review of the sample's past is written.
    """
    if not chair.strip():
        raise BadRequest("A review has somebody who leads it: --chair NAME.")
    week = week_of(desk.ledger.clock().astimezone(UTC))
    found = agenda(desk, week, kinds)
    with desk.ledger.transaction() as tx:
        going_on = the_week(tx, desk.ledger.clock().astimezone(UTC))
        if stands := met(tx, going_on):
            raise _started(stands)
        here = _people((chair, *present))
        since = tx.head()[0]
        new = Meeting(week, here[0], here, _now(desk), actor, since,
                      seen_until=found.seen_until)  # fmt: skip
        items = [item_body(one) for one in found.items]
        _say(tx, subject(week) + AGENDA, {"items": items}, actor)
        _record(tx, new, actor)
        if found.items:
            _turn(tx, replace(new, agenda=found.items), found.items[0].key, _now(desk), actor)
        return _met(tx, week, here)


def join(desk: Desk, name: str, *, actor: str, week: str | None = None) -> Met:
    """Say that somebody is there as well."""
    with desk.ledger.transaction() as tx:
        now = _open(desk, tx, week)
        here = _people((*now.present, name))
        if here != now.present:
            _record(tx, replace(now, present=here), actor)
        return _met(tx, now.week, [name])


def leave(desk: Desk, name: str, *, actor: str, week: str | None = None) -> Met:
    """Say that somebody was not there after all."""
    with desk.ledger.transaction() as tx:
        now = _open(desk, tx, week)
        if not among(name, *now.present):
            raise BadRequest(f"{name} is not at the review of {now.week}.")
        if same_person(name, now.chair):
            raise BadRequest(f"{now.chair} leads the review and is there.")
        here = tuple(one for one in now.present if not same_person(one, name))
        _record(tx, replace(now, present=here), actor)
        return _met(tx, now.week)


def turn_to(desk: Desk, key: str, *, actor: str, week: str | None = None) -> Met:
    """Put an item on the table, on every screen; its time runs from the first time on."""
    with desk.ledger.transaction() as tx:
        now = _open(desk, tx, week)
        now.item(key)
        if now.on != key:
            _turn(tx, now, key, _now(desk), actor)
        return _met(tx, now.week)


def settle(
    desk: Desk,
    key: str,
    outcome: Outcome | str,
    *,
    actor: str,
    note: str | None = None,
    seen: int | None = None,
    week: str | None = None,
    again: bool = False,
) -> Met:
    """Say what came of an item, and turn to the next one; `seen` is that of its Handled.

    A note of None leaves the one that stands. Raises NotAllowed for who is not there, and
    MovedMeanwhile where somebody said another word since; who has seen nothing overrules
    another person only `again`.
    """
    said = _outcome(outcome)
    with desk.ledger.transaction() as tx:
        now = _open(desk, tx, week)
        require_there(now, actor)
        item, was = now.item(key), _seen(desk, now, key, seen)
        if seen is None and not again:
            require_own(was, actor)
        done = answering(tx, now, item, was)
        if said is Outcome.DECIDED:
            require_decided(desk, tx, item)
        if item.kind == "promise":
            kept_by_the_data(desk, tx, item.subject, actor=actor)
        _handle(tx, now.week, replace(
            was, outcome=said, note=was.note if note is None else note.strip(),
            decisions=done, by=actor, at=_now(desk),
        ), actor)  # fmt: skip
        if now.on in (None, key):
            after = _open(desk, tx, now.week).after(key)
            _turn(tx, _open(desk, tx, now.week), after, _now(desk), actor)
        return _met(tx, now.week)


def annotate(
    desk: Desk,
    key: str,
    note: str,
    *,
    actor: str,
    seen: int | None = None,
    week: str | None = None,
) -> Met:
    """Write the note of an item without settling it."""
    with desk.ledger.transaction() as tx:
        now = _open(desk, tx, week)
        require_there(now, actor)
        now.item(key)
        was = _seen(desk, now, key, seen)
        written = replace(was, note=note.strip(), by=actor, at=_now(desk))
        if written.note != was.note:
            _handle(tx, now.week, written, actor)
        return _met(tx, now.week)


def close(desk: Desk, *, actor: str, reason: str = "", week: str | None = None) -> Met:
    """Close the review; what is not settled is unfinished, and comes again."""
    with desk.ledger.transaction() as tx:
        now = _open(desk, tx, week)
        require_there(now, actor)
        over = replace(now, closed_at=_now(desk), closed_by=actor, on=None, on_since=0)
        _record(tx, over, actor, reason)
        return _met(tx, now.week)


def reopen(desk: Desk, *, actor: str, reason: str = "", week: str | None = None) -> Met:
    """Go on with a review that was closed today."""
    with desk.ledger.transaction() as tx:
        now = required(tx, week or the_week(tx, desk.ledger.clock().astimezone(UTC)))
        if now.open:
            raise BadRequest(f"The review of {now.week} is open: go on with it.")
        if (now.closed_at or "")[:10] != _now(desk)[:10]:
            raise BadRequest(
                f"The review of {now.week} was closed on {(now.closed_at or '')[:10]}: what it "
                "says stands. Write what is new into the next one."
            )
        require_there(now, actor)
        again = replace(now, closed_at=None, closed_by=None)
        _record(tx, again, actor, reason)
        return _met(tx, now.week)


def _now(desk: Desk) -> str:
    return desk.ledger.clock().astimezone(UTC).isoformat()


def _people(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each person once, by the first spelling."""
    found: list[str] = []
    for name in (one.strip() for one in names):
        if name and not among(name, *found):
            found.append(name)
    return tuple(found)


def _outcome(said: Outcome | str) -> Outcome:
    try:
        return Outcome(str(said).strip().lower().replace("_", " "))
    except ValueError:
        known = ", ".join(Outcome)
        raise BadRequest(f"'{said}' is no outcome of an item. Use one of: {known}.") from None


def _started(stands: Meeting) -> Exception:
    if stands.open:
        at = datetime.fromisoformat(stands.started_at)
        when = f"{at:%Y-%m-%d %H:%M} UTC"
        return MovedMeanwhile(_called(stands), stands.started_by, when, "started it")
    return BadRequest(
        f"The review of {stands.week} was held and closed by {stands.closed_by}. On the same "
        f"day `evaldesk review reopen` goes on with it; else the next one is next week's."
    )


def _called(meeting: Meeting) -> str:
    return f"The review of {meeting.week}"


def _open(desk: Desk, tx: Transaction, week: str | None) -> Meeting:
    """The review as it stands; MovedMeanwhile where somebody has closed it."""
    now = required(tx, week or the_week(tx, desk.ledger.clock().astimezone(UTC)))
    if now.open:
        return now
    at = datetime.fromisoformat(now.closed_at or "")
    raise MovedMeanwhile(
        _called(now), now.closed_by or "", f"{at:%Y-%m-%d %H:%M} UTC", "closed it"
    )


def _seen(desk: Desk, now: Meeting, key: str, seen: int | None) -> Handled:
    """What stands of an item; MovedMeanwhile where that is not what the actor saw."""
    was = now.of(key) or Handled(key, _now(desk), now.since)
    if seen is None or was.seen == seen:
        return was
    did = f"settled it as {was.outcome}" if was.outcome else "wrote a note on it"
    at = datetime.fromisoformat(was.at or was.opened_at)
    raise MovedMeanwhile(key, was.by or "", f"{at:%Y-%m-%d %H:%M} UTC", did)


def _turn(tx: Transaction, now: Meeting, key: str | None, at: str, actor: str) -> None:
    if key is not None and now.of(key) is None:
        _handle(tx, now.week, Handled(key, at, now.since), actor)
    _record(tx, replace(now, on=key, on_since=tx.head()[0]), actor)


def _handle(tx: Transaction, week: str, handled: Handled, actor: str) -> None:
    _say(tx, subject(week) + ITEM + handled.key, handled_body(handled), actor)


def _record(tx: Transaction, meeting: Meeting, actor: str, reason: str = "") -> None:
    _say(tx, subject(meeting.week), meeting_body(meeting), actor, reason)


def _say(
    tx: Transaction, name: str, body: dict[str, object], actor: str, reason: str = ""
) -> None:
    before = tx.standing_of(name)
    tx.record(saying(Kind.REVIEW_SET, name, body, actor=actor, reason=reason, before=before))


def _met(tx: Transaction, week: str, named: Sequence[str] = ()) -> Met:
    """The review as it stands now, and whom of `named` nobody knows."""
    odd = [said for one in named if (said := unlisted(tx.known_people(), one))]
    return Met(required(tx, week), " ".join(odd) or None)
