"""The two forms of the adversarial page: make a suite, and inject failures."""

from functools import partial

import streamlit as st

from curation.cases import State
from curation.fixtures.attacks import KINDS
from pages.shared import wording
from pages.shared.acting import Done, press
from pages.shared.html import show, tag
from store.acts.injecting import detect
from store.acts.suites import make_suite
from store.desk import Desk


@st.dialog("Make a suite of adversarial cases", width="small")
def make_form(desk: Desk, actor: str) -> None:
    """Its name, which attacks, how many of each, and who answers for them."""
    name = st.text_input("Name", value="red-team")
    kinds = st.multiselect(
        "Attacks", KINDS, placeholder="All of them", format_func=wording.words
    )
    n = st.number_input("Cases of each", min_value=1, max_value=200, value=5)
    seed = st.number_input("Seed", min_value=0, value=1, help="The same seed, the same cases")
    owner = st.text_input("Owner", placeholder="Who answers for the cases")
    show(tag("p", "With an owner they stand in monitoring: freeze it and score a release.",
             class_="muted"))  # fmt: skip
    if st.button("Make it", type="primary", key="make-it"):
        press(partial(_made, desk, actor, name, kinds, int(n), int(seed), owner.strip()))
        st.rerun()


def _made(
    desk: Desk, actor: str, name: str, kinds: list[str], n: int, seed: int, owner: str
) -> Done:
    to = State.MONITORING if owner else State.BACKLOG
    done = make_suite(
        desk, name, kinds, n, actor=actor, seed=seed, owner=owner or None, to=to,
        reason="made on the page",
    )  # fmt: skip
    told = f"{wording.many(len(done.opened), 'case')} opened"
    if done.known:
        told += f", {len(done.known)} were there before"
    if done.refused:
        first = done.refused[0].objections[0].what
        told += f"; {len(done.refused)} stay in the backlog: {first}"
    return Done("good", f"{done.suite.name}.", f"{told}.")


@st.dialog("Inject failures", width="small")
def detect_form(desk: Desk, actor: str) -> None:
    """How many of each kind are put into a copy of the desk."""
    show(
        tag(
            "p",
            "Wrong labels, errors, broken rows, dropped cases, personal data and twins "
            "are put into a copy of this desk, which is thrown away. It takes a few seconds.",
        )
    )
    n = st.number_input("Failures of each kind", min_value=1, max_value=200, value=20)
    seed = st.number_input("Seed", min_value=0, value=1)
    if st.button("Inject them", type="primary", key="inject-it"):
        press(partial(_detected, desk, actor, int(n), int(seed)))
        st.rerun()


def _detected(desk: Desk, actor: str, n: int, seed: int) -> Done:
    found = detect(desk, n, seed, actor=actor)
    tone = "good" if found.all.k == found.all.n else "warn"
    return Done(tone, "Tried.", found.sentence)
