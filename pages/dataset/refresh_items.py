"""The items of a refresh: tick some, and accept or reject them in one act."""

import streamlit as st

from pages.dataset.refresh_forms import accept_form, reject_form
from pages.dataset.refresh_tables import ITEM_COLUMNS, item_cells
from pages.shared import parts, wording
from pages.shared.html import show, tag
from pages.shared.picking import choice
from pages.shared.tables import table
from store.answers.refreshes import RefreshShown
from store.desk import Desk


def item_list(desk: Desk, actor: str, found: RefreshShown) -> None:
    """What waits, to be ticked; under it what was said already."""
    if found.waiting:
        with parts.card("Items that wait", "Tick some, or take them all", key="items"):
            _waiting(desk, actor, found)
    spoken = [one for one in found.items if one.item.said]
    if spoken:
        with parts.card("Said already", "Undo takes an act back as a whole", key="spoken"):
            rows = [item_cells(one) for one in spoken]
            show(table("Items with a word", ITEM_COLUMNS, rows))


@st.fragment
def _waiting(desk: Desk, actor: str, found: RefreshShown) -> None:
    waiting = [one for one in found.items if not one.item.said]
    rows = [(one.item.case, one.title[:60], item_cells(one)) for one in waiting]
    said_so_far = found.accepted + found.rejected
    chosen = choice("Items", ITEM_COLUMNS, rows, key=f"ed-refresh-{found.id}-{said_so_far}")
    picked = chosen or [one.item.case for one in waiting]
    held = sum(bool(one.objections) for one in waiting if one.item.case in picked)
    with st.container(
        key="ed-bar-refresh", horizontal=True, vertical_alignment="center", gap="small"
    ):
        of = f"{len(chosen)} chosen" if chosen else f"all {len(picked)}"
        free = len(picked) - held
        against = f" · the check objects to {held}, which would wait on" if held else ""
        show(tag("span", tag("b", of), against), width="content")
        if st.button(
            f"Accept {wording.many(free, 'item')}…", type="primary", disabled=not free
        ):
            accept_form(desk, actor, found, picked)
        if st.button(f"Reject {wording.many(len(picked), 'item')}…"):
            reject_form(desk, actor, found, picked)
