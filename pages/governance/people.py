"""People: who is who, what everybody answers for, and what nobody does."""

from functools import partial

import streamlit as st

from curation.people import Role, a
from pages.governance.people_forms import add_form, own_form, person_form, strangers_form
from pages.governance.people_tables import lacking, owned, people_table
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import Content, show, tag
from pages.shared.marks import Tone
from store.answers.people import PeopleAnswer, people
from store.desk import Desk

_TODO = "Everything below is answered for meanwhile; name somebody of its own where it matters."


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    found = people(desk)
    with parts.page_head("People", _context(found)):
        may = actor in found.admins or not found.admins
        add = partial(add_form, desk, actor)
        st.button("Add a person", key="add-person", on_click=add, disabled=not may)
        own = partial(own_form, desk, actor, found)
        st.button("Name an owner", type="primary", key="name-owner", on_click=own)
    said(desk, actor)
    show(parts.verdict(*_verdict(found)))
    if found.grave:
        with parts.card("Without an owner", "Nobody can decide here", key="lacking"):
            show(lacking(found.grave))
    _people(desk, actor, found)
    _owned(found)


def _context(found: PeopleAnswer) -> str:
    here = [one for one in found.people if one.left is None and one.role is not Role.JOB]
    gone = sum(one.left is not None for one in found.people)
    left = f" · {gone} left" if gone else ""
    admins = ", ".join(found.admins) or "nobody"
    return f"{wording.many(len(here), 'person', 'people')} here{left} · admins: {admins}"


def _verdict(found: PeopleAnswer) -> tuple[Tone, str, Content]:
    if found.grave:
        what = wording.many(len(found.grave), "thing")
        return "bad", "Somebody is missing.", f"{what} nobody can decide about: see below."
    if any(one.lack == "no_deputy" for one in found.without_owner):
        alone = [one.title for one in found.without_owner if one.lack == "no_deputy"]
        return (
            "warn",
            "A deputy is missing.",
            f"{' and '.join(alone)}: nobody could decide on what its owner proposes.",
        )
    return "good", "Everything has an owner.", found.sentence


def _people(desk: Desk, actor: str, found: PeopleAnswer) -> None:
    with parts.card("Who is who", "Who is here, then jobs, then who has left", key="people"):
        show(people_table(found.people))
        with st.container(horizontal=True, vertical_alignment="bottom", key="ed-person"):
            names = [one.name for one in found.people]
            name = st.selectbox("Change somebody", names, key="person", width=300)
            act = partial(person_form, desk, actor, name or "", "role")
            st.button("Give a role", key="give-role", on_click=act)
            act = partial(person_form, desk, actor, name or "", "hand-over")
            st.button("Hand over", key="hand-over", on_click=act)
            act = partial(person_form, desk, actor, name or "", "leave")
            st.button("Leaves", key="leaves", on_click=act)
        with st.container(horizontal=True, vertical_alignment="center", key="ed-strangers"):
            rest = f"Who is not listed is {a(found.strangers)}."
            show(tag("p", rest, class_="sub"), width="content")
            act = partial(strangers_form, desk, actor, found)
            st.button("Change that", key="strangers", type="tertiary", on_click=act)


def _owned(found: PeopleAnswer) -> None:
    with parts.card("What is owned", "By name: owner and deputy", key="owned"):
        show(owned(found.owned))
    rest = [one for one in found.without_owner if one not in found.grave]
    if rest:
        with parts.card("Without somebody of its own", _TODO, key="falls"):
            show(lacking(rest))
