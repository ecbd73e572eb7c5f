"""What all figures of the home page rest on: the period, and what production showed in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from curation.budget_share import Share, added
from curation.figures import Period, Window, window
from curation.thresholds import MIN_SUPPORT, Policy
from store.answers.budget_counts import Weeks, weeks
from store.desk import Desk

TREND = 13  # weeks of every trend


@dataclass(frozen=True, slots=True)
class Ground:
    """The desk at one moment. `window` is None where no whole week came in."""

    desk: Desk
    now: datetime
    policy: Policy
    weeks: Weeks
    shares: Mapping[date, Share]
    failures: Mapping[date, int]
    window: Window | None

    @property
    def floor(self) -> float:
        """The least support, at least 1."""
        return max(1.0, self.policy.value(MIN_SUPPORT))

    @property
    def since(self) -> datetime | None:
        """When the period began."""
        return moment_of(self.window.since) if self.window else None

    def starts(self, since: date, until: date) -> list[date]:
        """The weeks from `since` to before `until`."""
        return [one for one in self.weeks.starts if since <= one < until]

    def share(self, since: date, until: date) -> Share:
        """What production showed of good and bad then."""
        return added(self.shares[one] for one in self.starts(since, until))

    def failed(self, since: date, until: date) -> int:
        """The failures of then."""
        return sum(self.failures.get(one, 0) for one in self.starts(since, until))

    def trend(self, until: date) -> list[date]:
        """The weeks of a trend."""
        return self.starts(until - timedelta(weeks=TREND), until)


def moment_of(day: date) -> datetime:
    """When `day` begins."""
    return datetime.combine(day, time(), UTC)


def ground(desk: Desk, period: Period) -> Ground:
    """What is known of the last whole weeks."""
    now = desk.ledger.clock().astimezone(UTC)
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    known = weeks(desk, {}, now.date())
    failed = desk.facts().ask("failure_weeks", kind=None, route=None)
    until = known.starts[-1] + timedelta(weeks=1) if known.starts else None
    return Ground(
        desk=desk,
        now=now,
        policy=policy,
        weeks=known,
        shares=dict(zip(known.starts, known.shares(None), strict=True)),
        failures={row["week"]: row["failures"] for row in failed if row["week"] is not None},
        window=window(period, until) if until else None,
    )
