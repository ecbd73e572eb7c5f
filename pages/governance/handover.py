"""Handover: what whoever takes over asks, answered now; and what has to hold before they do."""

from functools import partial

import streamlit as st

from curation.checklist_items import CHECKLISTS
from pages.governance.handover_answers import question_card
from pages.governance.handover_checks import checks
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import show
from store.answers.handed_out import hand_out
from store.answers.handover import (
    checklist,
    five_answers,
    handover,
    route_budgets,
    whom_to_ask,
)
from store.answers.handover_report import FORMATS
from store.desk import Desk

QUESTIONS = "questions"
_MIME = {"md": "text/markdown", "html": "text/html"}
_TOLD = {"md": "For a chat or a wiki, Markdown", "html": "To print or to mail, HTML"}


def render(desk: Desk, actor: str) -> None:
    """Draw the page; `?check=LIST/ITEM` shows the checklist of that item."""
    when = wording.moment(desk.ledger.clock())
    head = parts.page_head("Handover", f"For whoever takes over · as of {when}")
    with head:
        _reports(desk, actor)
    said(desk, actor)
    chosen = _chosen()
    if chosen == QUESTIONS:
        _questions(desk)
    else:
        checks(desk, actor, checklist(desk, chosen))


def _chosen() -> str:
    """The part that the address names; the checklist of the item that a link leads to."""
    names = [QUESTIONS, *(one.name for one in CHECKLISTS)]
    wanted = st.query_params.get("check", "").partition("/")[0]
    first = wanted if wanted in names else QUESTIONS
    # Without format_func: the address would then say the label.
    found = st.segmented_control(
        "Part", names, default=first, required=True, label_visibility="collapsed",
        key="list", bind="query-params",
    )  # fmt: skip
    return found or first


def _questions(desk: Desk) -> None:
    found = five_answers(desk)
    lack = sum(len(one.missing) for one in found)
    word = f"{wording.many(lack, 'thing')} missing." if lack else "Nothing is missing."
    show(parts.verdict("warn" if lack else "good", word, whom_to_ask(desk)))
    for one in found:
        question_card(one, route_budgets(desk) if one.name == "budgets" else ())


def _reports(desk: Desk, actor: str) -> None:
    with st.popover("Download", icon=":material/download:"):
        for form in FORMATS:
            st.download_button(
                _TOLD[form],
                data=partial(_written, desk, actor, form),
                file_name=f"handover.{form}",
                mime=_MIME[form],
                key=f"handover-{form}",
                on_click="ignore",
                width="stretch",
            )


def _written(desk: Desk, actor: str, form: str) -> bytes:
    text = FORMATS[form](handover(desk))
    hand_out(desk, "report handover", text, actor)
    return text.encode()
