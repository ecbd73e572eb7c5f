"""Incidents: a stretch in which a cohort was hurt, what belongs to it, and who may say so."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from curation.cases import Severity
from curation.errors import BadRequest, NotAllowed
from curation.names import among
from curation.ownership import Ownership
from curation.saved_cohorts import Where
from curation.scopes import cohort

PREFIX = "INC-"
LONGEST_NAME, LONGEST_TEXT = 120, 4000
MOST_TIED = 2000  # cases; of more, their groups say the same
LIST_THEM = "`evaldesk incidents` lists them."
_LINK = re.compile(r"https?://[^\s\x00-\x1f\x7f<>\"']{1,1000}", re.IGNORECASE)


class State(StrEnum):
    """Whether people are still at work on it; it may be over before they are done."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Incident:
    """What is on record. Moments are ISO 8601 in UTC; `end` is None while it goes on.

    `cohort` is who was hurt ({}: everybody); `cases` and `groups` are tied to it by hand.
    """

    id: str
    name: str
    start: str
    end: str | None
    cohort: Where
    severity: Severity
    owner: str
    recorded_by: str
    release: str | None = None
    link: str | None = None
    summary: str = ""
    cases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    state: State = State.OPEN

    @property
    def began(self) -> datetime:
        """When it began."""
        return datetime.fromisoformat(self.start)

    @property
    def ended(self) -> datetime | None:
        """When it ended; None while it goes on."""
        return datetime.fromisoformat(self.end) if self.end else None


def incident_subject(incident_id: str) -> str:
    """What a decision about the incident is about; inc-1 and INC-1 are one."""
    return f"incident:{incident_id.strip().upper()}"


def next_id(subjects: Iterable[str]) -> str:
    """The id after all of `subjects`, those of incidents that were taken back too."""
    numbers = [one.rpartition(PREFIX)[2] for one in subjects]
    return f"{PREFIX}{max((int(n) for n in numbers if n.isdigit()), default=0) + 1}"


def incident_body(incident: Incident) -> dict[str, Any]:
    """`incident` as plain JSON values, without the id that its subject says."""
    return {
        "name": incident.name,
        "start": incident.start,
        "end": incident.end,
        "cohort": dict(incident.cohort),
        "severity": incident.severity.value,
        "owner": incident.owner,
        "release": incident.release,
        "link": incident.link,
        "summary": incident.summary,
        "cases": list(incident.cases),
        "groups": list(incident.groups),
        "state": incident.state.value,
        "recorded_by": incident.recorded_by,
    }


def from_body(subject: str, body: Mapping[str, Any]) -> Incident:
    """The incident that `incident_body` wrote."""
    found = dict(body)
    found |= {"severity": Severity(found["severity"]), "state": State(found["state"])}
    found |= {name: tuple(found[name]) for name in ("cases", "groups")}
    return Incident(id=subject.removeprefix("incident:"), **found)


CHANGEABLE = (
    "name",
    "start",
    "end",
    "cohort",
    "severity",
    "owner",
    "release",
    "link",
    "summary",
)


def changed(incident: Incident, said: Mapping[str, Any], now: datetime) -> Incident:
    """`incident` with what is `said` of it put in, or BadRequest with the way out.

    `said` names some of CHANGEABLE; an end of None lets it go on.
    """
    plain = {name: _READ[name](value) for name, value in said.items()}
    found = replace(incident, **plain)
    if found.began > now:
        raise BadRequest(
            f"{_told(found.start)} is still to come: an incident begins when somebody is hurt."
        )
    if found.ended is not None and found.ended <= found.began:
        raise BadRequest(
            f"An incident ends after it began: {_told(found.end)} is not after "
            f"{_told(found.start)}. Say a later end, or none while it goes on."
        )
    if found.state is State.CLOSED and found.end is None:
        raise BadRequest(
            f"{found.id} is closed, and what is closed has an end. Reopen it first: "
            f"evaldesk incidents change {found.id} --reopen"
        )
    return found


def recorded(
    incident_id: str, said: Mapping[str, Any], now: datetime, *, actor: str
) -> Incident:
    """A new incident, or BadRequest for what it lacks."""
    for name, way in _NEEDED.items():
        if not said.get(name):
            raise BadRequest(f"An incident needs {way}")
    blank = Incident(
        incident_id, "", _moment(said["start"]), None, {}, Severity.LOW, "", recorded_by=actor
    )
    return changed(blank, said, now)


def closed(incident: Incident) -> Incident:
    """`incident` with the work on it done; only what is over can be closed."""
    if incident.end is None:
        raise BadRequest(
            f"{incident.id} goes on, so it cannot be closed. Say first when it ended: "
            f"evaldesk incidents end {incident.id} --at 2026-11-20T14:00"
        )
    return replace(incident, state=State.CLOSED)


def reopened(incident: Incident) -> Incident:
    """`incident` with work to be done on it again."""
    return replace(incident, state=State.OPEN)


def tied(incident: Incident, cases: Iterable[str], groups: Iterable[str]) -> Incident:
    """`incident` with `cases` and `groups` tied to it, each once."""
    all_cases = tuple(dict.fromkeys([*incident.cases, *cases]))
    if len(all_cases) > MOST_TIED:
        raise BadRequest(
            f"{len(all_cases):,} cases are more than the {MOST_TIED:,} that can be tied one by "
            "one. Tie the groups that they fail in: --group g-…"
        )
    return replace(
        incident,
        cases=all_cases,
        groups=tuple(dict.fromkeys([*incident.groups, *groups])),
    )


def untied(incident: Incident, cases: Iterable[str], groups: Iterable[str]) -> Incident:
    """`incident` without `cases` and `groups`; BadRequest for one that is not tied to it."""
    gone = {*cases, *groups}
    if strange := gone - {*incident.cases, *incident.groups}:
        raise BadRequest(
            f"{', '.join(sorted(strange))} is not tied to {incident.id}. "
            f"evaldesk postmortem {incident.id} lists what is."
        )
    return replace(
        incident,
        cases=tuple(one for one in incident.cases if one not in gone),
        groups=tuple(one for one in incident.groups if one not in gone),
    )


def may_change(incident: Incident, actor: str, blocking: Ownership | None) -> bool:
    """Whether `actor` owns it, recorded it, or decides what blocks a release."""
    own = among(actor, incident.owner, incident.recorded_by)
    return own or (blocking is not None and blocking.may_decide(actor))


def require_may_change(incident: Incident, actor: str, blocking: Ownership | None) -> None:
    """Refuse who may not change `incident`, and say who may."""
    if may_change(incident, actor, blocking):
        return
    people = [incident.owner, incident.recorded_by]
    if blocking:
        people = [one for one in people if not blocking.may_decide(one)] + [blocking.people]
    raise NotAllowed(
        f"{incident.id} can be changed by {', '.join(dict.fromkeys(people))}; {actor} is none "
        f"of them. Ask {incident.owner}."
    )


def _told(moment: str | None) -> str:
    return (moment or "")[:16].replace("T", " ") + " UTC"


def _moment(said: object) -> str:
    try:
        found = datetime.fromisoformat(str(said).strip())
    except ValueError:
        way = "Write it like 2026-11-20, or 2026-11-20T14:00 (UTC)."
        raise BadRequest(f"'{said}' is no moment. {way}") from None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat()


def _end(said: object) -> str | None:
    return _moment(said) if said else None


def _severity(said: object) -> Severity:
    try:
        return Severity(str(said).strip().lower())
    except ValueError:
        words = ", ".join(Severity)
        raise BadRequest(f"'{said}' is no severity. Use one of: {words}.") from None


def _name(said: object) -> str:
    name = " ".join(str(said or "").split())
    if not name or len(name) > LONGEST_NAME:
        raise BadRequest(f"An incident needs a name of 1 to {LONGEST_NAME} characters.")
    return name


def _owner(said: object) -> str:
    name = " ".join(str(said or "").split())
    if not name:
        raise BadRequest("An incident needs an owner, who answers for it: --owner NAME.")
    return name


def _cohort(said: Where) -> Where:
    return cohort(said) if said else {}


def _link(said: object) -> str | None:
    link = str(said or "").strip()
    if not link:
        return None
    if not _LINK.fullmatch(link):
        raise BadRequest(f"'{link[:80]}' is no link. Write one that begins with https://.")
    return link


def _text(said: object) -> str:
    text = str(said or "").strip()
    if len(text) > LONGEST_TEXT:
        raise BadRequest(
            f"A summary has at most {LONGEST_TEXT:,} characters; link to the rest."
        )
    return text


def _release(said: object) -> str | None:
    return _name(said) if said else None


_READ: Mapping[str, Any] = {
    "name": _name,
    "start": _moment,
    "end": _end,
    "cohort": _cohort,
    "severity": _severity,
    "owner": _owner,
    "release": _release,
    "link": _link,
    "summary": _text,
}
_NEEDED: Mapping[str, str] = {
    "name": 'a name: --name "Refunds rejected".',
    "start": "a start: --start 2026-11-20T14:00.",
    "severity": f"a severity: --severity, one of {', '.join(Severity)}.",
    "owner": "an owner, who answers for it: --owner NAME.",
}
