"""People: who is who, what everybody answers for, and what nobody does."""

from functools import partial

import streamlit as st

from curation.people import Role, a, key
from pages.governance.people_forms import add_form, own_form, person_form, strangers_form
from pages.governance.people_tables import lacking, owned, people_table
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import Content, show, tag
from pages.shared.marks import Tone
from store.answers.people import OnePerson, PeopleAnswer, people
from store.desk import Desk

_ACTS = {"Give a role": "role", "Hand over": "hand-over", "Leaves": "leave"}
_TODO = "Everything below is answered for meanwhile; name somebody of its own where it matters."


def render(desk: Desk, actor: str) -> None:
    """Draw the page; `?own=` opens the form that names an owner."""
    found = people(desk)
    may, owns = found.is_admin(actor), found.owns(actor)
    with parts.page_head("People", _context(found)):
        add = partial(add_form, desk, actor)
        st.button("Add a person", key="add-person", on_click=add, disabled=not may)
        own = partial(own_form, desk, actor, found)
        st.button(
            "Name an owner",
            type="primary",
            key="name-owner",
            on_click=own,
            disabled=not (may or owns),
        )
    said(desk, actor)
    if not may:
        show(tag("p", _whose(found, owns=owns), class_="sub"))
    show(parts.verdict(*_verdict(found)))
    if found.grave:
        with parts.card("Without an owner", "Nobody can decide here", key="lacking"):
            show(lacking(found.grave, may=may or owns))
    _people(desk, actor, found)
    _owned(found, may=may or owns)
    if (wanted := st.query_params.pop("own", "")) and (may or owns):
        own_form(desk, actor, found, wanted)


def _whose(found: PeopleAnswer, *, owns: bool) -> str:
    more = " What is yours you may pass on." if owns else ""
    return f"Who is who is for {' or '.join(found.admins)} to say.{more}"


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
    if falls := found.falling:
        what = wording.many(len(falls), "thing has", "things have")
        names = ", ".join(one.title for one in falls[:3])
        more = f" and {len(falls) - 3} more" if len(falls) > 3 else ""
        meanwhile = " or ".join(sorted({one.falls_to or "nobody" for one in falls}))
        told = f"{names}{more}: {meanwhile} answers meanwhile."
        return "info", f"{what} no owner of {'its' if len(falls) == 1 else 'their'} own.", told
    return "good", "Everything has an owner.", found.sentence


def _people(desk: Desk, actor: str, found: PeopleAnswer) -> None:
    may = found.is_admin(actor)
    with parts.card("Who is who", "Who is here, then jobs, then who has left", key="people"):
        show(people_table(found.people))
        if names := [one.name for one in found.people if may or _own(one, actor)]:
            _change(desk, actor, names, may=may)
        with st.container(horizontal=True, vertical_alignment="center", key="ed-strangers"):
            rest = f"Who is not listed is {a(found.strangers)}."
            show(tag("p", rest, class_="sub"), width="content")
            act = partial(strangers_form, desk, actor, found)
            st.button(
                "Change that", key="strangers", type="tertiary", on_click=act, disabled=not may
            )


def _change(desk: Desk, actor: str, names: list[str], *, may: bool) -> None:
    """What can be done with somebody, once it is said with whom."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="ed-person"):
        name = st.selectbox(
            "Change somebody",
            names,
            index=None,
            placeholder="Nobody chosen",
            key="person",
            width=300,
        )
        for label, wanted in _ACTS.items():
            act = partial(person_form, desk, actor, name or "", wanted)
            off = not name or (wanted == "role" and not may)
            st.button(label, key=f"do-{wanted}", on_click=act, disabled=off)


def _own(one: OnePerson, actor: str) -> bool:
    """Whether it is the actor's own work, which they may pass on themselves."""
    return key(one.name) == key(actor) and one.holds > 0


def _owned(found: PeopleAnswer, *, may: bool) -> None:
    with parts.card("What is owned", "By name: owner and deputy", key="owned"):
        show(owned(found.owned))
    rest = [one for one in found.without_owner if one not in found.grave]
    if rest:
        with parts.card("Without somebody of its own", _TODO, key="falls"):
            show(lacking(rest, may=may))
