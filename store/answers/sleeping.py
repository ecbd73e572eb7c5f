"""Which dismissed cases are back and why, and when one that is dismissed now would be."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from curation.cases import Case, Dismissal, State
from curation.dismissal import history, woken
from curation.dismissal import until as until_words
from store.desk import Desk

Weeks = Mapping[str, Mapping[date, int]]  # failures by group, then by week


def back_with(desk: Desk, dismissed: Sequence[Case]) -> dict[str, str]:
    """The dismissed cases that woke up: case id -> the words that say why."""
    group_of = groups_of(desk, dismissed)
    totals, weeks = failures_of(desk, group_of.values())
    today = desk.ledger.clock().date()
    found: dict[str, str] = {}
    for case in dismissed:
        group = group_of.get(case.id, "")
        if why := _why(case, today, totals[group], weeks[group]):
            found[case.id] = why
    return found


def groups_of(desk: Desk, cases: Iterable[Case]) -> dict[str, str]:
    """The failure group on which the sleep of each case is measured, now and later.

    It is the one that the case was opened from; of a case that was written by hand it is the
    first in which its input failed, and none where it never did.
    """
    looked = list(cases)
    found = {case.id: case.group_id for case in looked if case.group_id}
    written = [case.id for case in looked if not case.group_id]
    rows = desk.facts().ask("first_groups", case_ids=written) if written else []
    return found | {row["case_id"]: row["group_id"] for row in rows}


def settled(states: Mapping[str, State], back: Collection[str]) -> list[str]:
    """The cases among `states` that do not wait: they were sorted, and are not `back`."""
    return [c for c, state in states.items() if state is not State.INBOX and c not in back]


def dismissals(desk: Desk, cases: Collection[Case], until: str | None) -> dict[str, Dismissal]:
    """Per case, when it is to wake up, measured on its failure group as it stands now."""
    group_of = groups_of(desk, cases)
    totals, weeks = failures_of(desk, group_of.values())
    found: dict[str, Dismissal] = {}
    today = desk.ledger.clock().astimezone(UTC).date()
    for case in cases:
        group = group_of.get(case.id, "")
        past = history(weeks[group], today)
        found[case.id] = until_words(until, count=totals[group], weeks=past, today=today)
    return found


def failures_of(desk: Desk, groups: Iterable[str]) -> tuple[Mapping[str, int], Weeks]:
    """How many failures each of `groups` has, in all and by week."""
    totals: dict[str, int] = defaultdict(int)
    weeks: dict[str, dict[date, int]] = defaultdict(dict)
    wanted = sorted(set(groups))
    for row in desk.facts().ask("group_weeks", group_ids=wanted) if wanted else []:
        totals[row["group_id"]] += row["count"]
        if row["week"] is not None:  # a failure without a time counts, but in no week
            weeks[row["group_id"]][row["week"]] = row["count"]
    return totals, weeks


def _why(case: Case, today: date, count: int, weeks: Mapping[date, int]) -> str | None:
    if case.dismissal is None or case.moved_at is None:
        return None
    moved = datetime.fromisoformat(case.moved_at).date()
    monday = moved - timedelta(days=moved.weekday())
    since = {week: n for week, n in weeks.items() if week >= monday}
    return woken(case.dismissal, today=today, count=count, weeks_since=since)
