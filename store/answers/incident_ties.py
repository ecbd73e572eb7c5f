"""What is tied to an incident: its cases and failure groups, with what they are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.incidents import Incident
from store.answers.failure_groups import signature
from store.answers.openings import openings
from store.desk import Desk

LONGEST = 140


@dataclass(frozen=True, slots=True)
class TiedCase:
    """One case or failing input; `state` is None while nobody opened it."""

    case: str
    title: str
    state: str | None
    failures: int


@dataclass(frozen=True, slots=True)
class TiedGroup:
    """One failure group."""

    group: str
    title: str


def tied_cases(desk: Desk, case_ids: Sequence[str]) -> tuple[TiedCase, ...]:
    """The cases of `case_ids`, those that failed most often first."""
    ids = list(case_ids)
    with desk.ledger.reading() as asked:
        opened = {case.id: case for case in asked.cases_named(ids)}
    counts = {r["case_id"]: r["count"] for r in desk.facts().ask("case_counts", case_ids=ids)}
    rest = openings(desk, [one for one in ids if one not in opened])
    found = [
        TiedCase(
            one,
            (opened.get(one) or rest[one]).input[:LONGEST],
            opened[one].state.value if one in opened else None,
            counts.get(one, 0),
        )
        for one in ids
        if one in opened or one in rest
    ]
    return tuple(sorted(found, key=lambda case: (-case.failures, case.case)))


def tied_groups(desk: Desk, incident: Incident) -> tuple[TiedGroup, ...]:
    """The groups that are tied, by the name that people or their signature gave them."""
    with desk.ledger.reading() as asked:
        grouping = asked.grouping()
    rows = desk.facts().ask("signatures", group_ids=list(incident.groups))
    told = {r["group_id"]: signature(r["kind"], r["expected"], r["actual"]) for r in rows}
    return tuple(
        TiedGroup(one, grouping.of(one).name or told.get(one, one)) for one in incident.groups
    )
