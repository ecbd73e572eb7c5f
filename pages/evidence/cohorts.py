"""Cohorts: who is hurt and whether it is real, worst first, each with its matrix."""

from dataclasses import replace

import streamlit as st

from curation.measures.cohort import CohortMeasures
from pages.evidence.cohort_cards import around, measures_line, overall_tiles
from pages.evidence.cohort_cell import cell_card
from pages.evidence.cohort_tables import classes_of, table_of
from pages.evidence.matrix import WIDE, Link, matrix
from pages.evidence.reliability import promise, reliability
from pages.shared import parts, wording
from pages.shared.html import show
from pages.shared.links import address
from pages.shared.marks import Tone
from store.answers.cohort_choices import Choices, before, choices
from store.answers.cohort_words import largest, name, said
from store.answers.cohorts import CohortsAnswer, Question, cohorts
from store.desk import Desk

AT_ONCE = 12
NONE = "–"
_TONES: dict[str, Tone] = {"good": "good", "warn": "warn", "info": "info"}


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 - every page is called alike
    """Draw the page."""
    offered = choices(desk)
    controls = parts.page_head("Cohorts", "Right and wrong by who asks, worst first")
    with controls:
        question = _asked(offered)
    if st.query_params.get("truth"):
        cell_card(desk, _narrowed(question))
    found = cohorts(desk, question)
    if not found.overall.events:
        _empty(question)
        return
    told = said(found)
    show(parts.verdict(_TONES.get(told.tone, "unknown"), told.word, told.sentence))
    show(overall_tiles(found))
    _matrices(found)
    if found.cohorts:
        title = f"All {len(found.cohorts)} cohorts" if len(found.cohorts) > 1 else "The cohort"
        with parts.card(title, "Worst first; n and 95 % interval beside every rate", key="all"):
            show(table_of(found))
    if len(found.labels) > 1:
        _classes(found)
    if found.overall.reliability:
        with parts.card(*promise(found), key="reliability"):
            show(reliability(found.overall.reliability))


def _asked(offered: Choices) -> Question:
    """What the controls say; all of it stands in the address."""
    places = ["All production", *(w.name for w in offered.windows[1:]), *offered.runs]
    over = _select("Over", places, "over")
    first = _select("Cohorts by", [NONE, *offered.columns], "by")
    second = _select("Then by", [NONE, *(c for c in offered.columns if c != first)], "and")
    by = tuple(column for column in (first, second) if column != NONE)
    sets = (by,) if by else ()
    if over in offered.runs:
        return Question(by=sets, run=over)
    window = next(w for w in offered.windows if w.name == over)
    return Question(by=sets, since=window.since, reference=before(window))


def _select(label: str, options: list[str], key: str) -> str:
    chosen = st.selectbox(
        label, options, key=key, bind="query-params", width=190, label_visibility="visible"
    )
    return chosen or options[0]


def _narrowed(question: Question) -> Question:
    """The question of one cell: its cohort stands in the address as column=value."""
    pairs = (pair.partition("=") for pair in st.query_params.get_all("in"))
    return replace(question, by=(), where={c: v or None for c, _, v in pairs}, reference=None)


def _empty(question: Question) -> None:
    what = f"Run {question.run} has no result" if question.run else "No event is in this window"
    parts.empty_state(
        "Nothing to measure here",
        f"{what}, so there is nothing to say about anybody.",
        "Bring in what production did, with its truth:",
        "evaldesk import events.jsonl --as events",
    )


def _matrices(found: CohortsAnswer) -> None:
    """All together, then one card a cohort, two beside each other."""
    shown = found.cohorts[:AT_ONCE]
    with parts.card("All together", largest(found.overall), key="overall"):
        links = _links(found.overall)
        show(matrix(found.overall, found.columns, found.labels, links, WIDE))
    for place in range(0, len(shown), 2):
        beside = zip(st.columns(2, gap="small"), shown[place : place + 2], strict=False)
        for number, (column, one) in enumerate(beside, start=place):
            title = around(name(one.cohort))
            with column, parts.card(title, measures_line(one), key=f"cohort-{number}"):
                show(matrix(one, found.columns, found.labels, _links(one)))
    rest = len(found.cohorts) - len(shown)
    if rest:
        st.caption(f"{wording.many(rest, 'more cohort')} in the table below.")


def _classes(found: CohortsAnswer) -> None:
    """Precision, recall and F1 of every label, the weakest first."""
    ranked = sorted(found.overall.per_class, key=lambda c: (c.f1.value or 0.0, c.label))
    with parts.card("Weakest labels", "Of all together, the lowest F1 first", key="classes"):
        show(classes_of(ranked[:AT_ONCE]))
        if len(ranked) > AT_ONCE:
            with st.expander(wording.many(len(ranked) - AT_ONCE, "more label")):
                show(classes_of(ranked[AT_ONCE:]))


def _links(one: CohortMeasures) -> Link:
    """Addresses of the cells of one cohort, on this page as it is asked now."""
    kept = {k: v for k, v in st.query_params.items() if k in ("over", "by", "and")}
    parts_of = [f"{column}={value or ''}" for column, value in one.cohort.items()]

    def link(truth: str, predicted: str | None) -> str:
        return address("cohorts", **kept, truth=truth, predicted=predicted, **{"in": parts_of})

    return link
