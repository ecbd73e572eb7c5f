"""The incidents on record: open ones first, each with what it did to its cohort."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from curation import incidents as rules
from curation.decisions import Kind
from curation.errors import Unknown
from curation.incidents import LIST_THEM, Incident, State, incident_subject
from curation.ownership import Ownership
from curation.saved_cohorts import Where
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing
from store.ledger.reading import Reading

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Harm:
    """What went wrong in a window and cohort: None where no event tells."""

    events: int
    failures: int
    inputs: int
    cost: float | None  # USD; None: no failure has a cost that is known
    priced: int  # failures whose cost is known
    first: datetime | None  # when the first of them occurred
    last: datetime | None


@dataclass(frozen=True, slots=True)
class IncidentSummary:
    """One incident as the list shows it; `version` is the decision that last changed it."""

    incident: Incident
    version: int
    recorded_at: str
    days: float  # until now while it goes on
    harm: Harm
    may_change: bool


def incidents(desk: Desk) -> tuple[Incident, ...]:
    """Every incident on record, as Drift and others annotate them: by their start."""
    with desk.ledger.reading() as asked:
        return on_record(asked)


def on_record(asked: Reading) -> tuple[Incident, ...]:
    """The incidents that stand, by their start."""
    found = [
        rules.from_body(one.subject, one.body) for one in asked.standing(Kind.INCIDENT_SET)
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.id)))


def known_incident(asked: Reading, incident_id: str) -> tuple[Incident, int]:
    """One incident and its version, or Unknown."""
    found = asked.standing_of(incident_subject(incident_id))
    if found is None or found.kind is not Kind.INCIDENT_SET:
        raise Unknown("incident", incident_id, LIST_THEM)
    return rules.from_body(found.subject, found.body), found.seq


def listed(desk: Desk, *, actor: str, only_open: bool = False) -> tuple[IncidentSummary, ...]:
    """Open ones first, then the newest first, each with what it did."""
    now = desk.ledger.clock().astimezone(UTC)
    with desk.ledger.reading() as asked:
        standing = asked.standing(Kind.INCIDENT_SET)
        blocking = asked.ownership("blocking")
        entries = asked.decisions(kinds=[Kind.INCIDENT_SET])
    recorded = {entry.subject: entry.at.isoformat() for entry in entries}  # the oldest stays
    told: list[IncidentSummary] = []
    for one in standing:
        found = rules.from_body(one.subject, one.body)
        if only_open and found.state is State.CLOSED:
            continue
        lasted = ((found.ended or now) - found.began).total_seconds() / _DAY
        may = rules.may_change(found, actor, blocking)
        at = recorded[one.subject]
        told.append(IncidentSummary(found, one.seq, at, lasted, harm_of(desk, found), may))
    told.sort(key=lambda one: one.incident.start, reverse=True)
    return tuple(sorted(told, key=lambda one: one.incident.state is State.CLOSED))


def owner_of_blocking(desk: Desk) -> Ownership | None:
    """Who decides what blocks a release, and may change every incident."""
    with desk.ledger.reading() as asked:
        return asked.ownership("blocking")


def harm_of(desk: Desk, incident: Incident) -> Harm:
    """What went wrong in the window and the cohort of `incident`."""
    return harm(desk, incident.cohort, incident.start, incident.end)


def harm(desk: Desk, where: Where, since: str | None, until: str | None) -> Harm:
    """What went wrong there; all that is known to be wrong counts, whoever has judged it."""
    with desk.ledger.reading() as asked:
        prices = asked.policy().costs()
    slicing = Slicing(desk.facts(), scan=True)
    key = f"harm {json.dumps([dict(where), since, until, prices], sort_keys=True)}"
    return slicing.kept(key, lambda: _counted(slicing, Part((), where, since, until), prices))


def _counted(slicing: Slicing, part: Part, prices: Mapping[str, float]) -> Harm:
    named = {"kinds": list(prices), "prices": list(prices.values())}
    (found,) = slicing.counts("incident_harm", part, **named)
    row = found.cells
    first, last = (_moment(row[one]) for one in ("first", "last"))
    return Harm(
        row["events"], row["failures"], row["inputs"], row["cost"], row["priced"], first, last
    )


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
