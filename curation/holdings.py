"""What somebody answers for: what is theirs to decide, and the work that waits for them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from curation import waivers
from curation.cases import SETS, Case, Quarantine, State
from curation.decisions import Body, Kind
from curation.names import key
from curation.owned import called
from curation.ownership import Ownership
from curation.standing import Standing
from curation.threshold_owners import PREFIX as THRESHOLD
from curation.thresholds import Threshold

OPEN = (State.INBOX, *SETS)  # where a case waits for somebody


class What(StrEnum):
    """What can be held."""

    SCOPE = "scope"
    THRESHOLD = "threshold"
    CASE = "case"
    QUARANTINE = "quarantine"
    INVESTIGATION = "investigation"
    INCIDENT = "incident"
    ALARM = "alarm"
    WAIVER = "waiver"


class Post(StrEnum):
    """As what somebody holds it."""

    OWNER = "owner"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class Holding:
    """`holder` answers for `subject`; `id` is what its page is asked for."""

    what: What
    subject: str
    title: str
    holder: str
    post: Post = Post.OWNER
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """How a standing word names who has it, and whether it still waits for them."""

    what: What
    field: str
    waits: Callable[[Body, date], bool]
    title: Callable[[Body], str]


WORDS: Mapping[Kind, Words] = {
    Kind.INVESTIGATION_SET: Words(
        What.INVESTIGATION,
        "owner",
        lambda said, _: said["status"] != "closed",
        lambda said: said["title"],
    ),
    Kind.INCIDENT_SET: Words(
        What.INCIDENT, "owner", lambda said, _: said["state"] == "open", lambda s: s["name"]
    ),
    Kind.ALARM_SET: Words(
        What.ALARM,
        "acknowledged_by",
        lambda said, _: said.get("state") == "acknowledged",
        lambda said: f"alarm {said['id']}, taken",
    ),
    Kind.WAIVER_SET: Words(
        What.WAIVER,
        "owner",
        lambda said, today: waivers.from_body("", said).stands(today) is waivers.State.IN_FORCE,
        lambda said: f"waiver of {said['what']} until {said['until']}",
    ),
}


def of_scopes(owners: Mapping[str, Ownership]) -> list[Holding]:
    """Who owns, or is deputy of, what is owned by its name."""
    return [
        Holding(What.SCOPE, scope, called(scope), holder, post, scope)
        for scope, one in owners.items()
        for holder, post in _posts(one.owner, one.deputy)
    ]


def of_thresholds(found: Iterable[Threshold], owners: Mapping[str, Ownership]) -> list[Holding]:
    """Who was stated with a number as its owner or deputy, and not named by another word."""
    return [
        Holding(What.THRESHOLD, THRESHOLD + one.name, one.name, holder, post, one.name)
        for one in found
        if THRESHOLD + one.name not in owners
        for holder, post in _posts(one.owner, one.deputy)
    ]


def of_cases(found: Iterable[Case]) -> list[Holding]:
    """Whose the cases are that are neither dismissed nor retired."""
    return [
        Holding(What.CASE, one.id, one.input, one.owner, id=one.id)
        for one in found
        if one.owner and one.state in OPEN
    ]


def of_quarantines(found: Mapping[str, Quarantine]) -> list[Holding]:
    """Who is to mend the cases that cannot block until a day."""
    return [
        Holding(What.QUARANTINE, case_id, f"{case_id} until {one.until}", one.owner, id=case_id)
        for case_id, one in found.items()
    ]


def of_standing(said: Sequence[Standing], today: date) -> list[Holding]:
    """Who has what was said and still waits for somebody."""
    found: list[Holding] = []
    for one in said:
        words = WORDS[one.kind]
        holder = one.body.get(words.field)
        if holder and words.waits(one.body, today):
            title, named = words.title(one.body), one.subject.partition(":")[2]
            found.append(Holding(words.what, one.subject, title, holder, id=named))
    return found


def passed(
    held: Ownership, leaver: str, to: str, second: str | None = None
) -> tuple[Ownership, bool]:
    """`held` when `to` takes the posts of `leaver`; whether it is without a deputy by that.

    Nobody is their own deputy: where the deputy takes over, `second` becomes the deputy.
    """
    owner = to if key(held.owner) == key(leaver) else held.owner
    deputy = to if held.deputy and key(held.deputy) == key(leaver) else held.deputy
    if deputy and key(deputy) == key(owner):
        deputy = second if second and key(second) != key(owner) else None
    return Ownership(held.scope, owner, deputy), held.deputy is not None and deputy is None


def given(kind: Kind, said: Body, to: str) -> dict[str, Any]:
    """What stands about something, as `to`'s."""
    return {**said, WORDS[kind].field: to}


def _posts(owner: str | None, deputy: str | None) -> list[tuple[str, Post]]:
    found = ((owner, Post.OWNER), (deputy, Post.DEPUTY))
    return [(holder, post) for holder, post in found if holder]
