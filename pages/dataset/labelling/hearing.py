"""What the browser says of labels, checked: it may be late, sent twice, or made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from curation.errors import BadRequest

MOST = 500
_DO = ("label", "undo")


@dataclass(frozen=True, slots=True)
class Action:
    """One label, or one that is taken back; `id` tells it from all others."""

    id: str
    do: str
    case: str
    task: str
    answers: Mapping[str, object]
    note: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One message: whose labels these are, on which desk, in their order."""

    actor: str
    desk: str
    actions: tuple[Action, ...]


def heard(said: object) -> Heard:
    """The message that the browser sent, or BadRequest."""
    try:
        found = _dict(said)
        listed = _list(found["actions"])
        actions = tuple(_action(one) for one in listed)
        return Heard(str(found["actor"]), str(found["desk"]), actions)
    except (KeyError, TypeError, ValueError) as odd:
        raise BadRequest("The page sent what this desk cannot read. Load it again.") from odd


def _action(said: object) -> Action:
    found = _dict(said)
    if found["do"] not in _DO:
        raise ValueError(found["do"])
    answers = _dict(found.get("answers") or {})
    return Action(
        str(found["id"])[:40],
        str(found["do"]),
        str(found["case"]),
        str(found["task"]),
        {str(name): value for name, value in answers.items()},
        str(found.get("note") or ""),
    )


def _dict(said: object) -> Mapping[str, Any]:
    # What Streamlit hands over reads like a dict, but is its own class.
    if not isinstance(said, Mapping):
        raise TypeError(said)
    return cast("Mapping[str, Any]", said)


def _list(said: object) -> Sequence[object]:
    if not isinstance(said, Sequence) or isinstance(said, str):
        raise TypeError(said)
    found = cast("Sequence[object]", said)
    if len(found) > MOST:
        raise ValueError(len(found))
    return found
