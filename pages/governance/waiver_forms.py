"""The two forms of a waiver: let a failure through until a day, and end that early."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

import streamlit as st

from pages.shared import wording
from pages.shared.acting import Done, press
from pages.shared.html import join, show, tag
from store.acts.waiving import Waived, end_waiver, waive
from store.answers.gate_basis import today
from store.answers.waivers import Waivable, Waivers, WaiverShown
from store.desk import Desk

ANY = "Any release"


@st.dialog("Waive a failure", width="small")
def waive_form(
    desk: Desk, actor: str, found: Waivers, offered: Sequence[Waivable], what: str | None
) -> None:
    """What may fail, for which run, until when, who mends it, and why."""
    show(tag("p", "Until its day it is run and listed, but stops no release; then it blocks "
             "again by itself. A case stays a failure in its cohorts and against the baseline.",
             class_="muted"))  # fmt: skip
    names = {one.what: one.title for one in offered}
    options = list(dict.fromkeys([*([what] if what else []), *names]))
    chosen = st.selectbox(
        "Case or threshold",
        options,
        format_func=partial(_named, names),
        accept_new_options=True,
        index=0 if options else None,
        placeholder="An id, or gate.…",
    )
    runs = list(dict.fromkeys(one.run for one in offered))
    run = st.selectbox("Only for the run", [*runs, ANY])
    owner = st.text_input("Owner, who mends it", placeholder="Name somebody")
    day = today(desk)
    last = day + timedelta(days=round(found.max_days))
    until = st.date_input("It blocks again from", value=last, max_value=last)
    reason = st.text_input("Why", placeholder="It stays in the log")
    if st.button("Waive", type="primary", key="waive-it"):
        only = None if run in (None, ANY) else run
        press(lambda: _done(waive(desk, str(chosen or ""), owner=owner, until=until.isoformat(),
                                  actor=actor, reason=reason, run=only)))  # fmt: skip
        st.rerun()


def _named(names: Mapping[str, str], one: str) -> str:
    return names.get(one, one)


@st.dialog("End the waiver", width="small")
def end_form(desk: Desk, actor: str, one: WaiverShown) -> None:
    """Let it block again, at once."""
    show(
        tag("p", tag("b", f"{one.id} · {one.title}"), class_="any"),
        tag("p", "It blocks a release again from now on."),
    )
    reason = st.text_input("Why", placeholder="If there is more to say")
    if st.button("End it now", type="primary", key="end-it"):
        press(partial(_ended, desk, actor, one.id, reason))
        st.rerun()


def _ended(desk: Desk, actor: str, one: str, reason: str) -> Done:
    end_waiver(desk, one, actor=actor, reason=reason)
    return Done("good", "Ended.", f"{one} is over: what it let through blocks again.")


def _done(done: Waived) -> Done:
    if done.waiver is not None:
        one = done.waiver
        told = (
            f"It stops {one.scope} again from {wording.day(one.until)}; {one.owner} mends it."
        )
        told = f"{told} {done.note}" if done.note else told
        return Done("warn" if done.note else "good", f"{one.id} is in force.", told)
    lines = [f"{objection.what} → {objection.clear}" for objection in done.refused]
    return Done("warn", "Refused.", join(("Nothing was waived.", *lines), tag("br")))
