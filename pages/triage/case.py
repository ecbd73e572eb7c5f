"""One case: what is expected, what the model did, where it stands, and the acts on it."""

import streamlit as st

from curation.cases import SETS, Behaviour, State
from curation.errors import CurationError
from curation.leakage import leaked
from pages.dataset.of_case import labels_of_case
from pages.shared import marks, parts, quotes, wording
from pages.shared.acting import said
from pages.shared.html import Html, join, prose, show, tag
from pages.shared.links import link
from pages.triage.address import Asked, came_from
from pages.triage.evidence import facts, history, recurrence
from pages.triage.forms import describe_form, move_form
from pages.triage.telling import neighbours, results
from store.answers.case import CaseAnswer, case
from store.answers.listing import beside
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
    listed = came_from()
    if listed:
        show(_along(desk, found, listed))
    _head(found)
    said(desk, actor)
    if found.woken:
        show(parts.verdict("warn", "Back.", f"{found.woken}."))
    if why := leaked(found.twins):
        both = link("See both", "duplicates", case=case_id)
        word = "It may leak:" if found.twins.trained[0].perhaps else "It leaks:"
        listed_there = found.case.state in SETS
        told = join((why, ". ", both)) if listed_there else f"{why}."
        show(parts.verdict("warn", word, told))
    _body(desk, found, actor)


def _body(desk: Desk, found: CaseAnswer, actor: str) -> None:
    """What it is and what can be done stand first, also on a phone; then what is known."""
    left, right = st.columns([5, 3], gap="small")
    with left:
        _texts(found)
    with right:
        move_form(desk, found, actor)
    left, right = st.columns([5, 3], gap="small")
    with left:
        results(found)
        neighbours(found)
        recurrence(found)
        with parts.card("History", "Every decision about it, newest first", key="history"):
            show(history(found))
    with right:
        facts(found)
        if found.opened:
            labels_of_case(desk, found.case.id, actor)
        describe_form(desk, found, actor)


def _empty(title: str, true: str) -> None:
    step = "Failures are in the inbox, cases in the sets:"
    parts.empty_state(title, prose(true), step, "evaldesk inbox", alone=True)


def _along(desk: Desk, found: CaseAnswer, listed: Asked) -> Html:
    """The way along the list that the case was opened from, and back to it."""
    near = beside(desk, found.standing, listed.set, listed.filters, sort=listed.sort)
    number = f"{near.place:,} of {near.found:,}" if near.place else f"not among {near.found:,}"
    ways = [
        listed.case("Previous", near.previous) if near.previous else None,
        tag("span", f"{number} in {listed.set}", class_="muted"),
        listed.case("Next", near.next) if near.next else None,
        listed.link("Back to the list"),
    ]
    line = join((way for way in ways if way), " · ")
    return tag("nav", line, aria_label="The list that you came from")


def _head(found: CaseAnswer) -> None:
    c = found.case
    title = c.input if len(c.input) <= 90 else c.input[:89] + "…"
    kind = f"{wording.words(c.kind)} · " if c.kind else ""
    group = link("its failure group", "inbox", group=c.group_id) if c.group_id else None
    sorted_ = found.opened and c.state is not State.INBOX
    route = link(c.route, "sets", set=c.state, route=c.route) if sorted_ else c.route
    context = join((f"{c.id} · {kind}", route, " · " if group else None, group))
    with parts.page_head(title, context):
        state = parts.state(c.state) if found.opened else parts.pill("In the inbox", "info")
        held = parts.pill("In quarantine", "warn") if found.standing.quarantine else None
        show(parts.row(state, held, marks.severity(c.severity)), width="content")


def _texts(found: CaseAnswer) -> None:
    c = found.case
    with st.container(border=True, height="stretch", key="ed-card-texts"):
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
