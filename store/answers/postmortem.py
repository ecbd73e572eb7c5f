"""The postmortem of an incident: the field's questions, answered from log and facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from curation import aftermath, postmortem
from curation.aftermath import Part as HitPart
from curation.aftermath import Sighting, Stretch, parts_hit
from curation.alarms import AlarmState
from curation.decisions import Entry, Kind
from curation.incidents import Incident, incident_subject
from curation.postmortem import Evidence, Finding, Meant, Production, Ran
from curation.releases import matched_by
from curation.runs import SetVersion
from curation.saved_cohorts import Where
from curation.thresholds import MIN_SUPPORT
from store.answers.alarm_book import ALARM
from store.answers.incident_failures import hits, meant
from store.answers.incidents import Harm, harm_of, known_incident
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing
from store.ledger.reading import Reading

BEFORE = timedelta(days=28)
MOST_VALUES = 20  # a column of more values names people or texts, not cohorts
_NOT_WHO = (
    "feedback",
    "model_version",
    "release",
    "commit",
)  # what served whom, what came of it


@dataclass(frozen=True, slots=True)
class Postmortem:
    """One incident with every question's answer; `meant` are the cases it is about."""

    incident: Incident
    version: int
    recorded_at: str
    harm: Harm
    meant: Meant
    findings: tuple[Finding, ...]
    history: tuple[Entry, ...]  # newest first


def postmortem_of(desk: Desk, incident_id: str) -> Postmortem:
    """The questions of a postmortem about one incident. Unknown when none is of that id."""
    with desk.ledger.reading() as asked:
        incident, version = known_incident(asked, incident_id)
        history = tuple(asked.decisions(subject=incident_subject(incident.id)))
        versions, grouping = asked.set_versions(), asked.grouping()
        ran = _runs(asked, incident)
        floor = asked.policy().value(MIN_SUPPORT)
    failed, harm = hits(desk, incident), harm_of(desk, incident)
    about = meant(desk, grouping, incident, failed)
    wanted = list(dict.fromkeys([*about.cases, *(hit.case for hit in failed)]))
    with desk.ledger.reading() as asked:
        cases = asked.cases_named(wanted)
        alarms = asked.decisions(kinds=[Kind.ALARM_SET])
    slicing = Slicing(desk.facts())
    opened = [(c.id, c.opened_at) for c in cases if (c.opened_at or "") >= incident.start]
    findings = (
        postmortem.in_a_set(incident, about, versions),
        postmortem.gate_run(incident, ran),
        postmortem.consistent(incident, ran, versions, _production(slicing, incident)),
        postmortem.added(incident, cases, _newest(versions)),
        aftermath.seen(
            incident,
            harm.first,
            harm.failures,
            _sightings(incident, history, opened, alarms),
        ),
        *_harmed(slicing, incident, harm, floor),
    )
    at = history[-1].at.isoformat()
    return Postmortem(incident, version, at, harm, about, findings, history)


def _newest(versions: Sequence[SetVersion]) -> Mapping[str, SetVersion]:
    return {v.set: v for v in sorted(versions, key=lambda one: one.version)}


def _runs(asked: Reading, incident: Incident) -> list[Ran]:
    """The runs of its release that started before it began, with what the gate said then."""
    if incident.release is None:
        return []
    found: list[Ran] = []
    for run, _, _ in asked.runs():
        by = matched_by(incident.release, run)
        if by is None or not run.at or datetime.fromisoformat(run.at) > incident.began:
            continue
        judged = [e for e in asked.decisions(subject=run.name, kinds=[Kind.JUDGED])]
        then = next((e for e in judged if e.at <= incident.began), None)
        verdict = then.after if then else None
        at = then.at.isoformat() if then else None
        found.append(Ran(run, by, verdict, at, judged_after=bool(judged) and then is None))
    return sorted(found, key=lambda one: one.run.at)


def _production(slicing: Slicing, incident: Incident) -> Production:
    """What the events in its window and cohort say of model, commit and release."""
    offered = slicing.columns()

    def by(column: str) -> Mapping[str, int] | None:
        if column not in offered:
            return None
        part = Part([(column,)], incident.cohort, incident.start, incident.end)
        rows = slicing.counts("cohort_counts", part)
        found = {r.cohort[column]: r.cells["events"] for r in rows if r.cohort}
        return {value: n for value, n in found.items() if value} or None

    return Production(by("model_version") or {}, by("commit"), by("release"))


def _sightings(
    incident: Incident,
    history: Sequence[Entry],
    opened: Sequence[tuple[str, str | None]],
    alarms: Sequence[Entry],
) -> list[Sighting]:
    found: list[Sighting] = []
    if opened:
        case, at = min(((c, a) for c, a in opened if a), key=lambda one: one[1])
        link = Evidence(case, "case", {"id": case})
        found.append(Sighting("a first case", datetime.fromisoformat(at), link))
    link = Evidence(incident.id, "incidents", {"id": incident.id})
    found.append(Sighting("its record", history[-1].at, link))
    if alarm := first_alarm(incident, alarms):
        name = alarm.subject.removeprefix(ALARM)
        link = Evidence(name, "alarms", {"id": name})
        found.append(Sighting("a first alarm", alarm.at, link))
    return found


def first_alarm(incident: Incident, alarms: Sequence[Entry]) -> Entry | None:
    """The first alarm raised while it lasted that is about its cohort, or about everybody.

    What was said later of an alarm that had been raised before is no alarm: nor is a runbook.
    """
    until = incident.ended or datetime.max.replace(tzinfo=UTC)
    for one in _raised(alarms):
        if incident.began <= one.at <= until and _is_about(incident, one.after["body"]):
            return one
    return None


def _raised(alarms: Sequence[Entry]) -> Iterator[Entry]:
    """The entries that raised an alarm or brought one back, oldest first."""
    opened: dict[str, int] = {}
    for one in reversed(alarms):
        body = one.after.get("body")
        if one.undoes is not None or not body or not one.subject.startswith(ALARM):
            continue
        if body["state"] == AlarmState.OPEN and body["opened"] > opened.get(one.subject, 0):
            opened[one.subject] = body["opened"]
            yield one


def _is_about(incident: Incident, alarm: Mapping[str, Any]) -> bool:
    """Whether something it was raised for is about the cohort, more of it, or everybody."""
    held = [one for one in alarm["held"] if not one["gone"]]
    cohorts: list[Where] = [one["deviation"]["cohort"] for one in held]
    return any(
        all(incident.cohort.get(column, value) == value for column, value in where.items())
        for where in cohorts
    )


def _harmed(
    slicing: Slicing, incident: Incident, harm: Harm, floor: float
) -> tuple[Finding, Finding]:
    since = (incident.began - BEFORE).isoformat()
    columns = _columns(slicing, incident)
    now = _counts(slicing, columns, incident, incident.start, incident.end)
    then = _counts(slicing, columns, incident, since, incident.start)
    hurt = aftermath.hurt(
        incident,
        _stretch(now, incident.start, incident.end),
        _stretch(then, since, incident.start),
        floor,
        failures=harm.failures,
        cost=harm.cost,
        unpriced=harm.failures - harm.priced,
    )
    parts = [_part(key, row, then[key]) for key, row in now.items() if key and key in then]
    found, compared = parts_hit(parts, floor)
    link = aftermath.cohort_link(incident)
    return hurt, aftermath.whom(found, compared, link)


_Key = tuple[tuple[str, str | None], ...]
_Counts = Mapping[_Key, Mapping[str, int]]


def _columns(slicing: Slicing, incident: Incident) -> list[str]:
    """What the cohort can be split by: texts of few values that it does not pin itself."""
    texts = [c for c in slicing.texts() if c not in incident.cohort and c not in _NOT_WHO]
    kinds = slicing.kinds(texts)
    return [column for column in texts if 1 < kinds[column] <= MOST_VALUES]


def _counts(
    slicing: Slicing,
    columns: Sequence[str],
    incident: Incident,
    since: str,
    until: str | None,
) -> _Counts:
    part = Part([(c,) for c in columns], incident.cohort, since, until)
    rows = slicing.counts("cohort_counts", part)
    return {tuple(row.cohort.items()): row.cells for row in rows}


def _stretch(counts: _Counts, since: str, until: str | None) -> Stretch:
    row = counts[()]
    return Stretch(since, until, row["events"], row["judged"], row["wrong"])


def _part(key: _Key, now: Mapping[str, int], then: Mapping[str, int]) -> HitPart:
    return HitPart(dict(key), now["judged"], now["wrong"], then["judged"], then["wrong"])
