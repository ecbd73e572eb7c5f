"""Replay what the story of the sample says of an incident, by the ordinary acts."""

from store.acts.recording_incidents import end_incident, record_incident, tie
from store.answers.incident_failures import cases_hit
from store.answers.incidents import incidents
from store.answers.tying import Failures
from store.desk import Desk
from store.sample.story import Record


def record_of_story(desk: Desk, step: Record) -> None:
    """Put it on record, or tie what was opened of it since; and say that it is over."""
    told, known = step.incident, {one.name: one for one in incidents(desk)}
    if told.name not in known:
        said = {
            "name": told.name, "start": told.start.isoformat(), "cohort": told.cohort,
            "severity": told.severity, "owner": told.owner, "release": told.release,
            "summary": told.summary,
        }  # fmt: skip
        record_incident(desk, said, actor=step.actor, reason=step.reason)
        return
    one = known[told.name]
    if step.over and told.end:
        end_incident(
            desk, one.id, told.end.isoformat(), actor=step.actor, reason=step.reason, close=True
        )
        one = next(found for found in incidents(desk) if found.id == one.id)
    hit = cases_hit(desk, one)
    with desk.ledger.reading() as asked:
        opened = asked.cases_named(hit)
    since = [case.id for case in opened if (case.opened_at or "") >= one.start]
    if since:
        tie(desk, one.id, Failures(since), actor=step.actor, reason=step.reason)
