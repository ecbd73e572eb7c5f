"""Bring files: choose them, say what they are, check, import."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from curation.errors import CurationError
from curation.mapping import chosen
from pages.data.choosing import (
    KINDS,
    chosen_files,
    run_fields,
    run_words,
    whence,
    which_kind,
)
from pages.data.columns import mapping_table
from pages.data.draft import Draft, Request
from pages.data.telling import tell
from pages.shared import background, calm, parts
from pages.shared.acting import filled
from pages.shared.html import prose, show, tag
from pages.shared.wording import count, many
from store.answers.columns import Columns
from store.desk import Desk

READS = "CSV, JSON, JSON lines or Parquet, also .gz; very large files from the server"


def bring(desk: Desk, actor: str, draft: Draft) -> None:
    """Draw the way in, step by step."""
    with parts.card("Bring files in", READS, key="bring"):
        with st.container(horizontal=True, gap="medium"):
            kind, where = which_kind(), whence()
        show(tag("p", KINDS[kind], class_="sub"))
        with calm.refusals():
            paths = chosen_files(desk, draft, where)
            if paths:
                _mapped(desk, actor, draft, paths, kind)
            else:
                _progress(draft)
    for one in background.of_others(draft.job):
        show(tag("p", f"{one}.", class_="sub"))


def _mapped(desk: Desk, actor: str, draft: Draft, paths: tuple[Path, ...], kind: str) -> None:
    source = st.text_input(
        "Source: whose files these are",
        key=f"source:{draft.round}",
        placeholder="From the file's name; the mapping is remembered under it",
        max_chars=80,
    )
    if kind == "results":
        run_fields(draft)
    found = draft.look(desk, paths, kind, source.strip() or None)
    show(parts.heading("What its columns are", _about(found, paths)))
    choices, unsaid = mapping_table(found, f"{draft.round}:{hash(draft.asked)}")
    if unsaid:
        names = " and ".join(f"'{name}'" for name in unsaid)
        show(parts.verdict("warn", "One question first.", f"Say what {names} holds."))
    try:
        said = chosen(choices)
    except CurationError as twice:
        show(parts.verdict("warn", "Not yet.", prose(str(twice))))
        return
    run = run_words(draft) if kind == "results" else None
    request = Request(paths, kind, found.source, said, run, draft.uploads)
    _buttons(desk, actor, draft, request, ready=not unsaid)
    _answer(draft, request)


def _about(found: Columns, paths: tuple[Path, ...]) -> str:
    how = "as in its last import" if found.remembered else "guessed; correct what is wrong"
    rows = f"about {count(found.rows_estimate)} rows"
    files = f" · {many(len(paths), 'file')}, this is the first" if len(paths) > 1 else ""
    return f"{found.file}, {rows}{files} · source {found.source}: {how}"


def _buttons(desk: Desk, actor: str, draft: Draft, request: Request, *, ready: bool) -> None:
    found = draft.checked if draft.request == request else None
    checked = found is not None and found.rows_rejected < found.rows_read
    off = draft.busy or not ready
    # In a callback: who clicks and turns to another page at once has clicked all the same.
    begin = partial(_begin, desk, actor, draft, request)
    with st.container(horizontal=True):
        st.button(
            "Check without importing",
            type="secondary" if checked else "primary",
            disabled=off,
            on_click=partial(begin, dry_run=True),
        )
        st.button(
            "Import",
            type="primary" if checked else "secondary",
            disabled=off,
            on_click=partial(begin, dry_run=False),
        )


def _begin(desk: Desk, actor: str, draft: Draft, request: Request, *, dry_run: bool) -> None:
    """Begin with what stands in the fields now: a click may come together with typed text."""
    if (filled(f"source:{draft.round}").strip() or None) != draft.asked[-1]:
        draft.trouble = prose(
            "You named another source: look at its columns, then click again."
        )
        return
    run = run_words(draft) if request.kind == "results" else None
    draft.bring(desk, replace(request, run=run), actor, dry_run=dry_run)


def _answer(draft: Draft, request: Request) -> None:
    _progress(draft)
    if draft.checked is not None and draft.request == request:
        tell(draft.checked)
    elif draft.checked is not None:
        show(tag("p", "You changed something since the last check.", class_="sub"))


def _progress(draft: Draft) -> None:
    if draft.job is not None:
        background.watch(draft.job)
    elif draft.trouble is not None:
        show(parts.verdict("warn", "Not done.", draft.trouble))
