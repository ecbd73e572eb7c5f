"""Cohorts: who is hurt and whether it is real, worst first, each with its matrix."""

import streamlit as st

from curation.measures.classes import ClassMeasures
from pages.evidence.class_zoom import class_card
from pages.evidence.cohort_address import of_a_cell
from pages.evidence.cohort_cards import few, overall_tiles
from pages.evidence.cohort_cell import cell_page
from pages.evidence.cohort_controls import Wanted, controls, of_cell
from pages.evidence.cohort_matrices import AT_ONCE, Drawn, all_together, cohort_cards, reading
from pages.evidence.cohort_names import chips, cohort_menu
from pages.evidence.cohort_tables import classes_of, order_in_words, table_of
from pages.evidence.heat_map import heat_map
from pages.evidence.measures_table import measures_of
from pages.evidence.reliability import promise, reliability
from pages.shared import parts, wording
from pages.shared.acting import said as said_last
from pages.shared.html import show
from pages.shared.marks import Tone
from store.answers.cohort_memory import CohortMemory
from store.answers.cohort_words import said
from store.answers.cohorts import CohortsAnswer
from store.desk import Desk

_TONES: dict[str, Tone] = {"good": "good", "warn": "warn", "info": "info"}


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    memory = desk.kept(CohortMemory)
    offered = memory.choices()
    if of_a_cell():
        cell_page(desk, actor, of_cell(desk, offered))
        return
    parts.page_head("Cohorts", "Right and wrong by who asks, worst first")
    with st.container(horizontal=True, vertical_alignment="bottom", key="ed-cohort-controls"):
        wanted = controls(desk, offered)
        cohort_menu(desk, actor, wanted, offered)
    said_last(desk, actor)
    if wanted.odd:
        show(*wanted.odd)
    chips(wanted.asked)
    found = memory.cohorts(wanted.question)
    if not found.overall.events:
        _empty(wanted)
        return
    told = said(found)
    show(parts.verdict(_TONES.get(told.tone, "unknown"), told.word, told.sentence))
    if not found.overall.n and found.overall.pass_rate.value is None:
        _no_truth(wanted)
        return
    show(overall_tiles(found))
    _body(found, wanted)


def _body(found: CohortsAnswer, wanted: Wanted) -> None:
    drawn = Drawn(found, wanted, reading(found, wanted))
    all_together(drawn)
    cohort_cards(drawn, every=bool(st.query_params.get("every")))
    if found.cohorts:
        title = f"All {len(found.cohorts)} cohorts" if len(found.cohorts) > 1 else "The cohort"
        with parts.card(title, order_in_words(found), key="all"):
            show(table_of(found))
    class_card(drawn)
    heat_map(drawn)
    if len(found.labels) > 1:
        _classes(found, wanted)
    with parts.card("All measures", "Of all together, each with its interval", key="measures"):
        show(measures_of(found))
    if found.overall.reliability:
        with parts.card(*promise(found), key="reliability"):
            reliability(found.overall.reliability)


def _classes(found: CohortsAnswer, wanted: Wanted) -> None:
    """Precision, recall and F1 of every label, the weakest first."""
    ranked = sorted(found.overall.per_class, key=_weakest)
    with parts.card(
        "Weakest labels",
        "Of all together, the lowest F1 first, each with its 95 % interval",
        key="classes",
    ):
        show(classes_of(ranked[:AT_ONCE], wanted.asked))
        if len(ranked) > AT_ONCE:
            with st.expander(wording.many(len(ranked) - AT_ONCE, "more label")):
                show(classes_of(ranked[AT_ONCE:], wanted.asked))


def _weakest(one: ClassMeasures) -> tuple[bool, float, str]:
    return few(one.f1), one.f1.value or 0.0, one.label


def _empty(wanted: Wanted) -> None:
    run, narrowed = wanted.question.run, wanted.question.where
    if narrowed:
        parts.empty_state(
            "Nobody is in this cohort here",
            "No event or case of this window or run passes all the filters above.",
            "Take a filter off, choose another window, or see what values there are:",
            f"evaldesk cohorts --by {next(iter(narrowed))}",
        )
    elif run:
        parts.empty_state(
            "This run has no result",
            f"Run {run} has no result of a case that it was to score.",
            "Bring its results in:",
            f"evaldesk import results.jsonl --as results --run {run}",
        )
    else:
        parts.empty_state(
            "Nothing to measure here",
            "No event is in this window, so there is nothing to say about anybody.",
            "Bring in what production did, with its truth:",
            "evaldesk import events.jsonl --as events",
        )


def _no_truth(wanted: Wanted) -> None:
    what = f"of run {wanted.question.run} " if wanted.question.run else ""
    parts.empty_state(
        "Nobody knows yet what was right",
        f"No result {what}here has a truth, a verdict or feedback, so no rate can be said.",
        "Bring the labels in; they find their events by id:",
        "evaldesk import labels.jsonl --as labels",
    )
