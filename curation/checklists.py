"""Checklists: what has to hold, what the desk sees by itself, and what somebody ticked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from curation.decisions import Body
from curation.errors import BadRequest, NotAllowed, Unknown
from curation.names import same_person
from curation.people import People, unlisted
from curation.standing import Standing

PREFIX = "check:"
LONGEST_NOTE = 500  # characters


class Held(StrEnum):
    """Whether an item holds; an old tick is no longer a yes."""

    DONE = "done"
    OLD = "too old"
    NOT_DONE = "not done"
    UNKNOWN = "cannot know"


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence that has to be true; `clear` says what makes it so.

    `by_hand`: the desk cannot see it, so somebody says so with their name.
    """

    name: str
    text: str
    clear: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """Items that belong together, and when somebody goes through them."""

    name: str
    title: str
    when: str
    items: tuple[Item, ...]

    def item(self, name: str) -> Item:
        """The item called `name`, or Unknown."""
        for one in self.items:
            if one.name == name.strip().lower():
                return one
        ways = ", ".join(one.name for one in self.items if one.by_hand)
        raise Unknown(f"item of the checklist {self.name}", name, f"By hand are: {ways}.")


@dataclass(frozen=True, slots=True)
class Tick:
    """Who said that an item holds, and when; `seq` is the decision."""

    by: str
    at: datetime
    note: str
    seq: int


def subject(checklist: str, item: str) -> str:
    """What a decision about the item is about."""
    return f"{PREFIX}{checklist}/{item}"


def named(lists: Sequence[Checklist], name: str) -> Checklist:
    """The checklist called `name`, or Unknown."""
    for one in lists:
        if one.name == name.strip().lower():
            return one
    ways = ", ".join(one.name for one in lists)
    raise Unknown("checklist", name, f"There are: {ways}.")


def tick_of(said: Standing | None) -> Tick | None:
    """The tick that stands; None where nobody ticked, or somebody took it away."""
    if said is None:
        return None
    at = datetime.fromisoformat(said.body["at"]).astimezone(UTC)
    return Tick(said.body["by"], at, said.body["note"], said.seq)


def body(by: str, at: datetime, note: str) -> Body:
    """A tick as plain JSON values: who undoes its removal has not ticked it."""
    return {"by": by, "at": at.astimezone(UTC).isoformat(), "note": note}


def checked_note(note: str) -> str:
    """`note` as it is kept, or BadRequest."""
    found = " ".join(note.split())
    if len(found) > LONGEST_NOTE:
        raise BadRequest(f"A note has {LONGEST_NOTE} characters at most.")
    return found


def require_by_hand(checklist: Checklist, item: Item) -> None:
    """Refuse a tick where the desk looks by itself: a person's word would hide what is so."""
    if not item.by_hand:
        raise BadRequest(
            f"The desk looks by itself whether '{item.text.rstrip('.')}' holds, so nobody "
            f"ticks {checklist.name}/{item.name}. To make it hold: {item.clear}"
        )


def require_person(known: People, actor: str, judges: Collection[str]) -> None:
    """Refuse a tick in the name of a judge, or of nobody on the list of people."""
    if any(same_person(actor, judge) for judge in judges):
        raise NotAllowed(f"{actor} is a judge that labels here: a person has to have seen it.")
    if told := unlisted(known, actor):
        raise NotAllowed(f"A person has to have seen it. {told}")


def require_word(tick: Tick, actor: str, note: str) -> None:
    """Refuse to take another person's tick away without a word."""
    if not note and not same_person(actor, tick.by):
        raise BadRequest(
            f"{tick.by} ticked this. Say why it no longer holds: --note TEXT (it stays in "
            "the log)."
        )


def hold(
    tick: Tick | None, now: datetime, term: float, since: tuple[str, datetime] | None = None
) -> tuple[Held, str]:
    """Whether a tick still counts, and how that is said.

    It grows old after `term` days. `since` names something that was recorded later than most
    ticks (an incident): a tick from before it says nothing of it.
    """
    if tick is None:
        return Held.NOT_DONE, "nobody has ticked it"
    days = (now - tick.at).days
    said = f"ticked {ago(days)} by {tick.by}"
    if since is not None and tick.at < since[1]:
        return Held.OLD, f"{said}, before {since[0]} was recorded"
    if days > term:
        return Held.OLD, f"{said}; a tick counts for {term:.0f} days"
    return Held.DONE, said


def ago(days: int) -> str:
    """So many days back, in words."""
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days:,} days ago"


def phrase(subject_name: str, before: Body, after: Body) -> str | None:
    """What was done, after the name of who did it."""
    if not after.get("by"):
        return None
    note = f": {after['note']}" if after.get("note") else ""
    return f"ticked {subject_name}{' again' if before.get('by') else ''}{note}"
