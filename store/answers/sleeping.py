"""Which dismissed cases are back and why, and when one that is dismissed now would be."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from curation.cases import Case, Dismissal, State
from curation.dismissal import history, woken
from curation.dismissal import until as until_words
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


def settled(states: Mapping[str, State], back: Collection[str]) -> list[str]:
    """The cases among `states` that do not wait: they were sorted, and are not `back`."""
    return [c for c, state in states.items() if state is not State.INBOX and c not in back]


def dismissals(desk: Desk, case_ids: Sequence[str], until: str | None) -> dict[str, Dismissal]:
    """Per case, when it is to wake up, measured on its failure group as it stands now."""
    counts = desk.facts().ask("case_counts", case_ids=list(case_ids))
    return _asleep(desk, case_ids, {r["case_id"]: r["group_id"] for r in counts}, until)


def escalations(desk: Desk, group_of: Mapping[str, str]) -> dict[str, Dismissal]:
    """The same until each case escalates, where the groups of the cases are known already."""
    return _asleep(desk, list(group_of), group_of, None)


def _asleep(
    desk: Desk, case_ids: Sequence[str], group_of: Mapping[str, str], until: str | None
) -> dict[str, Dismissal]:
    groups = sorted(set(group_of.values()))
    totals: dict[str, int] = defaultdict(int)
    weeks: dict[str, dict[date, int]] = defaultdict(dict)
    for row in desk.facts().ask("group_weeks", group_ids=groups):
        totals[row["group_id"]] += row["count"]
        if row["week"] is not None:  # a failure without a time counts, but in no week
            weeks[row["group_id"]][row["week"]] = row["count"]
    found: dict[str, Dismissal] = {}
    today = desk.ledger.clock().astimezone(UTC).date()
    for case_id in case_ids:
        group = group_of.get(case_id, "")
        past = history(weeks[group], today)
        found[case_id] = until_words(until, count=totals[group], weeks=past, today=today)
    return found


def _why(case: Case, today: date, count: int, weeks: dict[date, int]) -> str | None:
    if case.dismissal is None or case.moved_at is None:
        return None
    moved = datetime.fromisoformat(case.moved_at).date()
    monday = moved - timedelta(days=moved.weekday())
    since = {week: n for week, n in weeks.items() if week >= monday}
    return woken(case.dismissal, today=today, count=count, weeks_since=since)
