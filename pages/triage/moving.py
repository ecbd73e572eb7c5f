"""Move what was chosen: where to and why, what that would change, then the move, its undo."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from curation.cases import State
from curation.promotion import ways
from pages.shared import wording
from pages.shared.acting import Done, moved, press, said
from pages.shared.between import keep, kept, taken
from pages.shared.html import show, tag
from pages.triage.address import Asked
from pages.triage.choosing import MOST, Chosen, choose, chosen_in
from pages.triage.foretelling import foretold
from store.acts.moving import move
from store.answers.foresight import Foresight, foresee
from store.answers.listing import Listing, chosen
from store.desk import Desk

UNTIL = "A date (2026-12-31), a number of further failures (+10), or: escalates"
_MOVED, _FORESEEN = "ed-moved", "ed-foreseen"


def bar(desk: Desk, asked: Asked, found: Listing, actor: str) -> None:
    """Draw what was done last in a set, and what can be done with what is chosen now."""
    every = partial(_choose_all, desk, asked)
    offer(desk, actor, asked.set, asked.set, min(found.found, MOST), every)


def offer(
    desk: Desk, actor: str, of: str, here: State | None, whole: int, every: Callable[[], None]
) -> None:
    """The same for any list `of` cases, `whole` of which `every` chooses.

    `here` is where all of them stand, None where that differs.
    """
    picked = chosen_in(of)
    with st.container(key="ed-bar"):
        said(desk, actor)
        if not picked:
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            number = f"{wording.many(len(picked), 'case')} chosen"
            show(tag("b", number, role="status"), width="content")
            label = f"Move {wording.many(len(picked), 'case')} …"
            if st.button(label, type="primary", key="move", icon=":material/move_item:"):
                _dialog(desk, of, here, picked, actor)
            if whole > len(picked):
                st.button(f"Choose all {whole:,}", key="choose-all", on_click=every)
            st.button("Clear", key="clear", on_click=choose, args=({}, of))


def _choose_all(desk: Desk, asked: Asked) -> None:
    found = chosen(desk, asked.set, asked.filters, sort=asked.sort)
    choose(dict(list(found.items())[:MOST]), asked.set)


@st.dialog("Move what was chosen", width="large")
def _dialog(desk: Desk, of: str, here: State | None, picked: Chosen, actor: str) -> None:
    if taken(_MOVED):
        st.rerun()
    to = where_to(here, "bulk")
    reason, until = why(to, "bulk")
    if to is None:
        show(tag("p", "Choose where to, to see what would change.", class_="muted"))
        return
    found = _foreseen(desk, picked, to, actor, reason, until)
    with st.container(height=360 if len(picked) > 3 else "content", border=False):
        show(foretold(found))
    st.button(
        f"Move {wording.many(len(found.changes), 'case')} to {to}",
        type="primary",
        key="confirm",
        disabled=not found.changes,
        on_click=_confirm,
        args=(desk, of, picked, found, actor, reason, until),
    )


def where_to(here: State | None, at: str) -> State | None:
    """Ask where to; None until it was chosen."""
    return st.segmented_control(
        "Move to",
        ways(here),
        default=None,
        format_func=str.capitalize,
        key=f"to:{at}",
        label_visibility="collapsed",
    )


def why(to: State | None, at: str) -> tuple[str, str | None]:
    """Ask for the reason, and of a dismissal until when."""
    reason = st.text_input("Why", key=f"why:{at}", placeholder="It stays in the log", live=True)
    if to is not State.DISMISSED:
        return reason or "", None
    until = st.text_input("Until", value="escalates", key=f"until:{at}", help=UNTIL)
    return reason or "", until or None


def _foreseen(
    desk: Desk, picked: Chosen, to: State, actor: str, reason: str, until: str | None
) -> Foresight:
    """What the move would do, asked anew where more has changed than the words of a reason."""
    with desk.ledger.reading() as asked:
        about = (asked.head(), tuple(picked.items()), to, actor, bool(reason.strip()), until)
    before: tuple[object, Foresight] | None = kept(_FORESEEN)
    if before is not None and before[0] == about:
        return before[1]
    found = foresee(
        desk, list(picked), to, actor=actor, reason=reason, until=until, seen=picked
    )
    keep(_FORESEEN, (about, found))
    return found


def _confirm(
    desk: Desk, of: str, picked: Chosen, found: Foresight, actor: str, reason: str,
    until: str | None,
) -> None:  # fmt: skip
    press(partial(_move, desk, of, picked, found, actor, reason, until))
    keep(_MOVED, True)


def _move(
    desk: Desk, of: str, picked: Chosen, found: Foresight, actor: str, reason: str,
    until: str | None,
) -> Done:  # fmt: skip
    """Move what can be moved; what stays where it is stays chosen, all of it when refused."""
    seen = {change.case: picked[change.case] for change in found.changes}
    done = move(desk, list(seen), found.to, actor=actor, reason=reason, until=until, seen=seen)
    choose({c: v for c, v in picked.items() if c not in done.moved}, of)
    return moved(done)
