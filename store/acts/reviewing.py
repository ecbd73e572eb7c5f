"""Hold a weekly review: who is there, what came of each item, and what was promised."""

from dataclasses import dataclass

from curation.actions import Check
from curation.review import Meeting, Outcome
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Met:
    """The meeting after an act on it; `note` is what is odd, though it was done."""

    meeting: Meeting
    note: str | None = None


def start(desk: Desk, *, chair: str, present: list[str], actor: str) -> Met:
    """Start this week's review: from now on it has the agenda of this moment."""
    raise NotImplementedError


def join(desk: Desk, name: str, *, actor: str, week: str | None = None) -> Met:
    """Say that somebody is there as well."""
    raise NotImplementedError


def leave(desk: Desk, name: str, *, actor: str, week: str | None = None) -> Met:
    """Say that somebody was not there after all."""
    raise NotImplementedError


def turn_to(desk: Desk, key: str, *, actor: str, week: str | None = None) -> Met:
    """Put an item on the table, on every screen; its time runs from the first time on."""
    raise NotImplementedError


def settle(
    desk: Desk,
    key: str,
    outcome: Outcome | str,
    *,
    actor: str,
    note: str = "",
    seen: int | None = None,
    week: str | None = None,
) -> Met:
    """Say what came of an item, and turn to the next one; `seen` is that of its Handled.

    Raises MovedMeanwhile where somebody said another word since.
    """
    raise NotImplementedError


def annotate(
    desk: Desk,
    key: str,
    note: str,
    *,
    actor: str,
    seen: int | None = None,
    week: str | None = None,
) -> Met:
    """Write the note of an item without settling it."""
    raise NotImplementedError


def close(desk: Desk, *, actor: str, reason: str = "", week: str | None = None) -> Met:
    """Close the review; what is not settled is unfinished, and comes again."""
    raise NotImplementedError


def reopen(desk: Desk, *, actor: str, reason: str = "", week: str | None = None) -> Met:
    """Go on with a review that was closed today."""
    raise NotImplementedError


# store/acts/promising.py has promise, done and drop:
# promise(desk, what, *, owner, due, actor, item=None, check: Check|str|None=None, about=None,
#         week=None) -> Promised; done(desk, action_id, *, actor, reason="", seen=None);
# drop(desk, action_id, *, actor, reason, seen=None)
_ = Check
