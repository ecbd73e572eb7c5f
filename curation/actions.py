"""What somebody promised in a review, and whether it held: by the data, or by their word."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

SUBJECT = "action:"
PREFIX = "R-"


class Check(StrEnum):
    """What the desk itself can tell of a promise; `Action.about` names which one."""

    GATE_PASSES = "gate passes"  # of a run, a model version, or (nothing named) the newest run
    GROUP_SORTED = "group sorted"  # no failure of the group waits any more
    HOLE_CLOSED = "coverage hole closed"
    PROPOSAL_DECIDED = "proposal decided"
    ALARM_RESOLVED = "alarm resolved"
    INVESTIGATION_CLOSED = "investigation closed"
    WAIVER_ENDED = "waiver ended"
    LABELS_SETTLED = "labels settled"  # of a case
    QUARANTINE_ENDED = "quarantine ended"  # of a case


class Stage(StrEnum):
    """What its owner said of a promise."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Standing(StrEnum):
    """What has come of a promise on a day."""

    HELD = "held"
    NOT_HELD = "not held"
    DUE = "due"  # open, and its day has not passed
    OVERDUE = "overdue"  # open, and its day is over
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Action:
    """`what` its `owner` promised in the review of `week`, for the item `item`, until `due`.

    `check` is what the desk can tell by itself of `about`; None: only its owner can.
    """

    id: str
    what: str
    owner: str
    due: str
    week: str
    by: str
    at: str
    item: str | None = None
    check: Check | None = None
    about: str | None = None
    said: Stage = Stage.OPEN
    said_by: str | None = None
    said_at: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """An action and whether it held. `why` says by what that was judged; `link` shows it.

    `seen` is to be handed to the act that says it is done, or dropped.
    """

    id: str
    what: str
    owner: str
    due: str
    week: str
    standing: Standing
    why: str
    link: str
    checked: bool  # judged by the data, not by somebody's word
    item: str | None
    check: Check | None
    about: str | None
    seen: int


def subject(action_id: str) -> str:
    """What decisions about an action are about."""
    return f"{SUBJECT}{action_id}"


def next_id(subjects: Iterable[str]) -> str:
    """The id after those in use: R-1, then R-2."""
    numbers = [int(one.removeprefix(SUBJECT + PREFIX)) for one in subjects]
    return f"{PREFIX}{max(numbers, default=0) + 1}"


def body(action: Action) -> dict[str, Any]:
    """`action` as plain JSON values. Its words are `text`: what people type is masked there."""
    found = asdict(action)
    found.pop("id")
    return {"text": found.pop("what"), **found}


def from_body(name: str, values: Mapping[str, Any]) -> Action:
    """The action that `body` wrote about the subject `name`."""
    words: dict[str, Any] = {one: value for one, value in values.items() if one != "text"}
    words["check"] = Check(values["check"]) if values["check"] else None
    words["said"] = Stage(values["said"])
    return Action(id=name.removeprefix(SUBJECT), what=values["text"], **words)
