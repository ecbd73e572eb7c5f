"""A refresh of the sets as one reviewable change: what is proposed, and what was said of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Literal

from curation.cases import State
from curation.errors import BadRequest

SUBJECT = "refresh:"
LIST_THEM = "`evaldesk refresh list` lists them."
Said = Literal["accepted", "rejected"]


class Stage(StrEnum):
    """How far a refresh has come."""

    OPEN = "open"
    PARTLY = "partly"
    APPLIED = "applied"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Item:
    """One case that is to come (`add`), to go (`retire`) or to be demoted (`demote`)."""

    act: Literal["add", "retire", "demote"]
    case: str
    to: State
    frm: State | None  # None: it is still only a failure
    why: str
    category: str | None = None  # what it is added for
    count: int | None = None  # failures in the window
    cost: float | None = None  # of these; of one failure, where it is to go
    owner: str | None = None  # who is to own it, where it has no owner
    said: Said | None = None
    by: str | None = None
    reason: str = ""
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Refresh:
    """What was proposed on which window, item by item."""

    id: str
    by: str
    at: str
    since: str | None  # of the window: its first event and its last
    until: str | None
    events: int
    items: tuple[Item, ...]

    @property
    def waiting(self) -> tuple[Item, ...]:
        """What nobody has spoken about."""
        return tuple(one for one in self.items if one.said is None)

    @property
    def stage(self) -> Stage:
        """Open until the first word; then what the words come to."""
        said = {one.said for one in self.items}
        if said == {None}:
            return Stage.OPEN
        if said == {"accepted"}:
            return Stage.APPLIED
        return Stage.REJECTED if said == {"rejected"} else Stage.PARTLY


def subject(refresh_id: str) -> str:
    """What decisions about a refresh are about."""
    return f"{SUBJECT}{refresh_id}"


def next_id(subjects: Iterable[str]) -> str:
    """The id after those in use: R-1, then R-2."""
    numbers = [int(one.removeprefix(f"{SUBJECT}R-")) for one in subjects]
    return f"R-{max(numbers, default=0) + 1}"


def body(refresh: Refresh) -> dict[str, Any]:
    """`refresh` as plain JSON values; its stage follows from them and is kept to be read."""
    found = asdict(refresh)
    found["items"] = [dict(item) for item in found["items"]]
    return {**found, "stage": refresh.stage}


def from_body(values: Mapping[str, Any]) -> Refresh:
    """The refresh that `body` wrote."""
    found: dict[str, Any] = {name: value for name, value in values.items() if name != "stage"}
    found["items"] = tuple(_item(one) for one in values["items"])
    return Refresh(**found)


def said_of(
    refresh: Refresh, cases: Collection[str], said: Said, *, by: str, reason: str
) -> Refresh:
    """The same after one word about the items of `cases`."""
    items = [
        replace(one, said=said, by=by, reason=reason) if one.case in cases else one
        for one in refresh.items
    ]
    return replace(refresh, items=tuple(items))


def wanted(refresh: Refresh, cases: Sequence[str]) -> tuple[Item, ...]:
    """The items of `cases` (of all, when none is named) that wait; BadRequest for others."""
    waiting = {one.case: one for one in refresh.waiting}
    strange = [one for one in cases if one not in waiting]
    if strange:
        what = f"{', '.join(strange)} does not wait in {refresh.id}"
        raise BadRequest(f"{what}. `evaldesk refresh show {refresh.id}` lists what does.")
    if not waiting:
        raise BadRequest(f"Nothing waits in {refresh.id}: it is {refresh.stage}.")
    return tuple(waiting[one] for one in dict.fromkeys(cases)) or refresh.waiting


def _item(values: Mapping[str, Any]) -> Item:
    frm = values["frm"]
    known: dict[str, Any] = {**values, "to": State(values["to"])}
    known["frm"] = State(frm) if frm else None
    return Item(**known)
