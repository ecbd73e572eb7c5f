"""How long failures wait until a person has sorted them, and which answers are late."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from curation.cases import Case, State
from curation.thresholds import MIN_SUPPORT
from curation.triage_time import DAYS, Waits, overdue, sorted_at, waits
from store.answers.grouping import filtered, standing
from store.answers.sleeping import back_with, settled
from store.desk import Desk

_DAY = timedelta(days=1).total_seconds()


@dataclass(frozen=True, slots=True)
class Late:
    """What somebody was to answer by a day that is over; `due` is the earliest of them."""

    owner: str | None
    cases: int
    due: str


@dataclass(frozen=True, slots=True)
class TriageTimes:
    """Days from the import that first brought a failure until it is sorted, or until now."""

    waiting: Waits
    sorted: Waits  # in the last `days` days
    days: int
    min_support: float
    overdue: int
    late: tuple[Late, ...]

    def said(self) -> str:
        """Both waits in one sentence."""
        done = f"{self._median(self.sorted)} to sort one in the last {self.days} days"
        oldest = self.waiting.oldest
        if oldest is None:
            return f"{done}; nothing waits."
        return f"{done}; what waits, {self._median(self.waiting)}, at most {oldest:.0f} days."

    def _median(self, found: Waits) -> str:
        if found.median is None:
            return f"too few to say (n {found.n:,})"
        interval = f"{found.low:.1f}–{found.high:.1f}, " if found.low is not None else ""
        return f"median {found.median:.1f} days ({interval}n {found.n:,})"


def triage_times(desk: Desk) -> TriageTimes:
    """How long it takes, and takes now."""
    now = desk.ledger.clock().astimezone(UTC)
    with desk.ledger.reading() as asked:
        floor = asked.policy().value(MIN_SUPPORT)
        unsorted = asked.cases(State.INBOX)
        left = sorted_at(asked.moves_since(now - timedelta(days=DAYS)))
    since = first_came(desk, list(left))
    done = Counter(_days(since[case], at) for case, at in left.items() if case in since)
    late = _late(unsorted, now)
    return TriageTimes(
        waiting=waits(waiting_days(desk, now), floor),
        sorted=waits(done, floor),
        days=DAYS,
        min_support=floor,
        overdue=sum(one.cases for one in late),
        late=late,
    )


def waiting_days(desk: Desk, now: datetime) -> Counter[float]:
    """How many inputs wait, by their days; what sleeps does not wait, what is back does."""
    with desk.ledger.reading() as asked:
        states, dismissed = asked.states(), asked.cases(State.DISMISSED)
        unsorted = asked.cases(State.INBOX)
    back = back_with(desk, dismissed)
    asleep = filtered("asleep_", standing(desk).sleeping)
    known = settled(states, back)
    rows = desk.facts().ask("waiting_since", settled=known, **asleep, **_imports(desk))
    found: Counter[float] = Counter()
    for row in rows:
        found[_days(row["moment"], now)] += row["count"]
    others = [*unsorted, *(case for case in dismissed if case.id in back)]
    came = first_came(desk, [case.id for case in others])
    for case in others:
        if case.id not in came and case.opened_at:  # its failures are out of view
            found[_days(datetime.fromisoformat(case.opened_at).timestamp(), now)] += 1
    return found


def first_came(desk: Desk, case_ids: Sequence[str]) -> dict[str, float]:
    """When the first failure of each case came to the desk, in seconds since 1970."""
    if not case_ids:
        return {}
    rows = desk.facts().ask("came_first", case_ids=list(case_ids), **_imports(desk))
    return {row["case_id"]: row["moment"] for row in rows}


def _imports(desk: Desk) -> dict[str, Any]:
    with desk.ledger.reading() as asked:
        found = [(one.id, one.at.timestamp()) for one in asked.imports()]
    return {"imports": [i for i, _ in found], "moments": [at for _, at in found]}


def _days(since: float, until: datetime) -> float:
    return max(0.0, (until.timestamp() - since) / _DAY)


def _late(unsorted: Sequence[Case], now: datetime) -> tuple[Late, ...]:
    """By owner, the one with most of it first."""
    found: dict[str | None, list[str]] = defaultdict(list)
    for case in unsorted:
        if case.due and overdue(case.due, now.date()):
            found[case.owner].append(case.due)
    late = [Late(owner, len(days), min(days)) for owner, days in found.items()]
    return tuple(sorted(late, key=lambda one: (-one.cases, one.due, one.owner or "")))
