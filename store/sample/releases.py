"""What was in production when, and what went wrong in those weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from store.sample.calendar import Calendar

MODELS = ("assistant-4.1", "assistant-4.2", "assistant-4.3", "assistant-5.0")


@dataclass(frozen=True, slots=True)
class Release:
    """A build of the assistant and the moment its roll-out began."""

    name: str
    model_version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Incident:
    """A stretch in which one cohort was hurt; `end` is None while it goes on."""

    name: str
    start: datetime
    end: datetime | None
    cohort: Mapping[str, str]
    severity: str
    owner: str
    release: str | None
    summary: str


_PLANNED = (  # release, model, plan week, day, hour
    ("4.1.6", 0, 1, 0, 0),
    ("4.2.0", 1, 7, 1, 9),
    ("4.2.1", 1, 9, 2, 9),
    ("4.2.2", 1, 11, 1, 8),
    ("4.2.3", 1, 12, 3, 8),
    ("4.3.0", 2, 16, 1, 9),
    ("4.3.1", 2, 18, 2, 9),
    ("5.0.0", 3, 22, 1, 9),
    ("5.0.1", 3, 24, 2, 9),
)
ROLL_OUT_HOURS = 30  # a release reaches the last customer this long after the first
BROKEN_TOOLS = 3  # index of the release that broke the tool calls of refunds
VOICE_FROM = (15, 0, 0)  # the new speech recogniser
STALE_FROM, STALE_UNTIL = (19, 0, 6), (21, 0, 6)  # the help centre of latam stands still
OVERLOAD_FROM, OVERLOAD_UNTIL = (24, 0, 8), (24, 0, 15)  # the order service is overrun
LATE_LABEL_WEEKS = (9, 10, 18)  # the annotators were behind
ANDROID_MODEL = 2  # the model that reads the Android app's messages worse


def releases(calendar: Calendar) -> tuple[Release, ...]:
    """Everything that was rolled out, oldest first."""
    return tuple(
        Release(name, MODELS[model], calendar.at(week, day, hour))
        for name, model, week, day, hour in _PLANNED
    )


def model_of_release() -> tuple[int, ...]:
    """Per release, the index of its model."""
    return tuple(row[1] for row in _PLANNED)


_Moment: TypeAlias = tuple[int, int, int]  # plan week, day, hour
_Recorded: TypeAlias = tuple[
    str, _Moment, _Moment | None, Mapping[str, str], str, str, str | None, str
]
_ON_RECORD: tuple[_Recorded, ...] = (  # the fields of Incident, in their order
    (
        "Refund tool calls rejected since 4.2.2",
        (11, 1, 8),
        (12, 3, 8),
        {"route": "refunds"},
        "high",
        "Dev Patel",
        "4.2.2",
        "The tool schema took amounts in cents, the new prompt still wrote them with a comma. "
        "A third of the refunds failed for nine days; no blocking case called a tool.",
    ),
    (
        "Voice transcripts longer and noisier",
        VOICE_FROM,
        None,
        {"channel": "voice"},
        "medium",
        "Emi Sato",
        None,
        "The telephony provider switched its speech recogniser. Transcripts keep every filler "
        "word and billing is taken for refunds more often.",
    ),
    (
        "Android answers worse with 4.3",
        (16, 1, 9),
        (22, 1, 9),
        {"channel": "android"},
        "medium",
        "Ben Okafor",
        "4.3.0",
        "Sign-in questions of the Android app were routed to invoices. The inputs had not "
        "changed, the model had.",
    ),
    (
        "Help centre of latam stood still",
        STALE_FROM,
        STALE_UNTIL,
        {"region": "latam"},
        "medium",
        "Chloe Martin",
        None,
        "The nightly export of the help centre failed silently for two weeks, so answers "
        "quoted prices and periods that no longer held.",
    ),
    (
        "Order service overloaded",
        OVERLOAD_FROM,
        OVERLOAD_UNTIL,
        {"route": "shipping"},
        "low",
        "Dev Patel",
        None,
        "A campaign on Monday morning; lookups timed out until more workers were up.",
    ),
)


def incidents(calendar: Calendar) -> tuple[Incident, ...]:
    """What a team would have on record after these weeks."""
    return tuple(
        Incident(r[0], calendar.at(*r[1]), calendar.at(*r[2]) if r[2] else None, *r[3:])
        for r in _ON_RECORD
    )
