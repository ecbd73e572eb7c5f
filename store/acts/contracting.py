"""Set the evaluation contract; numbers that it says otherwise become proposals."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from curation import contract as rules
from curation.contract import Change, Contract, ContractRefused, Number
from curation.contract_numbers import faults, to_propose
from curation.contract_people import as_listed, people_faults
from curation.decisions import Kind
from curation.errors import BadRequest, CurationError, MovedMeanwhile
from curation.standing import Standing, saying
from store.acts.proposing import propose
from store.desk import Desk
from store.ledger.reading import Reading


class Base(Enum):
    """A base that is no version of its own."""

    WHATEVER_STANDS = auto()


@dataclass(frozen=True, slots=True)
class Asked:
    """A number that the contract says otherwise, and the proposal that came of it."""

    name: str
    to: float
    proposal: str | None
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class ContractSet:
    """A version that is in force now, or would be: what it changes, what it asks for."""

    version: int
    act: str | None
    changes: tuple[Change, ...]
    asked: tuple[Asked, ...]


def set_contract(
    desk: Desk,
    wanted: Contract,
    *,
    actor: str,
    reason: str,
    based_on: int | Base | None = Base.WHATEVER_STANDS,
    dry_run: bool = False,
) -> ContractSet:
    """Put `wanted` in force as the next version; no number in force moves by that.

    `based_on` is the version that the actor changed: MovedMeanwhile where another one stands,
    BadRequest where one stands and nobody has said (None) which one was changed.
    """
    if dry_run:
        with desk.ledger.reading() as asked:
            plan = _planned(asked, wanted, based_on)
        would = tuple(Asked(one.name, one.value, None) for one in plan.ask)
        return ContractSet(plan.version, None, plan.changed, would)
    why = rules.require_reason(reason)
    with desk.ledger.transaction() as tx:
        rules.require_may_set(tx.ownership("blocking"), actor)
        plan = _planned(tx, wanted, based_on)
        if not plan.changed:
            raise BadRequest(f"Version {plan.version - 1} says the same: nothing is new.")
        said, before = rules.body(plan.wanted, plan.version), plan.before
        tx.record(
            saying(
                Kind.CONTRACT_SET, rules.SUBJECT, said, actor=actor, reason=why, before=before
            )
        )
        act = tx.act
    told = f"the contract, version {plan.version}: {why}"
    return ContractSet(
        plan.version, act, plan.changed, tuple(_proposed(desk, plan.ask, actor, told))
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What setting a contract comes to."""

    wanted: Contract
    before: Standing | None
    version: int
    changed: tuple[Change, ...]
    ask: tuple[Number, ...]


def _planned(asked: Reading, wanted: Contract, based_on: int | Base | None) -> _Plan:
    before = asked.standing_of(rules.SUBJECT)
    _refuse_another_base(before, based_on)
    policy, known_people = asked.policy(), asked.people()
    if off := [*faults(wanted, policy), *people_faults(wanted, policy, known_people)]:
        raise ContractRefused(off)
    wanted = as_listed(wanted, known_people)
    known = rules.from_body(before.body) if before else None
    changed, ask = rules.changes(known, wanted), to_propose(known, wanted, policy)
    return _Plan(wanted, before, rules.version_of(before) + 1, tuple(changed), tuple(ask))


def _refuse_another_base(before: Standing | None, based_on: int | Base | None) -> None:
    stands = rules.version_of(before)
    if based_on is None and before is not None:
        raise BadRequest(
            f"It does not say which version it changes, and version {stands} stands, by "
            f"{before.actor}: it could overwrite what it has not seen. Compare both with "
            f"`evaldesk contract export`; if yours goes on from there: based_on = {stands}."
        )
    if not isinstance(based_on, int) or based_on == stands:
        return
    if before is None or based_on > stands:
        raise BadRequest(
            f"It is based on version {based_on}, and this desk has {stands or 'none'}. Begin "
            "with the file of `evaldesk contract export`."
        )
    at = f"{before.at:%Y-%m-%d %H:%M} UTC"
    what = f"set version {stands}, and yours is based on version {based_on},"
    raise MovedMeanwhile("The contract", before.actor, at, what)


def _proposed(desk: Desk, ask: Iterable[Number], actor: str, reason: str) -> Iterable[Asked]:
    """The proposals; one that cannot be made says why, and the contract stands."""
    for one in ask:
        try:
            made = propose(desk, one.name, one.value, actor=actor, reason=reason)
        except CurationError as refused:
            yield Asked(one.name, one.value, None, str(refused))
        else:
            yield Asked(one.name, one.value, made.id)
