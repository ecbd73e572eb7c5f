"""Waivers: which failures a release may ship in spite of, until when, and who mends them."""

from functools import partial

import streamlit as st

from pages.governance.waiver_forms import end_form, waive_form
from pages.shared import parts, tables, wording
from pages.shared.acting import said
from pages.shared.html import Content, Html, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
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
    with head:
        st.button(
            "Waive a failure",
            icon=":material/event_busy:",
            type="primary" if what else "secondary",
            key="waive",
            on_click=partial(waive_form, desk, actor, found, offered, what),
        )
    said(desk, actor)
    show(_verdict(found))
    _in_force(desk, actor, found)
    _ended(found)


def _verdict(found: Waivers) -> Html:
    if not found.waivers:
        return parts.verdict("good", "None in force.", "Every failure blocks.")
    one = found.waivers[0]
    many = wording.many(len(found.waivers), "failure")
    ends = f"{one.id} ends {_left(one)}; from then on it blocks again by itself."
    return parts.verdict("warn", f"{many} waived.", ends)


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
                st.button("End it", key=f"end:{one.id}", on_click=act)
        if not found.waivers:
            show(tag("p", "Who owns what blocks may let a failure through.", class_="muted"))


def _told(one: WaiverShown) -> Html:
    left = parts.chip("warn" if (one.days_left or 0) <= SOON else "info", f"ends {_left(one)}")
    for_ = f"for {one.scope} · {one.owner} mends it until {wording.day(one.until)}"
    granted = f"{one.by}: {one.reason}"
    return tag(
        "div",
        parts.row(tag("b", one.id), _about(one), left),
        tag("p", for_, class_="sub"),
        tag("p", granted, class_="any"),
    )


def _about(one: WaiverShown) -> Html:
    return link(one.title, "case", id=one.what) if one.case else tag("span", one.title)


def _ended(found: Waivers) -> None:
    if not found.ended:
        return
    columns = [
        Column("Waiver", tight=True),
        Column("About", clip=True),
        Column("For", phone=False),
        Column("Ended", tight=True),
        Column("Granted by", phone=False),
        Column("Why", phone=False),
    ]
    rows: list[list[Content]] = [
        [one.id, _about(one), one.scope, _over(one), one.by, one.reason]
        for one in found.ended[:SHOWN]
    ]
    with parts.card("Ended", "What was waived once blocks again", key="ended"):
        show(tables.table("Waivers that have ended", columns, rows))
        if (more := len(found.ended) - SHOWN) > 0:
            show(tag("p", f"and {more} more: evaldesk waivers --all", class_="muted"))


def _over(one: WaiverShown) -> str:
    if one.ended_by:
        return f"{wording.day(one.ended_at)}, by {one.ended_by}"
    return f"{wording.day(one.until)}, by itself"
