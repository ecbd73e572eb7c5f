"""What the burn rule of the error budget would have called for at the end of each week."""

from datetime import UTC, timedelta

from curation.backtest import Reading
from curation.budget import from_body, subject_of
from curation.burn import Action, looked_back
from curation.saved_cohorts import Where
from store.answers import budget_counts
from store.answers.alarm_readings import NOTHING, Watched
from store.desk import Desk

# The loudest last: what a rule of whole weeks can call for.
CALLS = (Action.TICKET, Action.DECIDE, Action.BLOCK)
_RANKS = {Action.NOTHING: 0.0, **{one: float(n) for n, one in enumerate(CALLS, start=1)}}


def has_objective(desk: Desk) -> bool:
    """Whether production has an objective, without which no budget can burn."""
    with desk.ledger.reading() as asked:
        return asked.standing_of(subject_of({})) is not None


def burn_weeks(desk: Desk, where: Where) -> Watched:
    """Every whole week by what it calls for; a part without an objective has production's."""
    with desk.ledger.reading() as asked:
        standing = asked.standing_of(subject_of(where)) or asked.standing_of(subject_of({}))
        policy = asked.policy()
    if standing is None:
        return NOTHING
    objective = from_body(standing.body)
    today = desk.ledger.clock().astimezone(UTC).date()
    found = budget_counts.weeks(desk, where, today)
    shares = found.shares(objective.weights)
    told = [
        Reading(
            found.starts[past.at].isoformat(),
            (found.starts[past.at] + timedelta(weeks=1)).isoformat(),
            _RANKS.get(past.action),
            shares[past.at].n,
        )
        for past in looked_back(shares, objective.target, policy, last=len(shares))
    ]
    return Watched(tuple(told), None, None)
