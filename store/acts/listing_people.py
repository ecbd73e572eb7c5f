"""Say who is who on a desk: list somebody, give them a role, say what strangers are."""

from collections.abc import Callable

from curation import people as rules
from curation.decisions import Kind
from curation.errors import BadRequest, NotAllowed
from curation.people import BUILT_IN, STRANGERS, People, Person, Role
from curation.standing import saying
from store.answers.holdings import held_by, holdings
from store.desk import Desk
from store.ledger import Transaction


def add_person(desk: Desk, name: str, role: Role, *, actor: str, reason: str = "") -> Person:
    """List `name`, or let them be back after they had left."""
    return _say(desk, lambda _, known: rules.added(known, name, role), actor, reason)


def give_role(desk: Desk, name: str, role: Role, *, actor: str, reason: str = "") -> Person:
    """Let `name` be a `role` from now on; who answers for something stays able to decide."""

    def turned(tx: Transaction, known: People) -> Person:
        if role in (Role.VIEWER, Role.JOB) and (held := held_by(tx, name)):
            raise NotAllowed(
                f"{name} answers for {held[0].title}"
                + (f" and {len(held) - 1} more" if len(held) > 1 else "")
                + f", which {rules.a(role)} cannot. Pass it on first: "
                f'evaldesk people hand-over "{name}" --to NAME.'
            )
        return rules.turned(known, name, role)

    return _say(desk, turned, actor, reason)


def set_strangers(
    desk: Desk, role: Role, *, keep: bool = False, actor: str, reason: str = ""
) -> tuple[str, ...]:
    """What somebody is whom nobody has listed: a reviewer, or a viewer; whom it listed.

    Refused while strangers answer for something, since nobody could decide about it then.
    `keep` lists them and everybody who has acted, in the same act.
    """
    if role not in (Role.REVIEWER, Role.VIEWER):
        raise BadRequest("Strangers are reviewers or viewers; everybody else is listed.")
    with desk.ledger.transaction() as tx:
        known = tx.known_people()
        rules.require_admin(known, actor, "say what strangers are")
        if known.strangers is role:
            raise BadRequest(f"Strangers are {role}s already; nothing was changed.")
        kept = _kept(tx, known) if role is Role.VIEWER else []
        if kept and not keep:
            _refuse_strangers(tx, known)
        listed = kept if keep else []
        for one in listed:
            _record(tx, one, actor, reason or "known here before strangers were viewers")
        before = tx.standing_of(STRANGERS)
        said = {"role": role.value}
        tx.record(
            saying(Kind.PERSON_SET, STRANGERS, said, actor=actor, reason=reason, before=before)
        )
        return tuple(one.name for one in listed)


def _kept(tx: Transaction, known: People) -> list[Person]:
    """Everybody who is a stranger now and answers for something, or has acted."""
    names = [*tx.acted(), *(one.holder for one in holdings(tx)), *known.admins]
    strangers = [one for one in names if known.person(one) is None and one not in BUILT_IN]
    found = {rules.key(one): one for one in reversed(strangers)}
    roles = {True: Role.ADMIN, False: Role.REVIEWER}
    return [Person(one, roles[known.is_admin(one)]) for one in found.values()]


def _refuse_strangers(tx: Transaction, known: People) -> None:
    strangers = sorted(
        {
            one.holder
            for one in holdings(tx)
            if known.person(one.holder) is None and not known.is_admin(one.holder)
        }
    )
    if strangers:
        raise NotAllowed(
            f"{', '.join(strangers)} answer for something here and are not listed: as viewers "
            "they could decide nothing. List them first, or with everybody who has acted here: "
            "evaldesk people strangers viewer --keep."
        )


def _say(
    desk: Desk, made: Callable[[Transaction, People], Person], actor: str, reason: str
) -> Person:
    with desk.ledger.transaction() as tx:
        known = tx.known_people()
        rules.require_admin(known, actor, "say who is who")
        one = made(tx, known)
        _record(tx, one, actor, reason)
        return one


def _record(tx: Transaction, one: Person, actor: str, reason: str) -> None:
    subject = rules.subject(one.name)
    before = tx.standing_of(subject)
    body = rules.body(one)
    tx.record(saying(Kind.PERSON_SET, subject, body, actor=actor, reason=reason, before=before))
