"""Write down what somebody promises in a review, and what came of it."""

from dataclasses import replace
from datetime import UTC

from curation.actions import (
    Action,
    Check,
    Promised,
    Stage,
    Standing,
    body,
    from_body,
    next_id,
    require_may_say,
    subject,
    wanted,
)
from curation.decisions import Kind
from curation.errors import BadRequest, MovedMeanwhile, Unknown
from curation.standing import saying
from store.answers.meetings import required, the_week
from store.answers.promised import judged, promised_of, seen_of
from store.desk import Desk
from store.ledger import Transaction

LIST_THEM = "`evaldesk review` lists what was promised."


def promise(
    desk: Desk,
    what: str,
    *,
    owner: str,
    due: str,
    actor: str,
    item: str | None = None,
    check: Check | str | None = None,
    about: str | None = None,
    week: str | None = None,
) -> Promised:
    """Write down what `owner` does until the day `due`, in a review that was started.

    `item` is the key of the item that it is for; `check` and `about` are what the desk can
    tell by itself at the next review: refused where that is so already, or cannot be told.
    """
    now = desk.ledger.clock().astimezone(UTC)
    with desk.ledger.transaction() as tx:
        meeting = required(tx, week or the_week(tx, now))
        if not meeting.open:
            raise BadRequest(
                f"The review of {meeting.week} is closed: open it again on the same day, or "
                "write this into the next one."
            )
        if item is not None:
            meeting.item(item)
        used = [one.subject for one in tx.decisions(kinds=[Kind.ACTION_SET])]
        new = wanted(
            next_id(used), what, owner=owner, due=due, week=meeting.week, by=actor,
            at=now.isoformat(), item=item, check=check, about=about,
        )  # fmt: skip
        _refuse_told(desk, new)
        _record(tx, new, actor=actor)
        stands = tx.standing_of(subject(new.id))
    return promised_of(desk, new, stands.seq if stands else 0)


def done(
    desk: Desk, action_id: str, *, actor: str, reason: str = "", seen: int | None = None
) -> Promised:
    """Say that a promise was kept; where the data can tell, the review asks them as well."""
    return _said(desk, action_id, Stage.DONE, actor, reason, seen)


def drop(
    desk: Desk, action_id: str, *, actor: str, reason: str, seen: int | None = None
) -> Promised:
    """Say that nobody does it any more, and why."""
    if not reason.strip():
        raise BadRequest("A promise that is dropped needs a reason: --reason WHY.")
    return _said(desk, action_id, Stage.DROPPED, actor, reason, seen)


def kept_by_the_data(desk: Desk, tx: Transaction, action_id: str, *, actor: str) -> None:
    """Write down that a promise was kept, where the data say so and nobody has."""
    stands = tx.standing_of(subject(action_id))
    if stands is None:
        return
    one = from_body(stands.subject, stands.body)
    found = judged(desk, one, stands.seq)
    if one.said is Stage.OPEN and found.checked and found.standing is Standing.HELD:
        at = desk.ledger.clock().astimezone(UTC).isoformat()
        kept = replace(
            one, said=Stage.DONE, said_by=actor, said_at=at, why=found.why, proved=True
        )
        _record(tx, kept, actor=actor)


def _refuse_told(desk: Desk, new: Action) -> None:
    """Refuse what is kept before anybody has done anything, or is about what there is not.

    A run that is still to come may be named: it is what is promised.
    """
    if new.check is None or not new.about:
        return
    found = seen_of(desk, new.check, new.about)
    if found.holds:
        raise BadRequest(
            f"'{new.check}' is so today: {found.why}. Say what is to be done beyond that, or "
            "leave the check out."
        )
    if found.holds is None and new.check is not Check.GATE_PASSES:
        raise BadRequest(
            f"'{new.check}' cannot be seen: {found.why}. Name another one, or leave the check "
            "out: then its owner says whether it was kept."
        )


def _said(
    desk: Desk, action_id: str, said: Stage, actor: str, reason: str, seen: int | None
) -> Promised:
    now = desk.ledger.clock().astimezone(UTC)
    with desk.ledger.transaction() as tx:
        stands = tx.standing_of(subject(action_id))
        if stands is None:
            raise Unknown("action", action_id, LIST_THEM)
        one = from_body(stands.subject, stands.body)
        chair = required(tx, one.week).chair
        require_may_say(one, actor, chair)
        if one.said is not Stage.OPEN and seen is None:
            raise BadRequest(f"{one.id} is {one.said} already, as {one.said_by} said.")
        if seen is not None and seen != stands.seq:
            at = f"{stands.at:%Y-%m-%d %H:%M} UTC"
            raise MovedMeanwhile(one.id, stands.actor, at, f"said it is {one.said}")
        told = replace(
            one, said=said, said_by=actor, said_at=now.isoformat(), why=reason.strip()
        )
        _record(tx, told, actor=actor, reason=reason.strip())
        again = tx.standing_of(subject(action_id))
    return promised_of(desk, told, again.seq if again else 0)


def _record(tx: Transaction, action: Action, *, actor: str, reason: str = "") -> None:
    name = subject(action.id)
    before = tx.standing_of(name)
    said = saying(
        Kind.ACTION_SET, name, body(action), actor=actor, reason=reason, before=before
    )
    tx.record(said)
