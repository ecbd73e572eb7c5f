"""What is open while somebody is on call: alarms, incidents, and releases as judged."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from curation.alarms import RANK, Alarm, AlarmState, number
from curation.decisions import Kind
from curation.errors import BadRequest
from curation.gate_mode import GateMode, Mode
from curation.incidents import State, from_body
from curation.intervals import rate
from curation.maintenance import muted_until
from curation.overtaken import InForce, Said, worth
from curation.releases import matched_by
from curation.runbooks import runbook
from curation.runs import Run
from store.answers.alarm_book import Book, book
from store.answers.oncall_counts import HOUR, Answering, Seen
from store.answers.oncall_shapes import AlarmOpen, IncidentOpen, Release
from store.answers.worth import in_force_now
from store.delivery.channels import connections
from store.desk import Desk
from store.ledger.reading import Reading


def open_alarms(asked: Reading, now: datetime) -> tuple[AlarmOpen, ...]:
    """Those that are not resolved, as their page lists them, whoever is told of them."""
    known = book(asked)
    found = [one for one in known.alarms.values() if one.active]
    found.sort(
        key=lambda one: (one.state is not AlarmState.OPEN, -RANK[one.severity], -number(one.id))
    )
    return tuple(_alarm(known, one, now) for one in found)


def untold(desk: Desk) -> str | None:
    """Why nobody can be told of alarms: desk.toml is wrong about channels."""
    try:
        connections(desk.alarms)
    except BadRequest as wrong:
        return str(wrong)
    return None


def _alarm(known: Book, one: Alarm, now: datetime) -> AlarmOpen:
    steps = runbook(one.lead.rule, known.runbooks)
    return AlarmOpen(
        one.id,
        one.severity,
        one.sentence,
        one.acknowledged_by,
        _hours(one.first_seen, now),
        muted_until(one, known.maintenances.values(), now),
        _first_step(steps),
        steps,
        f"alarms?alarm={one.id}",
    )


def _first_step(runbook: str) -> str:
    """The first numbered line of a runbook, else its first."""
    lines = [line.strip() for line in runbook.splitlines() if line.strip()]
    numbered = [line for line in lines if line[:1].isdigit()]
    return (numbered or lines or [""])[0].removeprefix("1.").strip()


def open_incidents(asked: Reading, now: datetime) -> tuple[IncidentOpen, ...]:
    """Those that are not closed, the ones that go on first, then the newest."""
    found = [from_body(one.subject, one.body) for one in asked.standing(Kind.INCIDENT_SET)]
    told = [
        IncidentOpen(
            one.id,
            one.name,
            one.severity,
            one.owner,
            one.end is None,
            _hours(one.start, now),
            f"incidents?id={one.id}",
        )
        for one in found
        if one.state is State.OPEN
    ]
    return tuple(sorted(told, key=lambda one: (not one.going_on, one.hours)))


def releases(desk: Desk, seen: Seen) -> tuple[Release, ...]:
    """What answers in production, with what the gate says of it now."""
    with desk.ledger.reading() as asked:
        now, found = in_force_now(asked), asked.runs()
    found.sort(key=lambda row: (row[0].at, row[2]), reverse=True)
    judged = [(run, said) for run, said, _ in found if said]
    return tuple(_release(one, judged, seen, now) for one in seen.answering)


def _release(
    one: Answering, judged: Sequence[tuple[Run, Said]], seen: Seen, now: InForce
) -> Release:
    newest = next((row for row in judged if matched_by(one.name, row[0])), None)
    run = newest[0].name if newest else None
    verdict, reason = _stands(newest[1], now) if newest else (None, None)
    return Release(
        one.column.replace("_", " "),
        one.name,
        one.first,
        one.last,
        rate(one.events, seen.now.events),
        run,
        verdict,
        reason,
        f"cohorts?only={one.column}%3D{one.name}" if run is None else f"runs?run={run}",
    )


def _stands(said: Said, now: InForce) -> tuple[str | None, str]:
    """What an answer is worth; a freeze that came after it stops nothing that answers."""
    frozen_then = said.get("mode") == Mode.FREEZE
    return worth(said, now if frozen_then else replace(now, mode=GateMode()))


def _hours(since: str, now: datetime) -> float:
    at = datetime.fromisoformat(since)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (now - at) / HOUR)
