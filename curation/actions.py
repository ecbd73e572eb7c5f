"""What somebody promised in a review, and whether it held: by the data, or by their word."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from curation.errors import BadRequest, NotAllowed
from curation.names import among

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
    proved: bool = False  # the data said so then; what fails later is another matter


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


@dataclass(frozen=True, slots=True)
class Found:
    """What the data say of a promise: whether it holds, None where they cannot tell."""

    holds: bool | None
    why: str
    link: str


def standing(action: Action, today: date, found: Found | None) -> tuple[Standing, str, bool]:
    """What has come of `action`, why, and whether the data said so.

    The data overrule a word: what is said to be done and is not there, does not hold.
    """
    told = _told(action)
    if action.said is Stage.DROPPED:
        return Standing.DROPPED, told, False
    if action.proved:
        return Standing.HELD, action.why, True
    late = today > date.fromisoformat(action.due)
    if found is None or found.holds is None:
        return *_by_word(action, told, late=late), False
    return *_by_data(action, told, found, late=late), True


def _by_data(action: Action, told: str, found: Found, *, late: bool) -> tuple[Standing, str]:
    """What the desk itself can tell."""
    if found.holds:
        return Standing.HELD, found.why
    if action.said is Stage.DONE:
        return Standing.NOT_HELD, f"{told}, but {found.why}"
    return (Standing.NOT_HELD if late else Standing.DUE), found.why


def _by_word(action: Action, told: str, *, late: bool) -> tuple[Standing, str]:
    """What only its owner can say."""
    if action.said is Stage.DONE:
        return Standing.HELD, told
    if late:
        why = f"it was due on {action.due}, and {action.owner} has said nothing of it"
        return Standing.OVERDUE, why
    return Standing.DUE, f"it is due on {action.due}"


def require_may_say(action: Action, actor: str, chair: str | None) -> None:
    """Refuse a word about somebody else's promise, but by who wrote it down or leads."""
    if among(actor, action.owner, action.by, chair):
        return
    raise NotAllowed(
        f"{action.id} is {action.owner}'s: only they, {action.by} who wrote it down, or who "
        f"leads the review can say what came of it; you are {actor}."
    )


def wanted(
    action_id: str,
    what: str,
    *,
    owner: str,
    due: str,
    week: str,
    by: str,
    at: str,
    item: str | None,
    check: Check | str | None,
    about: str | None,
) -> Action:
    """The promise as it is to be written down, or BadRequest for words that say nothing."""
    if not what.strip():
        raise BadRequest("Say what is promised, in one sentence.")
    if not owner.strip():
        raise BadRequest("An action has an owner, who does it: --owner NAME.")
    try:
        day = date.fromisoformat(due.strip()).isoformat()
    except ValueError:
        raise BadRequest(f"'{due}' is no day. Write it as 2026-12-31.") from None
    if day < at[:10]:
        raise BadRequest(f"{day} is over: an action is due today ({at[:10]}) or later.")
    return Action(action_id, " ".join(what.split()), owner.strip(), day, week, by, at,
                  item, _check(check, about), about or None)  # fmt: skip


def _check(said: Check | str | None, about: str | None) -> Check | None:
    if not said:
        return None
    try:
        found = Check(str(said).strip().lower().replace("_", " "))
    except ValueError:
        known = ", ".join(Check)
        raise BadRequest(f"'{said}' is nothing that can be checked. Use: {known}.") from None
    if not about and found is not Check.GATE_PASSES:
        raise BadRequest(f"'{found}' needs to know of which one: --about NAME.")
    return found


def _told(action: Action) -> str:
    day = (action.said_at or "")[:10]
    why = f": {action.why}" if action.why else ""
    word = "it was dropped" if action.said is Stage.DROPPED else "it is done"
    return f"{action.said_by} said on {day} that {word}{why}"
