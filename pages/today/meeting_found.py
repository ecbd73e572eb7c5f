"""What can be decided about alarms, drift, groups of failures and flaky cases."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from curation.alarms import AlarmState
from curation.cases import State
from curation.review import Item
from pages.evidence.quarantine import lift_form, quarantine_form
from pages.production.alarm_forms import resolve_form, taken
from pages.production.investigations import close_form, give_form
from pages.shared import wording
from pages.shared.acting import Done, moved, press
from pages.shared.html import show, tag
from pages.today.meeting_way import Way, Ways
from pages.triage.group_forms import rename_form
from pages.triage.regrouping import archive_form
from store.acts.moving import move
from store.answers.alarms import alarms
from store.answers.flakes import flakes
from store.answers.group import group
from store.answers.inbox import GroupCase, group_cases
from store.answers.investigations import Listed, investigations
from store.desk import Desk

MOST_CASES = 1000
_PLACES = (State.BACKLOG, State.MONITORING, State.DISMISSED)


def of_alarm(desk: Desk, actor: str, item: Item) -> Ways:
    """What can be done here with an item of this kind."""
    one = next((one for one in alarms(desk).alarms if one.id == item.subject), None)
    if one is None:
        return _looked_into(desk, actor, [item.subject])
    if one.state is AlarmState.RESOLVED:
        return Ways()
    take = partial(press, partial(taken, desk, actor, one.id))
    over = Way("Resolve", partial(resolve_form, desk, actor, one))
    first = [Way("Take it", take, True)] if one.state is AlarmState.OPEN else []
    return Ways([*first, over])


def of_drift(desk: Desk, actor: str, item: Item) -> Ways:
    """What can be done here with an item of this kind."""
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


def of_group(desk: Desk, actor: str, item: Item) -> Ways:
    """What can be done here with an item of this kind."""
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


def of_flake(desk: Desk, actor: str, item: Item) -> Ways:
    """What can be done here with an item of this kind."""
    found = flakes(desk)
    one = next((one for one in found.cases if one.case == item.subject), None)
    if one is None:
        return Ways()
    held = Way("Quarantine", partial(quarantine_form, desk, actor, found, one), not one.until)
    if not one.until:
        return Ways([held])
    lift = Way("Lift the quarantine", partial(lift_form, desk, actor, one), True)
    return Ways([lift, Way("Extend it", held.act)])
