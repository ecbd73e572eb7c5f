"""What is open while somebody is on call: alarms, incidents, and releases as judged."""

from collections.abc import Sequence
from datetime import UTC, datetime

from curation.alarms import AlarmState
from curation.decisions import Kind
from curation.errors import BadRequest
from curation.incidents import State, from_body
from curation.intervals import rate
from curation.releases import matched_by
from curation.runs import Run
from store.answers.alarms import AlarmLine, alarms
from store.answers.oncall_counts import HOUR, Answering, Seen
from store.answers.oncall_shapes import AlarmOpen, IncidentOpen, Release
from store.answers.runs import RunSummary, runs
from store.desk import Desk
from store.ledger.reading import Reading


def open_alarms(desk: Desk, now: datetime) -> tuple[AlarmOpen, ...]:
    """Those that are not resolved, as their page lists them."""
    try:
        found = alarms(desk).alarms
    except BadRequest:  # desk.toml is wrong about channels: their page says so
        return ()
    return tuple(_alarm(one, now) for one in found if one.state is not AlarmState.RESOLVED)


def _alarm(one: AlarmLine, now: datetime) -> AlarmOpen:
    return AlarmOpen(
        one.id,
        one.severity,
        one.sentence,
        one.acknowledged_by,
        _hours(one.first_seen, now),
        one.muted_until,
        _first_step(one.runbook),
        one.runbook,
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
    """What answers in production, with what the gate said of it."""
    judged = [one for one in runs(desk).runs if one.recorded_verdict]
    return tuple(_release(one, judged, seen) for one in seen.answering)


def _release(one: Answering, judged: Sequence[RunSummary], seen: Seen) -> Release:
    run = next((run for run in judged if _of(one.name, run)), None)
    return Release(
        one.column.replace("_", " "),
        one.name,
        one.first,
        one.last,
        rate(one.events, seen.now.events),
        run.run if run else None,
        run.recorded_verdict if run else None,
        f"cohorts?only={one.column}%3D{one.name}" if run is None else f"runs?run={run.run}",
    )


def _of(name: str, run: RunSummary) -> bool:
    return matched_by(name, Run(run.run, {}, run.model_version, run.commit)) is not None


def _hours(since: str, now: datetime) -> float:
    at = datetime.fromisoformat(since)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (now - at) / HOUR)
