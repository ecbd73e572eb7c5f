"""Ask for cases that the sets lack, in somebody's name, and close such a note by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC

from curation.decisions import Kind
from curation.errors import Unknown
from curation.people import unlisted
from curation.readings import word
from curation.standing import saying
from curation.wanted import (
    LIST_THEM,
    Wanted,
    body,
    checked,
    closed,
    from_standing,
    next_id,
    subject,
)
from store.answers.coverage import SETS, actual_of
from store.answers.dimensions import offered, require
from store.answers.gate_basis import today
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Asked:
    """The note as it is recorded, and what is odd about it."""

    wanted: Wanted
    note: str | None = None


def want(
    desk: Desk,
    what: Mapping[str, str],
    count: int,
    *,
    owner: str,
    actor: str,
    reason: str,
    due: str | None = None,
    of: str = "all",
) -> Asked:
    """Ask for `count` cases more of `what` in the set `of`; `owner` finds them until `due`."""
    named = {word(name): value.strip() for name, value in what.items()}
    at = desk.ledger.clock().astimezone(UTC).isoformat()
    draft = checked(Wanted("", named, of, count, 0, owner, due, reason, actor, at), today(desk))
    with desk.ledger.reading() as asked:
        every = asked.cases()
    require(list(named), offered(desk, every))
    had = actual_of(desk, named, of if of in SETS else "all")
    with desk.ledger.transaction() as tx:
        known = next_id(one.subject for one in tx.standing(Kind.WANTED_SET))
        found = replace(draft, id=known, had=had)
        tx.record(
            saying(Kind.WANTED_SET, subject(known), body(found), actor=actor, reason=found.why)
        )
        return Asked(found, unlisted(tx.known_people(), found.owner))


def close_wanted(desk: Desk, wanted_id: str, *, actor: str, reason: str) -> Wanted:
    """Close a note before its cases are there."""
    with desk.ledger.reading() as asked:
        standing = asked.standing_of(subject(wanted_id))
    if standing is None or standing.kind is not Kind.WANTED_SET:
        raise Unknown("note of cases wanted", wanted_id, LIST_THEM)
    found = from_standing(standing)
    actual = actual_of(desk, found.what, found.set)
    at = desk.ledger.clock().astimezone(UTC).isoformat()
    with desk.ledger.transaction() as tx:
        admin = tx.known_people().is_admin(actor)
        over = closed(found, by=actor, at=at, why=reason, admin=admin, actual=actual)
        tx.record(
            saying(
                Kind.WANTED_SET, standing.subject, body(over), actor=actor,
                reason=over.closed_why or "", before=standing,
            )
        )  # fmt: skip
        return over
