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
