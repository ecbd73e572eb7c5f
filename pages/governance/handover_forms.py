"""The two forms of a checklist: tick an item in one's own name, take a tick away."""

import streamlit as st

from pages.shared.acting import Done, press
from pages.shared.html import show, tag
from store.acts.ticking import Ticked, tick, untick
from store.answers.handover import Check
from store.desk import Desk


@st.dialog("Tick it", width="small")
def tick_form(desk: Desk, actor: str, checklist: str, one: Check) -> None:
    """Say that it holds, and what was seen."""
    show(tag("p", tag("b", one.text)), tag("p", one.clear, class_="sub"))
    note = st.text_input("What you have seen", placeholder="It stays in the log", key="note")
    if st.button(f"Tick it as {actor}", type="primary", key="tick-it"):
        press(lambda: _ticked(tick(desk, checklist, one.item, actor=actor, note=note)))
        st.rerun()


@st.dialog("Take the tick away", width="small")
def untick_form(desk: Desk, actor: str, checklist: str, one: Check) -> None:
    """Say that it no longer holds; another's tick needs a word."""
    show(tag("p", tag("b", one.text)), tag("p", f"{one.said}.", class_="sub any"))
    note = st.text_input("Why", placeholder="It stays in the log", key="why-not")
    if st.button("Take it away", type="primary", key="untick-it"):
        press(lambda: _ticked(untick(desk, checklist, one.item, actor=actor, note=note)))
        st.rerun()


def _ticked(done: Ticked) -> Done:
    if done.ticked:
        return Done("good", "Ticked.", done.text, done.act)
    return Done("info", "Not ticked any more.", done.text, done.act)
