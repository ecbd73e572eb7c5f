"""The form that proposes another value, with what it would have done in the past."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from curation.errors import CurationError
from curation.threshold_values import value_said
from pages.governance import replayed
from pages.governance.proposal_cards import REPLAY
from pages.shared import parts
from pages.shared.acting import Done, press
from pages.shared.html import prose, show, tag
from store.acts.proposing import checked, propose
from store.answers.replay import replay
from store.answers.thresholds import Number
from store.desk import Desk


@st.dialog("Propose another value", width="large")
def propose_form(
    desk: Desk, actor: str, found: Sequence[Number], chosen: Number | None
) -> None:
    """Which number, which value, what the past says of it, why, and from when."""
    known = {one.name: one for one in found}
    name = st.selectbox(
        "Number", list(known), format_func=lambda n: f"{known[n].label} · {known[n].group}",
        index=list(known).index(chosen.name) if chosen else None, key="propose-name",
        placeholder="Which one",
    )  # fmt: skip
    if name is None:
        return
    one = known[name]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        said = st.text_input(
            f"New value (in force: {one.stated})", key="propose-value",
            placeholder="95 % or 0.95; none lifts a limit",
        )  # fmt: skip
        effective = _iso(
            st.date_input("In force from", value=None, key="propose-from",
                          help="Empty: as soon as it is approved.")
        )  # fmt: skip
    ready = bool(said) and _past(desk, one, said, effective)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input("Why", key="propose-why", placeholder="It stays in the log")
        revisit = st.date_input("Revisit on", value=None, key="propose-revisit",
                                help="Did it do what it was meant to?")  # fmt: skip
    show(tag("p", _whose(one, actor), class_="sub"))
    if st.button("Propose", type="primary", key="propose-it", disabled=not ready):
        days = (effective, _iso(revisit))
        press(partial(_proposed, desk, actor, one, said, reason, days))
        st.rerun()


def _past(desk: Desk, one: Number, said: str, effective: str | None) -> bool:
    """Draw the replay; False where the value cannot be on that day."""
    try:
        to = value_said(said, one.metric)
        checked(desk, one.name, to, effective=effective)
    except CurationError as refused:
        show(parts.verdict("warn", "Not this value.", prose(str(refused))))
        return False
    with st.container(height=REPLAY, border=False), st.spinner("Judging the past anew …"):
        replayed.show(replay(desk, one.name, to), key="propose-replay")
    return True


def _whose(one: Number, actor: str) -> str:
    if one.owner is None:
        return "Nobody owns it yet, so nobody can approve: name somebody with evaldesk own."
    people = [who for who in (one.owner, one.deputy) if who and who != actor]
    if not people:
        return "It is yours, and there is no deputy: name one, or it cannot be approved."
    return f"{' or '.join(people)} decides about it; nobody approves their own."


def _proposed(
    desk: Desk,
    actor: str,
    one: Number,
    said: str,
    reason: str,
    days: tuple[str | None, str | None],
) -> Done:
    effective, revisit = days
    done = propose(desk, one.name, value_said(said, one.metric), actor=actor, reason=reason,
                   effective=effective, revisit=revisit)  # fmt: skip
    return Done("good", "Proposed.", f"{done.id} waits for an answer until {done.expires}.")


def _iso(day: object) -> str | None:
    return day.isoformat() if isinstance(day, date) else None
