"""What narrows the queue of the inbox, as an address, a command and a saved view say it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from curation.errors import BadRequest, Unknown

ME, UNASSIGNED = "me", "unassigned"


class Place(StrEnum):
    """Where an input stands for the inbox: what waits, what sleeps, or the state of a case."""

    WAITING = "waiting"  # nobody sorted it yet, or it is back
    BACKLOG = "backlog"
    MONITORING = "monitoring"
    BLOCKING = "blocking"
    DISMISSED = "dismissed"
    RETIRED = "retired"
    ASLEEP = "asleep"  # nobody sorted it, and its failure group is archived


class Due(StrEnum):
    """When an owner is to have answered."""

    NEVER = "no date"
    OVERDUE = "overdue"
    SOON = "within a week"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the queue; None is everything, but for the state: there it is what waits."""

    group: str | None = None
    kind: str | None = None
    route: str | None = None
    version: str | None = None  # of the model
    text: str | None = None  # words that all occur
    week: str | None = None  # its Monday, as 2026-11-16
    cohort: tuple[str, ...] = ()  # as region=eu: one value of a column, of several columns
    owner: str | None = None  # a name, or UNASSIGNED
    due: Due | None = None
    state: Place | None = None

    def for_(self, actor: str) -> "Filters":
        """The same with `me` as the name of `actor`."""
        return replace(self, owner=actor) if self.owner == ME else self


def body(filters: Filters) -> dict[str, Any]:
    """What is set in `filters`, as plain JSON values."""
    found = asdict(filters) | {"cohort": list(filters.cohort)}
    return {name: value for name, value in found.items() if value}


def from_body(values: Mapping[str, Any]) -> Filters:
    """The filters that `body` wrote, or that somebody typed; words are checked."""
    names = [one.name for one in fields(Filters)]
    for name in values:
        if name not in names:
            raise Unknown("filter", name, f"Filters are: {', '.join(names)}.")
    said = {name: value for name, value in values.items() if value}
    cohorts = tuple(sorted(dict.fromkeys(said.pop("cohort", ()))))
    for one in cohorts:
        if "=" not in one:
            raise BadRequest(f"'{one}' is no cohort. Write it as region=eu.")
    if "week" in said:
        said["week"] = _week(said["week"])
    if "due" in said:
        said["due"] = _word(Due, said["due"], "due date")
    if "state" in said:
        said["state"] = _word(Place, said["state"], "state")
    return Filters(cohort=cohorts, **said)


def _week(said: object) -> str:
    try:
        day = date.fromisoformat(str(said))
        return (day + timedelta(days=7) - timedelta(days=7)).isoformat()  # it has an end
    except (ValueError, OverflowError):
        raise BadRequest(f"'{said}' is no week. Write its Monday as 2026-11-16.") from None


def _word(words: type[StrEnum], said: str, called: str) -> StrEnum:
    try:
        return words(said)
    except ValueError:
        raise BadRequest(f"'{said}' is no {called}. Use one of: {', '.join(words)}.") from None


@dataclass(frozen=True, slots=True)
class SavedView:
    """Filters with a name; `owner` is whose view it is, None: everybody's."""

    name: str
    owner: str | None
    saved_by: str
    filters: Filters


BUILT_IN: Mapping[str, Filters] = {
    "Mine": Filters(owner=ME),
    "Unassigned": Filters(owner=UNASSIGNED),
    "Overdue": Filters(due=Due.OVERDUE),
}


def view_name(said: str) -> str:
    """The name of a view as it is kept, or BadRequest."""
    name = " ".join(said.split())
    if not name or len(name) > 60:
        raise BadRequest("A view needs a name of 1 to 60 characters.")
    if name.casefold() in (one.casefold() for one in BUILT_IN):
        raise BadRequest(
            f"The view {name} is there for everybody already: choose another name."
        )
    return name


def view_subject(name: str, owner: str | None) -> str:
    """What a decision about the view is about; a person's views are theirs alone."""
    return f"view {name} of {owner}" if owner else f"view {name}"
