"""What a page keeps for its next run; the only other memory is the address and the desk."""

from typing import Any

import streamlit as st


def keep(key: str, value: object) -> None:
    """Keep `value` for the next run of this session; None forgets it."""
    st.session_state[key] = value


def kept(key: str) -> Any:  # noqa: ANN401 (whatever was kept)
    """What was kept; None when nothing was."""
    return st.session_state.get(key)


def taken(key: str) -> Any:  # noqa: ANN401 (whatever was kept)
    """What was kept, once."""
    return st.session_state.pop(key, None)


def told_by(component: str, name: str) -> Any:  # noqa: ANN401 (whatever a browser sends)
    """What the browser's side of `component` has just sent under `name`, for its callback.

    None when the page was left while it was on its way: nobody can read it any more.
    """
    return st.session_state.get(component, {}).get(name)
