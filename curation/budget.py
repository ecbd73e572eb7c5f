"""The objective of production: how much has to be good, over which period, and who says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from curation import ladder as ladders
from curation.burn import PERIODS, WEEKS
from curation.errors import BadRequest, NotAllowed
from curation.ladder import Step
from curation.ownership import Ownership
from curation.scopes import Where, cohort, scope_of, told

SCOPE = "objective"  # who owns it decides about objectives
PRODUCTION = "production"
LEAST_ALLOWANCE = 1e-5 * (1 - 1e-9)  # the share that may be bad; 0.99999 is a target
MOST_WEIGHT = 1e9
_PREFIX = "objective:"


@dataclass(frozen=True, slots=True)
class Objective:
    """At least `target` of the events are good, over `period`; `where` narrows it.

    `weights` say how much an event of each route counts; None: all count the same.
    """

    target: float
    period: str = WEEKS
    where: Where = field(default_factory=dict[str, str | None])
    weights: Mapping[str, float] | None = None
    ladder: tuple[Step, ...] = ladders.DEFAULT


def subject_of(where: Where) -> str:
    """The subject in the log of the objective of a part of production."""
    return _PREFIX + (scope_of(cohort(where)) if where else PRODUCTION)


def called(where: Where) -> str:
    """What the objective is about, as people read it."""
    return told(where) if where else PRODUCTION


def objective(
    target: float,
    period: str = WEEKS,
    where: Where | None = None,
    weights: Mapping[str, float] | None = None,
    ladder: Sequence[Step] | None = None,
) -> Objective:
    """The objective that somebody asks for, or BadRequest."""
    if not 0 < target < 1:
        raise BadRequest(
            f"{target} is no target: say the share that is to be good, like 0.95. With 1 there "
            "is no budget, and one failure is a page."
        )
    if period not in PERIODS:
        raise BadRequest(f"'{period}' is no period. There are: {', '.join(PERIODS)}.")
    if 1 - target < LEAST_ALLOWANCE:
        raise BadRequest(
            f"{target} leaves no budget that could be counted: say at most "
            f"{1 - LEAST_ALLOWANCE:.5f}."
        )
    if weights is not None and not (weights and all(map(_weighs, weights.values()))):
        raise BadRequest(
            "Every route weighs something, by a number above 0 that is not without end: write "
            "weights like refunds=3,login=1."
        )
    steps = ladders.DEFAULT if ladder is None else tuple(ladder)
    return Objective(target, period, dict(where or {}), weights, steps)


def _weighs(weight: float) -> bool:
    return 1 / MOST_WEIGHT <= weight <= MOST_WEIGHT  # not so of nan


def body(found: Objective) -> dict[str, Any]:
    """The objective as plain JSON values."""
    return {
        "target": found.target,
        "period": found.period,
        "where": dict(found.where),
        "weights": None if found.weights is None else dict(found.weights),
        "ladder": ladders.body(found.ladder),
    }


def from_body(said: Mapping[str, Any]) -> Objective:
    """The objective that `body` wrote."""
    found: dict[str, Any] = {**said, "ladder": ladders.from_body(said["ladder"])}
    return Objective(**found)


def require_may_set(
    owners: Ownership | None, blocking: Ownership | None, actor: str, act: str
) -> None:
    """Refuse `act` to whom neither `objective` nor blocking belongs."""
    known = [one for one in (owners, blocking) if one is not None]
    if any(one.may_decide(actor) for one in known):
        return
    if not known:
        raise NotAllowed(
            f"Nobody owns objective or blocking, so nobody may {act}. Name somebody: "
            "evaldesk own objective --owner NAME."
        )
    people = ", or ".join(f"{one.people} ({one.scope})" for one in known)
    raise NotAllowed(
        f"To {act} is for {people}; you are {actor}. Ask {known[0].owner}, or hand it over: "
        "evaldesk own objective --owner NAME."
    )
