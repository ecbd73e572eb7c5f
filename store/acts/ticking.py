"""Tick an item of a checklist in one's own name, or take such a tick away."""

from dataclasses import dataclass
from datetime import UTC, datetime

from curation.checklist_items import CHECKLISTS
from curation.checklists import (
    Checklist,
    Item,
    body,
    checked_note,
    named,
    require_by_hand,
    require_person,
    require_word,
    subject,
    tick_of,
)
from curation.decisions import Kind
from curation.errors import BadRequest
from curation.standing import saying
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was ticked, by whom, when; `ticked` is False once it was taken away."""

    checklist: str
    item: str
    text: str
    ticked: bool
    by: str
    at: datetime
    note: str
    act: str


def tick(desk: Desk, checklist: str, item: str, *, actor: str, note: str = "") -> Ticked:
    """Say that an item holds, as of now; a tick of before is renewed by it.

    Refused where the desk looks by itself, and of a job, a judge and whoever is not on the
    list of people where there is one: a person has to have seen it.
    """
    of, one = _asked(checklist, item)
    said, at = checked_note(note), desk.ledger.clock().astimezone(UTC)
    name = subject(of.name, one.name)
    with desk.ledger.transaction() as tx:
        judges = {label.rater for label in tx.labels(judges=True)}
        require_person(tx.people(), actor, judges)
        before = tx.standing_of(name)
        made = body(actor, at, said)
        tx.record(saying(Kind.CHECK_SET, name, made, actor=actor, reason=said, before=before))
        return Ticked(of.name, one.name, one.text, True, actor, at, said, tx.act)


def untick(desk: Desk, checklist: str, item: str, *, actor: str, note: str = "") -> Ticked:
    """Say that an item no longer holds; another person's tick goes only with a word."""
    of, one = _asked(checklist, item)
    said, at = checked_note(note), desk.ledger.clock().astimezone(UTC)
    name = subject(of.name, one.name)
    with desk.ledger.transaction() as tx:
        before = tx.standing_of(name)
        stands = tick_of(before)
        if stands is None:
            raise BadRequest(f"Nobody has ticked {of.name}/{one.name}; nothing was changed.")
        require_word(stands, actor, said)
        tx.record(saying(Kind.CHECK_SET, name, None, actor=actor, reason=said, before=before))
        return Ticked(of.name, one.name, one.text, False, actor, at, said, tx.act)


def _asked(checklist: str, item: str) -> tuple[Checklist, Item]:
    of = named(CHECKLISTS, checklist)
    one = of.item(item)
    require_by_hand(of, one)
    return of, one
