"""What the cases of the sets are of (kind, route, group, cohort), now and week by week."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from curation import cases
from curation.cases import Case, State
from curation.errors import BadRequest
from curation.grouping import Grouping
from curation.measures.alignment import UNKNOWN
from store.answers.case_cohorts import OWN, cohorts_of
from store.desk import Desk
from store.ledger.reading_changes import Placed

OF_FAILURES = ("kind", "route", "group")
SETS: Mapping[str, tuple[State, ...]] = {
    "blocking": (State.BLOCKING,),
    "monitoring": (State.MONITORING,),
    "all": (State.BLOCKING, State.MONITORING),
}


def states_of(named: str) -> tuple[State, ...]:
    """The states that the set `named` means, or BadRequest."""
    if named not in SETS:
        raise BadRequest(f"'{named}' is no set to align. Use one of: {', '.join(SETS)}.")
    return SETS[named]


def offered(desk: Desk) -> tuple[str, ...]:
    """By what failures and cases can be held against each other."""
    facts = desk.facts()
    own = facts.kept(
        "failing columns", lambda: [str(row["name"]) for row in facts.ask("failing_columns")]
    )
    return (*OF_FAILURES, *(name for name in own if name not in OF_FAILURES))


def parts_of(
    desk: Desk, everything: Sequence[Case], by: str, grouping: Grouping
) -> dict[str, str]:
    """The part that each case belongs to; UNKNOWN where nothing tells."""
    if by in ("kind", "route"):
        found = {case.id: case.kind if by == "kind" else case.route for case in everything}
    elif by == "group":
        found = {c.id: grouping.place(c.group_id, c.id) if c.group_id else None
                 for c in everything}  # fmt: skip
    else:
        found = _cohorts(desk, everything, by)
    return {case_id: value or UNKNOWN for case_id, value in found.items()}


def _cohorts(desk: Desk, everything: Sequence[Case], by: str) -> dict[str, str | None]:
    """What a case says itself, else what the event says that it came from."""
    lines = {case.id: {**cases.body(case), "case_id": case.id} for case in everything}
    if by in OWN:
        return {case.id: getattr(case, by) for case in everything}
    told = cohorts_of(desk, lines, [by], cut=False)
    stated = {case.id: dict(case.attributes).get(by) for case in everything}
    return {case_id: stated[case_id] or told[case_id][by] for case_id in lines}


def counted(parts: Mapping[str, str], members: Collection[str]) -> dict[str, int]:
    """How many of `members` are of each part."""
    return dict(Counter(parts[one] for one in members if one in parts))


def by_week(
    places: Sequence[Placed], weeks: Sequence[date], states: Collection[State]
) -> Iterator[tuple[date, list[str]]]:
    """The cases that stood in `states` when each of `weeks` ended."""
    stands: dict[str, State] = {}
    left = iter(places)
    step = next(left, None)
    for week in weeks:
        end = datetime.combine(week + timedelta(days=7), time(), UTC)
        while step is not None and step.at < end:
            stands[step.case] = step.state
            step = next(left, None)
        yield week, [case for case, state in stands.items() if state in states]
