"""What can be decided about an item right there: each way is the form of its own page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from curation.actions import Standing
from curation.alarms import AlarmState
from curation.cases import State
from curation.errors import CurationError
from curation.names import among, same_person
from curation.review import Item
from pages.evidence.quarantine import lift_form, quarantine_form
from pages.governance.proposal_cards import decide_form, says
from pages.governance.waiver_forms import end_form, waive_form
from pages.production.alarm_forms import resolve_form, taken
from pages.production.investigations import close_form, give_form
from pages.shared import wording
from pages.shared.acting import Done, moved, press
from pages.shared.html import show, tag
from pages.today.meeting_forms import word_form
from pages.triage.group_forms import rename_form
from pages.triage.regrouping import archive_form
from store.acts.moving import move
from store.answers.alarms import alarms
from store.answers.flakes import flakes
from store.answers.group import group
from store.answers.inbox import GroupCase, group_cases
from store.answers.investigations import Listed, investigations
from store.answers.on_the_item import one_promise
from store.answers.thresholds import moves
from store.answers.waivers import waivable, waivers
from store.desk import Desk

MOST_CASES = 1000
_PLACES = (State.BACKLOG, State.MONITORING, State.DISMISSED)


@dataclass(frozen=True, slots=True)
class Way:
    """One button: `first` is what is most often meant; `may`: who looks may press it."""

    label: str
    act: Callable[[], None]
    first: bool = False
    may: bool = True


@dataclass(frozen=True, slots=True)
class Ways:
    """The buttons, and whose word it waits for where that is not who looks."""

    ways: Sequence[Way] = ()
    said: str = ""


def ways(desk: Desk, actor: str, item: Item) -> Ways:
    """What `actor` can decide about `item` here; nothing where its own page has to."""
    find = _OF_KIND.get(item.kind)
    try:
        return find(desk, actor, item) if find else Ways()
    except CurationError as gone:  # decided meanwhile, or of a part that cannot be read now
        return Ways(said=str(gone))


def _proposal(desk: Desk, actor: str, item: Item) -> Ways:
    one = next((one for one in moves(desk, state="open") if one.proposal == item.subject), None)
    if one is None:
        return Ways()
    may = among(actor, *one.waits_for) and not one.stale
    return Ways(
        [
            Way("Approve", partial(decide_form, desk, actor, one, "approve"), True, may),
            Way("Reject", partial(decide_form, desk, actor, one, "reject"), may=may),
        ],
        says(one, same_person(actor, one.proposer), among(actor, *one.waits_for)),
    )


def _waiver(desk: Desk, actor: str, item: Item) -> Ways:
    found = waivers(desk)
    every = (*found.waivers, *found.ended)
    one = next((one for one in every if one.id == item.subject), None)
    if one is None:
        return Ways()
    may = among(actor, *found.granters)
    again = partial(waive_form, desk, actor, found, waivable(desk, one.run), one.what)
    running = one in found.waivers
    ways = [Way("Extend it" if running else "Waive it again", again, True, may)]
    if running:
        ends = among(actor, *one.may_end)
        ways.append(Way("End it now", partial(end_form, desk, actor, one), may=ends))
    return Ways(ways, "" if may else f"Waits for {' or '.join(found.granters) or 'nobody'}.")


def _gate(desk: Desk, actor: str, item: Item) -> Ways:
    offered = waivable(desk, item.subject) if item.subject not in ("none", "frozen") else ()
    if not offered:
        return Ways()
    found = waivers(desk)
    may = among(actor, *found.granters)
    act = partial(waive_form, desk, actor, found, offered, None)
    whose = "" if may else f"To waive a failure is for {' or '.join(found.granters)}."
    return Ways([Way("Waive a failure", act, may=may)], whose)


def _alarm(desk: Desk, actor: str, item: Item) -> Ways:
    one = next((one for one in alarms(desk).alarms if one.id == item.subject), None)
    if one is None:
        return _looked_into(desk, actor, [item.subject])
    if one.state is AlarmState.RESOLVED:
        return Ways()
    take = partial(press, partial(taken, desk, actor, one.id))
    over = Way("Resolve", partial(resolve_form, desk, actor, one))
    first = [Way("Take it", take, True)] if one.state is AlarmState.OPEN else []
    return Ways([*first, over])


def _drift(desk: Desk, actor: str, item: Item) -> Ways:
    named = [word for act in item.acts for word in act.split() if word.startswith("I-")]
    return _looked_into(desk, actor, named)


def _looked_into(desk: Desk, actor: str, ids: Sequence[str]) -> Ways:
    listed: Mapping[str, Listed] = {
        one.investigation.id: one for one in investigations(desk).waiting
    }
    found = [listed[one] for one in ids if one in listed]
    many = len(found) > 1
    return Ways([
        Way(f"{label} {one.investigation.id}" if many else label,
            partial(form, desk, actor, one), first=form is close_form and not many)
        for one in found[:4]
        for label, form in (("Say what it was", close_form), ("Hand over", give_form))
    ])  # fmt: skip


def _group(desk: Desk, actor: str, item: Item) -> Ways:
    if item.subject in ("woken", "more"):
        return Ways()
    one = group(desk, item.subject).group
    cases = group_cases(desk, one.group, limit=MOST_CASES)
    waiting = [case for case in cases if case.state is None]
    sort = [Way("Sort them", partial(sort_form, desk, actor, waiting), True)] if waiting else []
    return Ways([
        *sort,
        Way("Rename", partial(rename_form, desk, actor, one)),
        Way("Archive", partial(archive_form, desk, actor, [one])),
    ])  # fmt: skip


@st.dialog("Sort the group", width="medium")
def sort_form(desk: Desk, actor: str, waiting: Sequence[GroupCase]) -> None:
    """Where all of its inputs that wait go, and why; those with objections stay and say so."""
    number = wording.many(len(waiting), "input")
    show(tag("p", tag("b", f"{number} wait"), " in this group."))
    to = st.selectbox("Move them to", _PLACES, format_func=str.capitalize)
    reason = st.text_input("Why", placeholder="It stays in the log")
    if st.button(f"Move {number}", type="primary", key="sort-group"):
        press(partial(_sorted, desk, actor, waiting, to, reason))
        st.rerun()


def _sorted(
    desk: Desk, actor: str, waiting: Sequence[GroupCase], to: State, reason: str
) -> Done:
    ids = [one.case for one in waiting]
    return moved(move(desk, ids, to, actor=actor, reason=reason))


def _flake(desk: Desk, actor: str, item: Item) -> Ways:
    found = flakes(desk)
    one = next((one for one in found.cases if one.case == item.subject), None)
    if one is None:
        return Ways()
    held = Way("Quarantine", partial(quarantine_form, desk, actor, found, one), not one.until)
    if not one.until:
        return Ways([held])
    lift = Way("Lift the quarantine", partial(lift_form, desk, actor, one), True)
    return Ways([lift, Way("Extend it", held.act)])


def _promise(desk: Desk, actor: str, item: Item) -> Ways:
    one = one_promise(desk, item.subject)
    if one is None or one.standing in (Standing.HELD, Standing.DROPPED):
        return Ways()
    return Ways([Way("Say what came of it", partial(word_form, desk, actor, one), True)])


_OF_KIND: Mapping[str, Callable[[Desk, str, Item], Ways]] = {
    "promise": _promise,
    "gate": _gate,
    "failure_group": _group,
    "flake": _flake,
    "drift": _drift,
    "alarm": _alarm,
    "proposal": _proposal,
    "waiver": _waiver,
    "quarantine": _flake,
}
