"""Which dismissed cases are back, and why."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from curation.cases import Case
from curation.dismissal import woken
from store.desk import Desk


def back_with(desk: Desk, dismissed: Sequence[Case]) -> dict[str, str]:
    """The dismissed cases that woke up: case id -> the words that say why."""
    groups = sorted({c.group_id for c in dismissed if c.group_id})
    weeks: dict[str, dict[date, int]] = defaultdict(dict)
    totals: dict[str, int] = defaultdict(int)
    for row in desk.facts().ask("group_weeks", group_ids=groups) if groups else []:
        totals[row["group_id"]] += row["count"]
        if row["week"] is not None:
            weeks[row["group_id"]][row["week"]] = row["count"]
    today = datetime.now(UTC).date()
    found: dict[str, str] = {}
    for case in dismissed:
        group = case.group_id or ""
        if why := _why(case, today, totals[group], weeks[group]):
            found[case.id] = why
    return found


def _why(case: Case, today: date, count: int, weeks: dict[date, int]) -> str | None:
    if case.dismissal is None or case.moved_at is None:
        return None
    moved = datetime.fromisoformat(case.moved_at).date()
    monday = moved - timedelta(days=moved.weekday())
    since = {week: n for week, n in weeks.items() if week >= monday}
    return woken(case.dismissal, today=today, count=count, weeks_since=since)
