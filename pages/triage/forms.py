"""The two forms of a case: move it, and state what it is about."""

from datetime import date
from functools import partial

import streamlit as st

from curation.attributes import parsed, written
from curation.cases import Behaviour, Severity, State
from curation.errors import CurationError
from pages.shared import parts
from pages.shared.acting import Done, filled, moved, press
from pages.shared.html import show, tag
from pages.triage.foretelling import effects
from pages.triage.moving import UNTIL, where_to
from store.acts.describing import describe
from store.acts.moving import move
from store.answers.case import CaseAnswer
from store.answers.foresight import foresee
from store.desk import Desk

UNSTATED = "not stated"
ATTRIBUTES = "category=refund, tone=angry: commas between them"


def move_form(desk: Desk, found: CaseAnswer, actor: str) -> None:
    """Where to, why, what would follow, and everything that stands in the way of it."""
    at = _at(found)
    with parts.card("Move it", None, key="move"):
        to = where_to(found.case.state if found.opened else None, at)
        st.text_input("Why", key=f"why:{at}", placeholder="It stays in the log")
        until = ""
        if to is State.DISMISSED:
            until = st.text_input("Until", value="escalates", key=f"until:{at}", help=UNTIL)
        if to is not None:
            _effect(desk, found, to, actor, until)
        st.button(
            f"Move to {to}" if to else "Move",
            type="primary",
            disabled=to is None,
            on_click=press,
            args=(partial(_move, desk, found, to, actor),),
        )


def _effect(desk: Desk, found: CaseAnswer, to: State, actor: str, until: str) -> None:
    ids, reason = [found.case.id], "to be said"  # it is asked for when the button is pressed
    try:
        known = foresee(desk, ids, to, actor=actor, reason=reason, until=until or None)
        show(effects(known))
    except CurationError as odd:  # a time to sleep that nobody can read
        show(tag("p", str(odd), class_="warn"))


def _move(desk: Desk, found: CaseAnswer, to: State | None, actor: str) -> Done:
    assert to is not None, "the button is disabled until a place was chosen"
    at = _at(found)
    reason = filled(f"why:{at}")
    sleeps = filled(f"until:{at}") if to is State.DISMISSED else None
    done = move(
        desk, [found.case.id], to, actor=actor, reason=reason, until=sleeps, seen=_seen(found)
    )
    return moved(done)


def describe_form(desk: Desk, found: CaseAnswer, actor: str) -> None:
    """Expected behaviour, severity, cost, owner, tags and note, as they stand."""
    c, at = found.case, _at(found)
    with (
        parts.card("State what it is about", None, key="describe"),
        st.form(f"describe:{at}", border=False),
    ):
        st.selectbox(
            "The model ought to",
            [UNSTATED, *Behaviour],
            index=0 if c.behaviour is None else 1 + list(Behaviour).index(c.behaviour),
            format_func=lambda b: b.replace("_", " "),
            key=f"behaviour:{at}",
        )
        expected = c.expected or ""
        st.text_area("Expected answer", value=expected, height=90, key=f"expected:{at}")
        one, other = st.columns(2, gap="small")
        one.selectbox(
            "Severity",
            [UNSTATED, *Severity],
            index=0 if c.severity is None else 1 + list(Severity).index(c.severity),
            key=f"severity:{at}",
        )
        cost, tags = c.cost_of_failure, ", ".join(c.tags)
        other.number_input("Cost of failure, USD", min_value=0.0, value=cost, key=f"cost:{at}")
        one.text_input("Owner", value=c.owner or "", key=f"owner:{at}")
        due = date.fromisoformat(c.due) if c.due else None
        other.date_input("Due", value=due, key=f"due:{at}", format="YYYY-MM-DD")
        st.text_input("Tags", value=tags, help="Commas between them", key=f"tags:{at}")
        of = written(c.attributes)
        st.text_input("What it is of", value=of, help=ATTRIBUTES, key=f"attributes:{at}")
        st.text_input("Note", value=c.note or "", key=f"note:{at}")
        done = partial(_describe, desk, found, actor)
        st.form_submit_button("Save", type="primary", on_click=press, args=(done,))


def _describe(desk: Desk, found: CaseAnswer, actor: str) -> Done:
    describe(desk, [found.case.id], _stated(_at(found)), actor=actor, seen=_seen(found))
    return Done("good", "Saved.", "The case says so from now on.")


def _stated(at: str) -> dict[str, object]:
    """What stands in the fields of the form now."""
    answer = filled(f"expected:{at}").strip()
    behaviour = filled(f"behaviour:{at}")
    if behaviour == UNSTATED:  # whoever writes an answer expects one
        behaviour = Behaviour.ANSWER if answer else None
    severity = filled(f"severity:{at}")
    return {
        "behaviour": behaviour,
        "expected": (answer or None) if behaviour == Behaviour.ANSWER else None,
        "severity": None if severity == UNSTATED else severity,
        "cost_of_failure": filled(f"cost:{at}"),
        "owner": filled(f"owner:{at}").strip() or None,
        "due": due.isoformat() if (due := filled(f"due:{at}")) else None,
        "tags": [word.strip() for word in filled(f"tags:{at}").split(",") if word.strip()],
        "attributes": parsed(w for w in filled(f"attributes:{at}").split(",") if w.strip()),
        "note": filled(f"note:{at}").strip() or None,
    }


def _at(found: CaseAnswer) -> str:
    """Words belong to the case as it was when they were written, not to the next one."""
    return f"{found.case.id}:{found.case.version}"


def _seen(found: CaseAnswer) -> dict[str, int]:
    return {found.case.id: found.case.version}  # 0: it was a failure, not a case yet
