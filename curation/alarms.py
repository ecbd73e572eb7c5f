"""An alarm: what is wrong from one cause, since when, how often, and who has taken it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from curation.deviations import Deviation
from curation.drift import Severity

RANK = {
    Severity.UNKNOWN: 0,
    Severity.NONE: 0,
    Severity.MINOR: 1,
    Severity.MODERATE: 2,
    Severity.SEVERE: 3,
}
ERRORS = {"budget": "error budget", "concept": "concept drift", "error-rate": "error rate"}
NAMED = 3  # so many subjects stand in the sentence of an alarm about several


class AlarmState(StrEnum):
    """Whether anybody has to do something."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"  # somebody has taken it: it is not repeated
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Held:
    """One deviation that an alarm is about, as it was seen last.

    `times` counts the periods in which it was seen; `judged_until` ends the newest one that was
    judged, and `gone` says that it did not deviate there.
    """

    deviation: Deviation
    times: int = 1
    judged_until: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """Deviations from one cause; the first is what it was raised for. Times are ISO 8601, UTC.

    `worst` is the gravest that it was since it was raised. `times` counts the periods in which
    something of it was seen, `opened` how often it was raised: from 2 on it came back.
    """

    id: str
    held: tuple[Held, ...]
    first_seen: str
    last_seen: str
    worst: Severity
    times: int = 1
    opened: int = 1
    state: AlarmState = AlarmState.OPEN
    acknowledged_by: str | None = None
    acknowledged_at: str | None = None
    resolved_by: str | None = None  # None: by itself
    resolved_because: str | None = None
    resolved_at: str | None = None
    version: int = field(default=0, compare=False)  # the decision that said this

    @property
    def active(self) -> bool:
        """Whether it is not resolved."""
        return self.state is not AlarmState.RESOLVED

    @property
    def standing(self) -> tuple[Held, ...]:
        """What of it still deviates; of a resolved alarm all that it was about."""
        found = tuple(held for held in self.held if not held.gone)
        return found if found and self.active else self.held

    @property
    def still(self) -> bool:
        """Whether it deviates although somebody has resolved it."""
        return self.resolved_by is not None and any(not held.gone for held in self.held)

    @property
    def began(self) -> str:
        """Since when some of it deviates, as far as it is known."""
        return min(h.deviation.began or h.deviation.since for h in self.standing)

    @property
    def lead(self) -> Deviation:
        """The gravest deviation, of equal ones the first."""
        return max((held.deviation for held in self.standing), key=_rank)

    @property
    def severity(self) -> Severity:
        """That of the gravest deviation."""
        return self.lead.severity

    @property
    def release(self) -> str | None:
        """The release that it belongs to."""
        return next((h.deviation.release for h in self.held if h.deviation.release), None)

    @property
    def cohort(self) -> dict[str, str | None]:
        """What the cohorts of all its deviations have in common."""
        first, *others = (dict(held.deviation.cohort) for held in self.standing)
        return {k: v for k, v in first.items() if all(k in o and o[k] == v for o in others)}

    @property
    def route(self) -> str | None:
        """The route that all of it is about."""
        return self.cohort.get("route")

    @property
    def sentence(self) -> str:
        """What is wrong; several deviations are counted and the gravest is told."""
        standing = self.standing
        if len(standing) == 1:
            return self.lead.sentence
        blamed = {held.deviation.release for held in standing}
        one = self.release if blamed == {self.release} else None  # some began before it
        since = f"since release {one}" if one else f"in {where(self.cohort)}"
        named = _named([held.deviation for held in standing])
        if all(is_about_errors(held.deviation) for held in standing):
            return f"Quality fell {since}, told by {named}. {self.lead.sentence}"
        return f"{len(standing)} deviations {since}: {named}. {self.lead.sentence}"

    def holding(self, key: str) -> Held | None:
        """What it holds under `key`."""
        return next((held for held in self.held if held.deviation.key == key), None)


@dataclass(frozen=True, slots=True)
class Checked:
    """One key was judged for a whole period, whether it deviated or not.

    Without `enough` rows nobody can say whether a deviation is gone.
    """

    key: str
    since: str
    until: str
    enough: bool = True


def numbered(alarms: Iterable[Alarm]) -> int:
    """The highest number that an alarm has."""
    return max((number(alarm.id) for alarm in alarms), default=0)


def number(alarm_id: str) -> int:
    """The number of A-7 is 7; of anything else 0."""
    digits = alarm_id.removeprefix("A-")
    return int(digits) if digits.isdecimal() and digits.isascii() else 0


def family(rule: str) -> str:
    """What a rule is about: `drift` of `drift.js`."""
    return rule.partition(".")[0]


def is_about_errors(one: Deviation) -> bool:
    """Whether `one` tells of wrong answers: rules that do see the same ones."""
    return family(one.rule) in ERRORS


def acknowledged(alarm: Alarm, by: str, at: str) -> Alarm:
    """`by` has taken `alarm`."""
    return replace(alarm, state=AlarmState.ACKNOWLEDGED, acknowledged_by=by, acknowledged_at=at)


def resolved(alarm: Alarm, because: str, at: str, by: str | None = None) -> Alarm:
    """`alarm` is over."""
    return replace(
        alarm,
        state=AlarmState.RESOLVED,
        resolved_by=by,
        resolved_because=because,
        resolved_at=at,
    )


def body(alarm: Alarm) -> dict[str, Any]:
    """`alarm` as plain JSON values."""
    return {name: value for name, value in asdict(alarm).items() if name != "version"}


def from_body(values: Mapping[str, Any], version: int) -> Alarm:
    """The alarm that `body` wrote in the decision `version`."""
    words: dict[str, Any] = {
        "held": tuple(_held(one) for one in values["held"]),
        "state": AlarmState(values["state"]),
        "worst": Severity(values["worst"]),
        "version": version,
    }
    return Alarm(**{**values, **words})


def _held(values: Mapping[str, Any]) -> Held:
    said: dict[str, Any] = dict(values["deviation"])
    said["severity"] = Severity(said["severity"])
    found: dict[str, Any] = {**values, "deviation": Deviation(**said)}
    return Held(**found)


def _rank(deviation: Deviation) -> int:
    return RANK[deviation.severity]


def _named(found: Iterable[Deviation]) -> str:
    """What deviates, the first few by name; a rule about errors says how they were seen."""
    names = list(dict.fromkeys(ERRORS.get(family(one.rule), one.subject) for one in found))
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def where(cohort: Mapping[str, str | None]) -> str:
    """A part of production in words."""
    if not cohort:
        return "all of production"
    return ", ".join(f"{k}={'not known' if v is None else v}" for k, v in cohort.items())
