"""What is tied to an incident, and the form that ties more to it or takes it off."""

from functools import partial

import streamlit as st

from curation.errors import CurationError
from curation.incidents import Incident
from pages.shared import parts, wording
from pages.shared.acting import Done, press
from pages.shared.html import Content, Html, join, prose, show, tag
from pages.shared.links import link
from pages.shared.tables import Column, table
from store.acts import recording_incidents as acts
from store.answers.incident_ties import TiedCase, tied_cases, tied_groups
from store.answers.postmortem import Postmortem
from store.answers.tying import Failures, tying
from store.desk import Desk

SHOWN = 12


def tied_card(desk: Desk, actor: str, found: Postmortem, *, may: bool) -> None:
    """Draw the tied cases and groups; where nothing is tied, what failed in it."""
    it, about = found.incident, found.meant
    under = f"{wording.many(len(it.groups), 'group')}, {wording.many(len(it.cases), 'case')}"
    title = "Tied to it" if about.by_hand else "What failed in it, nothing is tied yet"
    with parts.card(title, under, key="tied"):
        if groups := tied_groups(desk, it):
            show(parts.row(*(link(one.title, "inbox", group=one.group) for one in groups)))
        cases = tied_cases(desk, about.cases)
        if cases:
            show(_cases(cases))
        if len(cases) > SHOWN:
            rest = f"and {wording.many(len(cases) - SHOWN, 'more case', 'more cases')}"
            show(tag("p", rest, class_="muted"))
        if may:
            _buttons(desk, actor, it, found.version)


def _cases(cases: tuple[TiedCase, ...]) -> Html:
    columns = ["Input", Column("Stands in", tight=True), Column("Failures", number=True)]
    rows = [[_title(one), _state(one), wording.count(one.failures)] for one in cases[:SHOWN]]
    return table("Cases of the incident", columns, rows)


def _title(one: TiedCase) -> Content:
    return link(one.title, "case", id=one.case)


def _state(one: TiedCase) -> Content:
    return parts.state(one.state) if one.state else tag("span", "not opened", class_="muted")


def _buttons(desk: Desk, actor: str, it: Incident, seen: int) -> None:
    with st.container(horizontal=True):
        act = partial(tie_form, desk, actor, it, seen)
        st.button("Tie failures", key="tie", icon=":material/link:", on_click=act)
        if it.cases or it.groups:
            act = partial(untie_form, desk, actor, it, seen)
            st.button("Take off", key="untie", type="tertiary", on_click=act)


@st.dialog("Tie failures to the incident", width="large")
def tie_form(desk: Desk, actor: str, it: Incident, seen: int) -> None:
    """Ids of cases and groups, or all that failed in its window and cohort."""
    whole = st.checkbox("All that failed in its window and cohort")
    said = st.text_area(
        "Or by id", placeholder="c-… and g-…, as inbox and case name them", height=90
    )
    failures = _failures(said, whole=whole)
    try:
        would = tying(desk, it.id, failures)
    except CurationError as unknown:
        show(tag("p", prose(str(unknown)), class_="warn"))
        return
    cases, groups = would.added_cases, would.added_groups
    told = f"{wording.many(cases, 'case')} and {wording.many(groups, 'group')} would be tied"
    harm = (
        f"Its window and cohort hold {wording.many(would.harm.failures, 'failure')} of "
        f"{wording.many(would.harm.inputs, 'input')}."
    )
    show(tag("p", tag("b", told), "."), tag("p", harm, class_="muted"))
    if st.button("Tie them", type="primary", key="decide", disabled=not cases + groups):
        press(lambda: _done(acts.tie(desk, it.id, failures, actor=actor, seen=seen)))
        st.rerun()


@st.dialog("Take failures off the incident", width="large")
def untie_form(desk: Desk, actor: str, it: Incident, seen: int) -> None:
    """Which of what is tied leaves."""
    names = {one.case: one.title for one in tied_cases(desk, it.cases)}
    names |= {one.group: one.title for one in tied_groups(desk, it)}
    gone = st.multiselect(
        "What leaves", list(names), placeholder="Type words of it",
        format_func=lambda one: f"{names[one][:80]} · {one}",
    )  # fmt: skip
    failures = _failures(" ".join(gone), whole=False)
    if st.button("Take off", type="primary", key="decide", disabled=not gone):
        press(lambda: _done(acts.untie(desk, it.id, failures, actor=actor, seen=seen)))
        st.rerun()


def _failures(said: str, *, whole: bool) -> Failures:
    ids = said.replace(",", " ").split()
    groups = [one for one in ids if one.startswith(("g-", "s-"))]
    return Failures([one for one in ids if one not in groups], groups, whole)


def _done(done: acts.Recorded) -> Done:
    it = done.incident
    tied = f"{wording.many(len(it.cases), 'case')}, {wording.many(len(it.groups), 'group')}"
    told = join((f"{tied} are tied to {it.id} now.",))
    return Done("good", "Done.", told, done.act)
