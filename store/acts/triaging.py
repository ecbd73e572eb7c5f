"""Apply what somebody decided at the keyboard: each action once, however often it is sent."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from curation.cases import State
from curation.errors import BadRequest, CurationError, MovedMeanwhile
from store.acts.describing import describe
from store.acts.moving import Refused, move
from store.acts.undoing import undo
from store.desk import Desk

_ACT = re.compile(r"[0-9a-f]{12}-[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Action:
    """One decision as it was made: `cases` with the version that was on the screen.

    `act` is the client's random id and a number that it never uses twice: a resend carries the
    same name, and the ledger finds it, also after a restart. `own` are the clients that the
    same tab was before it was loaded anew, each with the last number that it used.
    """

    act: str
    do: Literal["move", "describe", "undo"]
    cases: Mapping[str, int] = field(default_factory=dict[str, int])
    to: State | None = None
    reason: str = ""
    until: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    undoes: str | None = None
    own: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who changed a case first, how and when; where it stands now."""

    case: str
    by: str
    at: str
    what: str
    state: State | None
    version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one action; whatever is not in `done` was not done."""

    act: str
    done: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    conflict: Conflict | None = None
    said: str | None = None  # why the whole action was refused, as a sentence


def apply(desk: Desk, actions: Sequence[Action], *, actor: str) -> list[Outcome]:
    """Apply `actions` in their order; one that cannot be done does not stop the next."""
    return [_outcome(desk, action, actor) for action in actions]


def _outcome(desk: Desk, action: Action, actor: str) -> Outcome:
    try:
        done = _recorded(desk, action, actor)
        return _again(action, done) if done else _DO[action.do](desk, action, actor)
    except MovedMeanwhile as overtaken:
        return Outcome(action.act, conflict=_conflict(desk, overtaken))
    except CurationError as refusal:
        return Outcome(action.act, said=str(refusal))


def _recorded(desk: Desk, action: Action, actor: str) -> tuple[str, ...]:
    """The cases that the action has changed already; none when it is new."""
    if not _ACT.fullmatch(action.act):
        raise BadRequest(f"'{action.act}' is no name of an action. Load the page again.")
    with desk.ledger.reading() as asked:
        entries = asked.act_entries(action.act)
    if any(entry.actor != actor for entry in entries):
        raise BadRequest(f"Action {action.act} is {entries[0].actor}'s. Load the page again.")
    return tuple(dict.fromkeys(entry.subject for entry in entries))


def _again(action: Action, done: tuple[str, ...]) -> Outcome:
    if action.do == "describe":  # all or none: a case without an entry held it all already
        return Outcome(action.act, tuple(action.cases))
    left = [case for case in action.cases if case not in done]
    said = f"{', '.join(left)} stayed when this was sent first: try again to see why."
    return Outcome(action.act, done, said=said if left else None)


def _move(desk: Desk, action: Action, actor: str) -> Outcome:
    if action.to is None:
        raise BadRequest("A move needs a place to move to. Load the page again.")
    done = move(
        desk, list(action.cases), action.to, actor=actor, reason=action.reason,
        until=action.until, seen=_seen(desk, action), as_act=action.act,
    )  # fmt: skip
    return Outcome(action.act, done.moved, done.refused)


def _describe(desk: Desk, action: Action, actor: str) -> Outcome:
    ids, seen = list(action.cases), _seen(desk, action)
    describe(desk, ids, action.values, actor=actor, seen=seen, as_act=action.act)
    return Outcome(action.act, tuple(ids))


def _undo(desk: Desk, action: Action, actor: str) -> Outcome:
    with desk.ledger.reading() as asked:
        if not action.undoes or not asked.act_entries(action.undoes):
            return Outcome(action.act)  # it was refused, and so there is nothing to take back
    done = undo(desk, actor=actor, act=action.undoes, as_act=action.act)
    return Outcome(action.act, done.cases)


def _seen(desk: Desk, action: Action) -> dict[str, int]:
    """The versions on the screen, moved on by what the same tab has decided since."""
    own = _own(action)
    with desk.ledger.reading() as asked:
        return {c: asked.known_version(c, seen, own) for c, seen in action.cases.items()}


def _own(action: Action) -> Callable[[str], bool]:
    me = action.act.rpartition("-")[0]

    def is_own(act: str) -> bool:
        client, _, n = act.rpartition("-")
        # A tab that was duplicated goes on under the old name: what it does later is not ours.
        return client == me or (n.isdecimal() and int(n) <= action.own.get(client, 0))

    return is_own


def _conflict(desk: Desk, overtaken: MovedMeanwhile) -> Conflict:
    with desk.ledger.reading() as asked:
        case = asked.case(overtaken.subject)
    state, version = (case.state, case.version) if case else (None, 0)
    said = (overtaken.subject, overtaken.by, overtaken.at, overtaken.what)
    return Conflict(*said, state, version)


_DO = {"move": _move, "describe": _describe, "undo": _undo}
