"""Replay: what another number, a move or a waiver would have made of the past."""

import streamlit as st

from curation.cases import State
from curation.errors import CurationError
from curation.replay_words import written
from curation.threshold_values import value_said
from curation.threshold_words import SHARES
from pages.governance import replayed
from pages.shared import parts
from pages.shared.html import show, tag
from store.answers.replay import Replay, replay
from store.answers.replay_moves import replay_move, replay_waiver
from store.answers.thresholds import Number, thresholds
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
    first = st.query_params.get("name", FIRST)
    left, right = st.columns([3, 1], gap="small", vertical_alignment="bottom")
    with left:
        name = st.selectbox(
            "Number",
            names,
            index=names.index(first if first in known else FIRST),
            key="replay-name",
            format_func=lambda n: f"{known[n].label} ({n})",
        )
    one = known[name or FIRST]
    # Not bound to the widget: that takes the whole label for the name, and drops a link's.
    st.query_params["name"] = one.name
    with right:
        said = st.text_input(
            "Value to try",
            key="value",
            bind="query-params",
            placeholder=_example(one),
            help="A share is written 95 % or 0.95; none drops a critical cohort or a limit.",
        )
    try:
        with st.spinner("Judging the past runs anew …"):
            found = replay(desk, one.name, value_said(said) if said else one.value)
    except CurationError as refusal:
        show(tag("p", str(refusal), role="alert"))
        return
    with parts.card(one.label, f"In force: {one.stated}", key="replay"):
        if said:
            replayed.show(found)
        else:
            replayed.show_values(found)


def _example(one: Number) -> str:
    """The value in force as it can be typed."""
    typed = one.metric in SHARES or one.metric.startswith("usd_")
    return written(one.metric, one.value) if typed else f"{one.value:g}"


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
