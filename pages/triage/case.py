"""One case: what is expected, what the model did, where it stands, and the acts on it."""

import streamlit as st

from curation.cases import Behaviour
from curation.errors import CurationError
from pages.shared import marks, parts, quotes, wording
from pages.shared.acting import said
from pages.shared.html import prose, show
from pages.shared.marks import Tick
from pages.triage.evidence import facts, history, recurrence
from pages.triage.forms import describe_form, move_form
from store.answers.case import CaseAnswer, case
from store.desk import Desk


def render(desk: Desk, actor: str) -> None:
    """Draw the page for `?id=`."""
    case_id = st.query_params.get("id")
    if not case_id:
        _empty("No case was named", "This page shows one case; its address ends in ?id=c-….")
        return
    try:
        found = case(desk, case_id, actor=actor)
    except CurationError as unknown:
        _empty("That case is not on this desk", str(unknown))
        return
    _head(found)
    said(desk, actor)
    if found.woken:
        show(parts.verdict("warn", "Back.", f"{found.woken}."))
    left, right = st.columns([5, 3], gap="small")
    with left:
        _texts(found)
        _ticks(found)
        recurrence(found)
        with parts.card("History", "Every decision about it, newest first", key="history"):
            show(history(found))
    with right:
        move_form(desk, found, actor)
        facts(found)
        describe_form(desk, found, actor)


def _empty(title: str, true: str) -> None:
    step = "Failures are in the inbox, cases in the sets:"
    parts.empty_state(title, prose(true), step, "evaldesk inbox", alone=True)


def _head(found: CaseAnswer) -> None:
    c = found.case
    title = c.input if len(c.input) <= 90 else c.input[:89] + "…"
    kind = f"{wording.words(c.kind)} · " if c.kind else ""
    with parts.page_head(title, f"{c.id} · {kind}{c.route}"):
        state = parts.state(c.state) if found.opened else parts.pill("In the inbox", "info")
        show(parts.row(state, marks.severity(c.severity)), width="content")


def _texts(found: CaseAnswer) -> None:
    c = found.case
    with st.container(border=True, key="ed-card-texts"):
        show(quotes.quote(c.input, "Input", tone="input"))
        expected = c.expected or _in_words(c.behaviour)
        one, other = st.columns(2, gap="small")
        wanted, got = (
            quotes.difference(c.expected, found.output)
            if c.expected and found.output
            else (expected, found.output)
        )
        with one:
            show(quotes.quote(wanted, "Expected"))
        with other:
            show(quotes.quote(got, "Model output in the last failure"))


def _in_words(behaviour: Behaviour | None) -> str:
    return {
        Behaviour.REFUSAL: "The model ought to refuse.",
        Behaviour.NEEDS_HUMAN: "The model ought to hand over to a person.",
    }.get(behaviour or Behaviour.ANSWER, "Nobody has stated it yet.")


def _ticks(found: CaseAnswer) -> None:
    scored = f"scored {found.scored} times, {wording.many(found.flips, 'flip')}"
    with parts.card("Results over runs", f"Oldest first · {scored}", key="ticks"):
        ticks = [
            Tick(t.outcome.value, f"{t.run}: {t.outcome}, {t.passed} of {t.attempts} passed")
            for t in found.ticks
        ]
        show(marks.strip(ticks))
        if ticks:
            show(marks.strip_key())
