"""What a contract says of a number, beside the number in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from curation.contract import Contract, Number, numbers
from curation.errors import BadRequest
from curation.names import key
from curation.ownership import Ownership
from curation.threshold_owners import decider
from curation.threshold_values import number, range_of, require_value
from curation.thresholds import BUDGETS, Policy, Threshold


class Agrees(StrEnum):
    """Whether what the contract says is so on the desk."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_IN_FORCE = "not in force"


@dataclass(frozen=True, slots=True)
class Held:
    """One number of the contract: as it says, and as it is; who decides that it moves."""

    name: str
    metric: str
    called: str
    direction: str
    value: float
    in_force: float | None
    agrees: Agrees
    owner: str | None
    deputy: str | None
    decision: int | None
    proposal: str | None = None  # open, and asks for what the contract says


@dataclass(frozen=True, slots=True)
class Seat:
    """Who owns a scope: as the contract says, and as it is."""

    scope: str
    owner: str
    deputy: str | None
    owner_now: str | None
    deputy_now: str | None
    agrees: Agrees


def held(
    found: Contract,
    policy: Policy,
    owners: Mapping[str, Ownership],
    proposed: Mapping[tuple[str, float | None], str],
) -> list[Held]:
    """Every number of the contract; `proposed` names the open proposal for a value."""
    return [
        _held(one, policy, owners, proposed.get((one.name, one.value)))
        for one in numbers(found)
    ]


def _held(
    said: Number, policy: Policy, owners: Mapping[str, Ownership], proposal: str | None
) -> Held:
    about = _known(policy, said)
    who = decider(about, owners)
    now = value_in_force(policy, said.name)
    return Held(
        said.name,
        about.metric,
        said.called,
        said.direction,
        said.value,
        now,
        _agrees(said.value, now),
        who.owner if who else None,
        who.deputy if who else None,
        about.decision,
        proposal,
    )


def _known(policy: Policy, said: Number) -> Threshold:
    """The threshold; one that is gone since the contract was set measures nothing known."""
    try:
        return number(policy, said.name)
    except BadRequest:
        return Threshold(said.name, "", said.value, said.direction)


def amount(metric: str, value: float) -> str:
    """A number as people read it: 92 %, 3,000 ms, $5."""
    if range_of(metric).high == 1:
        return f"{100 * value:g} %"
    if metric == "latency_p95_ms":
        return f"{value:,g} ms"
    return f"${value:,g}" if "usd" in metric else f"{value:,g}"


def value_in_force(policy: Policy, name: str) -> float | None:
    """The number that holds; None where nobody has said one that has to be said."""
    found = policy.thresholds.get(name)
    if found is None or (name in BUDGETS and found.decision is None):
        return None
    return found.value


def _agrees(said: float, now: float | None) -> Agrees:
    if now is None:
        return Agrees.NOT_IN_FORCE
    return Agrees.SAME if said == now else Agrees.DIFFERS


def seats(found: Contract, owners: Mapping[str, Ownership]) -> list[Seat]:
    """Everybody whom the contract names, beside who it is."""
    return [_seat(one, owners.get(scope)) for scope, one in found.owners.items()]


def _seat(said: Ownership, now: Ownership | None) -> Seat:
    if now is None:
        agrees = Agrees.NOT_IN_FORCE
    else:
        same = _keys(said) == _keys(now)
        agrees = Agrees.SAME if same else Agrees.DIFFERS
    owner, deputy = (now.owner, now.deputy) if now else (None, None)
    return Seat(said.scope, said.owner, said.deputy, owner, deputy, agrees)


def _keys(one: Ownership) -> tuple[str, str | None]:
    """Who decides, however their names are spelled."""
    return key(one.owner), key(one.deputy) if one.deputy else None


def to_propose(before: Contract | None, after: Contract, policy: Policy) -> list[Number]:
    """The numbers of `after` that are not in force, and that `before` did not say already."""
    said = {(one.name, one.value) for one in (numbers(before) if before else ())}
    return [
        one
        for one in numbers(after)
        if value_in_force(policy, one.name) != one.value and (one.name, one.value) not in said
    ]


def faults(found: Contract, policy: Policy) -> list[str]:
    """What is off about the numbers: a name that nobody knows, a value that cannot be."""
    return [why for one in numbers(found) for why in _faults(one, policy)]


def _faults(said: Number, policy: Policy) -> Iterable[str]:
    try:
        about = number(policy, said.name)
        if about.direction is not said.direction:
            yield (
                f"{said.name} is {about.direction.replace('_', ' ')} a number; the contract "
                f"says {said.direction.replace('_', ' ')}."
            )
        elif value_in_force(policy, said.name) != said.value:
            if value_in_force(policy, said.name) is None and said.name in BUDGETS:
                return
            require_value(policy, about, said.value)
    except BadRequest as trouble:
        yield str(trouble)
