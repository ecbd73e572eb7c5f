"""The forms of a refresh: propose it, accept items, reject items."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial

import streamlit as st

from pages.shared.acting import Done, press
from pages.shared.html import Html, join, show, tag
from pages.shared.wording import many
from store.acts.refreshing import Refreshed, apply_refresh, propose_refresh, reject_refresh
from store.answers.refreshes import RefreshShown
from store.desk import Desk

WHY = "It stays in the log"
LAST = "The last events"
SINCE = "Since a day"


@st.dialog("Propose a refresh", width="small")
def propose_form(desk: Desk, actor: str, items: int) -> None:
    """On which events, and why now."""
    kind = st.segmented_control("Look at", [LAST, SINCE], default=LAST, required=True)
    day: date | None = st.date_input("Since", value=None) if kind == SINCE else None
    note = f"{many(items, 'item')} on the last events. Nothing moves until somebody accepts it."
    show(tag("p", note, class_="muted"))
    reason = st.text_input("Why", placeholder="If there is more to say")
    since = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    if st.button("Propose", type="primary", disabled=kind == SINCE and day is None):
        press(partial(_proposed, desk, actor, since, reason))
        st.rerun()


def _proposed(desk: Desk, actor: str, since: datetime | None, reason: str) -> Done:
    done = propose_refresh(desk, actor=actor, since=since, reason=reason)
    if done.refresh is None:
        return Done("info", "Nothing to propose.", done.sentence)
    return Done("good", f"{done.refresh.id} is on record.", done.sentence, done.act)


@st.dialog("Accept", width="small")
def accept_form(desk: Desk, actor: str, found: RefreshShown, cases: Sequence[str]) -> None:
    """Whose the new cases are, and why."""
    show(tag("p", f"{many(len(cases), 'item')} of {found.id} are done in one act, and one undo "
             "takes it back. What the promotion check objects to stays and waits.",
             class_="muted"))  # fmt: skip
    owner = st.text_input("Owner of new cases", placeholder="As each item says")
    reason = st.text_input("Why", placeholder=WHY)
    if st.button("Accept", type="primary", key="accept-it"):
        press(lambda: _done(apply_refresh(desk, found.id, cases, actor=actor, reason=reason,
                                          owner=owner.strip() or None)))  # fmt: skip
        st.rerun()


@st.dialog("Reject", width="small")
def reject_form(desk: Desk, actor: str, found: RefreshShown, cases: Sequence[str]) -> None:
    """Why they stay undone."""
    show(tag("p", f"{many(len(cases), 'item')} of {found.id} stay undone.", class_="muted"))
    reason = st.text_input("Why", placeholder=WHY)
    if st.button("Reject", type="primary", key="reject-it"):
        press(lambda: _done(reject_refresh(desk, found.id, cases, actor=actor, reason=reason)))
        st.rerun()


def _done(done: Refreshed) -> Done:
    lines: list[Html] = []
    for refused in done.refused:
        lines += [
            join((f"{refused.case} stays: {one.what}", tag("span", f" → {one.clear}")))
            for one in refused.objections
        ]
    tone = "warn" if lines else "good"
    word = "Done." if done.act else "Refused."
    return Done(tone, word, join((done.sentence, *lines), tag("br")), done.act)
