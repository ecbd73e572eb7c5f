"""The two forms of a case: move it, and state what it is about."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from curation.cases import Behaviour, Severity, State
from pages.shared import parts
from pages.shared.acting import Done, moved, press
from pages.shared.html import show, tag
from store.acts.describing import describe
from store.acts.moving import move
from store.answers.case import CaseAnswer
from store.desk import Desk

UNSTATED = "not stated"
UNTIL = "A date (2026-12-31), a number of further failures (+10), or: escalates"


def move_form(desk: Desk, found: CaseAnswer, actor: str) -> None:
    """Where to, why, and everything that stands in the way before it is tried."""
    with parts.card("Move it", None, key="move"):
        here = found.case.state if found.opened else None
        to = st.segmented_control(
            "To",
            [s for s in State if s is not here],
            default=None,
            format_func=str.capitalize,
            key="to",
            label_visibility="collapsed",
        )
        reason = st.text_input("Why", key="why", placeholder="It stays in the log")
        until = "escalates"
        if to is State.DISMISSED:
            until = st.text_input("Until", value="escalates", key="until", help=UNTIL)
        for objection in found.stands_in_the_way.get(to or "", ()):
            line = tag("b", objection.what)
            show(tag("p", line, ". ", tag("span", objection.clear, class_="muted")))
        st.button(
            f"Move to {to}" if to else "Move",
            type="primary",
            disabled=to is None,
            on_click=press,
            args=(partial(_move, desk, found, to, actor, reason=reason, until=until),),
        )


def _move(
    desk: Desk, found: CaseAnswer, to: State | None, actor: str, *, reason: str, until: str
) -> Done:
    assert to is not None, "the button is disabled until a place was chosen"
    sleeps = until if to is State.DISMISSED else None
    done = move(
        desk, [found.case.id], to, actor=actor, reason=reason, until=sleeps, seen=_seen(found)
    )
    return moved(done)


def describe_form(desk: Desk, found: CaseAnswer, actor: str) -> None:
    """Expected behaviour, severity, cost, owner, tags and note, as they stand."""
    c = found.case
    with (
        parts.card("State what it is about", None, key="describe"),
        st.form("describe", border=False),
    ):
        behaviour = st.selectbox(
            "The model ought to",
            [UNSTATED, *Behaviour],
            index=0 if c.behaviour is None else 1 + list(Behaviour).index(c.behaviour),
            format_func=lambda b: b.replace("_", " "),
        )
        expected = st.text_area("Expected answer", value=c.expected or "", height=90)
        one, other = st.columns(2, gap="small")
        severity = one.selectbox(
            "Severity",
            [UNSTATED, *Severity],
            index=0 if c.severity is None else 1 + list(Severity).index(c.severity),
        )
        cost = other.number_input(
            "Cost of failure, USD", min_value=0.0, value=c.cost_of_failure
        )
        owner = one.text_input("Owner", value=c.owner or "")
        tags = other.text_input("Tags", value=", ".join(c.tags), help="Commas between them")
        note = st.text_input("Note", value=c.note or "")
        if st.form_submit_button("Save", type="primary"):
            values = {
                "behaviour": None if behaviour == UNSTATED else behaviour,
                "expected": (expected.strip() or None)
                if behaviour == Behaviour.ANSWER
                else None,
                "severity": None if severity == UNSTATED else severity,
                "cost_of_failure": cost,
                "owner": owner.strip() or None,
                "tags": [word.strip() for word in tags.split(",") if word.strip()],
                "note": note.strip() or None,
            }
            press(partial(_describe, desk, found, values, actor))
            st.rerun()


def _describe(desk: Desk, found: CaseAnswer, values: Mapping[str, object], actor: str) -> Done:
    describe(desk, [found.case.id], values, actor=actor, seen=_seen(found))
    return Done("good", "Saved.", "The case says so from now on.")


def _seen(found: CaseAnswer) -> dict[str, int]:
    return {found.case.id: found.case.version} if found.opened else {}
