"""Which failures a release may ship in spite of: what is in force, and what has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from curation.comparison import NonInferiority
from curation.decisions import Kind
from curation.limits import called
from curation.ownership import Ownership
from curation.threshold_owners import decides_about
from curation.thresholds import MARGIN, MAX_WAIVER_DAYS, Policy
from curation.waivers import State, Waiver, may_end, waivers_of
from store.answers.gate_basis import today
from store.answers.titles import titles
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class WaiverShown:
    """One waiver, with what it is about in words and the days it still has."""

    id: str
    what: str
    case: bool
    title: str
    scope: str
    run: str | None
    model: str | None
    owner: str
    until: str
    by: str
    at: str
    reason: str
    state: State
    days_left: int | None
    ended_by: str | None
    ended_at: str | None
    may_end: tuple[str, ...] = ()  # while it is in force


@dataclass(frozen=True, slots=True)
class Waivers:
    """Those in force, the next to end first; the others, the newest first."""

    waivers: tuple[WaiverShown, ...]
    ended: tuple[WaiverShown, ...]
    max_days: float
    granters: tuple[str, ...]  # who may waive something; who decides about blocking first


def waivers(desk: Desk) -> Waivers:
    """Every waiver that was ever granted."""
    with desk.ledger.reading() as asked:
        found = waivers_of(asked.standing(Kind.WAIVER_SET))
        policy, owners = asked.policy(), asked.ownerships()
    names = titles(desk, [one.what for one in found if one.what not in policy.thresholds])
    shown = [_shown(desk, one, names, decides_about(one.what, policy, owners)) for one in found]
    held = sorted((one for one in shown if one.state is State.IN_FORCE), key=lambda w: w.until)
    gone = [one for one in shown if one.state is not State.IN_FORCE]
    most = policy.value(MAX_WAIVER_DAYS)
    return Waivers(tuple(held), tuple(gone), most, _granters(policy, owners))


def _granters(policy: Policy, owners: Mapping[str, Ownership]) -> tuple[str, ...]:
    about = ["", MARGIN, *(one.name for one in policy.gate())]  # "": any case
    found = [decides_about(one, policy, owners) for one in about]
    people = [who for one in found if one for who in (one.owner, one.deputy) if who]
    return tuple(dict.fromkeys(people))


def in_force_now(desk: Desk) -> Sequence[Waiver]:
    """The waivers in force, for who only wants to know that."""
    with desk.ledger.reading() as asked:
        found = waivers_of(asked.standing(Kind.WAIVER_SET))
    day = today(desk)
    return [one for one in found if one.stands(day) is State.IN_FORCE]


def _shown(
    desk: Desk, one: Waiver, names: Mapping[str, str], decides: Ownership | None
) -> WaiverShown:
    day = today(desk)
    state = one.stands(day)
    left = (date.fromisoformat(one.until) - day).days if state is State.IN_FORCE else None
    case = one.what in names
    return WaiverShown(
        id=one.id,
        what=one.what,
        case=case,
        title=names[one.what] if case else called(one.what),
        scope=one.scope,
        run=one.run,
        model=one.model,
        owner=one.owner,
        until=one.until,
        by=one.by,
        at=one.at,
        reason=one.reason,
        state=state,
        days_left=left,
        ended_by=one.ended_by,
        ended_at=one.ended_at,
        may_end=may_end(one, decides) if state is State.IN_FORCE else (),
    )


@dataclass(frozen=True, slots=True)
class Waivable:
    """Something that keeps `run` from shipping: a case or a threshold, by its name."""

    what: str
    title: str
    run: str


def waivable(desk: Desk, run: str | None = None) -> tuple[Waivable, ...]:
    """What stands in the way of `run`, or of the run that was judged last."""
    with desk.ledger.reading() as asked:
        judged = [(one, said) for one, said, _ in asked.runs() if said]
    judged.sort(key=lambda row: row[0].at, reverse=True)
    chosen = [row for row in judged if run in (None, row[0].name)]
    if not chosen:
        return ()
    one, said = chosen[0]
    cases = [c for name in ("failed", "flaky", "undecided") for c in said.get(name, ())]
    missed = [one for one in said["thresholds"] if one["met"] is not True]
    numbers = [one["name"] for one in missed if not one.get("unscored")]
    against = said["comparison"]
    if against and against["outcome"] != NonInferiority.NOT_WORSE:
        numbers.append(MARGIN)
    spared = {w["what"] for w in said.get("waivers", ()) if w["used"]}
    names = titles(desk, cases)
    return tuple(
        Waivable(what, names.get(what) or called(what), one.name)
        for what in (*cases, *numbers)
        if what not in spared
    )
