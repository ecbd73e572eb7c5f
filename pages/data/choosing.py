"""The first step of an import: what it is, where the files are, and the words of a run."""

from pathlib import Path

import streamlit as st

from pages.data.draft import Draft
from pages.shared.acting import filled
from pages.shared.html import show, tag
from store.acts.bringing import readable_here, reading_rule
from store.acts.run_words import RunWords
from store.desk import Desk

KINDS = {
    "events": "What production did: input, output, perhaps a verdict",
    "results": "How a run did on the cases of a frozen set",
    "cases": "Examples to evaluate on, with what is expected",
    "labels": "The truth of events that are here already",
    "annotations": "What people or judges say that cases expect, from another tool",
}
UPLOAD, SERVER = "Upload", "On the server"
RUN = {"name": "Run", "model_version": "Model version", "sets": "Set", "commit": "Code commit"}


def which_kind() -> str:
    """The kind of facts that the visitor brings."""
    return st.segmented_control(
        "What it is", list(KINDS), default="events", required=True, key="kind",
        format_func=str.capitalize, wrap=True,
    ) or "events"  # fmt: skip


def whence() -> str:
    """Whether the files are the visitor's or lie on the server."""
    options = [UPLOAD, SERVER]
    return st.segmented_control(
        "Where it is", options, default=UPLOAD, required=True, key="where"
    ) or UPLOAD  # fmt: skip


def chosen_files(desk: Desk, draft: Draft, where: str) -> tuple[Path, ...]:
    """The files to bring, as paths on the server; NotAllowed where none may be read."""
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


def run_fields(draft: Draft) -> None:
    """Draw the fields for what the visitor says of the run whose results come in."""
    for place, (name, label) in zip(st.columns(4, gap="small"), RUN.items(), strict=True):
        hint = "blocking@7" if name == "sets" else None
        key = f"{name}:{draft.round}"
        place.text_input(label, key=key, placeholder=hint, max_chars=120)


def run_words(draft: Draft) -> RunWords:
    """What stands in those fields now."""
    values = {name: filled(f"{name}:{draft.round}").strip() or None for name in RUN}
    sets = tuple((values.pop("sets") or "").replace(",", " ").split())
    return RunWords(values["name"], values["model_version"], sets, values["commit"])
