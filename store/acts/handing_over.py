"""Pass on what somebody answers for, all of it in one act: nothing is left without an owner."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from curation import people as rules
from curation.cases import Quarantine
from curation.decisions import Decision, Kind
from curation.errors import BadRequest, NotAllowed
from curation.holdings import What, given
from curation.names import key
from curation.standing import saying
from store.acts.owning import own
from store.answers.passing_on import Heirs, Passing, plan
from store.desk import Desk
from store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was passed on by `act`; `left` is the day when somebody left by it.

    `without_deputy` has an owner, and nobody beside them; `proposals` says who decides now
    about what is proposed, `contract` where the contract goes on naming them; `notes`: both.
    """

    name: str
    left: str | None
    passed: tuple[Passing, ...]
    without_deputy: tuple[str, ...]
    proposals: tuple[str, ...]
    contract: str | None
    notes: tuple[str, ...]
    act: str


def hand_over(
    desk: Desk, name: str, heirs: Heirs, *, actor: str, reason: str, leaves: bool = False
) -> HandedOver:
    """Pass on all that `name` answers for; an admin may, and who it is.

    `leaves`: and they decide nothing any more. All of it is one act, or nothing is done.
    """
    if not reason.strip():
        raise BadRequest("Say why, for who reads the log later: --reason.")
    with desk.ledger.transaction() as tx:
        known = tx.known_people()
        if key(actor) != key(name):
            rules.require_admin(known, actor, f"pass on what {name} answers for")
        found = plan(tx, name, heirs)
        if not found.passing and not leaves:
            raise BadRequest(f"{found.name} answers for nothing; there is nothing to pass on.")
        _refuse_heirs(known, {one.heir for one in found.passing})
        for new in found.owners:
            own(tx, new, actor=actor, reason=reason)
        for one in found.passing:
            if pass_on := _PASS_ON.get(one.what):
                pass_on(tx, one, actor, reason)
        day = _leave(tx, name, heirs.to, actor, reason) if leaves else None
        return HandedOver(
            found.name,
            day,
            found.passing,
            found.without_deputy,
            found.proposals,
            found.contract,
            found.notes,
            tx.act,
        )


def _refuse_heirs(known: rules.People, heirs: set[str]) -> None:
    for one in sorted(heirs):
        if not known.decides(one):
            raise NotAllowed(
                f"{one} cannot take over: they decide nothing here. Name somebody who does; "
                f"{rules.LIST}"
            )


def _leave(tx: Transaction, name: str, to: str | None, actor: str, reason: str) -> str:
    """Let `name` have left today."""
    day = tx.clock().date().isoformat()
    said = rules.gone(tx.known_people(), name, day, to)
    before = tx.standing_of(rules.subject(said.name))
    body = rules.body(said)
    subject = rules.subject(said.name)
    tx.record(saying(Kind.PERSON_SET, subject, body, actor=actor, reason=reason, before=before))
    return day


def _pass_case(tx: Transaction, one: Passing, actor: str, reason: str) -> None:
    before = {"owner": tx.known(one.subject).owner}
    tx.record(Decision(Kind.DESCRIBED, one.subject, {"owner": one.heir}, actor, reason, before))


def _pass_quarantine(tx: Transaction, one: Passing, actor: str, reason: str) -> None:
    held = tx.known(one.subject).quarantine
    assert held is not None, "what is passed on stands"
    after = {"quarantine": asdict(Quarantine(one.heir, held.until))}
    before = {"quarantine": asdict(held)}
    tx.record(Decision(Kind.QUARANTINED, one.subject, after, actor, reason, before))


def _pass_standing(tx: Transaction, one: Passing, actor: str, reason: str) -> None:
    stands = tx.standing_of(one.subject)
    assert stands is not None, "what is passed on stands"
    body = given(stands.kind, stands.body, one.heir)
    tx.record(saying(stands.kind, one.subject, body, actor=actor, reason=reason, before=stands))


_PASS_ON: Mapping[What, Callable[[Transaction, Passing, str, str], None]] = {
    What.CASE: _pass_case,
    What.QUARANTINE: _pass_quarantine,
    What.INVESTIGATION: _pass_standing,
    What.INCIDENT: _pass_standing,
    What.ALARM: _pass_standing,
    What.WAIVER: _pass_standing,
}
