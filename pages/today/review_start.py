"""The forms around a meeting: start it, say who is there, close it, go on with it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from curation.errors import CurationError
from curation.review import Meeting
from pages.shared import wording
from pages.shared.acting import Done, press
from pages.shared.html import prose, show, tag
from pages.shared.parts import verdict
from store.acts import reviewing
from store.acts.reviewing import Met
from store.answers.review import Review
from store.desk import Desk


@st.dialog("Start the review", width="medium")
def start_form(desk: Desk, actor: str, found: Review) -> None:
    """Who chairs it and who is there; its agenda stays that of this moment."""
    known = list(dict.fromkeys([*found.people, actor]))
    show(tag("p", f"{wording.many(len(found.agenda), 'item')} of this moment are its agenda. "
             "What is not settled comes again next week.", class_="muted"))  # fmt: skip
    chair = st.selectbox("Chair", known, index=known.index(actor), key="review-chair",
                         accept_new_options=True)  # fmt: skip
    there = st.multiselect("Who is present", known, default=[actor], key="review-present",
                           accept_new_options=True, placeholder="Names")  # fmt: skip
    if st.button("Start", type="primary", key="start-it"):
        try:
            reviewing.start(desk, chair=str(chair or ""), present=list(there), actor=actor)
        except CurationError as refusal:
            show(verdict("warn", "Not started.", prose(str(refusal))))
            return
        st.query_params["meet"] = "1"
        st.rerun()


@st.dialog("Who is present", width="medium")
def present_form(desk: Desk, actor: str, held: Meeting, people: Sequence[str]) -> None:
    """Tick who is there; a name that nobody has here yet is taken as well."""
    known = list(dict.fromkeys([*held.present, *people, actor]))
    there = st.multiselect("Who is present", known, default=list(held.present),
                           key="now-present", accept_new_options=True)  # fmt: skip
    if st.button("Save", type="primary", key="save-present"):
        press(partial(_here, desk, actor, held, list(there)))
        st.rerun()


def _here(desk: Desk, actor: str, held: Meeting, there: Sequence[str]) -> Done:
    notes: list[str] = []
    for name in there:
        if name not in held.present:
            notes += _note(reviewing.join(desk, name, actor=actor, week=held.week))
    for name in held.present:
        if name not in there:
            notes += _note(reviewing.leave(desk, name, actor=actor, week=held.week))
    told = f"{wording.many(len(there), 'person', 'people')} present."
    return Done("info" if notes else "good", "Noted.", " ".join((told, *notes)))


def _note(met: Met) -> list[str]:
    return [met.note] if met.note else []


@st.dialog("Close the review", width="medium")
def close_form(desk: Desk, actor: str, held: Meeting) -> None:
    """What is not settled comes again; the minutes stay."""
    left = len(held.left)
    done = len(held.agenda) - left
    told = f"{done} of {wording.many(len(held.agenda), 'item')} settled."
    rest = f" {wording.many(left, 'item')} unfinished: next week opens with what still holds."
    show(tag("p", told, rest if left else None))
    if st.button("Close it", type="primary", key="close-it"):
        press(partial(_closed, desk, actor, held.week))
        st.query_params.pop("meet", None)
        st.query_params.pop("item", None)
        st.rerun()


def _closed(desk: Desk, actor: str, week: str) -> Done:
    met = reviewing.close(desk, actor=actor, week=week)
    return Done("good", "Closed.", met.note or "The minutes are below, to copy or to download.")


def reopened(desk: Desk, actor: str, week: str) -> Done:
    """Go on with a review that was closed today."""
    reviewing.reopen(desk, actor=actor, week=week)
    st.query_params["meet"] = "1"
    return Done("info", "It goes on.", f"The review of {week} is open again.")
