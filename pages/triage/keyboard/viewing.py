"""The saved views of the queue: open one, save what is chosen, delete one."""

import streamlit as st

from curation.filters import Filters
from pages.shared import wording
from pages.shared.acting import Done, filled, press
from pages.shared.html import join, show, tag
from pages.shared.links import link
from pages.triage.keyboard.narrowing import EVERY, is_narrowed
from store.acts.viewing import delete_view, save_view
from store.answers.views import View, views
from store.desk import Desk


def menu(desk: Desk, actor: str, filters: Filters) -> None:
    """Every view with what it shows, and a field to save what is chosen now."""
    with st.popover("Views", icon=":material/bookmark:"):
        for view in views(desk, actor):
            _line(desk, actor, view)
        if is_narrowed(filters) or filters.group:
            st.text_input("Save these filters as", key="view-name", max_chars=60)
            st.checkbox("For everybody", key="view-shared")
            st.button(
                "Save the view", on_click=press, args=(lambda: _save(desk, actor, filters),)
            )


def _line(desk: Desk, actor: str, view: View) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        whose = (
            None if view.saved_by is None else "yours" if view.owner else f"by {view.saved_by}"
        )
        name = link(view.name, "inbox", group=EVERY, view=view.name)
        told = None if view.count is None else wording.count(view.count)
        count = tag("span", told, class_="muted") if told else None
        whose_it_is = tag("small", whose, class_="muted") if whose else None
        show(join((name, count, whose_it_is), " "), width="content")
        if view.saved_by is not None:
            st.button(
                "Delete", key=f"view-{view.owner}-{view.name}",
                icon=":material/delete:", type="tertiary", on_click=press,
                args=(lambda: _delete(desk, actor, view.name),),
            )  # fmt: skip


def _save(desk: Desk, actor: str, filters: Filters) -> Done:
    name, shared = filled("view-name"), filled("view-shared")
    act = save_view(desk, name, filters, actor=actor, shared=shared)
    return Done("good", "Saved.", f"The view {name} shows these filters.", act)


def _delete(desk: Desk, actor: str, name: str) -> Done:
    return Done(
        "good", "Deleted.", f"The view {name} is gone.", delete_view(desk, name, actor=actor)
    )
