"""Propose a refresh of the sets, and accept or reject its items: one act, taken back as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from curation.cases import State
from curation.decisions import Kind
from curation.errors import BadRequest
from curation.names import same_person
from curation.ownership import require
from curation.refreshes import Item, Refresh, Stage, body, next_id, said_of, subject, wanted
from curation.standing import saying
from store.acts.describing import described_in
from store.acts.moving import Moved, Refused, Wanted, moved_in
from store.acts.opening import opened
from store.answers.refresh_draft import draft, no_longer
from store.answers.refreshes import known, on_record, owned, standing_against
from store.desk import Desk
from store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A refresh after an act on it, what the act moved, and what stands in the way of the rest.

    `refresh` is None where there was nothing to propose.
    """

    refresh: Refresh | None
    sentence: str
    moved: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    act: str | None = None
    stage: Stage | None = None


def propose_refresh(
    desk: Desk, *, actor: str, since: datetime | None = None, reason: str = ""
) -> Refreshed:
    """Put the refresh of this moment on record, for somebody to accept or reject its items."""
    found = draft(desk, since=since, actor=actor)
    with desk.ledger.transaction() as tx:
        used = [one.subject for one in tx.decisions(kinds=[Kind.REFRESH_SET])]
        waiting = [one for one in on_record(tx) if one.waiting]
        if waiting:
            one = waiting[-1]
            raise BadRequest(
                f"{len(one.waiting)} items of {one.id} wait for a word: `evaldesk refresh "
                f"apply {one.id}`, or `evaldesk refresh reject {one.id} -m …`."
            )
        if not found.items:
            return Refreshed(None, found.sentence)
        window = found.window
        made = Refresh(
            next_id(used),
            actor,
            desk.ledger.clock().astimezone(UTC).isoformat(),
            window.since.isoformat() if window.since else None,
            window.until.isoformat() if window.until else None,
            window.events,
            found.items,
        )
        _record(tx, made, actor=actor, reason=reason)
        return Refreshed(made, found.sentence, act=tx.act, stage=made.stage)


def apply_refresh(
    desk: Desk,
    refresh_id: str,
    cases: Sequence[str] = (),
    *,
    actor: str,
    reason: str = "",
    owner: str | None = None,
) -> Refreshed:
    """Do what the items of `cases` (all that wait, when none is named) propose, in one act.

    A case that has no owner gets that of its item, or `owner`. Where the promotion check
    objects the item waits on, and its objections are told.
    """
    with desk.ledger.reading() as asked:
        items = wanted(known(asked, refresh_id), cases)
    moves = [
        Wanted(desk, [one.case for one in items if one.to is to], to)
        for to in dict.fromkeys(one.to for one in items)
    ]
    spared = no_longer(desk, items)
    with desk.ledger.transaction() as tx:
        refresh = known(tx, refresh_id)
        items = wanted(refresh, [one.case for one in items])
        why = reason.strip() or f"refresh {refresh_id}"
        done = [_done(tx, one, items, owner, spared, actor=actor, why=why) for one in moves]
        moved = [case for one in done for case in one.moved]
        refused = tuple(one for move in done for one in move.refused)
        if moved:
            refresh = said_of(refresh, moved, "accepted", by=actor, reason=reason.strip())
            _record(tx, refresh, actor=actor, reason=reason)
        told = _told(refresh, moved, refused)
        act = tx.act if moved else None
        return Refreshed(refresh, told, tuple(moved), refused, act, refresh.stage)


def reject_refresh(
    desk: Desk, refresh_id: str, cases: Sequence[str] = (), *, actor: str, reason: str
) -> Refreshed:
    """Leave the items of `cases` (all that wait, when none is named) undone, for a reason.

    What concerns blocking is rejected by its owner or deputy, or by who proposed it.
    """
    if not reason.strip():
        raise BadRequest("Say why they are rejected: --reason.")
    with desk.ledger.transaction() as tx:
        refresh = known(tx, refresh_id)
        items = wanted(refresh, cases)
        ids = [one.case for one in items]
        guarded = [one.case for one in items if State.BLOCKING in (one.frm, one.to)]
        if guarded and not same_person(actor, refresh.by):
            of = f"reject what {refresh.id} proposes of it ({', '.join(guarded)})"
            require(tx.ownership(State.BLOCKING), actor, of)
        refresh = said_of(refresh, ids, "rejected", by=actor, reason=reason.strip())
        _record(tx, refresh, actor=actor, reason=reason)
        told = f"{len(ids)} items of {refresh.id} are rejected; it is {refresh.stage}."
        return Refreshed(refresh, told, act=tx.act, stage=refresh.stage)


def _done(
    tx: Transaction, move: Wanted, items: Sequence[Item], owner: str | None,
    spared: Mapping[str, str], *, actor: str, why: str,
) -> Moved:  # fmt: skip
    """One destination: an owner for whoever has none, then the ordinary move."""
    here = [one for one in items if one.case in move.ids]
    cases = {one.case: tx.case(one.case) or move.fresh.get(one.case) for one in here}
    against = standing_against(
        tx, here, cases, actor=actor, owner=owner, reason=why, spared=spared
    )
    refused = [Refused(case, found) for case, found in against.items() if found]
    free = [one for one in here if not against[one.case]]
    for one in free:
        case = tx.case(one.case) or opened(tx, move.fresh, one.case, actor)
        with_owner = owned(case, one, owner)
        if with_owner and with_owner.owner != case.owner:
            given = {"owner": with_owner.owner}
            described_in(tx, case, given, actor=actor, reason=why)
    move.ids = [one.case for one in free]
    done = moved_in(tx, move, actor=actor, reason=why)
    return Moved(done.to, done.moved, (*refused, *done.refused), done.act)


def _told(refresh: Refresh, moved: Sequence[str], refused: Sequence[Refused]) -> str:
    done = f"{len(moved)} items of {refresh.id} are done; it is {refresh.stage}."
    return f"{done} {len(refused)} are refused and wait on." if refused else done


def _record(tx: Transaction, refresh: Refresh, *, actor: str, reason: str) -> None:
    name = subject(refresh.id)
    before, said = tx.standing_of(name), body(refresh)
    tx.record(
        saying(Kind.REFRESH_SET, name, said, actor=actor, reason=reason.strip(), before=before)
    )
