"""While the gate is frozen: the field that states what a run mends."""

import streamlit as st

from pages.shared.acting import filled
from store.answers.gate_mode import gate_mode
from store.desk import Desk


def fix_field(desk: Desk, run: str) -> None:
    """Ask what `run` mends; nothing while everything ships."""
    if gate_mode(desk).frozen:
        st.text_input(
            "It mends", key=f"fix:{run}", placeholder="INC-1, or why it ships although frozen"
        )


def fix_of(desk: Desk, run: str) -> str | None:
    """What stands in the field; None where nothing was said."""
    return (filled(f"fix:{run}").strip() or None) if gate_mode(desk).frozen else None
