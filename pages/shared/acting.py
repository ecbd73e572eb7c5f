"""What a button does: act, say what was done, offer to take it back."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import streamlit as st

from curation.errors import CurationError
from pages.shared.html import Content, Html, join, prose, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.parts import verdict
from pages.shared.wording import many
from store.acts.moving import Moved, Refused
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


def press(act: Callable[[], Done | None]) -> None:
    """Run `act` in a button's callback; what it answers is said above the next screen."""
    try:
        done = act()
    except CurationError as refusal:
        done = Done("warn", "Not done.", prose(str(refusal)))
    st.session_state[_SAID] = done


def filled(key: str) -> Any:  # noqa: ANN401 (a field holds anything)
    """What stands in the field `key`, for a callback.

    The value that the field gave when it was drawn may be older: who types and clicks at once
    sends both together.
    """
    return st.session_state[key]


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
    if done.groups:
        return Done("info", "Taken back.", f"{many(len(done.groups), 'group')} as before.")
    if not done.cases:
        return Done("info", "Taken back.", "All is as before.")
    as_before = f"{many(len(done.cases), 'case')} as before."
    stays = f" What it opened stays: {many(len(done.opened), 'case')} in the backlog."
    return Done("info", "Taken back.", as_before + (stays if done.opened else ""))


def moved(done: Moved) -> Done:
    """What a move did, with every objection to what it did not do, one a line."""
    if done.moved:
        first = f"{many(len(done.moved), 'case')} moved to {done.to}."
    else:
        first = "Nothing was moved."
    noted = [join(("· ", one)) for one in done.warnings]
    stayed = [line for refused in done.refused for line in _stays(refused)]
    tone: Tone = "warn" if stayed or noted else "good"
    word = "Done." if done.moved else "Refused."
    return Done(tone, word, join((first, *noted, *stayed), tag("br")), done.act)


def _stays(refused: Refused) -> Generator[Html]:
    yield join((link(refused.case, "case", id=refused.case), " stays:"))
    for objection in refused.objections:
        way_out = tag("span", f" → {objection.clear}", class_="muted")
        yield join(("· ", objection.what, way_out))
