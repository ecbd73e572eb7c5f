"""The script Streamlit runs: open the desk, who is asking, name the pages, run one."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from curation.errors import CurationError, NoDesk
from pages.shared import (
    calm,
    frozen,
    looking_back,
    onlooker,
    palette,
    parts,
    self_tested,
    theme,
    tour,
    waived,
)
from pages.shared.html import prose
from pages.shared.menu import HOME, PAGES, Entry
from pages.shared.served import its_folder, the_desk
from pages.shared.who import asking
from store.answers.past_desks import PastDesks
from store.desk import Desk


@st.cache_resource(show_spinner=False)
def the_past(folder: Path) -> PastDesks:
    """The same desk as it was, for everybody who looks back."""
    return PastDesks(the_desk(folder))


def menu(turn_to: Callable[[Entry], None]) -> dict[str, list[StreamlitPage]]:
    """The pages by section; home also answers at its own name."""
    found = {
        section: [_page(entry, turn_to) for entry in entries]
        for section, entries in PAGES.items()
    }
    first, home = next(iter(PAGES.items()))
    found[first].append(_page(replace(home[0], visibility="hidden"), turn_to))
    return found


def _page(entry: Entry, turn_to: Callable[[Entry], None]) -> StreamlitPage:
    at_the_root = entry.url_path == HOME and entry.visibility == "visible"
    return st.Page(
        lambda: turn_to(entry),
        title=entry.title,
        icon=entry.icon,
        url_path="home" if at_the_root else entry.url_path,  # the root keeps a name for itself
        default=at_the_root,
        visibility=entry.visibility,
    )


def looked_at(then: str) -> Desk | None:
    """The desk, or as it was at the point `then`; None where it cannot be opened."""
    try:
        folder = its_folder()
        return the_past(folder).at(then) if then else the_desk(folder)
    except CurationError:
        return None


def turn_to(entry: Entry) -> None:
    """Show one page, or the calm sentence of what refused."""
    folder = its_folder()
    try:
        desk = the_desk(folder)
    except NoDesk as none:
        title, way_out = "There is no desk here yet", "Look around in the sample:"
        parts.empty_state(title, prose(str(none)), way_out, "evaldesk demo", alone=True)
        return
    except CurationError as closed:
        title, way_out = "The desk cannot be opened now", "Whether it is back:"
        parts.empty_state(title, prose(str(closed)), way_out, "evaldesk verify", alone=True)
        return
    if desk.sample:
        tour.banner(desk, actor, entry.url_path)
    if then:
        shown = looking_back.shown(the_past(folder), then, entry.url_path)
        if shown is None:
            return
        desk = shown
    frozen.banner(desk)
    waived.banner(desk)
    self_tested.banner(desk)
    onlooker.banner(desk, actor)
    with calm.refusals():
        import_module(entry.module).render(desk, actor)


st.set_page_config(page_icon=theme.FAVICON, layout="wide")
theme.apply()
page = st.navigation(menu(turn_to), position="top")
st.set_page_config(page_title=f"{page.title} · Evaldesk")
# In the frame, not in a page: what it draws keeps its state when the page changes.
then = looking_back.asked(page.url_path)
actor = asking(then, partial(palette.search, partial(looked_at, then), its_folder())).name
page.run()
