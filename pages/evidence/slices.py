"""Slices: where it hurts, each told once, with how many were tried and what is left."""

from dataclasses import replace

import streamlit as st

from pages.evidence.slice_cards import each, overview, tiles_of
from pages.shared import parts, wording
from pages.shared.html import show
from pages.shared.marks import Tone
from store.answers.cohort_choices import Choices, before
from store.answers.cohort_memory import CohortMemory
from store.answers.cohorts import Question
from store.answers.slice_words import said
from store.answers.slices import WITH_EXAMPLES, SlicesAnswer, slices
from store.desk import Desk

REST, EARLIER, ANY = "all the rest", "everything before", "anything wrong"
_TONES: dict[str, Tone] = {"warn": "warn", "info": "info"}


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 - every page is called alike
    """Draw the page."""
    offered = desk.kept(CohortMemory).choices()
    controls = parts.page_head("Slices", "Which part errs more, of all that could be named")
    with controls:
        question = _among(_asked(offered), offered)
    with st.spinner("Trying every slice of one and two columns …", show_time=True):
        everything = slices(desk, question)
    with controls:
        kind = _kind(everything)
    found = everything if kind is None else slices(desk, question, kind)
    if not found.n:
        _empty(question)
        return
    told = said(found)
    show(parts.verdict(_TONES.get(told.tone, "unknown"), told.word, told.sentence))
    show(tiles_of(found))
    if found.slices:
        _slices(found)


def _asked(offered: Choices) -> Question:
    """What the controls say; all of it stands in the address."""
    places = [*(w.name for w in offered.windows), *offered.runs]
    over = _select("Over", places, "over")
    if over in offered.runs:
        others = [run for run in offered.runs if run != over]
        than = _select("Held against", [REST, *others], "than")
        return Question(run=over, reference=than if than in others else None)
    window = next(w for w in offered.windows if w.name == over)
    earlier = [EARLIER] if before(window) else []
    than = _select("Held against", [REST, *earlier], "than")
    return Question(since=window.since, reference=before(window) if than == EARLIER else None)


def _among(question: Question, offered: Choices) -> Question:
    """Only these columns: what the model itself says of an input explains nothing."""
    known = (*offered.case_columns, *offered.columns) if question.run else offered.columns
    chosen = st.multiselect(
        "Columns", known, key="columns", bind="query-params", width=240,
        placeholder="all of them",
    )  # fmt: skip
    return replace(question, by=tuple((column,) for column in chosen))


def _kind(found: SlicesAnswer) -> str | None:
    chosen = _select("What is wrong", [ANY, *(wording.words(k) for k in found.kinds)], "kind")
    return next((kind for kind in found.kinds if wording.words(kind) == chosen), None)


def _select(label: str, options: list[str], key: str) -> str:
    chosen = st.selectbox(label, options, key=key, bind="query-params", width=180)
    return chosen if chosen in options else options[0]


def _empty(question: Question) -> None:
    what = f"Run {question.run} has no judged case" if question.run else "No event is judged"
    parts.empty_state(
        "Nothing to search here",
        f"{what}, so no part of it can be told from the rest.",
        "Bring in what production did, with its truth:",
        "evaldesk import events.jsonl --as events",
    )


def _slices(found: SlicesAnswer) -> None:
    under = "Most certain first; each stands out without the rows of those above it, too"
    with parts.card(wording.many(len(found.slices), "slice"), under, key="slices"):
        show(overview(found))
    shown = found.slices[:WITH_EXAMPLES]
    for place in range(0, len(shown), 2):
        beside = zip(st.columns(2, gap="small"), shown[place : place + 2], strict=False)
        for number, (column, one) in enumerate(beside, start=place):
            with column:
                each(found, one, number)
    if found.skipped:
        st.caption(
            "Not searched (too few or too many values, or when rather than where): "
            f"{', '.join(found.skipped)}."
        )
