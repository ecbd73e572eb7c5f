"""Who is asking: the person who signed in, the one a trusted proxy names, or a local name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import unquote

import streamlit as st
from streamlit import config

from pages.shared import looking_back
from pages.shared.html import show, tag
from pages.shared.links import follow_links
from store.actor import default_actor

# In the order in which a person is best recognised in the log.
_CLAIMS = ("email", "preferred_username", "user", "name", "sub")
_KEY = "ed-me"
_CHOSEN = "ed-chosen-name"
_COOKIE = "evaldesk_me"
_LONGEST = 80
LOCAL = "This is a local desk: names are not verified. Decisions are recorded under this one."
HOW_TO_CLOSE = (
    "This desk knows people through its sign-in, and you are not signed in. "
    "Ask whoever runs it to let you in."
)


@dataclass(frozen=True, slots=True)
class Asker:
    """The person whose name goes under decisions; `verified` when someone vouched for it."""

    name: str
    verified: bool


def asking(then: str = "", search: Callable[[], None] = lambda: None) -> Asker:
    """Who is asking; draws the corner "You are", and stops where a sign-in is missing.

    Beside it stand the `search`, and the date that rewinds every page; `then` is the point
    that it shows.
    """
    claims = cast("dict[str, object]", st.user.to_dict())
    if claims.get("is_logged_in") is False:
        _sign_in()
    name = next((str(claims[key]) for key in _CLAIMS if claims.get(key)), None)
    if name is None and config.get_option("server.trustedUserHeaders"):
        st.warning(HOW_TO_CLOSE)
        st.stop()
    with st.container(key="ed-who", horizontal=True, vertical_alignment="center", gap="small"):
        search()
        looking_back.control(then)
        if name is None:
            return _local(then)
        return _signed_in(name, then, can_leave=bool(claims.get("is_logged_in")))


def _local(then: str) -> Asker:
    """A name the person chose; `?me=` in the address of the first page chooses it too."""
    if _KEY not in st.session_state:
        # Streamlit may forget a field between pages. Whoever is asking must not change by that.
        st.session_state[_KEY] = st.session_state.get(_CHOSEN) or _first_name()
    name = str(st.session_state[_KEY]).strip() or default_actor()
    st.session_state[_CHOSEN] = name
    with st.popover(name, icon=":material/person:", type="tertiary"):
        st.text_input("You are", key=_KEY, max_chars=_LONGEST, on_change=_forget_the_address)
        show(tag("p", LOCAL, class_="sub"))
    follow_links(cookie=_COOKIE, me=name if name != default_actor() else "", then=then)
    return Asker(name, verified=False)


def _first_name() -> str:
    kept = unquote(st.context.cookies.to_dict().get(_COOKIE, ""))
    return (st.query_params.get("me") or kept or default_actor())[:_LONGEST]


def _forget_the_address() -> None:
    # A reload would otherwise bring back the name that the address still says.
    st.query_params.pop("me", None)


def _signed_in(name: str, then: str, *, can_leave: bool) -> Asker:
    with st.popover(name, icon=":material/verified_user:", type="tertiary"):
        show(tag("p", f"Signed in as {name}.", class_="sub"))
        if can_leave:
            st.button("Sign out", on_click=st.logout)
    follow_links(then=then)
    return Asker(name, verified=True)


def _sign_in() -> None:
    st.title("Sign in to the desk")
    st.button("Sign in", type="primary", on_click=st.login)
    st.stop()
