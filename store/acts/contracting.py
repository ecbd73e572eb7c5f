"""Set the evaluation contract; numbers that it says otherwise become proposals."""

from collections.abc import Iterable
from dataclasses import dataclass

from curation import contract as rules
from curation.contract import Change, Contract, ContractRefused, Number
from curation.contract_numbers import faults, to_propose
from curation.decisions import Kind
from curation.errors import BadRequest, CurationError, MovedMeanwhile
from curation.standing import Standing, saying
from store.acts.proposing import propose
from store.desk import Desk
from store.ledger import Transaction


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
    based_on: int | None = None,
    dry_run: bool = False,
) -> ContractSet:
    """Put `wanted` in force as the next version; no number in force moves by that.

    `based_on` is the version that the actor changed: MovedMeanwhile where another one stands.
    """
    why = reason if dry_run else rules.require_reason(reason)
    with desk.ledger.transaction() as tx:
        before = tx.standing_of(rules.SUBJECT)
        _refuse_another_base(before, based_on)
        if off := faults(wanted, tx.policy()):
            raise ContractRefused(off)
        known = rules.from_body(before.body) if before else None
        changed = tuple(rules.changes(known, wanted))
        ask = to_propose(known, wanted, tx.policy())
        version = rules.version_of(before) + 1
        if dry_run:
            asked = tuple(Asked(one.name, one.value, None) for one in ask)
            return ContractSet(version, None, changed, asked)
        _record(tx, before, wanted, changed, actor, why)
        done = ContractSet(version, tx.act, changed, ())
    said = f"the contract, version {version}: {why}"
    return ContractSet(version, done.act, changed, tuple(_proposed(desk, ask, actor, said)))


def _refuse_another_base(before: Standing | None, based_on: int | None) -> None:
    stands = rules.version_of(before)
    if based_on is None or based_on == stands:
        return
    if before is None or based_on > stands:
        raise BadRequest(
            f"It is based on version {based_on}, and this desk has {stands or 'none'}. Begin "
            "with the file of `evaldesk contract export`."
        )
    at = f"{before.at:%Y-%m-%d %H:%M} UTC"
    what = f"set version {stands}, and yours is based on version {based_on},"
    raise MovedMeanwhile("The contract", before.actor, at, what)


def _record(
    tx: Transaction,
    before: Standing | None,
    wanted: Contract,
    changed: tuple[Change, ...],
    actor: str,
    reason: str,
) -> None:
    rules.require_may_set(tx.ownership("blocking"), actor)
    if not changed:
        raise BadRequest(f"Version {rules.version_of(before)} says the same: nothing is new.")
    said = rules.body(wanted, rules.version_of(before) + 1)
    tx.record(
        saying(
            Kind.CONTRACT_SET, rules.SUBJECT, said, actor=actor, reason=reason, before=before
        )
    )


def _proposed(desk: Desk, ask: Iterable[Number], actor: str, reason: str) -> Iterable[Asked]:
    """The proposals; one that cannot be made says why, and the contract stands."""
    for one in ask:
        try:
            made = propose(desk, one.name, one.value, actor=actor, reason=reason)
        except CurationError as refused:
            yield Asked(one.name, one.value, None, str(refused))
        else:
            yield Asked(one.name, one.value, made.id)
