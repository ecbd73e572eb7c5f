"""Say how good production has to be, or say it no longer."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, timedelta
from math import inf

from curation import thresholds
from curation.budget import SCOPE, Objective, body, require_may_set, subject_of
from curation.decisions import Decision, Kind
from curation.errors import BadRequest, Unknown
from curation.ownership import Ownership
from curation.scopes import Where
from curation.standing import Standing, saying
from curation.thresholds import Threshold
from store.acts.founding import require_unset
from store.answers.budget_counts import failures, weeks
from store.answers.trends import LIMITS
from store.desk import Desk


def set_objective(
    desk: Desk,
    wanted: Objective,
    *,
    actor: str,
    reason: str,
    seen: Standing | None = None,
) -> str:
    """Put `wanted` in force; the act that did it. `seen` is what the actor saw standing."""
    return _said(desk, wanted.where, body(wanted), actor, reason, seen)


def drop_objective(desk: Desk, where: Where, *, actor: str, reason: str) -> str:
    """Hold the part `where` to no objective of its own any more."""
    return _said(desk, where, None, actor, reason, None)


def set_budget(desk: Desk, measure: str, value: float, *, actor: str, reason: str) -> Threshold:
    """Let `value` be the budget of latency, errors, cost or age that production is held to.

    Once it is set it moves by proposal: NotAllowed.
    """
    names = {**LIMITS, **thresholds.AGES, **thresholds.NOW}
    if measure not in names:
        raise BadRequest(f"'{measure}' has no budget. These can: {', '.join(names)}.")
    if not 0 < value < inf:
        raise BadRequest(f"{value} is no budget: say a number above 0.")
    if not reason.strip():
        raise BadRequest("A budget needs a reason, which stays in the log: say --reason.")
    with desk.ledger.transaction() as tx:
        before = tx.policy().thresholds[names[measure]]
        own = Ownership(before.name, before.owner, before.deputy) if before.owner else None
        blocking = tx.ownership("blocking")
        require_may_set(own or tx.ownership(SCOPE), blocking, actor, "set a budget")
        require_unset(tx, [before.name])
        after = replace(before, value=value)
        was, said = thresholds.body(before), thresholds.body(after)
        why = reason.strip()
        tx.record(Decision(Kind.THRESHOLD_SET, after.name, said, actor, why, was))
        return after


def weighed(desk: Desk, where: Where) -> Mapping[str, float]:
    """What a failure costs on each route, on average of 12 weeks: how much an event weighs.

    The cost is what the failures state, else the governed one of their kind.
    """
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    found = weeks(desk, where, desk.ledger.clock().astimezone(UTC).date())
    since = found.starts[-1] - timedelta(weeks=11) if found.starts else None
    counts, costs = defaultdict[str, int](int), defaultdict[str, float](float)
    for row in failures(desk, where):
        if since is None or row["week"] < since:
            continue
        priced = row["cost"]
        if priced is None:
            priced = (policy.cost_of(row["kind"]) or 0.0) * row["failures"]
        counts[row["route"]] += row["failures"]
        costs[row["route"]] += priced
    weights = {route: round(costs[route] / n, 2) for route, n in counts.items() if n}
    known = {route: weight for route, weight in sorted(weights.items()) if weight > 0}
    if not known:
        raise BadRequest(
            "No failure of the last 12 weeks has a cost, so nothing says how much an event "
            "weighs. State weights yourself: --weight refunds=3 --weight login=1."
        )
    return known


def _said(
    desk: Desk,
    where: Where,
    after: Mapping[str, object] | None,
    actor: str,
    reason: str,
    seen: Standing | None,
) -> str:
    if not reason.strip():
        raise BadRequest("An objective needs a reason, which stays in the log: say --reason.")
    subject = subject_of(where)
    with desk.ledger.transaction() as tx:
        act = "set an objective" if after else "drop an objective"
        require_may_set(tx.ownership(SCOPE), tx.ownership("blocking"), actor, act)
        before = tx.standing_of(subject)
        if after is None and before is None:
            raise Unknown("objective", subject.partition(":")[2], "`evaldesk objective` lists.")
        tx.record(
            saying(Kind.OBJECTIVE_SET, subject, after, actor=actor, reason=reason.strip(),
                   before=seen or before)
        )  # fmt: skip
        return tx.act
