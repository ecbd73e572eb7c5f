"""The page of the queue: its filters, which stand in the address, and the queue itself."""

from collections.abc import Mapping

import streamlit as st

from pages.shared import parts, wording
from pages.shared.html import join
from pages.shared.links import link
from pages.triage.keyboard.component import keyboard
from store.answers.queue import Filters, facets
from store.desk import Desk

ANY = "All"
EVERY = "all"  # the group that is every group


def by_keyboard(desk: Desk, actor: str, chosen: str) -> None:
    """The inputs of one group, or of all of them, to be sorted one by one."""
    filters = Filters(
        group=None if chosen == EVERY else chosen,
        kind=_asked("kind"),
        route=_asked("route"),
        version=_asked("version"),
        text=st.query_params.get("q"),
    )
    with parts.page_head("Inbox", join((link("All groups", "inbox"), " · dearest first"))):
        for name, found in facets(desk, filters).items():
            _facet(name, found)
    keyboard(desk, actor, filters)


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
        label_visibility="collapsed", width=190,
    )  # fmt: skip
