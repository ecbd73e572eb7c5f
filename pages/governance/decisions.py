"""Decisions: everything that was decided, by whom and why, found again and proved."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from curation.decision_words import told
from curation.decisions import Entry
from curation.errors import CurationError
from pages.governance.decision_filters import FILTERS, filters
from pages.governance.leads import lead, linked
from pages.governance.one_decision import changed, one_decision
from pages.governance.proof import proof_of
from pages.shared import parts, tables, wording
from pages.shared.html import Content, join, prose, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from store.answers.decisions import (
    Asked,
    Choices,
    Form,
    Listed,
    choices,
    decisions,
    exported,
)
from store.desk import Desk

_FORMS: Mapping[Form, tuple[str, str]] = {
    "csv": ("CSV, for a spreadsheet", "text/csv"),
    "jsonl": ("JSON lines, for a program", "application/jsonl"),
}


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 (every page knows who asks)
    """Draw the log, or the one decision of `?seq=`."""
    known = choices(desk)
    if wanted := st.query_params.get("seq"):
        one_decision(desk, wanted)
        return
    controls = parts.page_head("Decisions", _sentence(known))
    if not known.total:
        parts.empty_state(
            "Nothing was decided yet",
            "Every change on this desk stands here: who did what, when and why.",
            "It begins with the first import:",
            "evaldesk import FILE --as events",
        )
        return
    with controls:
        proved = st.button("Verify the chain", icon=":material/verified:")
        exports = st.popover("Export", icon=":material/download:")
    if proved:
        proof_of(desk)
    asked = filters(known)
    try:
        _list(desk, asked)
    except CurationError as odd:
        show(parts.verdict("warn", "No such filter.", prose(str(odd))))
        return
    with exports:
        _exports(desk, asked)


def _sentence(known: Choices) -> str:
    if not known.total:
        return "The log is empty"
    since, last = wording.day(known.first_at), wording.moment(known.last_at)
    many = wording.many(known.total, "decision")
    people = wording.many(len(known.actors), "person or job", "people and jobs")
    return f"{many} since {since} by {people} · the last on {last}"


def _list(desk: Desk, asked: Asked) -> None:
    before = st.query_params.get("before", "")
    found = decisions(desk, asked, before=int(before) if before.isdecimal() else None)
    if not found.decisions:
        parts.empty_state(
            "No such decision",
            "The log holds none that fits all of these filters.",
            "Take one of them away.",
        )
        return
    columns = [
        Column("No.", number=True, tight=True),
        Column("When", tight=True),
        Column("Who", tight=True),
        "What",
        "Why",
    ]
    listed = tables.table("Decisions, newest first", columns, map(_row, found.decisions))
    show(tag("div", listed, class_="stack"))
    _on(found)


def _row(entry: Entry) -> list[Content]:
    said = told(entry)
    about = tag("div", lead(entry), class_="sub")
    lines = [said.did, about]
    if not said.begins and not said.whole and (more := changed(said.changes)):
        lines.append(tag("div", more, class_="sub"))
    why = tag("div", linked(entry.reason), class_="two-lines") if entry.reason else None
    return [
        link(wording.count(entry.seq), "decisions", seq=entry.seq),
        tag("span", wording.moment(entry.at), class_="nowrap"),
        entry.actor,
        join(lines),
        why or wording.NOTHING,
    ]


def _on(found: Listed) -> None:
    shown = f"{wording.count(len(found.decisions))} of {wording.count(found.total)}"
    query = {name: st.query_params.get_all(name) for name in FILTERS}
    ways: list[Content] = [f"{shown} shown"]
    if "before" in st.query_params:
        ways.append(link("Newest", "decisions", **query))
    if found.before:
        ways.append(link("Older", "decisions", **query, before=found.before))
    show(tag("p", join(ways, " · "), class_="sub"))


def _exports(desk: Desk, asked: Asked) -> None:
    show(tag("p", "What the filters leave, oldest first, with every hash.", class_="muted"))
    for form, (label, mime) in _FORMS.items():
        st.download_button(
            label,
            data=partial(exported, desk, asked, form),
            file_name=f"decisions.{form}",
            mime=mime,
            key=f"export:{form}",
            on_click="ignore",
            width="stretch",
        )
