"""The evaluation contract: what the evaluation is for, what it asks, and who answers for it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from curation.errors import BadRequest, NotAllowed
from curation.limits import called
from curation.ownership import Ownership
from curation.standing import Standing
from curation.thresholds import COST_PREFIX, Direction

SUBJECT = "contract"
LONGEST = 2000  # characters of a sentence: it is to be read as one page
_MOST = Direction.AT_MOST
_BUDGETS = {"latency_p95_ms": "p95 latency", "cost_per_1000_usd": "cost of 1,000 answers"}


@dataclass(frozen=True, slots=True)
class Requirement:
    """A release ships only if the threshold `name` is met at `value`; `called`: for people."""

    name: str
    direction: Direction
    value: float
    called: str = ""


@dataclass(frozen=True, slots=True)
class RouteBudget:
    """How slow and how dear a route may be; None: nothing is agreed."""

    latency_p95_ms: float | None = None
    cost_per_1000_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """One version, as it was agreed. The numbers in force are the thresholds, not these."""

    decision: str  # that the evaluation supports
    scope: str  # of outputs
    worse: str  # which error is worse
    why_worse: str = ""
    costs: Mapping[str, float] = field(
        default_factory=dict[str, float]
    )  # USD a failure, by kind
    ship_if: tuple[Requirement, ...] = ()
    routes: Mapping[str, RouteBudget] = field(default_factory=dict[str, RouteBudget])
    owners: Mapping[str, Ownership] = field(default_factory=dict[str, Ownership])


@dataclass(frozen=True, slots=True)
class Number:
    """One number that a contract states: the threshold it is about, and how people call it."""

    name: str
    direction: Direction
    value: float
    called: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that two versions say differently; None: it was not said."""

    field: str
    before: str | None
    after: str | None


class ContractRefused(BadRequest):
    """The contract cannot be set as it stands; each fault names its field."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("The contract is not set. " + " ".join(faults))


def numbers(found: Contract) -> list[Number]:
    """Every number that the contract states about a threshold, in the order of the page."""
    ship = [
        Number(r.name, r.direction, r.value, r.called or called(r.name)) for r in found.ship_if
    ]
    costs = [
        Number(COST_PREFIX + kind, _MOST, usd, kind.replace("_", " ").capitalize())
        for kind, usd in found.costs.items()
    ]
    routes = [
        Number(route_threshold(route, metric), _MOST, value, f"{_BUDGETS[metric]} on {route}")
        for route, budget in found.routes.items()
        for metric, value in asdict(budget).items()
        if value is not None
    ]
    return ship + costs + routes


def route_threshold(route: str, metric: str) -> str:
    """The name of the threshold that would hold a route to its budget."""
    return f"gate.{metric}.route={route}"


def body(found: Contract, version: int) -> dict[str, Any]:
    """The contract as plain JSON values."""
    said = asdict(found)
    said["owners"] = {
        scope: {"owner": one.owner, "deputy": one.deputy} for scope, one in found.owners.items()
    }
    return {"version": version, **said}


def from_body(said: Mapping[str, Any]) -> Contract:
    """The contract that `body` wrote."""
    names = {one.name for one in fields(Contract)}
    found: dict[str, Any] = {name: value for name, value in said.items() if name in names}
    found["ship_if"] = tuple(
        Requirement(one["name"], Direction(one["direction"]), one["value"], one["called"])
        for one in said["ship_if"]
    )
    found["routes"] = {route: RouteBudget(**one) for route, one in said["routes"].items()}
    found["owners"] = {scope: Ownership(scope, **one) for scope, one in said["owners"].items()}
    return Contract(**found)


def version_of(standing: Standing | None) -> int:
    """The number of the version that stands; 0 where none does."""
    return int(standing.body["version"]) if standing else 0


def require_may_set(blocking: Ownership | None, actor: str) -> None:
    """Refuse to whom blocking does not belong: who owns it answers for what ships."""
    if blocking is None:
        raise NotAllowed(
            "Nobody owns the blocking set, so nobody can agree to a contract. Name somebody: "
            "evaldesk own blocking --owner NAME."
        )
    if not blocking.may_decide(actor):
        raise NotAllowed(
            f"The contract is for {blocking.people} to set, who own blocking; you are {actor}. "
            f"Ask {blocking.owner}: send the file of `evaldesk contract export` with your "
            "changes in a pull request."
        )


def require_reason(reason: str) -> str:
    """The reason, or BadRequest: a contract that moved without one is no agreement."""
    if not reason.strip():
        raise BadRequest("A contract needs a reason, which stays in the log: say --reason.")
    return reason.strip()


def changes(before: Contract | None, after: Contract) -> list[Change]:
    """What `after` says otherwise than `before`, field by field."""
    old = _flat(before) if before else {}
    new = _flat(after)
    names = [*new, *(name for name in old if name not in new)]
    return [
        Change(name, old.get(name), new.get(name))
        for name in names
        if old.get(name) != new.get(name)
    ]


def _flat(found: Contract) -> dict[str, str]:
    """Every field as a person reads it, by its path in the file."""
    sentences = ("decision", "scope", "worse", "why_worse")
    flat = {name: getattr(found, name) for name in sentences}
    flat |= {f"cost_usd.{kind}": f"{usd:g}" for kind, usd in found.costs.items()}
    flat |= {f"ship_if.{r.name}": required(r) for r in found.ship_if}
    for route, budget in found.routes.items():
        said = {k: v for k, v in asdict(budget).items() if v is not None}
        flat |= {f"routes.{route}.{name}": f"{value:g}" for name, value in said.items()}
    flat |= {f"owners.{scope}": one.people for scope, one in found.owners.items()}
    return {name: said for name, said in flat.items() if said}


def required(one: Requirement) -> str:
    """A requirement in words: `at least 0.92`."""
    return f"{one.direction.replace('_', ' ')} {one.value:g}"
