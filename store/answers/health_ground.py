"""What all figures of the home page rest on: the period, and what production showed in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from curation.budget_share import Counted, Share, added
from curation.figure_exposure import all_of, seen
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

    def counted(self, since: date, until: date) -> Counted:
        """The events of then: how many came, were judged, and are known to have failed."""
        pairs = zip(self.weeks.starts, self.weeks.counts, strict=True)
        return all_of(all_of(w.values()) for start, w in pairs if since <= start < until)

    def seen(self, since: date, until: date) -> bool:
        """Whether the failures of then can be counted: where nobody judged, none are found."""
        return seen(self.counted(since, until), self.floor, usual=self._usual)

    @property
    def _usual(self) -> bool:
        """Whether verdicts come to this desk, in any week that is looked at."""
        first = max(0, len(self.weeks.counts) - 2 * TREND)
        return any(all_of(w.values()).judged >= self.floor for w in self.weeks.counts[first:])

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
        window=counted_window(period, until, known) if until else None,
    )


def counted_window(period: Period, until: date, known: Weeks) -> Window:
    """The weeks of `period`, with how many of them and of those before had events."""
    found = window(period, until)
    came = [start for start, c in zip(known.starts, known.counts, strict=True) if c]
    return replace(
        found,
        came=sum(found.since <= one < until for one in came),
        came_before=sum(found.before <= one < found.since for one in came),
    )
