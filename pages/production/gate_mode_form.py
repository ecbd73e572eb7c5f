"""Freeze the gate but for fixes, or open it again: the button of the error budget."""

from functools import partial

import streamlit as st

from curation.gate_mode import Mode
from pages.shared import parts, wording
from pages.shared.acting import Done, filled, press
from pages.shared.html import show, tag
from store.acts.gate_mode import set_mode
from store.answers.budget import BudgetAnswer
from store.desk import Desk


def gate_mode_form(desk: Desk, actor: str, found: BudgetAnswer) -> None:
    """What the gate lets by now, and the one thing that can be done about it."""
    mode = found.mode
    if mode.frozen:
        since = f"Since {wording.moment(mode.at)}, {mode.by}: {mode.reason}"
        said = (parts.chip("warn", "only fixes ship"), since)
    elif found.proposal:
        agreed = f"Agreed: {found.proposal.words}"
        said = (parts.chip("warn", "the ladder asks for a freeze"), agreed)
    else:
        until = f"; until {mode.until} the ladder does not freeze it" if mode.until else ""
        said = (parts.chip("good", "open"), f"Everything ships that passes{until}.")
    show(said[0], tag("p", said[1], class_="sub"))
    to = Mode.NORMAL if mode.frozen else Mode.FREEZE
    st.text_input("Why", key=f"gate-why:{to}", placeholder="It stays in the log")
    st.button(
        "Open the gate" if mode.frozen else "Freeze but for fixes",
        type="primary" if mode.frozen or found.proposal else "secondary",
        key="gate-mode",
        on_click=press,
        args=(partial(_set, desk, actor, to),),
    )


def _set(desk: Desk, actor: str, to: Mode) -> Done:
    done = set_mode(desk, to, actor=actor, reason=filled(f"gate-why:{to}"))
    if done.frozen:
        return Done("good", "Frozen.", "Only runs that are stated as a fix pass the gate now.")
    until = f" Until {done.until} the ladder does not freeze it again." if done.until else ""
    return Done("good", "Open.", f"Everything ships again that passes.{until}")
