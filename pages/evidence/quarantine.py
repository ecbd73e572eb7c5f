"""The two forms of a flaky case: put it into quarantine until a day, and lift that again."""

from functools import partial

import streamlit as st

from curation.percents import between
from pages.shared.acting import Done, press
from pages.shared.html import join, show, tag
from pages.shared.links import link
from store.acts.quarantining import Quarantined, lift, quarantine
from store.answers.flakes import CaseSteadiness, FlakesAnswer
from store.desk import Desk


@st.dialog("Put it into quarantine", width="small")
def quarantine_form(desk: Desk, actor: str, found: FlakesAnswer, one: CaseSteadiness) -> None:
    """Who mends it, and until when it cannot block."""
    share = one.pass_share
    limits = between(share.low, share.high) if share.low is not None else "unknown"
    show(
        tag("p", tag("b", one.title)),
        tag("p", f"It passed {one.passed} of {one.scored} attempts ({limits}). Until its day "
            "it is run and listed, but cannot block a release; then it blocks again.",
            class_="muted"),
    )  # fmt: skip
    owner = st.text_input("Owner, who mends it", value=actor)
    until = st.date_input(
        "It blocks again from", value=found.last_day, max_value=found.last_day
    )
    reason = st.text_input("Why", placeholder="It stays in the log")
    day = until.isoformat()
    if st.button("Quarantine", type="primary", key="quarantine"):
        press(
            lambda: _done(quarantine(desk, [one.case], owner, day, actor=actor, reason=reason))
        )
        st.rerun()


@st.dialog("Lift the quarantine", width="small")
def lift_form(desk: Desk, actor: str, one: CaseSteadiness) -> None:
    """Let it block again, at once."""
    show(tag("p", tag("b", one.title)), tag("p", "It blocks a release again from now on."))
    reason = st.text_input("Why", placeholder="If there is more to say")
    if st.button("Lift", type="primary", key="lift"):
        press(partial(_lifted, desk, actor, one.case, reason))
        st.rerun()


def _lifted(desk: Desk, actor: str, case_id: str, reason: str) -> Done:
    return _done(lift(desk, [case_id], actor=actor, reason=reason))


def _done(done: Quarantined) -> Done:
    if not done.refused:
        told = (
            f"It cannot block before {done.until}; {done.owner} mends it."
            if done.until
            else "It blocks a release again."
        )
        return Done("good", "Done.", told, done.act)
    lines = [
        join((link(one.case, "case", id=one.case), f": {objection.what} → {objection.clear}"))
        for one in done.refused
        for objection in one.objections
    ]
    return Done("warn", "Refused.", join(("Nothing was changed.", *lines), tag("br")))
