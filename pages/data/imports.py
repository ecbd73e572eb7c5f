"""Imports: bring files in, and what was brought, by whom, and what was kept out."""

import streamlit as st

from pages.data import one
from pages.data.bringing import bring
from pages.data.draft import Draft
from pages.data.telling import tell
from pages.shared import parts, tables, wording
from pages.shared.acting import said
from pages.shared.drawer import drawer
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from store.answers.imports import ImportSummary, imports
from store.desk import Desk

SHOWN = 100


def render(desk: Desk, actor: str) -> None:
    """Draw the page, or the one import that the address names."""
    if wanted := st.query_params.get("id"):
        one.draw(desk, actor, wanted)
        return
    found = imports(desk)
    draft = drawer("import", Draft)
    draft.settle()
    parts.page_head("Imports", _context(found))
    said(desk, actor)
    if draft.done is not None:
        tell(draft.done)
    bring(desk, actor, draft)
    _history(found)


def _context(found: list[ImportSummary]) -> str:
    if not found:
        return "Nothing was brought in yet"
    waiting = sum(i.rows_rejected for i in found if i.undone_by is None)
    kept_out = f"{wording.many(waiting, 'row')} kept out" if waiting else "no row kept out"
    last = f"last {wording.moment(found[0].at)} by {found[0].actor}"
    return f"{wording.many(len(found), 'import')} · {last} · {kept_out}"


def _history(found: list[ImportSummary]) -> None:
    if not found:
        parts.empty_state(
            "No import yet",
            "What you bring stands here: who brought it, what was new, what was kept out.",
            "Choose a file above, or from a terminal:",
            "evaldesk import events.jsonl --as events",
        )
        return
    more = f", the newest {SHOWN} of them shown" if len(found) > SHOWN else ""
    with parts.card("What was brought in", f"Newest first{more}", key="history"):
        show(_table(found[:SHOWN]))


def _table(found: list[ImportSummary]) -> Html:
    columns = [
        Column("Source", tight=True),
        Column("What", tight=True, phone=False),
        Column("Files", clip=True, phone=False),
        Column("Who", tight=True, phone=False),
        Column("When", tight=True),
        Column("Added", number=True),
        Column("Known", number=True, phone=False),
        Column("Kept out", number=True, phone=False),
    ]
    return tables.table("Imports", columns, [_row(i) for i in found])


def _row(i: ImportSummary) -> list[Content]:
    name = link(i.source, "imports", id=i.import_id)
    undone = tag("small", f" Undone by {i.undone_by}")
    return [
        join((name, undone)) if i.undone_by else name,
        f"{i.kind} of {i.run}" if i.run else i.kind,
        ", ".join(i.files),
        i.actor,
        wording.ago(i.at),
        wording.count(i.rows_added),
        wording.count(i.rows_known),
        wording.count(i.rows_rejected),
    ]
