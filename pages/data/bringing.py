"""Bring files: choose them, say what they are, check, import."""

from pathlib import Path

import streamlit as st

from curation.errors import CurationError
from curation.mapping import chosen
from pages.data.columns import mapping_table
from pages.data.draft import Draft, Request
from pages.data.telling import tell
from pages.shared import background, calm, parts
from pages.shared.html import prose, show, tag
from pages.shared.wording import count, many
from store.acts.bringing import readable_here, reading_rule
from store.acts.run_words import RunWords
from store.answers.columns import Columns
from store.desk import Desk

KINDS = {
    "events": "What production did: input, output, perhaps a verdict",
    "results": "How a run did on the cases of a frozen set",
    "cases": "Examples to evaluate on, with what is expected",
    "labels": "The truth of events that are here already",
}
UPLOAD, SERVER = "Upload", "On the server"
RUN = {"name": "Run", "model_version": "Model version", "sets": "Set", "commit": "Code commit"}


def bring(desk: Desk, actor: str, draft: Draft) -> None:
    """Draw the way in, step by step."""
    with parts.card(
        "Bring files in", "CSV, JSON, JSON lines or Parquet, also .gz", key="bring"
    ):
        with st.container(horizontal=True, gap="medium"):
            kind, where = _kind(), _where()
        show(tag("p", KINDS[kind], class_="sub"))
        with calm.refusals():
            paths = _files(desk, draft, where)
            if paths:
                _mapped(desk, actor, draft, paths, kind)
            else:
                _progress(draft)
    for one in background.of_others(draft.job):
        show(tag("p", f"{one}.", class_="sub"))


def _kind() -> str:
    return st.segmented_control(
        "What it is", list(KINDS), default="events", required=True, key="kind",
        format_func=str.capitalize,
    ) or "events"  # fmt: skip


def _where() -> str:
    options = [UPLOAD, SERVER]
    return st.segmented_control(
        "Where it is", options, default=UPLOAD, required=True, key="where"
    ) or UPLOAD  # fmt: skip


def _files(desk: Desk, draft: Draft, where: str) -> tuple[Path, ...]:
    if where == SERVER:
        rule = reading_rule(desk)
        said = st.text_input("Path", key=f"path:{draft.round}", placeholder="export.jsonl")
        show(tag("p", rule, class_="sub"))
        return (readable_here(desk, said),) if said.strip() else ()
    files = st.file_uploader(
        "Files", accept_multiple_files=True, key=f"files:{draft.round}",
        label_visibility="collapsed",
    )  # fmt: skip
    return draft.take(desk, files)


def _mapped(desk: Desk, actor: str, draft: Draft, paths: tuple[Path, ...], kind: str) -> None:
    source = st.text_input(
        "Source: whose files these are",
        key=f"source:{draft.round}",
        placeholder="From the file's name; the mapping is remembered under it",
        max_chars=80,
    )
    run = _run(draft) if kind == "results" else None
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
    request = Request(paths, kind, found.source, said, run, draft.uploads)
    _buttons(desk, actor, draft, request, ready=not unsaid)
    _answer(draft, request)


def _about(found: Columns, paths: tuple[Path, ...]) -> str:
    how = "as in its last import" if found.remembered else "guessed; correct what is wrong"
    rows = f"about {count(found.rows_estimate)} rows"
    files = f" · {many(len(paths), 'file')}, this is the first" if len(paths) > 1 else ""
    return f"{found.file}, {rows}{files} · source {found.source}: {how}"


def _run(draft: Draft) -> RunWords:
    values: dict[str, str | None] = {}
    for place, (name, label) in zip(st.columns(4, gap="small"), RUN.items(), strict=True):
        hint = "blocking@7" if name == "sets" else None
        key = f"{name}:{draft.round}"
        said = place.text_input(label, key=key, placeholder=hint, max_chars=120)
        values[name] = said.strip() or None
    sets = tuple((values.pop("sets") or "").replace(",", " ").split())
    return RunWords(values["name"], values["model_version"], sets, values["commit"])


def _buttons(desk: Desk, actor: str, draft: Draft, request: Request, *, ready: bool) -> None:
    checked = draft.checked is not None and draft.request == request
    off = draft.busy or not ready
    # The key is of what was looked at: who types another source and clicks at once gets to see
    # its mapping first.
    at = hash(draft.asked)
    with st.container(horizontal=True):
        check = st.button(
            "Check without importing",
            type="secondary" if checked else "primary",
            disabled=off,
            key=f"check:{at}",
        )
        now = st.button(
            "Import", type="primary" if checked else "secondary", disabled=off, key=f"now:{at}"
        )
    if check or now:
        draft.bring(desk, request, actor, dry_run=check)
        st.rerun()


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
