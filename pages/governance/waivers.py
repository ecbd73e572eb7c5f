"""Waivers: which failures a release may ship in spite of, until when, and who mends them."""

from functools import partial

import streamlit as st

from curation.names import among
from curation.waivers import waiver_subject
from pages.governance.waiver_forms import end_form, waive_form
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import Html, show, tag
from pages.shared.links import link
from store.answers.waivers import Waivers, WaiverShown, waivable, waivers
from store.desk import Desk

SOON = 3  # days
SHOWN = 50


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    found = waivers(desk)
    head = parts.page_head("Waivers", "Failures that a release may ship in spite of")
    run, what = st.query_params.get("run"), st.query_params.get("what")
    offered = waivable(desk, run)
    may = among(actor, *found.granters)
    with head:
        st.button(
            "Waive a failure",
            icon=":material/event_busy:",
            type="primary" if what and may else "secondary",
            key="waive",
            disabled=not may,
            on_click=partial(waive_form, desk, actor, found, offered, what),
        )
    said(desk, actor)
    if not may:
        show(tag("p", _whose(found), class_="muted"))
    if not found.waivers:  # else the line above every page says so
        show(parts.verdict("good", "None in force.", "Every failure blocks."))
    _in_force(desk, actor, found)
    _ended(found)


def _whose(found: Waivers) -> str:
    if not found.granters:
        return "Nobody owns what blocks, so nobody can waive it: name somebody under People."
    return f"To waive a failure is for {' or '.join(found.granters)}."


def _left(one: WaiverShown) -> str:
    days = one.days_left or 0
    return "tomorrow" if days == 1 else f"in {days} days"


def _in_force(desk: Desk, actor: str, found: Waivers) -> None:
    with parts.card("In force", "The next to end first", key="in-force"):
        for one in found.waivers:
            with st.container(
                horizontal=True,
                horizontal_alignment="distribute",
                vertical_alignment="center",
                key=f"ed-waiver-{one.id}",
            ):
                show(_told(one), width="stretch")
                act = partial(end_form, desk, actor, one)
                may = among(actor, *one.may_end)
                st.button("End it", key=f"end:{one.id}", on_click=act, disabled=not may)
        if not found.waivers:
            show(tag("p", "Who owns what blocks may let a failure through.", class_="muted"))


def _told(one: WaiverShown) -> Html:
    left = parts.chip("warn" if (one.days_left or 0) <= SOON else "info", f"ends {_left(one)}")
    for_ = f"for {one.scope} · {one.owner} mends it until {wording.day(one.until)}"
    granted = f"{one.by}: {one.reason}"
    return tag(
        "div",
        parts.row(_id(one), _about(one), left),
        tag("p", for_, class_="sub"),
        tag("p", granted, class_="any"),
    )


def _about(one: WaiverShown) -> Html:
    if one.case:
        return link(one.title, "case", id=one.what)
    return link(one.title, "thresholds", name=one.what)


def _ended(found: Waivers) -> None:
    if not found.ended:
        return
    with parts.card("Ended", "What was waived once blocks again", key="ended"):
        for one in found.ended[:SHOWN]:
            show(_gone(one))
        if (more := len(found.ended) - SHOWN) > 0:
            show(tag("p", f"and {more} more: evaldesk waivers --all", class_="muted"))


def _gone(one: WaiverShown) -> Html:
    return tag(
        "div",
        parts.row(_id(one), _about(one), parts.pill(f"ended {_over(one)}")),
        tag("p", f"for {one.scope} · {one.by}: {one.reason}", class_="sub any"),
    )


def _id(one: WaiverShown) -> Html:
    return tag("b", link(one.id, "decisions", subject=waiver_subject(one.id)))


def _over(one: WaiverShown) -> str:
    if one.ended_by:
        return f"{wording.day(one.ended_at)}, by {one.ended_by}"
    return f"{wording.day(one.until)}, by itself"
