"""The page of the queue: its views and filters, which stand in the address, and the queue."""

from dataclasses import replace

import streamlit as st

from curation.errors import CurationError
from curation.filters import Filters
from pages.shared import parts
from pages.shared.acting import said
from pages.shared.html import join, prose, show
from pages.shared.links import link
from pages.triage.groups import group_head
from pages.triage.keyboard import narrowing, viewing
from pages.triage.keyboard.component import keyboard
from pages.triage.keyboard.narrowing import ANY, EVERY
from store.answers.queue import facets
from store.answers.views import filters_of
from store.desk import Desk

__all__ = ["ANY", "EVERY", "by_keyboard"]


def by_keyboard(desk: Desk, actor: str, chosen: str) -> bool:
    """Draw the inputs of one group, or of all, to be sorted one by one; False: none waits."""
    try:
        filters = _asked(desk, actor)
    except CurationError as odd:
        out = link("Clear the filters", "inbox", group=chosen)
        show(parts.verdict("warn", "No such filter.", join((prose(str(odd)), out), " ")))
        filters = Filters(group=None if chosen == EVERY else chosen)
    mine = filters.for_(actor)
    found = facets(desk, mine)
    if not narrowing.is_narrowed(filters) and not found["state"].get("waiting"):
        return False
    with parts.page_head("Inbox", join((link("All groups", "inbox"), " · dearest first"))):
        viewing.menu(desk, actor, filters)
        narrowing.popover(filters, found, actor)
    if filters.group:
        group_head(desk, actor, filters.group)
    else:
        said(desk, actor)
    narrowing.chips(filters)
    keyboard(desk, actor, mine)
    return True


def _asked(desk: Desk, actor: str) -> Filters:
    """What stands in the address; a view that stands there alone is looked up."""
    filters, view = narrowing.asked(), st.query_params.get("view")
    if not view or narrowing.is_narrowed(replace(filters, text=None)):
        return filters
    saved = filters_of(desk, view, actor)
    if saved.text and not filters.text:
        st.query_params["q"] = saved.text
    group = saved.group or filters.group
    return replace(saved, group=group, text=filters.text or saved.text)
