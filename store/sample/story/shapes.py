"""The shapes of the story. Every step has a moment and an actor; steps are in order of time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from curation.cases import Behaviour, Severity, State
from store.sample.releases import Incident, Release


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team; `deputy` stands in for them."""

    name: str
    role: str
    deputy: str
    routes: tuple[str, ...] = ()  # whose cases they own


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """A popular input that failed in production before `opened_at`, and what is said of it."""

    id: str
    route: str
    input: str
    kind: str  # of the last failure seen when it was opened
    event_id: str  # of that failure
    behaviour: Behaviour
    expected: str
    severity: Severity
    cost_of_failure: float
    owner: str
    tags: tuple[str, ...]
    opened_at: datetime
    language: str
    mistaken_for: str  # the label that is chosen when it fails
    passes_from: int | None = 0  # index of the first run that passes it; None is never
    flaky: float | None = None  # chance that one attempt passes, where it varies


@dataclass(frozen=True, slots=True)
class Own:
    """From now on `owner` decides about the set `scope`."""

    at: datetime
    actor: str
    scope: str
    owner: str
    deputy: str
    reason: str


@dataclass(frozen=True, slots=True)
class Describe:
    """A case is opened, where it is not open yet, and described."""

    at: datetime
    actor: str
    case: str
    values: Mapping[str, Any]  # the describable fields of a case
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """Cases are moved together. `until` is as `evaldesk move --until` reads it."""

    at: datetime
    actor: str
    cases: tuple[str, ...]
    to: State
    reason: str
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Freeze:
    """The next version of `set`; it will be `version`, of `cases` cases."""

    at: datetime
    actor: str
    set: str
    version: int
    cases: int
    reason: str


@dataclass(frozen=True, slots=True)
class Compare:
    """From now on production is compared with the days from `since` to before `until`."""

    at: datetime
    actor: str
    since: date
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class RunPlan:
    """A release candidate, scored on the set versions that were in force."""

    index: int
    name: str
    model_version: str
    commit: str
    environment: str
    seed: int
    tier: str
    attempts: int
    started_at: datetime
    sets: Mapping[str, int]
    baseline: str | None  # a run with enough cases in common to be compared with
    answer: str  # PASS, BLOCKED, INCOMPLETE, or "" while there was no blocking set
    note: str = ""
    breaks: frozenset[str] = frozenset()  # cases that fail in this run only
    missing: frozenset[str] = frozenset()  # cases that have no result in this run
    drawn_as: str = ""  # the run whose luck it shares
    slowdown: float = 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """The results of a run come in, and the gate is asked."""

    at: datetime
    actor: str
    run: RunPlan


@dataclass(frozen=True, slots=True)
class Record:
    """An incident is put on record; `over`: its end is said, and the work on it is done.

    Each time what the team has opened of its failures by then is tied to it.
    """

    at: datetime
    actor: str
    incident: Incident
    over: bool
    reason: str


Step: TypeAlias = Own | Describe | Move | Freeze | Compare | Score | Record


@dataclass(frozen=True, slots=True)
class Story:
    """Everything beside the events themselves."""

    people: tuple[Person, ...]
    cases: Mapping[str, PlannedCase]
    steps: tuple[Step, ...]
    runs: tuple[RunPlan, ...]
    releases: tuple[Release, ...]
    incidents: tuple[Incident, ...]
    ends_in: Mapping[str, State]  # case id -> where it stands after the last step
