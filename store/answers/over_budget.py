"""Latency, cost and age over the budgets that somebody has set, told as deviations."""

from dataclasses import replace
from datetime import UTC

from curation.alarms import Checked
from curation.courses import RECENT
from curation.deviating import gravest_first
from curation.deviations import Deviation
from curation.over_budget import KNOWN, Held, checked_age, checked_over, too_old, week_over
from curation.thresholds import Policy
from store.answers.deviations import Deviating
from store.answers.trends import Line, TrendsMemory
from store.desk import Desk

_AGES = "staleness."


def with_budgets(desk: Desk, found: Deviating) -> Deviating:
    """`found`, and what lies over a budget that a decision has set; ours bind nobody."""
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    if not budgets_set(policy):
        return found
    trends, now = desk.kept(TrendsMemory).trends(), desk.ledger.clock().astimezone(UTC)
    deviations: list[Deviation | None] = []
    checked: list[Checked] = []
    for line in trends.lines:
        if line.group is None and (held := _held(line, policy)):
            deviations.append(week_over(held))
            checked.append(checked_over(held))
    for age in trends.ages:
        if _is_set(policy, age.threshold):
            deviations.append(too_old(age, policy.value(age.threshold), now))
            checked.append(checked_age(age, now))
    over = [one for one in deviations if one]
    return replace(
        found,
        deviations=gravest_first((*found.deviations, *over)),
        checked=(*found.checked, *checked),
    )


def budgets_set(policy: Policy) -> bool:
    """Whether somebody has said what latency, cost or age is borne."""
    names = (name for name in policy.thresholds if name in KNOWN or name.startswith(_AGES))
    return any(_is_set(policy, name) for name in names)


def _is_set(policy: Policy, threshold: str) -> bool:
    found = policy.thresholds.get(threshold)
    return found is not None and found.decision is not None


def _held(line: Line, policy: Policy) -> Held | None:
    name = line.threshold
    if name is None or name not in KNOWN or not line.weeks or not _is_set(policy, name):
        return None
    weeks = [(point.week, point.value) for point in line.weeks]
    n = sum(point.n for point in line.weeks[-RECENT:])
    return Held(KNOWN[name], line.now, weeks, n, policy.value(name))
