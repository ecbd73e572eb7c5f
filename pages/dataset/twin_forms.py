"""The two forms about texts that are alike: they differ, or they are the same."""

from functools import partial

import streamlit as st

from curation.leakage import Verdict
from pages.shared.acting import Done, moved, press
from pages.shared.html import show, tag
from store.acts.judging_twins import Judged, judge_twins
from store.acts.moving import Moved
from store.answers.leakage import TRAINING, Alike
from store.desk import Desk

_BOTH = "Dismiss neither"


@st.dialog("They differ", width="small")
def different_form(desk: Desk, actor: str, one: Alike) -> None:
    """Clear the objection for good, with the reason."""
    show(tag("p", "It is not objected again that these two are alike, in any set."))
    reason = st.text_input("In what they differ", placeholder="It stays in the log")
    if st.button("They differ", type="primary", key="differ-it"):
        press(partial(_said, desk, actor, one, Verdict.DIFFERENT, reason, None))
        st.rerun()


@st.dialog("The same", width="small")
def same_form(desk: Desk, actor: str, one: Alike) -> None:
    """Say so, and dismiss the one that is too many."""
    in_training = one.where == TRAINING
    show(tag("p", _WHY[in_training], class_="muted"))
    options = [_BOTH, one.case] if in_training else [_BOTH, one.other, one.case]
    places = {
        one.case: f"{one.case}, in {one.set}",
        one.other: f"{one.other}, in {one.other_place}",
    }
    chosen = st.radio("Dismiss", options, format_func=lambda which: places.get(which, which))
    reason = st.text_input("Why", placeholder="If there is more to say")
    if st.button("The same", type="primary", key="same-it"):
        dismiss = None if chosen in (None, _BOTH) else chosen
        press(partial(_said, desk, actor, one, Verdict.SAME, reason, dismiss))
        st.rerun()


_WHY = {
    True: "A model that was trained on it shows with this case what it remembers.",
    False: "Two cases that ask the same count one mistake twice.",
}


def _said(
    desk: Desk, actor: str, one: Alike, verdict: Verdict, reason: str, dismiss: str | None
) -> Done:
    done = judge_twins(
        desk, one.case, one.other, verdict, actor=actor, reason=reason, dismiss=dismiss
    )
    if done.refused:
        return moved(Moved(one.set, (), done.refused, None))
    return Done("good", _WORD[verdict], _told(done), done.act)


_WORD = {Verdict.DIFFERENT: "They differ.", Verdict.SAME: "The same."}


def _told(done: Judged) -> str:
    if done.verdict is Verdict.DIFFERENT:
        return f"{done.one} and {done.other} are not objected to again."
    if done.dismissed:
        return f"{done.dismissed} is dismissed; the other one stays."
    return f"{done.one} and {done.other} stay one family."
