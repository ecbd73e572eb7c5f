"""The failures of an incident: what fell into its window and cohort, and what is tied to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curation.grouping import Grouping
from curation.incidents import Incident
from curation.postmortem import Meant
from store.answers.grouping import cases_in
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing


@dataclass(frozen=True, slots=True)
class Hit:
    """One input that failed in the window and cohort of an incident."""

    case: str
    group: str | None
    failures: int
    first: datetime
    title: str
    cost: float | None


def hits(desk: Desk, incident: Incident, limit: int | None = None) -> list[Hit]:
    """The inputs that failed in its window and cohort, those that failed most often first."""
    part = Part((), incident.cohort, incident.start, incident.end)
    rows = Slicing(desk.facts(), scan=True).counts("incident_cases", part, limit=limit)
    return [_hit(row.cells) for row in rows]


def _hit(row: dict[str, Any]) -> Hit:
    first = datetime.fromisoformat(row["first"])
    return Hit(
        row["case_id"], row["group_id"], row["failures"], first, row["title"], row["cost"]
    )


def cases_hit(desk: Desk, incident: Incident) -> list[str]:
    """The same by id alone."""
    return [one.case for one in hits(desk, incident)]


def meant(desk: Desk, grouping: Grouping, incident: Incident, failed: Sequence[Hit]) -> Meant:
    """The cases tied to `incident`, by themselves or by their groups; else what `failed`."""
    if not (incident.cases or incident.groups):
        return Meant(tuple(one.case for one in failed), by_hand=False)
    of_groups = [
        case
        for group in incident.groups
        for case in sorted(cases_in(desk, grouping, grouping.shown(group)))
    ]
    return Meant(tuple(dict.fromkeys([*incident.cases, *of_groups])), by_hand=True)
