"""A release may ship in spite of a named failure, until a day: who may say so, and how long."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from curation.cases import Case
from curation.errors import BadRequest, NotAllowed
from curation.names import among, same_person
from curation.ownership import Ownership
from curation.promotion import Objection
from curation.standing import Standing
from curation.thresholds import MAX_WAIVER_DAYS, Policy

PREFIX = "W-"
SUBJECT = "waiver:"
LIST_THEM = "`evaldesk waivers` lists them."


class State(StrEnum):
    """Where a waiver stands; it expires by itself, or somebody ends it before."""

    IN_FORCE = "in force"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Waiver:
    """Let `what` (a blocking case, or a threshold of the gate) not block before `until`.

    It holds for one `run`, for one `model` version, or for any (both None). `owner` mends what
    is wrong by then. `by` granted it, `at` that moment.
    """

    id: str
    what: str
    owner: str
    until: str  # an ISO date: from that day on it blocks again
    by: str
    reason: str
    at: str
    run: str | None = None
    model: str | None = None
    ended_by: str | None = None
    ended_at: str | None = None

    def stands(self, today: date) -> State:
        """Whether it is in force on the day `today`."""
        if self.ended_at is not None:
            return State.ENDED
        over = today >= date.fromisoformat(self.until)
        return State.EXPIRED if over else State.IN_FORCE

    def covers(self, run: str, model: str | None) -> bool:
        """Whether it holds for `run` of the version `model`."""
        return self.run in (None, run) and self.model in (None, model)

    @property
    def scope(self) -> str:
        """What it holds for, as a phrase."""
        if self.run is not None:
            return f"run {self.run}"
        return "any release" if self.model is None else f"version {self.model}"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a waiver is asked for; `case` or `threshold` is what it is about.

    `decides` is who decides about it. `others` are in force.
    """

    policy: Policy
    decides: Ownership | None
    today: date
    case: Case | None = None
    blocks: bool = True
    others: Sequence[Waiver] = ()


@dataclass(frozen=True, slots=True)
class Spared:
    """A waiver in force as the gate met it; `used`: without it something were in the way."""

    waiver: str
    what: str
    used: bool
    owner: str
    until: str
    by: str
    reason: str
    run: str | None = None
    model: str | None = None


def spared(waivers: Iterable[Waiver], in_the_way: Collection[str]) -> tuple[Spared, ...]:
    """The waivers that hold for a run, and which of them it needed."""
    return tuple(
        Spared(
            w.id, w.what, w.what in in_the_way, w.owner, w.until, w.by, w.reason, w.run, w.model
        )
        for w in waivers
    )


def told(one: Spared) -> str:
    """What it says, as a phrase."""
    needed = "" if one.used else "; this run did not need it"
    return f"{one.reason} ({one.by}; {one.owner} mends it until {one.until}){needed}"


def still_waived(said: Mapping[str, Any], holding: Collection[str]) -> str | None:
    """Why a recorded answer holds no longer: it needed a waiver that has ended; or None."""
    gone = [w["waiver"] for w in said.get("waivers", ()) if w["used"]]
    gone = [one for one in gone if one not in holding]
    if not gone or said["verdict"] == "BLOCKED":
        return None
    have = "has" if len(gone) == 1 else "have"
    return f"Ask the gate again: it rested on {' and '.join(gone)}, which {have} ended."


def waiver_subject(waiver_id: str) -> str:
    """What a decision about the waiver is about; w-1 and W-1 are one."""
    return SUBJECT + waiver_id.strip().upper()


def next_id(subjects: Iterable[str]) -> str:
    """The id after all of `subjects`."""
    numbers = [one.removeprefix(SUBJECT + PREFIX) for one in subjects]
    return f"{PREFIX}{max((int(n) for n in numbers if n.isdigit()), default=0) + 1}"


def waiver_body(waiver: Waiver) -> dict[str, Any]:
    """`waiver` as plain JSON values, without the id that its subject says."""
    names = [name for name in Waiver.__slots__ if name != "id"]
    return {name: getattr(waiver, name) for name in names}


def from_body(subject: str, body: Mapping[str, Any]) -> Waiver:
    """The waiver that `waiver_body` wrote."""
    return Waiver(id=subject.removeprefix(SUBJECT), **body)


def waivers_of(standings: Iterable[Standing]) -> tuple[Waiver, ...]:
    """Every waiver that was granted, the newest first."""
    found = [from_body(one.subject, one.body) for one in standings]
    return tuple(sorted(found, key=lambda w: int(w.id.removeprefix(PREFIX)), reverse=True))


def in_force(waivers: Iterable[Waiver], today: date) -> tuple[Waiver, ...]:
    """Those of `waivers` that hold on the day `today`."""
    return tuple(one for one in waivers if one.stands(today) is State.IN_FORCE)


def wanted(
    waiver_id: str,
    what: str,
    *,
    owner: str,
    until: str,
    by: str,
    reason: str,
    at: str,
    run: str | None = None,
    model: str | None = None,
) -> Waiver:
    """The waiver as it is asked for, or BadRequest for words that say nothing."""
    if not owner.strip():
        raise BadRequest("A waiver has an owner, who mends what is wrong: --owner NAME.")
    try:
        day = date.fromisoformat(until.strip()).isoformat()
    except ValueError:
        raise BadRequest(f"'{until}' is no day. Write it as 2026-12-31.") from None
    if run and model:
        raise BadRequest("A waiver holds for one run or for one model version, not for both.")
    return Waiver(
        waiver_id, what, owner.strip(), day, by, reason.strip(), at, run or None, model or None
    )


def objections(asked: Waiver, known: Known) -> list[Objection]:
    """Why the waiver may not be granted by who asks for it; empty when it may."""
    found = [
        _blocks(known),
        _in_time(asked, known),
        _granted_by_owner(asked.by, known.decides),
        _not_ones_own(asked.by, known),
        _once(asked, known),
    ]
    if not asked.reason:
        found.append(Objection("no_reason", "a waiver needs a reason", "say --reason"))
    return [one for one in found if one]


def ended(waiver: Waiver, *, by: str, at: str, decides: Ownership | None) -> Waiver:
    """The waiver, ended now: by who granted it, who mends, or who decides about what it is."""
    today = date.fromisoformat(at[:10])
    if (stands := waiver.stands(today)) is not State.IN_FORCE:
        when = f"on {waiver.until}" if stands is State.EXPIRED else f"by {waiver.ended_by}"
        raise BadRequest(f"{waiver.id} has ended already, {when}. {LIST_THEM}")
    may = among(by, waiver.by, waiver.owner) or (decides is not None and decides.may_decide(by))
    if not may:
        people = [waiver.by, waiver.owner, decides.people if decides else None]
        said = ", ".join(dict.fromkeys(one for one in people if one))
        raise NotAllowed(f"{waiver.id} can be ended by {said}; {by} is none of them.")
    return replace(waiver, ended_by=by, ended_at=at)


def _blocks(known: Known) -> Objection | None:
    if known.blocks:
        return None
    where = f"it is in {known.case.state} and" if known.case else "it"
    return Objection("not_blocking", f"{where} blocks nothing", "nothing needs to be done")


def _in_time(asked: Waiver, known: Known) -> Objection | None:
    days = known.policy.value(MAX_WAIVER_DAYS)
    last = known.today + timedelta(days=round(days))
    if known.today < date.fromisoformat(asked.until) <= last:
        return None
    what = f"a waiver ends within {days:.0f} days, and not today"
    return Objection("until_too_late", what, f"--until {last} or earlier")


def _granted_by_owner(actor: str, decides: Ownership | None) -> Objection | None:
    if decides is None:
        return Objection(
            "no_owner",
            "nobody owns what it is about, so nobody can decide this",
            "evaldesk own blocking --owner NAME",
        )
    if decides.may_decide(actor):
        return None
    what = f"only {decides.people} may waive it; you are {actor}"
    return Objection("not_the_owner", what, f"ask {decides.owner}")


def _not_ones_own(actor: str, known: Known) -> Objection | None:
    """Whose case fails does not say as well that it may."""
    case, decides = known.case, known.decides
    if case is None or decides is None or not same_person(actor, case.owner):
        return None
    if not decides.may_decide(actor):
        return None  # said already
    others = [
        one for one in (decides.owner, decides.deputy) if one and not same_person(one, actor)
    ]
    clear = (
        f"ask {others[0]}" if others else "evaldesk own blocking --deputy NAME, and ask them"
    )
    return Objection("ones_own", f"{actor} owns the case and cannot waive it", clear)


def _once(asked: Waiver, known: Known) -> Objection | None:
    same = [
        one
        for one in known.others
        if (one.what, one.run, one.model) == (asked.what, asked.run, asked.model)
    ]
    if not same:
        return None
    what = f"{same[0].id} waives it already until {same[0].until}"
    return Objection("already", what, f"evaldesk waivers end {same[0].id} first")
