"""The forms of the privacy policy: a kind, a column, a pattern of one's own."""

from functools import partial

import streamlit as st

from curation.personal_kinds import spoken
from pages.shared.acting import Done, press
from pages.shared.html import show, tag
from store.acts.privacy import PolicyChange, set_policy
from store.answers.privacy import Privacy
from store.desk import Desk

WHY = "It stays in the log"
TREATMENTS = {
    "mask": "Mask: a token, the same for the same person",
    "synthesise": "Make up: a value that reads like one",
    "keep": "Keep it as it is",
}
DROP = {"drop": "Drop the column"}


@st.dialog("Change a kind", width="small")
def kind_form(desk: Desk, actor: str, found: Privacy) -> None:
    """What is done with personal data of one kind."""
    kind = st.selectbox("Kind", list(found.kinds), format_func=spoken)
    word = st.selectbox("What is done", list(TREATMENTS), format_func=TREATMENTS.__getitem__)
    why = st.text_input("Why", placeholder=WHY)
    if st.button("Put it in force", type="primary", key="kind-it"):
        change = PolicyChange(kinds={str(kind): str(word)})
        press(partial(_set, desk, actor, change, why))
        st.rerun()


@st.dialog("Change a column", width="small")
def column_form(desk: Desk, actor: str, found: Privacy) -> None:
    """What is done with a column, whatever is found in it."""
    show(tag("p", "A column is called as in the facts: input, output, expected, or its own "
             "name. output/card means the card numbers in it.", class_="muted"))  # fmt: skip
    known = list(dict.fromkeys([*found.columns, *(m.column for m in found.by_column), "input"]))
    column = st.selectbox("Column", known, accept_new_options=True)
    words = {**TREATMENTS, **DROP, "": "As its kinds say"}
    word = st.selectbox("What is done", list(words), format_func=words.__getitem__)
    why = st.text_input("Why", placeholder=WHY)
    if st.button("Put it in force", type="primary", key="column-it"):
        change = PolicyChange(columns={str(column or "").strip(): str(word)})
        press(partial(_set, desk, actor, change, why))
        st.rerun()


@st.dialog("Add a pattern", width="small")
def pattern_form(desk: Desk, actor: str, found: Privacy) -> None:
    """A kind of one's own, told by a pattern; an empty one takes it back."""
    name = st.selectbox("Name", list(found.patterns), accept_new_options=True, index=None,
                        placeholder="loyalty_id")  # fmt: skip
    pattern = st.text_input("Pattern", placeholder="LC-[0-9]{6}", max_chars=200)
    why = st.text_input("Why", placeholder=WHY)
    if st.button("Put it in force", type="primary", key="pattern-it"):
        change = PolicyChange(patterns={str(name or "").strip(): pattern})
        press(partial(_set, desk, actor, change, why))
        st.rerun()


def _set(desk: Desk, actor: str, change: PolicyChange, why: str) -> Done:
    set_policy(desk, change, actor=actor, reason=why)
    return Done("good", "In force.", "It holds for what is imported from now on.")
