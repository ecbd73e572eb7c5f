"""The page of the queue: its filters, which stand in the address, and the queue itself."""

from collections.abc import Mapping

import streamlit as st

from pages.shared import parts, wording
from pages.shared.html import join
from pages.shared.links import link
from pages.triage.groups import group_head
from pages.triage.keyboard.component import keyboard
from store.answers.queue import Filters, facets
from store.desk import Desk

ANY = "All"
EVERY = "all"  # the group that is every group


def by_keyboard(desk: Desk, actor: str, chosen: str) -> bool:
    """Draw the inputs of one group, or of all, to be sorted one by one; False: none waits."""
    filters = Filters(
        group=None if chosen == EVERY else chosen,
        kind=_asked("kind"),
        route=_asked("route"),
        version=_asked("version"),
        text=st.query_params.get("q"),
    )
    found = facets(desk, filters)
    if not filters.text and not any(found.values()):
        return False
    with parts.page_head("Inbox", join((link("All groups", "inbox"), " · dearest first"))):
        _filters(filters, found)
    if filters.group:
        group_head(desk, actor, filters.group)
    keyboard(desk, actor, filters)
    return True


def _filters(filters: Filters, found: Mapping[str, Mapping[str, int]]) -> None:
    chosen = sum(one is not None for one in (filters.kind, filters.route, filters.version))
    with st.popover(f"Filters · {chosen}" if chosen else "Filters", icon=":material/tune:"):
        for name, counts in found.items():
            _facet(name, counts)


def _asked(name: str) -> str | None:
    said = st.query_params.get(name)
    return None if said == ANY else said


def _facet(name: str, found: Mapping[str, int]) -> None:
    """One filter with its counts; what is chosen stands in the address."""
    chosen = _asked(name)
    options = [ANY, *dict.fromkeys([*found, *([chosen] if chosen else [])])]

    def told(value: str) -> str:
        said = wording.words(value) if name == "kind" else value
        return (
            f"{name.capitalize()}: all" if value == ANY else f"{said} · {found.get(value, 0):,}"
        )

    st.selectbox(
        name.capitalize(), options, key=name, bind="query-params", format_func=told,
    )  # fmt: skip
