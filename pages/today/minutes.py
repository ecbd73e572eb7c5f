"""The minutes: as they grow in the meeting, and afterwards to copy or to download."""

import streamlit as st

from curation.review import Meeting
from pages.shared import parts
from store.answers.minutes import minutes, written
from store.desk import Desk

NAMES = {"md": "Markdown", "html": "a page"}
FORMS = {"md": "text/markdown", "html": "text/html"}


@st.dialog("Minutes so far", width="large")
def minutes_form(desk: Desk, held: Meeting) -> None:
    """What is on record by now, to copy (the mark at its corner) or to download."""
    _minutes(desk, held)


def minutes_card(desk: Desk, held: Meeting) -> None:
    """Draw the minutes of a review that was started."""
    under = "As a page, or as Markdown to paste: the mark at its corner copies it"
    with parts.card("Minutes", under, key="minutes"):
        _minutes(desk, held)


def _minutes(desk: Desk, held: Meeting) -> None:
    found = minutes(desk, held.week)
    with st.container(horizontal=True):
        for form, mime in FORMS.items():
            st.download_button(
                f"Download as {NAMES[form]}", written(found, form),
                f"review-{held.week}.{form}", mime, icon=":material/download:",
                key=f"minutes-{form}",
            )  # fmt: skip
    read, pasted = st.tabs(["To read", "To paste"])
    with read:
        st.iframe(written(found, "html"), height=420)
    with pasted:
        st.code(written(found, "md"), language="markdown", wrap_lines=True, height=420)
