"""What is written down in a meeting: an action with owner and day, the word on one."""

from datetime import date
from functools import partial

import streamlit as st

from curation.actions import Check, Promised
from curation.review import Item, Meeting
from pages.shared import wording
from pages.shared.acting import Done, press
from pages.shared.html import show, tag
from pages.today import review_parts as own
from store.acts import promising
from store.desk import Desk

BY_WORD = "Its owner says so"
# What the desk itself can tell of a promise that was made about such an item.
_CHECKS = {
    "gate": Check.GATE_PASSES,
    "failure_group": Check.GROUP_SORTED,
    "coverage": Check.HOLE_CLOSED,
    "proposal": Check.PROPOSAL_DECIDED,
    "waiver": Check.WAIVER_ENDED,
    "disagreement": Check.LABELS_SETTLED,
    "flake": Check.QUARANTINE_ENDED,
    "quarantine": Check.QUARANTINE_ENDED,
}


def check_of(item: Item) -> Check | None:
    """What can be checked of it by the data; None: only its owner can tell."""
    if item.kind == "alarm":
        alarm = item.subject.startswith("A-")
        return Check.ALARM_RESOLVED if alarm else Check.INVESTIGATION_CLOSED
    return None if own.is_more(item) else _CHECKS.get(item.kind)


@st.dialog("An action", width="medium")
def promise_form(desk: Desk, actor: str, held: Meeting, item: Item) -> None:
    """What somebody does until a day; the next review opens with whether it held."""
    check = check_of(item)
    people = list(dict.fromkeys([*([item.owner] if item.owner else []), *held.present, actor]))
    with st.form("promise", border=False):
        show(tag("p", item.why, class_="sub any"))
        what = st.text_input("What", max_chars=200, placeholder="Merge the refund prompt's fix")
        owner = st.selectbox("Owner", people, accept_new_options=True)
        due = st.date_input("Until", value=date.fromisoformat(own.next_week(held.week)))
        known = st.selectbox("It is known to be done when", [check or BY_WORD, BY_WORD]
                             if check else [BY_WORD], format_func=_said)  # fmt: skip
        if st.form_submit_button("Write it down", type="primary"):
            by = check if known != BY_WORD else None
            press(partial(_promised, desk, actor, held, item, what, str(owner or ""), due, by))
            st.rerun()


def _said(check: str) -> str:
    return check if check == BY_WORD else f"The desk sees it: {check}"


def _promised(
    desk: Desk, actor: str, held: Meeting, item: Item, what: str, owner: str, due: date,
    check: Check | None,
) -> Done:  # fmt: skip
    done = promising.promise(
        desk, what, owner=owner, due=due.isoformat(), actor=actor, item=item.key, check=check,
        about=_about(item) if check else None, week=held.week,
    )  # fmt: skip
    return Done(
        "good", "Written down.", f"{done.id}: {done.owner}, until {wording.day(done.due)}."
    )


def _about(item: Item) -> str:
    return "" if item.subject in ("none", "frozen") else item.subject


@st.dialog("What came of it", width="medium")
def word_form(desk: Desk, actor: str, one: Promised) -> None:
    """Its owner, or who leads, says that it is done, or that nobody does it any more."""
    show(tag("p", tag("b", one.what)), tag("p", f"{one.owner}, until {wording.day(one.due)}. "
             f"{one.why}.", class_="sub any"))  # fmt: skip
    why = st.text_input("Why, or where to look", placeholder="It stays in the log")
    with st.container(horizontal=True):
        for label, act in (("It is done", promising.done), ("Drop it", promising.drop)):
            if st.button(label, type="primary" if label == "It is done" else "secondary"):
                press(lambda act=act: _worded(act(desk, one.id, actor=actor, reason=why,
                                                  seen=one.seen)))  # fmt: skip
                st.rerun()


def _worded(done: Promised) -> Done:
    return Done("good", f"{done.id}: {done.standing}.", done.why)
