"""Replay: what another number, a move or a waiver would have made of the past."""

import streamlit as st

from curation.cases import State
from curation.replay_words import written
from pages.governance import replayed
from pages.shared import parts
from pages.shared.html import show, tag
from store.answers.replay import Replay, replay
from store.answers.replay_moves import replay_move, replay_waiver
from store.answers.thresholds import thresholds
from store.desk import Desk

FIRST = "gate.non_inferiority_margin"


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 (every page takes who is asking)
    """Draw the page; `?name=` and `?value=` say what is tried, else `?promote=` and such."""
    parts.page_head("Replay", "What another number would have made of the past")
    moved = _of_move(desk)
    if moved is not None:
        with parts.card(moved.name, "As if it had been so", key="replay"):
            replayed.show(moved)
        return
    known = {one.name: one for one in thresholds(desk)}
    names = list(known)
    left, right = st.columns([3, 1], gap="small", vertical_alignment="bottom")
    with left:
        name = st.selectbox(
            "Number", names, index=names.index(FIRST), key="name", bind="query-params"
        )
    one = known[name or FIRST]
    with right:
        said = st.text_input(
            "Value to try",
            key="value",
            bind="query-params",
            placeholder=f"{one.value:g}",
            help=f"In force: {written(one.metric, one.value)}. A share is written 0.95.",
        )
    value = _number(said)
    if said and value is None:
        show(tag("p", f"'{said}' is no number. Write it like {one.value:g}.", role="alert"))
        return
    with st.spinner("Judging the past runs anew …"):
        found = replay(desk, one.name, one.value if value is None else value)
    with parts.card(one.name, f"In force: {written(one.metric, one.value)}", key="replay"):
        replayed.show(found)


def _of_move(desk: Desk) -> Replay | None:
    """What `?promote=`, `?demote=` or `?waive=` asks for; ids apart by commas."""
    said = {name: st.query_params.get(name, "") for name in ("promote", "demote", "waive")}
    name = next((one for one, ids in said.items() if ids), None)
    if name is None:
        return None
    ids = [one.strip() for one in said[name].split(",") if one.strip()]
    if name == "waive":
        return replay_waiver(desk, ids)
    return replay_move(desk, ids, State.BLOCKING if name == "promote" else State.MONITORING)


def _number(said: str | None) -> float | None:
    try:
        return float(said) if said else None
    except ValueError:
        return None
