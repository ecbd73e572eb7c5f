"""Who is looked at: filters as chips, and saved cohorts: use, save, rename, remove."""

from functools import partial

import streamlit as st

from curation.errors import CurationError
from curation.saved_cohorts import SavedCohort, where_of, written
from pages.evidence.cohort_address import PAGE, Asked
from pages.evidence.cohort_controls import Wanted
from pages.shared import wording
from pages.shared.acting import Done, filled, press
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.icons import icon
from pages.shared.links import address
from store.acts.saving_cohorts import remove_cohort, rename_cohort, save_cohort
from store.answers.cohort_choices import Choices
from store.answers.cohort_memory import CohortMemory
from store.answers.cohort_words import name
from store.answers.cohorts import Question
from store.answers.saved_cohorts import saved_cohorts
from store.desk import Desk

_COLUMN, _NAME, _RENAME = "ed-narrow-column", "ed-cohort-name", "ed-cohort-rename"
_CHOOSE = "Choose a column"


def cohort_menu(desk: Desk, actor: str, wanted: Wanted, offered: Choices) -> None:
    """Draw the popover that narrows the page, and that knows the saved cohorts."""
    with st.popover("Filter and saved cohorts", icon=":material/filter_alt:"):
        _narrow(desk, wanted, offered)
        if wanted.question.where and not (wanted.asked.cohort and not wanted.asked.only):
            st.text_input("Save these filters as a cohort", key=_NAME, max_chars=60)
            st.button("Save the cohort", on_click=press,
                      args=(partial(_save, desk, actor, wanted),))  # fmt: skip
        known = saved_cohorts(desk)
        for number, one in enumerate(known):
            _line(desk, actor, wanted.asked, one, number)
        if wanted.asked.cohort in [one.name for one in known]:
            st.text_input("Another name for this cohort", key=_RENAME, max_chars=60)
            st.button("Rename", on_click=press,
                      args=(partial(_rename, desk, actor, wanted.asked),))  # fmt: skip


def chips(asked: Asked) -> None:
    """What narrows the page, each with its way out."""
    found: list[Html] = []
    if asked.cohort:
        found.append(_chip(f"Cohort {asked.cohort}", asked, cohort=None))
    for one in asked.only:
        rest = [other for other in asked.only if other != one]
        found.append(_chip(name(where_of([one])), asked, only=rest))
    if found:
        show(tag("div", tag("span", "Only", class_="muted"), *found, class_="row"))


def _chip(label: str, asked: Asked, **without: object) -> Html:
    cross = tag("span", icon("bad"), class_="muted")
    there = address(PAGE, **asked.query(**without))
    return tag(
        "a", label, " ", cross, class_="pill", href=there,
        data_ed_page=True, aria_label=f"Remove the filter {label}",
    )  # fmt: skip


def _narrow(desk: Desk, wanted: Wanted, offered: Choices) -> None:
    """A column, then one of its values with its n; the choice goes into the address."""
    question = wanted.question
    columns = (*offered.case_columns, *offered.columns) if question.run else offered.columns
    column = st.selectbox("Narrow to one value of", [_CHOOSE, *columns], key=_COLUMN)
    if not column or column == _CHOOSE:
        return
    whole = Question(by=((column,),), run=question.run, since=question.since)
    try:
        found = desk.kept(CohortMemory).cohorts(whole).cohorts
    except CurationError as odd:
        show(tag("p", str(odd), class_="warn"))
        return
    counts = {f"{column}={one.cohort[column] or ''}": one.events for one in found}
    options = sorted(counts, key=lambda said: (-counts[said], said))

    def told(said: str) -> str:
        value = said.partition("=")[2] or "unknown"
        return f"{value} · {wording.count(counts[said])}"

    said = st.selectbox("Value", options, index=None, format_func=told,
                        key=f"ed-narrow-{column}", placeholder="Choose a value")  # fmt: skip
    if said and said not in wanted.asked.only:
        kept = where_of(wanted.asked.only) | where_of([said])
        wanted.asked.narrow(written(kept), wanted.asked.cohort)
        st.rerun()


def _line(desk: Desk, actor: str, asked: Asked, one: SavedCohort, number: int) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        way: Content = asked.link(one.name, cohort=one.name, only=[])
        where = tag("small", ", ".join(written(one.where)), class_="muted")
        show(join((way, where), tag("br")), width="content")
        st.button(
            "Remove", key=f"ed-cohort-remove-{number}", icon=":material/delete:",
            type="tertiary", on_click=press, args=(partial(_remove, desk, actor, asked, one),),
        )  # fmt: skip


def _save(desk: Desk, actor: str, wanted: Wanted) -> Done:
    said = filled(_NAME)
    act = save_cohort(desk, said, wanted.question.where, actor=actor)
    wanted.asked.narrow([], " ".join(said.split()))
    return Done("good", "Saved.", f"The cohort {said} is these filters, for everybody.", act)


def _rename(desk: Desk, actor: str, asked: Asked) -> Done:
    said, old = filled(_RENAME), asked.cohort or ""
    act = rename_cohort(desk, old, said, actor=actor)
    asked.narrow(asked.only, " ".join(said.split()))
    return Done("good", "Renamed.", f"The cohort {old} is called {said}.", act)


def _remove(desk: Desk, actor: str, asked: Asked, one: SavedCohort) -> Done:
    act = remove_cohort(desk, one.name, actor=actor)
    if asked.cohort == one.name:
        asked.narrow(written(one.where), None)
    return Done("good", "Removed.", f"The cohort {one.name} is gone; no case changes.", act)
