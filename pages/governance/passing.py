"""Pass on what somebody answers for: what goes to whom is shown before it is done."""

import streamlit as st

from curation.errors import CurationError
from pages.shared import wording
from pages.shared.acting import Done, press
from pages.shared.html import Html, join, prose, show, tag
from pages.shared.links import link
from pages.shared.tables import Column, table
from store.acts.handing_over import HandedOver, hand_over
from store.answers.passing_on import Heirs, Passing, Plan, preview
from store.desk import Desk

_PAGES = {"case": "case", "quarantine": "case", "incident": "incidents"}
_SHOWN = 12  # things; the rest is counted


def passing_form(desk: Desk, actor: str, name: str, *, leaves: bool) -> None:
    """Open the form; its title says which of both it is."""
    st.dialog("Somebody leaves" if leaves else "Hand over", width="large")(_form)(
        desk, actor, name, leaves=leaves
    )


def _form(desk: Desk, actor: str, name: str, *, leaves: bool) -> None:
    what = "leaves: all that they answer for goes to somebody else, and they decide no more."
    stays = "stays, and all that they answer for goes to somebody else."
    show(tag("p", tag("b", name), " ", what if leaves else stays))
    left, right = st.columns(2)
    to = left.text_input("Who takes over", key="heir")
    deputy = right.text_input("Deputy where the deputy takes over", key="heir-deputy")
    heirs = Heirs(to.strip() or None, deputy.strip() or None)
    _preview(desk, name, heirs)
    reason = st.text_input("Why", key="passing-why", placeholder="It stays in the log")
    if st.button("Let them leave" if leaves else "Hand it over", type="primary", key="pass-it"):
        press(lambda: _passed(desk, actor, name, heirs, reason, leaves=leaves))
        st.rerun()


def _preview(desk: Desk, name: str, heirs: Heirs) -> None:
    try:
        found = preview(desk, name, heirs)
    except CurationError as refusal:
        show(tag("p", prose(str(refusal)), class_="muted"))
        return
    if not found.passing:
        show(tag("p", f"{name} answers for nothing.", class_="muted"))
        return
    show(tag("p", f"{wording.many(len(found.passing), 'thing')} would go:"), _table(found))
    for scope in found.without_deputy:
        show(tag("p", f"{scope} would have no deputy: nobody could decide on its owner's own "
                 "proposals.", class_="muted"))  # fmt: skip
    for note in found.proposals:
        show(tag("p", prose(note), class_="muted"))


def _table(found: Plan) -> Html:
    columns = ["What", Column("Kind", tight=True), Column("As", tight=True), "To"]
    rows = [[_title(p), p.what.value, p.post, p.to] for p in found.passing[:_SHOWN]]
    more = len(found.passing) - _SHOWN
    drawn = table("What goes to whom", columns, rows)
    return join((drawn, tag("p", f"and {more} more", class_="sub"))) if more > 0 else drawn


def _title(one: Passing) -> Html | str:
    page = _PAGES.get(one.what)
    return link(one.title, page, id=one.id) if page else one.title


def _passed(
    desk: Desk, actor: str, name: str, heirs: Heirs, reason: str, *, leaves: bool
) -> Done:
    done = hand_over(desk, name, heirs, actor=actor, reason=reason, leaves=leaves)
    return Done("good", "They have left." if leaves else "Handed over.", _told(done, heirs))


def _told(done: HandedOver, heirs: Heirs) -> str:
    if not done.passed:
        return f"{done.name} answered for nothing."
    told = f"{wording.many(len(done.passed), 'thing')} of {done.name} went to {heirs.to}."
    alone = ", ".join(done.without_deputy)
    return told + (f" Without a deputy now: {alone}." if alone else "")
