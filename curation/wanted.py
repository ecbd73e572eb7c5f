"""Cases that the sets lack: what is wanted, how many, who finds them, and until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from curation.coverage import called
from curation.errors import BadRequest, NotAllowed
from curation.names import same_person
from curation.standing import Standing

PREFIX = "N-"
SUBJECT = "wanted:"
SETS = ("all", "blocking", "monitoring")
LIST_THEM = "`evaldesk coverage wanted` lists them."
MOST = 1000


class State(StrEnum):
    """Where a note stands: it is met by itself, or somebody closes it before."""

    OPEN = "open"
    MET = "met"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`count` more cases of `what` (dimension → value) than the `had` in `set` then."""

    id: str
    what: Mapping[str, str]
    set: str
    count: int
    had: int
    owner: str
    due: str | None
    why: str
    by: str
    at: str
    closed_by: str | None = None
    closed_at: str | None = None
    closed_why: str | None = None

    @property
    def title(self) -> str:
        """What is wanted, as people read it."""
        return called(tuple(self.what.values()))

    def stands(self, actual: int) -> State:
        """Where it stands while there are `actual` such cases."""
        if self.closed_at is not None:
            return State.CLOSED
        return State.MET if actual >= self.had + self.count else State.OPEN

    def overdue(self, actual: int, today: date) -> bool:
        """Whether its day is over and the cases are not there."""
        late = self.due is not None and date.fromisoformat(self.due) < today
        return late and self.stands(actual) is State.OPEN


def next_id(subjects: Iterable[str]) -> str:
    """The id after all of `subjects`."""
    numbers = [one.removeprefix(SUBJECT + PREFIX) for one in subjects]
    return f"{PREFIX}{max((int(n) for n in numbers if n.isdigit()), default=0) + 1}"


def subject(wanted_id: str) -> str:
    """What a decision about the note is about."""
    return SUBJECT + wanted_id


def body(wanted: Wanted) -> dict[str, Any]:
    """`wanted` as plain JSON values, without the id that its subject says."""
    names = [f.name for f in fields(Wanted) if f.name != "id"]
    return {name: getattr(wanted, name) for name in names} | {"what": dict(wanted.what)}


def from_standing(standing: Standing) -> Wanted:
    """The note that `body` wrote."""
    return Wanted(id=standing.subject.removeprefix(SUBJECT), **standing.body)


def checked(wanted: Wanted, today: date) -> Wanted:
    """`wanted` as it can be recorded, or BadRequest."""
    found = replace(wanted, owner=wanted.owner.strip(), why=wanted.why.strip())
    if not found.what or not all(str(one).strip() for one in found.what.values()):
        raise BadRequest("Say what is wanted: --what kind=unsafe, again for more.")
    if found.set not in SETS:
        raise BadRequest(f"'{found.set}' is no set to fill. Use one of: {', '.join(SETS)}.")
    if not 0 < found.count <= MOST:
        raise BadRequest(f"Ask for 1 to {MOST:,} cases; {found.count} were asked for.")
    if not found.owner:
        raise BadRequest("Somebody has to find the cases: --owner NAME.")
    if not found.why:
        raise BadRequest("Say why they are wanted: --reason.")
    return replace(found, due=_due(found.due, today))


def _due(said: str | None, today: date) -> str | None:
    if not said:
        return None
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise BadRequest(f"'{said}' is no day. Write it as 2026-12-31.") from None
    if day < today:
        raise BadRequest(f"{day} is over already: name a day that is still to come.")
    return day.isoformat()


def closed(wanted: Wanted, *, by: str, at: str, why: str, admin: bool, actual: int) -> Wanted:
    """`wanted` closed by hand, by who asked for it, owns it, or administers the desk."""
    state = wanted.stands(actual)
    if state is not State.OPEN:
        raise BadRequest(f"{wanted.id} is {state} already: there is nothing to close.")
    if not (admin or same_person(by, wanted.owner) or same_person(by, wanted.by)):
        raise NotAllowed(
            f"{wanted.id} is for {wanted.owner} or {wanted.by} to close, or for an admin; "
            f"you are {by}. Ask one of them."
        )
    if not why.strip():
        raise BadRequest("To close it before the cases are there needs a reason: --reason.")
    return replace(wanted, closed_by=by, closed_at=at, closed_why=why.strip())
