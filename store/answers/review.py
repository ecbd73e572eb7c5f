"""The weekly review: its agenda from the data, what was promised, and the meeting itself."""

from dataclasses import dataclass
from datetime import datetime

from curation.actions import Promised
from curation.review import Item, Meeting
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Past:
    """A review that was held, in one line."""

    week: str
    chair: str
    present: tuple[str, ...]
    started_at: str
    closed_at: str | None
    items: int
    settled: int
    decisions: int
    actions: int


@dataclass(frozen=True, slots=True)
class Review:
    """The review of `week` (2026-W47). The agenda of a started one is that of its start.

    `since` is the start of the review before it. `meeting` None: it was not started.
    `promises` are those that were open before it, and its own.
    """

    sentence: str
    week: str
    since: datetime
    as_of: datetime
    agenda: tuple[Item, ...]
    promises: tuple[Promised, ...]
    meeting: Meeting | None
    past: tuple[Past, ...]  # the newest first, without this one
    people: tuple[str, ...]  # who may be present: everybody known on the desk


def review(desk: Desk, week: str | None = None) -> Review:
    """The review of `week`; None: of this one."""
    raise NotImplementedError


def meeting(desk: Desk, week: str | None = None) -> Meeting | None:
    """Only the meeting, as a second screen asks for it every few seconds."""
    raise NotImplementedError
