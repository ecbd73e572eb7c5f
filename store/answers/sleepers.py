"""The archived groups: until when each sleeps, in words, and how near it is to waking."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from curation.dismissal import described
from store.answers.failure_groups import Asked, Group, named_groups
from store.answers.grouping import Standing, weeks_of
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Sleeper:
    """An archived group that sleeps."""

    group: Group
    until: str  # as a phrase
    by: str
    at: str
    why: str
    since: int  # failures in the weeks since it was archived
    busiest: int  # in one of these weeks
    weekly_limit: float | None


def sleepers(desk: Desk, now: Standing, asked: Asked) -> tuple[Sleeper, ...]:
    """Every group that sleeps, the last archived first."""
    if not now.asleep:
        return ()
    weeks = weeks_of(desk, now.grouping, now.asleep)
    groups = named_groups(desk, now, Asked(asked.settled, asked.policy), now.asleep)
    found: list[Sleeper] = []
    for one in groups:
        sleep, past = now.grouping.of(one).archive, weeks[one]
        assert sleep is not None, "only archived groups sleep"
        monday = _monday(sleep.at)
        since = [n for week, n in past.by_week.items() if week >= monday]
        rule = sleep.rule
        found.append(
            Sleeper(
                group=groups[one],
                until=described(rule),
                by=sleep.by,
                at=sleep.at,
                why=sleep.why,
                since=sum(since),
                busiest=max(since, default=0),
                weekly_limit=rule.weekly_limit,
            )
        )
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _monday(at: str) -> date:
    day = datetime.fromisoformat(at).astimezone(UTC).date()
    return day - timedelta(days=day.weekday())
