"""Somebody looks into a deviation: what is said of it, until there is a finding."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from curation.baselines import decider
from curation.decisions import Body
from curation.deviating import graver
from curation.deviations import Deviation
from curation.drift import Severity
from curation.errors import BadRequest, NotAllowed
from curation.names import same_person
from curation.ownership import Ownership

PREFIX = "investigation:"


class Status(StrEnum):
    """How far an investigation is."""

    OPEN = "open"  # the deviation goes on
    ENDED = "ended"  # it does not any more, but nobody has said why it was
    CLOSED = "closed"  # there is a finding


class Step(StrEnum):
    """What can happen to an investigation."""

    SEEN = "seen"  # its deviation was seen again
    GONE = "gone"  # its deviation was not there any more
    GIVEN = "given"  # to another owner
    CLOSED = "closed"
    REOPENED = "reopened"


LEADS: Mapping[tuple[Status, Step], Status] = {
    (Status.OPEN, Step.SEEN): Status.OPEN,
    (Status.OPEN, Step.GONE): Status.ENDED,
    (Status.OPEN, Step.GIVEN): Status.OPEN,
    (Status.OPEN, Step.CLOSED): Status.CLOSED,
    (Status.ENDED, Step.SEEN): Status.OPEN,
    (Status.ENDED, Step.GIVEN): Status.ENDED,
    (Status.ENDED, Step.CLOSED): Status.CLOSED,
    (Status.CLOSED, Step.REOPENED): Status.OPEN,
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A deviation as it was in one period."""

    key: str
    since: str
    until: str
    severity: Severity
    value: float | None
    limit: float | None
    n: int
    sentence: str
    release: str | None
    link: str


@dataclass(frozen=True, slots=True)
class Investigation:
    """`keys` are the deviations that it is about; `severity` is the gravest that was seen.

    `comparison` quantifies the gravest one when it was seen last: the cohort most hit, and how
    the values moved.
    """

    id: str
    title: str
    status: Status
    severity: Severity
    owner: str
    opened_at: str
    keys: tuple[str, ...]
    sightings: tuple[Sighting, ...]
    comparison: Body | None = None
    finding: str | None = None
    incident: str | None = None
    closed_by: str | None = None
    closed_at: str | None = None

    @property
    def subject(self) -> str:
        """What the log calls it."""
        return PREFIX + self.id

    @property
    def closed(self) -> bool:
        """Whether somebody has said what it was."""
        return self.status is Status.CLOSED

    @property
    def gravest(self) -> Sighting:
        """What was seen in the newest period, the gravest of it."""
        newest = max(one.since for one in self.sightings)
        found = [one for one in self.sightings if one.since == newest]
        return next(s for s in found if not any(graver(o.severity, s.severity) for o in found))

    def last(self, key: str) -> Sighting | None:
        """How the deviation `key` was seen last."""
        return max(
            (one for one in self.sightings if one.key == key),
            key=lambda one: one.since,
            default=None,
        )


def after(status: Status, step: Step) -> Status:
    """Where `step` leads from `status`, or BadRequest."""
    found = LEADS.get((status, step))
    if found is None:
        raise BadRequest(_REFUSED.get((status, step), f"{step} does not follow {status}."))
    return found


_REFUSED = {
    (Status.CLOSED, Step.CLOSED): "It is closed already; reopen it first to say more.",
    (Status.CLOSED, Step.GIVEN): "It is closed; reopen it before somebody else takes it.",
    (Status.OPEN, Step.REOPENED): "It is open; nothing was done.",
    (Status.ENDED, Step.REOPENED): "It was never closed; nothing was done.",
}


def opened(
    id_: str, found: Sequence[Deviation], owner: str, at: datetime, comparison: Body | None
) -> Investigation:
    """The investigation of what was found together, the gravest first."""
    worst, more = found[0], len(found) - 1
    others = (
        "" if not more else f", and {more} more" if more > 1 else f" and {found[1].subject}"
    )
    where = "" if worst.rule != "run" else f" in {worst.release}"
    return Investigation(
        id=id_,
        title=f"{worst.subject}{where}{others}",
        status=Status.OPEN,
        severity=worst.severity,
        owner=owner,
        opened_at=at.isoformat(),
        keys=tuple(one.key for one in found),
        sightings=tuple(map(_sighting, found)),
        comparison=comparison,
    )


def seen_again(standing: Investigation, one: Deviation) -> Investigation:
    """`standing` with what was seen now; of one period only the newest word is kept."""
    new = _sighting(one)
    kept = [s for s in standing.sightings if (s.key, s.since) != (new.key, new.since)]
    if new in standing.sightings:
        kept = list(standing.sightings)
    else:
        kept.append(new)
    worse = graver(one.severity, standing.severity)
    return replace(
        standing,
        status=after(standing.status, Step.SEEN),
        severity=one.severity if worse else standing.severity,
        sightings=tuple(kept),
    )


def given(standing: Investigation, owner: str) -> Investigation:
    """`owner` looks into it from now on."""
    if not owner.strip():
        raise BadRequest("Say who looks into it from now on: --owner NAME.")
    return replace(standing, status=after(standing.status, Step.GIVEN), owner=owner.strip())


def closed(
    standing: Investigation, finding: str, incident: str | None, actor: str, at: datetime
) -> Investigation:
    """There is a finding, and maybe an incident that it belongs to."""
    status = after(standing.status, Step.CLOSED)
    if not finding.strip():
        raise BadRequest('Say what was found, which stays in the log: --finding "…".')
    return replace(
        standing,
        status=status,
        finding=finding.strip(),
        incident=incident,
        closed_by=actor,
        closed_at=at.isoformat(),
    )


def reopened(standing: Investigation, reason: str) -> Investigation:
    """The finding did not hold."""
    status = after(standing.status, Step.REOPENED)
    if not reason.strip():
        raise BadRequest("Reopening needs a reason, which stays in the log: say --reason.")
    return replace(
        standing, status=status, finding=None, incident=None, closed_by=None, closed_at=None
    )


def require_may_decide(
    standing: Investigation,
    baseline: Ownership | None,
    blocking: Ownership | None,
    actor: str,
) -> None:
    """Refuse who neither looks into it nor decides about the baseline."""
    held = decider(baseline, blocking)
    if same_person(actor, standing.owner) or (held is not None and held.may_decide(actor)):
        return
    also = f", or {held.people}, who decide about the baseline" if held else ""
    raise NotAllowed(
        f"{standing.id} is for {standing.owner} to say{also}; you are {actor}. "
        f"Ask {standing.owner}."
    )


def body(found: Investigation) -> dict[str, Any]:
    """`found` as plain JSON values."""
    return asdict(found)


def from_body(said: Body) -> Investigation:
    """The investigation that `body` wrote."""
    values: dict[str, Any] = dict(said)
    values["status"] = Status(values["status"])
    values["severity"] = Severity(values["severity"])
    values["keys"] = tuple(values["keys"])
    values["sightings"] = tuple(map(_seen, values["sightings"]))
    return Investigation(**values)


def _seen(said: Body) -> Sighting:
    values: dict[str, Any] = dict(said)
    values["severity"] = Severity(values["severity"])
    return Sighting(**values)


def _sighting(one: Deviation) -> Sighting:
    return Sighting(
        one.key,
        one.since,
        one.until,
        one.severity,
        one.value,
        one.limit,
        one.n,
        one.sentence,
        one.release,
        one.link,
    )
