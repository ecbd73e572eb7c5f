"""How often failure groups come, week by week, and whether that has changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from curation.grouping import Grouping
from curation.thresholds import MIN_SUPPORT, Policy
from curation.trends import Trend, trends, whole_weeks
from store.answers.grouping import placing
from store.desk import Desk

LONGEST = 26  # weeks


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Failures a week, oldest first, quiet weeks as 0; the same weeks for every group."""

    weeks: tuple[tuple[date, int], ...]
    trend: Trend


def recurrences(
    desk: Desk, found: Grouping, group_ids: Sequence[str], policy: Policy
) -> dict[str, Recurrence]:
    """The last weeks of each shown group among `group_ids`."""
    facts = desk.facts()
    counts: dict[str, dict[date, int]] = defaultdict(dict)
    for row in facts.ask("group_recurrence", wanted=list(group_ids), **placing(found)):
        counts[row["shown"]][row["week"]] = row["count"]
    events = {r["week"]: r["events"] for r in facts.ask("event_weeks") if r["week"] is not None}
    whole = whole_weeks(events, desk.ledger.clock().date())
    by_group = {one: counts[one] for one in group_ids}
    told = trends(by_group, whole, policy.value(MIN_SUPPORT))
    weeks = axis(events)
    return {
        one: Recurrence(tuple((week, counts[one].get(week, 0)) for week in weeks), told[one])
        for one in group_ids
    }


def axis(events: dict[date, int]) -> list[date]:
    """The last weeks of production without a gap; at most LONGEST."""
    if not events:
        return []
    last = max(events)
    first = max(min(events), last - timedelta(weeks=LONGEST - 1))
    return [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
