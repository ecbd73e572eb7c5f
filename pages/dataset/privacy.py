"""Privacy: what is done with personal data, how much was replaced, and a text to try it on."""

from functools import partial

import streamlit as st

from curation.erasures import require_may_erase
from curation.errors import NotAllowed
from pages.dataset.erasures import section
from pages.dataset.privacy_forms import column_form, kind_form, pattern_form
from pages.dataset.privacy_tables import by_column, imports_table, kinds_table, places_table
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import show, tag
from store.answers.privacy import Privacy, privacy, tried
from store.desk import Desk

TRY = "My name is Ada Byron, call me on 202-555-0143 or write to ada@byron.example."
SHOWN = 20


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    found = privacy(desk)
    head = parts.page_head("Privacy", "Personal data is replaced before a file is kept")
    may = _may(desk, actor)
    with head:
        st.button(
            "Change a kind",
            icon=":material/tune:",
            key="change-kind",
            disabled=not may,
            on_click=partial(kind_form, desk, actor, found),
        )
    said(desk, actor)
    show(parts.verdict("warn" if found.findings else "good", _word(found), found.sentence))
    if not may:
        who = "To change the policy is for an admin, or for who owns privacy or blocking."
        show(tag("p", who, class_="muted"))
    _try(desk)
    _policy(desk, actor, found, may=may)
    _replaced(found)
    section(desk, actor)


def _word(found: Privacy) -> str:
    kept = wording.many(len(found.findings), "exception")
    return f"{kept}." if found.findings else "Masked."


def _may(desk: Desk, actor: str) -> bool:
    with desk.ledger.reading() as asked:
        try:
            require_may_erase(asked.people(), asked.ownerships(), actor, "set the policy")
        except NotAllowed:
            return False
    return True


def _try(desk: Desk) -> None:
    with parts.card("Try a text", "It is looked at and not kept", key="try"):
        text = st.text_area("Text", TRY, key="try-text", height=90)
        column = st.text_input("Kept in the column", "input", key="try-column")
        if not text.strip():
            return
        found = tried(desk, text[:20_000], column.strip() or "input")
        show(tag("p", found.sentence, class_="muted"))
        show(tag("pre", found.masked, class_="any", tabindex=0, aria_label="As it is kept"))
        if found.places:
            show(places_table(found.places))
        show(tag("p", found.limits, class_="muted"))


def _policy(desk: Desk, actor: str, found: Privacy, *, may: bool) -> None:
    when = (
        f"Set by {found.by} on {wording.day(found.at)}: {found.reason}"
        if found.decided
        else ("Nobody has decided otherwise, so everything that is found is masked")
    )
    with parts.card("What is done with it", when, key="policy"):
        show(kinds_table(found))
        for column, treatment in found.columns.items():
            show(tag("p", tag("b", column), f": {treatment}", class_="any"))
        regions = ", ".join(found.regions)
        note = f"Phone numbers without a country code are known of {regions}."
        show(tag("p", note, class_="muted"))
        with st.container(horizontal=True):
            column = partial(column_form, desk, actor, found)
            st.button("Change a column", key="change-column", disabled=not may, on_click=column)
            own = partial(pattern_form, desk, actor, found)
            st.button("Add a pattern", key="add-pattern", disabled=not may, on_click=own)
        show(tag("p", "It holds for what is imported from now on. Uploads lie in a private "
                 "folder of this server while you choose their columns, and are deleted when "
                 "you are done.", class_="muted"))  # fmt: skip


def _replaced(found: Privacy) -> None:
    title = f"{found.places:,} places were replaced" if found.places else "What was replaced"
    with parts.card(title, "By column and kind, imports in view", key="replaced"):
        if not found.places:
            none = "No import held personal data. Look into a file: evaldesk privacy check FILE"
            show(tag("p", none, class_="muted"))
            return
        show(by_column(found))
        show(imports_table(found.imports[:SHOWN]))
        if (more := len(found.imports) - SHOWN) > 0:
            show(tag("p", f"and {more} more: evaldesk privacy show", class_="muted"))
