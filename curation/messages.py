"""What is told of an alarm, in words that any channel can carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from curation.alarms import Alarm, AlarmState, where
from curation.runbooks import runbook
from curation.telling import Delivery, What

_SAID = {
    What.RAISED: "Alarm",
    What.WORSE: "Worse",
    What.AGAIN: "Still there",
    What.BACK: "Back",
    What.RESOLVED: "Resolved",
}
LISTED = 20  # so many deviations of one alarm are told


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `title` in a line, then `lines`, what to do first, and where to look.

    `id` is the same for every attempt at one delivery; `about` for all that is told of one
    alarm. `facts` say the same for machines.
    """

    id: str
    about: str
    title: str
    lines: Sequence[str] = ()
    runbook: str = ""
    link: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def text(self) -> str:
        """All of it as plain text."""
        told = [self.title, "", *self.lines]
        if self.runbook:
            told += ["", "What to do first:", self.runbook]
        if self.link:
            told += ["", self.link]
        return "\n".join(told)


def message(
    alarm: Alarm, told: Delivery, *, own: Mapping[str, str], base: str | None, origin: str
) -> Message:
    """What `told` says of `alarm` as it was then; `own` are the desk's runbooks."""
    lead, over = alarm.lead, told.what is What.RESOLVED
    severity = "" if over else f" ({told.severity})"
    first = None if over else runbook(lead.rule, own)
    return Message(
        id=f"{told.id}@{origin}",
        about=f"{alarm.id}@{origin}",
        title=one_line(f"{_SAID[told.what]}{severity}: {alarm.id}, {alarm.sentence}"),
        lines=tuple(one_line(line) for line in _lines(alarm)),
        runbook=first or "",
        link=address(base, f"alarms?alarm={alarm.id}"),
        facts=_facts(alarm, told, base),
    )


def trial(channel: str, origin: str, at: str, base: str | None) -> Message:
    """A message that only shows that `channel` works."""
    return Message(
        id=f"test:{channel}:{at}@{origin}",
        about=f"test@{origin}",
        title=f"Test: {one_line(channel)} hears of alarms",
        lines=("Nothing is wrong. Somebody asked whether this channel works.",),
        link=address(base, "alarms"),
        facts={"what": "test", "channel": channel},
    )


def address(base: str | None, link: str) -> str | None:
    """`link` of ours as an address that can be followed from outside; None without a `base`."""
    return f"{base.rstrip('/')}/{link.lstrip('/')}" if base else None


def one_line(text: str) -> str:
    """`text` without line breaks and control characters: it may quote a model."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _lines(alarm: Alarm) -> list[str]:
    found = [_since(alarm)]
    if alarm.state is AlarmState.ACKNOWLEDGED:
        found.append(f"Taken by {alarm.acknowledged_by}.")
    if not alarm.active:
        by = f" by {alarm.resolved_by}" if alarm.resolved_by else ""
        found.append(f"Resolved{by}: {alarm.resolved_because}.")
        found.append("It still deviates. It was:" if alarm.still else "It was:")
    listed = [held.deviation for held in alarm.standing]
    found += [f"- {where(d.cohort)}: {d.sentence} (n {d.n:,})" for d in listed[:LISTED]]
    if len(listed) > LISTED:
        found.append(f"- and {len(listed) - LISTED} more")
    return found


def _since(alarm: Alarm) -> str:
    times = "once" if alarm.times == 1 else f"in {alarm.times} periods"
    release = f", release {alarm.release}" if alarm.release else ""
    noticed = f"noticed {alarm.first_seen[:16].replace('T', ' ')} UTC"
    return f"Since {alarm.began[:10]}, {noticed}, seen {times}{release}."


def _facts(alarm: Alarm, told: Delivery, base: str | None) -> dict[str, object]:
    lead = alarm.lead
    return {
        "what": told.what,
        "alarm": alarm.id,
        "delivery": told.id,
        "state": alarm.state,
        "severity": alarm.severity,
        "rule": lead.rule,
        "sentence": alarm.sentence,
        "route": alarm.route,
        "cohort": alarm.cohort,
        "release": alarm.release,
        "value": lead.value,
        "limit": lead.limit,
        "n": lead.n,
        "began": alarm.began,
        "first_seen": alarm.first_seen,
        "last_seen": alarm.last_seen,
        "times": alarm.times,
        "acknowledged_by": alarm.acknowledged_by,
        "resolved_because": alarm.resolved_because,
        "page": address(base, lead.link),
        "deviations": [
            {"key": d.key, "subject": d.subject, "cohort": dict(d.cohort),
             "severity": d.severity, "sentence": d.sentence, "value": d.value,
             "limit": d.limit, "n": d.n, "page": address(base, d.link)}
            for d in (held.deviation for held in alarm.standing[:LISTED])
        ],
    }  # fmt: skip
