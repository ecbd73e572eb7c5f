"""The forms of erasure: look what would go, then let it go; and how long texts are kept."""

from functools import partial

import streamlit as st

from curation.erasures import CASE, EVENT, PERSON, Wanted, wanted
from curation.errors import CurationError
from curation.retention import LOSES, ROWS, TEXTS, Retention
from pages.shared import wording
from pages.shared.acting import Done, press
from pages.shared.html import prose, show, tag
from pages.shared.tables import Column, table
from store.acts.erasing import erase
from store.acts.retaining import set_retention
from store.answers.erasing import Preview, preview
from store.desk import Desk

_OF = {
    PERSON: "A person: name, e-mail address or number",
    EVENT: "An event, by its id",
    CASE: "A case, by its id",
}
_LOSES = {word: f"{word.capitalize()}: {said}" for word, said in LOSES.items()}


@st.dialog("Erase for ever", width="large")
def erase_form(desk: Desk, actor: str) -> None:
    """Name whose texts go, see what that is, say why, and let them go."""
    by = st.selectbox("Whose texts", list(_OF), format_func=_OF.__getitem__)
    what = st.text_input("Name, number or id", key="erase-what")
    if not what.strip():
        show(tag("p", "First you see what would go; nothing is touched by it.", class_="muted"))
        return
    try:
        asked = wanted(**{str(one): what if one == by else None for one in _OF})
        with st.spinner("Looking through facts, sets and the log"):
            found = preview(desk, asked)
    except CurationError as refusal:
        show(tag("p", prose(str(refusal)), role="status"))
        return
    _told(found)
    if not found.anything:
        return
    why = st.text_input("Why", placeholder="The request, as ticket 4711; never the name itself")
    sure = st.checkbox("I have read what goes. Nobody can bring it back.", key="erase-sure")
    if st.button("Erase for ever", type="primary", key="erase-it", disabled=not sure):
        press(partial(_erase, desk, asked, actor, why))
        st.rerun()


def _told(found: Preview) -> None:
    show(tag("p", found.sentence, role="status"))
    rows = [(f"rows of {wording.words(view)}", f"{n:,}") for view, n in found.rows.items()]
    rows += [(f"decisions: {wording.words(k)}", f"{n:,}") for k, n in found.decisions.items()]
    rows += [(version, "its sha256 stays") for version in found.versions]
    if rows:
        show(table("Where it stands", ["Where", Column("How much", number=True)], rows))
    for text in found.examples:
        show(tag("p", text, class_="muted any"))
    for one in found.exports:
        who = f"{one.what} left on {wording.day(one.at)} with {one.actor}. {found.outside}"
        show(tag("p", who))
    for left in found.remains:
        show(tag("p", f"It leaves {left}."))


def _erase(desk: Desk, asked: Wanted, actor: str, why: str) -> Done:
    done = erase(desk, asked, actor=actor, reason=why)
    steps = [f"Next: {step}." for step in done.next_steps]
    if not done.purged:
        steps.append("Old bytes wait in the ledger's file: evaldesk privacy finish.")
    return Done("good", "Erased.", " ".join([done.erasure.sentence, *steps]))


@st.dialog("How long texts are kept", width="small")
def retention_form(desk: Desk, actor: str, rule: Retention | None) -> None:
    """After how many days events lose what; none: never."""
    days = st.number_input(
        "Days (0: for ever)", min_value=0, value=rule.days if rule else 180, step=1
    )
    kinds = [TEXTS, ROWS]
    what = st.selectbox("What they lose", kinds, format_func=_LOSES.__getitem__,
                        index=kinds.index(rule.what) if rule else 0)  # fmt: skip
    why = st.text_input("Why", placeholder="It stays in the log")
    show(tag("p", "Cases made of them stay: people chose them. It is done now, and with every "
             "import from now on.", class_="muted"))  # fmt: skip
    if st.button("Put it in force", type="primary", key="retention-it"):
        press(partial(_retain, desk, actor, int(days), str(what), why))
        st.rerun()


def _retain(desk: Desk, actor: str, days: int, what: str, why: str) -> Done:
    done = set_retention(desk, days, what, actor=actor, reason=why)
    return Done("good", "In force.", done.sentence)
