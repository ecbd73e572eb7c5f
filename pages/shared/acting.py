"""What a button does: act, say what was done, offer to take it back."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from curation.errors import CurationError
from pages.shared.html import Content, prose, show, text
from pages.shared.marks import Tone
from pages.shared.parts import verdict
from store.acts.moving import Moved
from store.acts.undoing import undo
from store.desk import Desk

_SAID = "ed-said"


@dataclass(frozen=True, slots=True)
class Done:
    """What an act answered: in one word, in a sentence, and the act that undo takes back."""

    tone: Tone
    word: str
    sentence: Content
    act: str | None = None


def press(act: Callable[[], Done]) -> None:
    """Run `act` in a button's callback; what it answers is said above the next screen."""
    try:
        done = act()
    except CurationError as refusal:
        done = Done("warn", "Not done.", prose(str(refusal)))
    st.session_state[_SAID] = done


def said(desk: Desk, actor: str) -> None:
    """Say what the last button did, once, with the way back where there is one."""
    done: Done | None = st.session_state.pop(_SAID, None)
    if done is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        show(verdict(done.tone, done.word, done.sentence))
        if done.act:
            st.button(
                "Undo",
                icon=":material/undo:",
                key="undo",
                on_click=press,
                args=(lambda: taken_back(desk, actor, done.act),),
            )


def taken_back(desk: Desk, actor: str, act: str | None) -> Done:
    """Undo `act`."""
    done = undo(desk, actor=actor, act=act)
    n = len(done.cases)
    return Done("info", "Taken back.", f"{n} case{'s' if n != 1 else ''} as before.")


def moved(done: Moved) -> Done:
    """What a move did, with every objection to what it did not do."""
    lines = [
        f"{refused.case} stays: "
        + "; ".join(f"{o.what} → {o.clear}" for o in refused.objections)
        for refused in done.refused
    ]
    n = len(done.moved)
    first = (
        f"{n} case{'s' if n != 1 else ''} moved to {done.to}." if n else "Nothing was moved."
    )
    tone: Tone = "warn" if lines else "good"
    return Done(
        tone, "Refused." if not n else "Done.", text(" ".join([first, *lines])), done.act
    )
