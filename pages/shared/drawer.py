"""What a visitor's page keeps between two runs of its script, and forgets with the session."""

from collections.abc import Callable
from typing import TypeVar, cast

import streamlit as st

T = TypeVar("T")


def drawer(name: str, make: Callable[[], T]) -> T:
    """What lies under `name`; made at the first look."""
    key = f"ed-drawer-{name}"
    if key not in st.session_state:
        st.session_state[key] = make()
    return cast("T", st.session_state[key])


def when_the_window_closes(act: Callable[[], None]) -> None:
    """Have `act` done when the visitor has gone, or their connection broke."""
    _farewells().append(act)


def _part(farewells: list[Callable[[], None]]) -> None:
    for act in farewells:
        act()


# The state of a session outlives its window by minutes, and its objects by more.
@st.cache_resource(scope="session", on_release=_part, show_spinner=False)
def _farewells() -> list[Callable[[], None]]:
    return []
