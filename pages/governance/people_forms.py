"""What can be said of people: list them, give a role, pass on what they answer for."""

import streamlit as st

from curation.owned import WHOLE, called, ownable
from curation.people import Role, a
from pages.governance.passing import passing_form
from pages.shared.acting import Done, press
from pages.shared.html import show, tag
from store.acts.listing_people import add_person, give_role, set_strangers
from store.acts.owning import name_owner
from store.answers.people import PeopleAnswer
from store.desk import Desk

_ROLES = [role.value for role in Role]
_MEANS = {
    "viewer": "sees everything and decides nothing",
    "reviewer": "decides what ownership allows",
    "admin": "a reviewer who also says who is who, and who owns what",
    "job": "no person: brings facts and says what follows from them",
}
_WHY = "It stays in the log"


def person_form(desk: Desk, actor: str, name: str, wanted: str) -> None:
    """Open the form for what is wanted of `name`."""
    if wanted == "role":
        _role_form(desk, actor, name)
    else:
        passing_form(desk, actor, name, leaves=wanted == "leave")


@st.dialog("Add a person", width="small")
def add_form(desk: Desk, actor: str) -> None:
    """A name, and a role."""
    show(tag("p", "The name as it stands under decisions: what they sign in with.",
             class_="muted"))  # fmt: skip
    name = st.text_input("Name", key="new-person")
    role = st.radio("Role", _ROLES, index=1, captions=list(_MEANS.values()), key="new-role")
    if st.button("Add", type="primary", key="add-it"):
        press(lambda: _added(desk, actor, name, Role(role)))
        st.rerun()


@st.dialog("Give a role", width="small")
def _role_form(desk: Desk, actor: str, name: str) -> None:
    show(tag("p", tag("b", name)))
    role = st.radio("Role", _ROLES, index=1, captions=list(_MEANS.values()), key="given-role")
    reason = st.text_input("Why", key="role-why", placeholder=_WHY)
    if st.button("Give it", type="primary", key="give-it"):
        press(lambda: _given(desk, actor, name, Role(role), reason))
        st.rerun()


@st.dialog("Name an owner", width="small")
def own_form(desk: Desk, actor: str, found: PeopleAnswer, wanted: str = "") -> None:
    """What is owned (`wanted` first), by whom, and who stands in."""
    lacking = [one.subject for one in found.without_owner if ownable(one.subject)]
    first = [wanted] if ownable(wanted) else []
    scopes = list(dict.fromkeys((*first, *lacking, *(o.scope for o in found.owned), *WHOLE)))
    scope = st.selectbox(
        "What", scopes, key=f"own-what:{wanted}", accept_new_options=True,
        format_func=called,
        help="Or write it: route:billing, cohort:region=eu, threshold:NAME, source:NAME",
    )  # fmt: skip
    owner = st.text_input("Owner", key="own-owner")
    deputy = st.text_input("Deputy, who decides on what the owner proposes", key="own-deputy")
    reason = st.text_input("Why", key="own-why", placeholder=_WHY)
    if st.button("Name them", type="primary", key="own-it"):
        press(lambda: _owned(desk, actor, (scope or "", owner, deputy), reason))
        st.rerun()


@st.dialog("What strangers are", width="small")
def strangers_form(desk: Desk, actor: str, found: PeopleAnswer) -> None:
    """Whom nobody has listed may decide, or may not."""
    to = Role.VIEWER if found.strangers is Role.REVIEWER else Role.REVIEWER
    show(
        tag("p", f"Who is not listed is {a(found.strangers)} now, and would be "
            f"{a(to)}: {_MEANS[to]}.")
    )  # fmt: skip
    keep = to is Role.VIEWER and st.checkbox(
        "List everybody who has acted here before", value=True, key="keep-known"
    )
    reason = st.text_input("Why", key="strangers-why", placeholder=_WHY)
    if st.button("Change it", type="primary", key="strangers-it"):
        press(lambda: _strangers(desk, actor, to, keep=keep, reason=reason))
        st.rerun()


def _added(desk: Desk, actor: str, name: str, role: Role) -> Done:
    done = add_person(desk, name, role, actor=actor)
    return Done("good", "Added.", f"{done.name} is {a(done.role)} here.")


def _given(desk: Desk, actor: str, name: str, role: Role, reason: str) -> Done:
    done = give_role(desk, name, role, actor=actor, reason=reason)
    return Done("good", "Changed.", f"{done.name} is {a(done.role)} from now on.")


def _owned(desk: Desk, actor: str, said: tuple[str, str, str], reason: str) -> Done:
    scope, owner, deputy = said
    done = name_owner(desk, scope, owner, deputy, actor=actor, reason=reason)
    return Done("good", "Named.", f"{done.scope} belongs to {done.people} from now on.")


def _strangers(desk: Desk, actor: str, to: Role, *, keep: bool, reason: str) -> Done:
    kept = set_strangers(desk, to, keep=keep, actor=actor, reason=reason)
    listed = f" Listed: {', '.join(kept)}." if kept else ""
    return Done("good", "Changed.", f"Who is not listed is {a(to)} from now on.{listed}")
