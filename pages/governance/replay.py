"""Replay: what another number, a move or a waiver would have made of the past."""

import streamlit as st

from curation.cases import State
from curation.errors import CurationError
from curation.replay_words import written
from curation.threshold_values import value_said
from pages.governance import replayed
from pages.shared import parts
from pages.shared.html import show, tag
from store.answers.replay import Replay, replay
from store.answers.replay_moves import replay_move, replay_waiver
from store.answers.thresholds import thresholds
from store.desk import Desk

FIRST = "gate.non_inferiority_margin"


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 (every page takes who is asking)
    """Draw the page: a number by `?name=` and `?value=`, a move by `?promote=` and the like."""
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
            "Number",
            names,
            index=names.index(FIRST),
            key="name",
            bind="query-params",
            format_func=lambda n: f"{known[n].label} ({n})",
        )
    one = known[name or FIRST]
    with right:
        said = st.text_input(
            "Value to try",
            key="value",
            bind="query-params",
            placeholder=f"{one.value:g}",
            help="A share is written 95 % or 0.95; none drops a critical cohort or a limit.",
        )
    try:
        value = value_said(said) if said else one.value
    except CurationError as refusal:
        show(tag("p", str(refusal), role="alert"))
        return
    with st.spinner("Judging the past runs anew …"):
        found = replay(desk, one.name, value)
    title, in_force = one.label, f"In force: {written(one.metric, found.value_now)}"
    with parts.card(title, in_force, key="replay"):
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
