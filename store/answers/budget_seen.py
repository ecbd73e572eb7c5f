"""What production showed in the period of an objective, and in the windows of its rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from curation.budget import Objective
from curation.budget_share import Share
from curation.burn import DAYS, Window, held, rules, weekly
from curation.scopes import Where
from curation.thresholds import Policy
from store.answers import budget_counts
from store.desk import Desk

STALE = timedelta(hours=24)
_SHORT: Mapping[float, int] = {1: 5, 6: 30, 24: 120, 72: 360}


@dataclass(frozen=True, slots=True)
class Seen:
    """What production showed in the period of an objective."""

    starts: tuple[date, ...] = ()
    parts: tuple[Share, ...] = ()
    of: int = 12
    step: timedelta = budget_counts.WEEK
    windows: tuple[Window, ...] = ()
    behind: str | None = None


def seen_of(
    desk: Desk, objective: Objective, where: Where, policy: Policy, now: datetime
) -> Seen:
    """The whole weeks, or the last 30 days, of the part `where`."""
    if objective.period == DAYS:
        return _of_days(desk, objective, where, policy, now)
    found = budget_counts.weeks(desk, where, now.date())
    shares = found.shares(objective.weights)
    behind = None
    if found.behind > 0:
        weeks = "whole week" if found.behind == 1 else f"{found.behind} whole weeks"
        behind = f"no event came in the last {weeks}"
    rows = weekly(shares, objective.target, policy) if shares else ()
    return Seen(found.starts[-12:], tuple(shares[-12:]), 12, windows=rows, behind=behind)


def _of_days(
    desk: Desk, objective: Objective, where: Where, policy: Policy, now: datetime
) -> Seen:
    """A budget of 30 days: its windows end with the last event."""
    last = budget_counts.last_event(desk)
    if last is None:
        return Seen(of=30, step=timedelta(days=1))
    until = min(last + timedelta(microseconds=1), now)
    counts = budget_counts.days(desk, where, until, 30)
    parts = [budget_counts.share_of(routes, objective.weights) for routes in counts]
    hours = budget_counts.hours(desk, where, until, objective.weights)
    rows = tuple(
        held(
            rule,
            hours[round(rule.length * 60)],
            hours[_SHORT[rule.length]],
            objective.target,
            DAYS,
        )
        for rule in rules(DAYS, policy)
    )
    starts = tuple((until - timedelta(days=30 - n)).date() for n in range(30))
    old = now - until
    behind = f"the last event came {old.days * 24 + old.seconds // 3600} hours ago"
    return Seen(
        starts, tuple(parts), 30, timedelta(days=1), rows, behind if old > STALE else None
    )
