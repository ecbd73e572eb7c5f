"""What the on-call view is made of."""

from dataclasses import dataclass
from datetime import datetime

from curation.cases import State as CaseState
from curation.courses import Course
from curation.gate_mode import GateMode
from curation.intervals import Rate
from store.answers.oncall_slis import Sli


@dataclass(frozen=True, slots=True)
class SlotShown:
    """Some hours and their latency; `sigmas` above what is usual, None where too few to say."""

    since: datetime
    until: datetime
    events: int
    n: int
    p95_ms: float | None
    low: float | None
    high: float | None
    sigmas: float | None
    spike: bool


@dataclass(frozen=True, slots=True)
class Spike:
    """Hours in which answers were slower than usual. `now`: they end in the last hours."""

    since: datetime
    until: datetime
    p95_ms: float | None
    usual_ms: float | None
    n: int
    sigmas: float
    severe: bool
    now: bool


@dataclass(frozen=True, slots=True)
class KindNow:
    """One kind of failure in the last hours, of all events, and in the weeks before."""

    kind: str
    now: Rate
    before: Rate
    course: Course
    link: str


@dataclass(frozen=True, slots=True)
class Failing:
    """One input that failed; `count` times in the last hours, `state` where it is a case."""

    case: str
    title: str
    what: str
    kind: str
    route: str
    model_version: str | None
    last_seen: datetime
    count: int
    state: CaseState | None
    owner: str | None
    link: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release or version in production; `verdict` is the gate's of its newest judged run.

    It is what holds now: None where no run was judged (`run` is None, too) or where what the
    answer rested on has moved since; `reason` says why. A freeze is about what ships, not
    about what answers already. `first` is None where it answered before the weeks that were
    looked at.
    """

    what: str
    name: str
    first: datetime | None
    last: datetime
    share: Rate
    run: str | None
    verdict: str | None
    reason: str | None
    link: str


@dataclass(frozen=True, slots=True)
class AlarmOpen:
    """An alarm that is not over: who has taken it, how old it is, what to do first."""

    id: str
    severity: str
    sentence: str
    owner: str | None
    hours: float
    muted_until: datetime | None
    first_step: str
    runbook: str
    link: str


@dataclass(frozen=True, slots=True)
class IncidentOpen:
    """An incident that is not closed; `going_on`: people are still hurt."""

    id: str
    name: str
    severity: str
    owner: str
    going_on: bool
    hours: float
    link: str


@dataclass(frozen=True, slots=True)
class First:
    """Something to do about what `name` names; `owner` is None where nobody has it."""

    kind: str
    name: str
    what: str
    why: str
    tone: str
    owner: str | None
    link: str


@dataclass(frozen=True, slots=True)
class OnCall:
    """The hours from `since` to `until`, just after the newest event, and what is open now.

    `untold` says why nobody can be told of alarms, where that is so.
    """

    sentence: str
    tone: str
    first: tuple[First, ...]
    as_of: datetime
    hours: int
    since: datetime | None
    until: datetime | None
    silent_hours: float | None  # since the newest event
    silent: bool  # for so long that nobody can say how production is
    silent_limit: float
    events: int
    usual_events: float | None  # in as many hours of the weeks before
    slis: tuple[Sli, ...]
    slots: tuple[SlotShown, ...]
    usual_p95_ms: float | None
    spikes: tuple[Spike, ...]
    kinds: tuple[KindNow, ...]
    failing_inputs: int
    failures: tuple[Failing, ...]
    releases: tuple[Release, ...]
    alarms: tuple[AlarmOpen, ...]
    untold: str | None
    incidents: tuple[IncidentOpen, ...]
    gate: GateMode
