"""Notes of cases wanted: ask somebody for them, see what is still to come, close one."""

from datetime import timedelta
from functools import partial

import streamlit as st

from curation.wanted import State, subject
from pages.shared import parts, wording
from pages.shared.acting import Done, press
from pages.shared.html import Html, show, tag
from pages.shared.links import link
from store.acts.wanting import close_wanted, want
from store.answers.coverage import Coverage, Shown
from store.answers.gate_basis import today
from store.answers.wanted import WantedShown
from store.desk import Desk

DUE = timedelta(days=14)
SHOWN = 12


@st.dialog("Ask for cases", width="small")
def want_form(desk: Desk, actor: str, found: Coverage, one: Shown) -> None:
    """How many cases of a cell, who finds them, until when and why."""
    what = {d: v for d, v in zip(found.dimensions, one.cell.values, strict=True) if v}
    c = one.cell
    show(tag("p", tag("b", " · ".join(wording.words(v) for v in what.values()))))
    show(tag("p", f"{c.actual} of {c.target} cases are there. The note is met by itself once "
             "the others are.", class_="muted"))  # fmt: skip
    count = st.number_input("How many more", min_value=1, max_value=1000, value=c.gap or 1)
    due = st.date_input("Due", value=today(desk) + DUE, min_value=today(desk))
    owner = st.text_input("Owner, who finds them", placeholder="Name somebody")
    share = wording.percent(c.cost_weight, 0)
    why = st.text_input("Why", value=f"{share} of what failures cost, {c.actual} cases")
    if st.button("Ask for them", type="primary", key="want-it"):
        press(lambda: _asked(desk, actor, what, count, owner, due.isoformat(), why, found.set))
        st.rerun()


def _asked(
    desk: Desk,
    actor: str,
    what: dict[str, str],
    count: int,
    owner: str,
    due: str,
    why: str,
    of: str,
) -> Done:
    done = want(desk, what, count, owner=owner, actor=actor, reason=why, due=due, of=of)
    one = done.wanted
    told = f"{one.owner} finds {one.count} of {one.title} until {wording.day(one.due)}."
    return Done("warn" if done.note else "good", f"{one.id}.", f"{told} {done.note or ''}")


def notes(desk: Desk, actor: str, found: tuple[WantedShown, ...]) -> None:
    """Draw the notes, the open ones with a way to close them."""
    if not found:
        return
    still = sum(one.state is State.OPEN for one in found)
    with parts.card("Cases wanted", f"{still} open of {len(found)}", key="wanted"):
        for one in found[:SHOWN]:
            with st.container(
                horizontal=True,
                horizontal_alignment="distribute",
                vertical_alignment="center",
                key=f"ed-wanted-{one.wanted.id}",
            ):
                show(_told(one), width="stretch")
                if one.state is State.OPEN:
                    act = partial(close_form, desk, actor, one)
                    st.button("Close it", key=f"close:{one.wanted.id}", on_click=act)
        if (more := len(found) - SHOWN) > 0:
            show(tag("p", f"and {more} more: evaldesk coverage wanted", class_="muted"))


def _told(one: WantedShown) -> Html:
    note = one.wanted
    name = tag("b", link(note.id, "decisions", subject=subject(note.id)))
    due = f" until {wording.day(note.due)}" if note.due else ""
    state = parts.chip("good" if one.state is State.MET else "unknown", one.state.capitalize())
    if one.state is State.OPEN:
        state = parts.chip("warn" if one.overdue else "info", _missing(one))
    over = f"{note.closed_by} closed it: {note.closed_why}" if note.closed_by else note.why
    return tag(
        "div",
        parts.row(name, wording.words(note.title), state),
        tag("p", f"{note.owner} finds {note.count}{due} · {over}", class_="sub any"),
    )


def _missing(one: WantedShown) -> str:
    late = ", overdue" if one.overdue else ""
    return f"{one.missing} of {one.wanted.count} to come{late}"


@st.dialog("Close the note", width="small")
def close_form(desk: Desk, actor: str, one: WantedShown) -> None:
    """Ask for the cases no longer."""
    show(tag("p", tag("b", f"{one.wanted.id} · {one.wanted.title}"), class_="any"))
    reason = st.text_input("Why", placeholder="It stays in the log")
    if st.button("Close it", type="primary", key="close-it"):
        press(partial(_closed, desk, actor, one.wanted.id, reason))
        st.rerun()


def _closed(desk: Desk, actor: str, wanted_id: str, reason: str) -> Done:
    close_wanted(desk, wanted_id, actor=actor, reason=reason)
    return Done("info", "Closed.", f"{wanted_id} asks for nothing any more.")
