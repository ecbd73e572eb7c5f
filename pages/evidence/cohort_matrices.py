"""The matrices of a page: how they are read, all together, then one card a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from curation.measures.cohort import CohortMeasures
from curation.measures.shifts import Shift, shifts
from pages.evidence.cohort_address import Asked
from pages.evidence.cohort_cards import around, measures_line
from pages.evidence.cohort_controls import Wanted
from pages.evidence.matrix import READABLE, WIDE, Grid, Link, Reading, matrix
from pages.evidence.mistakes import mistakes, moved_most
from pages.shared import parts, wording
from pages.shared.html import Content, Html, join, show, tag
from store.answers.cohort_words import largest, moved_in_words, name
from store.answers.cohorts import CohortsAnswer

AT_ONCE = 12
_SAID: dict[str, Reading] = {
    "Share of row": "share", "Counts": "counts", "Change": "change"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """What all matrices of a page have in common."""

    found: CohortsAnswer
    wanted: Wanted
    reading: Reading

    @property
    def asked(self) -> Asked:
        """The address."""
        return self.wanted.asked

    def link(self, one: CohortMeasures) -> Link:
        """The addresses of the cells of a cohort."""
        return partial(_cell, self.asked, one)


def _cell(asked: Asked, one: CohortMeasures, truth: str, predicted: str | None) -> str:
    return asked.cell(truth, predicted, one.cohort)


def reading(found: CohortsAnswer, wanted: Wanted) -> Reading:
    """Ask how cells are to be read, and say what that means; the reference by its name."""
    if not found.labels:
        return "share"
    names = [*_SAID] if found.reference else [n for n in _SAID if n != "Change"]
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            "Cells show", names, default=names[0], required=True, key="cells",
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
        read = _SAID.get(chosen or "", "share")
        show(tag("p", _means(read, wanted), class_="sub"), width="content")
    return read


def _means(read: Reading, wanted: Wanted) -> str:
    if read == "change":
        return (
            f"Points since {wanted.reference.words}; blue is better, orange worse. Coloured is "
            "what surely moved: all cells of a matrix counted, Benjamini-Hochberg at 10 %."
        )
    what = "Share of each row" if read == "share" else "Counts"
    rest = (
        "" if wanted.reference.said is None else f" Change is since {wanted.reference.words}."
    )
    return f"{what}; blue is right, orange is wrong. A cell opens what stands in it.{rest}"


def all_together(drawn: Drawn) -> None:
    """The card of everything: the matrix, or the top confusions of many labels."""
    whole = drawn.found.overall
    moved = whole.reference.moved if whole.reference else []
    told = largest(whole) if drawn.reading != "change" else moved_in_words(moved)
    with parts.card("All together", told, key="overall"):
        show(drawn_matrix(drawn, whole, WIDE))


def cohort_cards(drawn: Drawn, *, every: bool) -> None:
    """One card a cohort, two beside each other, worst first; the rest one click away."""
    cohorts = drawn.found.cohorts
    shown = cohorts if every else cohorts[:AT_ONCE]
    for place in range(0, len(shown), 2):
        beside = zip(st.columns(2, gap="small"), shown[place : place + 2], strict=False)
        for number, (column, one) in enumerate(beside, start=place):
            title = around(name(one.cohort))
            with column, parts.card(title, _under(drawn, one), key=f"cohort-{number}"):
                show(drawn_matrix(drawn, one, READABLE))
    if rest := len(cohorts) - len(shown):
        more = wording.many(rest, "more cohort")
        way = drawn.asked.link("Show a card of each", every=1)
        show(tag("p", f"{more} in the table below. ", way, class_="muted"))


def _under(drawn: Drawn, one: CohortMeasures) -> Content:
    alone = drawn.asked.narrowed(one.cohort)
    way = alone.link("Only this cohort", **{"by": None, "and": None})
    return join((measures_line(one), way))


def drawn_matrix(drawn: Drawn, one: CohortMeasures, readable: int) -> Html:
    """The whole matrix where it can be read, else the mistakes, or the moves, that lead."""
    found, whose = drawn.found, name(one.cohort) or "all together"
    if not found.labels:
        return tag("p", "Answers are texts, so there is no matrix of labels.", class_="muted")
    before = one.reference
    if drawn.reading == "change" and before is None:
        return tag("p", f"Nobody of {whose} was there in the reference.", class_="muted")
    if len(found.labels) > readable:
        if drawn.reading == "change" and before is not None:
            return moved_most(before.moved, drawn.link(one))
        listed = 12 if readable == WIDE else 6
        return mistakes(one, whose, drawn.link(one), found.min_support, listed)
    return matrix(grid_of(drawn, one, whose), drawn.link(one), drawn.reading)


def grid_of(drawn: Drawn, one: CohortMeasures, whose: str) -> Grid:
    """The whole matrix of a cohort."""
    found = drawn.found
    moved = {(s.truth, s.predicted): s for s in _shifts(drawn, one)}
    totals = [sum(row) for row in one.matrix]
    return Grid(
        found.labels, found.columns, one.matrix, totals, found.min_support, whose, moved
    )


def _shifts(drawn: Drawn, one: CohortMeasures) -> Sequence[Shift]:
    if drawn.reading != "change" or one.reference is None:
        return ()
    found = drawn.found
    now, then = one.matrix, one.reference.matrix
    return shifts(found.labels, found.columns, now, then, found.min_support)
