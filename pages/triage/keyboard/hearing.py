"""What the browser says, checked: it may be late, sent twice, or made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from curation.cases import DESCRIBABLE, State
from curation.errors import BadRequest
from store.acts.triaging import Action
from store.answers.queue import Key

MOST_ACTIONS = 2_000
MOST_CASES = 1_000
MOST_WANTED = 24
MOST_LOADS = 8
_DO = ("move", "describe", "undo")


@dataclass(frozen=True, slots=True)
class Weigh:
    """A question before an act: what would a move of `cases` to `to` do? `asked` numbers it."""

    asked: int
    to: State
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """One message. `have` is the list that the browser shows, `after` the row it ends with.

    `actor` and `desk` are whose decisions these are, and about which desk they were made.
    """

    message: int
    actor: str
    desk: str
    have: int | None
    actions: tuple[Action, ...]
    want: tuple[str, ...]
    after: Key | None
    text: str | None
    weigh: Weigh | None = None


def heard(said: object) -> Heard:
    """The message that the browser sent, or BadRequest."""
    try:
        found = _dict(said)
        after, own = found.get("after"), _own(found.get("own") or ())
        return Heard(
            message=int(found["msg"]),
            actor=str(found.get("actor")),
            desk=str(found.get("desk")),
            have=found.get("have"),
            actions=tuple(_action(one, own) for one in _list(found["actions"], MOST_ACTIONS)),
            want=tuple(str(one) for one in _list(found["want"], MOST_WANTED)),
            after=None if after is None else _key(after),
            text=None if found.get("text") is None else str(found["text"])[:200],
            weigh=None if found.get("weigh") is None else _weigh(found["weigh"]),
        )
    except (KeyError, TypeError, ValueError) as odd:
        raise BadRequest("The page sent what this desk cannot read. Load it again.") from odd


def _own(said: object) -> dict[str, int]:
    return {str(client): int(last) for client, last in _list(said, MOST_LOADS)}


def _action(said: object, own: Mapping[str, int]) -> Action:
    found = _dict(said)
    if found["do"] not in _DO:
        raise ValueError(found["do"])
    values = _dict(found.get("values") or {})
    if not set(values) <= set(DESCRIBABLE):
        raise ValueError(values)
    return Action(
        act=str(found["act"]),
        do=found["do"],
        cases={str(c): int(v) for c, v in _list(found["cases"], MOST_CASES)},
        to=State(found["to"]) if found.get("to") else None,
        reason=str(found.get("reason") or "")[:1_000],
        until=None if found.get("until") is None else str(found["until"]),
        values=values,
        undoes=None if found.get("undoes") is None else str(found["undoes"]),
        own=own,
    )


def _weigh(said: object) -> Weigh:
    found = _dict(said)
    cases = tuple(str(one) for one in _list(found["cases"], MOST_CASES))
    return Weigh(int(found["asked"]), State(found["to"]), cases)


def _key(said: object) -> Key:
    cost, count, last, case_id = _list(said, 4)
    return (float(cost), int(count), int(last), str(case_id))


def _dict(said: object) -> Mapping[str, Any]:
    # What Streamlit hands over reads like a dict, but is its own class.
    if not isinstance(said, Mapping):
        raise TypeError(said)
    return cast("Mapping[str, Any]", said)


def _list(said: object, most: int) -> Sequence[Any]:
    if not isinstance(said, Sequence) or isinstance(said, str):
        raise TypeError(said)
    found = cast("Sequence[Any]", said)
    if len(found) > most:
        raise ValueError(len(found))
    return found
