"""The rows that were kept out of an import: look, download, mend, bring again."""

from functools import partial

import streamlit as st

from pages.data.draft import Draft
from pages.data.naming import field_name
from pages.data.telling import tell
from pages.shared import background, calm, parts, tables, wording
from pages.shared.drawer import drawer
from pages.shared.html import Content, show, tag
from pages.shared.tables import Column
from store.acts.bringing import Uploads
from store.acts.imported import Imported
from store.acts.mending import import_mended
from store.answers.handed_out import hand_out
from store.answers.one_import import OneImport
from store.answers.rejects import KeptOut, rejects, rejects_to_mend
from store.desk import Desk

SHOWN = 100


def quarantine(desk: Desk, actor: str, found: OneImport) -> None:
    """Draw the rows with their reasons, and the way to mend them."""
    one = found.summary
    draft = drawer(f"mend-{one.import_id}", Draft)
    draft.settle()
    if draft.done is not None:
        tell(draft.done)
    rows = wording.many(one.rows_rejected, "row")
    with parts.card(f"{rows} kept out", _about(found), key="quarantine"):
        if found.undone:
            return
        show(_table(rejects(desk, one.import_id, SHOWN)))
        _downloads(desk, one.import_id, actor)
        with calm.refusals():
            _mend(desk, actor, found, draft)


def _about(found: OneImport) -> str:
    if found.undone:
        return "They went out of view with the import."
    if found.mended:
        came = f"{wording.count(found.mended)} of them came in, mended, with a later import."
        return f"{came} These are the rows as they were kept out."
    more = found.summary.rows_rejected - SHOWN
    first = f"The first {SHOWN} are shown. " if more > 0 else ""
    return f"{first}Download them, mend what is wrong, and bring them again."


def _table(found: list[KeptOut]) -> Content:
    columns = [
        Column("Row", tight=True),
        Column("File", tight=True, phone=False),
        Column("Field", tight=True),
        Column("What is wrong"),
        Column("The row", phone=False),
    ]
    rows: list[list[Content]] = [
        [
            wording.count(one.row),
            one.file,
            field_name(one.field) if one.field else wording.NOTHING,
            one.reason,
            tag("code", one.raw if len(one.raw) <= 240 else one.raw[:240] + "…"),
        ]
        for one in found
    ]
    return tables.table("Rows that were kept out", columns, rows)


def _downloads(desk: Desk, import_id: str, actor: str) -> None:
    with st.container(horizontal=True):
        for suffix, name, mime in (
            (".csv", "Download as CSV", "text/csv"),
            (".jsonl", "Download as JSON lines", "application/x-ndjson"),
        ):
            st.download_button(
                name,
                partial(_text, desk, import_id, suffix, actor),
                file_name=f"{import_id}-kept-out{suffix}",
                mime=mime,
                on_click="ignore",
                icon=":material/download:",
                key=f"download{suffix}",
            )


def _text(desk: Desk, import_id: str, suffix: str, actor: str) -> bytes:
    # A cell with half a character must not cost the others.
    whole = rejects_to_mend(desk, import_id, suffix).encode("utf-8", "replace")
    hand_out(desk, f"rejects {import_id}", whole.decode(), actor)
    return whole


def _mend(desk: Desk, actor: str, found: OneImport, draft: Draft) -> None:
    one = found.summary
    files = st.file_uploader(
        "Mended rows",
        accept_multiple_files=True,
        key=f"mend:{one.import_id}:{draft.round}",
        help="Under the same source and mapping; what is known by now adds nothing.",
    )
    paths = draft.take(desk, files)
    if paths:
        st.button(
            "Import the mended rows",
            type="primary",
            disabled=draft.busy,
            on_click=partial(_begin, desk, actor, one.import_id, draft, draft.uploads),
        )
    if draft.job is not None:
        background.watch(draft.job)
    elif draft.trouble is not None:
        show(parts.verdict("warn", "Not done.", draft.trouble))


def _begin(desk: Desk, actor: str, import_id: str, draft: Draft, held: Uploads | None) -> None:
    def act(progress: background.Progress) -> Imported:
        assert held is not None, "the button stands under files"
        done = import_mended(desk, import_id, held.paths, actor=actor, progress=progress)
        held.close()
        return done

    draft.begin("Importing the mended rows", actor, act)
