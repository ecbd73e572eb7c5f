"""The objectives in force, and how the last weeks would have looked under another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from curation.budget import called, from_body, subject_of
from curation.burn import Action, looked_back
from curation.decisions import Kind
from curation.ladder import written
from curation.ownership import Ownership
from curation.scopes import Where
from store.answers.budget_counts import weeks
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class ObjectiveSaid:
    """One objective, who set it, when and why; the ladder as it is written."""

    about: str
    where: Where
    target: float
    period: str
    weights: Mapping[str, float] | None
    ladder: tuple[str, ...]
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Objectives:
    """Every objective, production's first, and who may set one: `owners`, as a phrase."""

    objectives: tuple[ObjectiveSaid, ...]
    owners: str | None


@dataclass(frozen=True, slots=True)
class PastWeek:
    """What the rule would have called for at the end of a week, and what was left then."""

    week: date
    bad_share: float | None
    action: Action
    left: float | None
    reason: str


def objectives(desk: Desk) -> Objectives:
    """All that stand."""
    with desk.ledger.reading() as asked:
        standing = asked.standing(Kind.OBJECTIVE_SET)
        owners = (asked.ownership("objective"), asked.ownership("blocking"))
    found: list[ObjectiveSaid] = []
    for one in standing:
        o = from_body(one.body)
        ladder = tuple(written(step) for step in o.ladder)
        found.append(
            ObjectiveSaid(
                called(o.where),
                o.where,
                o.target,
                o.period,
                o.weights,
                ladder,
                one.actor,
                one.at,
                one.reason,
            )
        )
    found.sort(key=lambda o: (subject_of(o.where) != subject_of({}), o.about))
    return Objectives(tuple(found), _people(owners))


def looked(
    desk: Desk, target: float, where: Where, weights: Mapping[str, float] | None = None
) -> list[PastWeek]:
    """How the last 12 whole weeks would have looked, told by the rows of weekly budgets."""
    known = weeks(desk, where, desk.ledger.clock().astimezone(UTC).date())
    shares = known.shares(weights)
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    return [
        PastWeek(
            known.starts[past.at], shares[past.at].value, past.action, past.left, past.reason
        )
        for past in looked_back(shares, target, policy)
    ]


def _people(owners: Sequence[Ownership | None]) -> str | None:
    known = [f"{one.people} ({one.scope})" for one in owners if one is not None]
    return ", or ".join(known) or None
