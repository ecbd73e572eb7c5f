"""The evaluation contract as it stands, beside what is in force, and every version before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from curation.contract import (
    SUBJECT,
    Change,
    Contract,
    Requirement,
    changes,
    from_body,
    version_of,
)
from curation.contract_numbers import Held, Seat, held, seats
from curation.decisions import Entry
from curation.errors import Unknown
from curation.proposals import Stage
from curation.standing import Standing
from store.desk import Desk
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class ContractAnswer:
    """The version in force, None where none was ever set; `owners`: who may set one.

    `numbers` and `seats` say what the contract says and what is so.
    """

    version: int
    contract: Contract | None
    at: str | None
    by: str | None
    reason: str | None
    decision: int | None
    numbers: tuple[Held, ...]
    seats: tuple[Seat, ...]
    owners: str | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version, newest first, with what it changed."""

    version: int
    at: str
    by: str
    reason: str
    decision: int
    hash: str
    changes: tuple[Change, ...]


def contract(desk: Desk) -> ContractAnswer:
    """The contract that stands."""
    with desk.ledger.reading() as asked:
        standing = asked.standing_of(SUBJECT)
        blocking = asked.ownership("blocking")
        people = blocking.people if blocking else None
        if standing is None:
            return ContractAnswer(0, None, None, None, None, None, (), (), people, None)
        found = from_body(standing.body)
        owners = asked.ownerships()
        numbers = held(found, asked.policy(), owners, _open(asked))
    return ContractAnswer(
        version_of(standing),
        found,
        standing.at.isoformat(),
        standing.actor,
        standing.reason,
        standing.seq,
        tuple(numbers),
        tuple(seats(found, owners)),
        people,
        standing,
    )


def may_set(desk: Desk, actor: str) -> bool:
    """Whether `actor` may set a version."""
    with desk.ledger.reading() as asked:
        blocking = asked.ownership("blocking")
        here = asked.people().decides(actor)
    return here and blocking is not None and blocking.may_decide(actor)


def _open(asked: Reading) -> dict[tuple[str, float | None], str]:
    """The open proposals, by what they ask for."""
    today = asked.clock().date()
    return {
        (one.name, one.to): one.id
        for _, one in asked.proposals()
        if one.stage(today) is Stage.OPEN or one.waits_for_its_day(today)
    }


def versions(desk: Desk) -> list[Version]:
    """Every version that was ever set, newest first."""
    with desk.ledger.reading() as asked:
        entries = _entries(asked)
    pairs = zip(entries, [*entries[1:], None], strict=True)
    return [_version(entry, before) for entry, before in pairs]


def between(desk: Desk, before: int, after: int) -> list[Change]:
    """What version `after` says otherwise than version `before`; Unknown for another number."""
    with desk.ledger.reading() as asked:
        known = {_body(one)["version"]: from_body(_body(one)) for one in _entries(asked)}
    for wanted in (before, after):
        if wanted not in known:
            way = "`evaldesk contract history` lists them."
            raise Unknown("version of the contract", str(wanted), way)
    return changes(known[before], known[after])


def draft(desk: Desk) -> Contract:
    """A contract to begin with: numbers and owners as in force, its sentences to be said."""
    with desk.ledger.reading() as asked:
        policy, owners = asked.policy(), asked.ownerships()
    costs = dict(sorted(policy.costs().items()))
    dearest = max(costs, key=lambda kind: costs[kind]) if costs else ""
    ship_if = [Requirement(one.name, one.direction, one.value) for one in policy.gate()]
    return Contract("", "", dearest, "", costs, tuple(ship_if), {}, owners)


def _entries(asked: Reading) -> Sequence[Entry]:
    return [one for one in asked.decisions(subject=SUBJECT) if _body(one)]


def _body(entry: Entry) -> Any:  # noqa: ANN401 (JSON is any of its values)
    return entry.after["body"]


def _version(entry: Entry, before: Entry | None) -> Version:
    found = from_body(_body(entry))
    return Version(
        _body(entry)["version"],
        entry.at.isoformat(),
        entry.actor,
        entry.reason,
        entry.seq,
        entry.hash,
        tuple(changes(from_body(_body(before)) if before else None, found)),
    )
