"""One incident: its facts, its weeks, the postmortem, and what is tied to it."""

from functools import partial

import streamlit as st

from curation.errors import CurationError
from curation.incidents import Incident, State, may_change
from curation.saved_cohorts import written
from pages.production.incident_chart import weeks_card
from pages.production.incident_forms import change_form, close_it, end_form
from pages.production.incident_ties import tied_card
from pages.production.postmortem import postmortem_card
from pages.shared import lists, marks, parts, wording
from pages.shared.acting import press, said
from pages.shared.html import Content, prose, show, tag
from pages.shared.links import link, outside
from pages.shared.lists import Event
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from store.answers.incident_history import told
from store.answers.incidents import owner_of_blocking
from store.answers.postmortem import Postmortem, postmortem_of
from store.desk import Desk


def render(desk: Desk, actor: str, incident_id: str) -> None:
    """Draw the incident of that id."""
    show(tag("nav", link("All incidents", "incidents"), aria_label="Where you are"))
    try:
        found = postmortem_of(desk, incident_id)
    except CurationError as unknown:
        step = "The list has every one that is on record:"
        title = "That incident is not on this desk"
        parts.empty_state(title, prose(str(unknown)), step, "evaldesk incidents", alone=True)
        return
    may = may_change(found.incident, actor, owner_of_blocking(desk))
    _head(desk, actor, found, may=may)
    said(desk, actor)
    show(parts.verdict(*_verdict(found)), parts.tiles(*_tiles(found)))
    left, right = st.columns([5, 3], gap="small")
    with left:
        weeks_card(desk, found.incident)
    with right, parts.card("Facts", key="facts"):
        show(lists.facts(_facts(found)))
    postmortem_card(found)
    left, right = st.columns([5, 3], gap="small")
    with left:
        tied_card(desk, actor, found, may=may)
    with right, parts.card("History", "Every word about it, newest first", key="history"):
        show(lists.timeline(_events(found)))


def _head(desk: Desk, actor: str, found: Postmortem, *, may: bool) -> None:
    it, seen = found.incident, found.version
    who = ", ".join(written(it.cohort)) or "everybody"
    with parts.page_head(it.name, f"{it.id} · {who} · {it.owner}"):
        show(marks.severity(it.severity), width="content")
        if not may:
            return
        st.button("Change", key="change", on_click=partial(change_form, desk, actor, it, seen))
        if it.end is None:
            act = partial(end_form, desk, actor, it, seen)
            st.button("It is over", type="primary", key="end", on_click=act)
        else:
            closed = it.state is State.CLOSED
            act = partial(close_it, desk, actor, it, seen, reopen=closed)
            label = "Reopen" if closed else "Close"
            st.button(label, key="close", on_click=press, args=(act,))


def _verdict(found: Postmortem) -> tuple[Tone, str, Content]:
    it = found.incident
    answered = [one.answer for one in found.findings]
    known = sum(one != "not known" for one in answered)
    sentence = (
        f"{known} of {len(answered)} questions of the postmortem are answered by the data."
    )
    if it.end is None:
        grave = it.severity in ("high", "critical")
        word = f"Goes on since {wording.moment(it.start)}."
        return ("bad" if grave else "warn"), word, sentence
    if it.state is State.OPEN:
        return "info", f"Over since {wording.moment(it.end)}, not closed.", sentence
    return "good", "Closed.", sentence


def _tiles(found: Postmortem) -> list[Tile]:
    harm, it = found.harm, found.incident
    first = wording.moment(harm.first) if harm.first else "none has a time"
    cost = f"{wording.count(harm.priced)} of {wording.count(harm.failures)} have a cost"
    return [
        Tile(
            "Failures", wording.count(harm.failures), f"of {wording.count(harm.events)} events"
        ),
        Tile("Inputs that failed", wording.count(harm.inputs), f"first {first}"),
        Tile("Cost of failure", wording.money(harm.cost), cost),
        Tile("Tied to it", wording.count(len(it.cases)), f"cases, and {len(it.groups)} groups"),
    ]


def _facts(found: Postmortem) -> list[tuple[str, Content]]:
    it = found.incident
    pairs: list[tuple[str, Content]] = [
        ("Began", wording.moment(it.start)),
        ("Ended", wording.moment(it.end) if it.end else "it goes on"),
        ("Who was hurt", _cohort(it)),
        ("Release", it.release or "none named"),
        ("Owner", it.owner),
        ("Recorded", f"{wording.moment(found.recorded_at)} by {it.recorded_by}"),
    ]
    if it.link:
        href = outside(it.link)
        more = tag("a", it.link, href=href, rel="noopener noreferrer", target="_blank")
        pairs.append(("More", more))
    if it.summary:
        pairs.append(("Summary", it.summary))
    return pairs


def _cohort(it: Incident) -> Content:
    if not it.cohort:
        return "everybody"
    only = written(it.cohort)
    return link(", ".join(only), "cohorts", only=only)


def _events(found: Postmortem) -> list[Event]:
    return [
        Event(one.actor, one.what, wording.moment(one.at), one.reason or None)
        for one in told(found.history)
    ]
