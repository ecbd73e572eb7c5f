"""The three sets: what is in them, what is in force, what changed, freeze, export, move."""

import streamlit as st

from curation.cases import State
from pages.shared import parts, wording
from pages.shared.html import show, tag
from pages.shared.parts import Tile
from pages.triage.address import asked, from_the_start
from pages.triage.compared import compared, wanted
from pages.triage.listed import listed
from pages.triage.versions import version_controls, version_line
from store.answers.sets import SetSummary, sets
from store.desk import Desk

_ALL = ["blocking", "monitoring", "backlog", "dismissed", "retired"]


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    found = sets(desk)
    beside = f"{found.dismissed} dismissed, {found.retired} retired"
    parts.page_head("Sets", f"What a release is tested on · {beside}")
    show(
        tag("div", parts.tiles(*(_tile(one) for one in reversed(found.sets))), class_="hide-s")
    )
    with st.container(horizontal=True, horizontal_alignment="distribute", key="ed-which"):
        state = _chosen()
        summary = next((one for one in found.sets if one.set is state), None)
        if summary is not None:
            version_controls(desk, summary, found, actor)
    if summary is not None:
        show(version_line(summary, found))
    if wanted():
        compared(desk, state, found)
    else:
        listed(desk, asked(state), actor)


def _chosen() -> State:
    # Without format_func: the address would then say Blocking and not know blocking.
    chosen = st.segmented_control(
        "Set",
        _ALL,
        default="blocking",
        required=True,
        label_visibility="collapsed",
        key="set",
        bind="query-params",
        wrap=True,
        on_change=from_the_start,
    )
    return State(chosen or "blocking")


def _tile(one: SetSummary) -> Tile:
    owner = one.owner or "nobody yet"
    return Tile(
        one.set.capitalize(),
        wording.count(one.cases),
        f"{one.in_force or 'never frozen'} · owner: {owner}",
        page="sets",
        query={"set": one.set},
    )
