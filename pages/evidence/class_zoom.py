"""One class of many: its numbers, and the matrix of the classes that it is confused with."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from curation.measures.classes import ClassMeasures
from curation.measures.neighbourhood import neighbours
from pages.evidence.cohort_cards import interval, share
from pages.evidence.cohort_matrices import Drawn, grid_of
from pages.evidence.matrix import OTHERS, READABLE, WIDE, Grid, matrix
from pages.shared import parts, wording
from pages.shared.html import Html, show, tag

FIND = "Find a class"
NEAREST = 6


def class_card(drawn: Drawn) -> None:
    """Draw the search for a class, and its neighbourhood once it is chosen."""
    found = drawn.found
    if len(found.labels) <= READABLE:
        return
    with parts.card(
        "One class and its neighbours",
        f"The classes that it is confused with, either way · {len(found.labels)} classes",
        key="class",
    ):
        first = _most_confused(drawn)
        label = st.selectbox(
            FIND, found.labels, index=found.labels.index(first), key="class",
            bind="query-params", filter_mode="contains",
        )  # fmt: skip
        if label:
            show(_numbers(found.overall.per_class, label), _zoomed(drawn, label))


def _most_confused(drawn: Drawn) -> str:
    top = drawn.found.overall.top_confusions
    return top[0][0] if top else drawn.found.labels[0]


def _numbers(classes: Sequence[ClassMeasures], label: str) -> Html:
    one = next(c for c in classes if c.label == label)
    said = (("Precision", one.precision), ("Recall", one.recall), ("F1", one.f1))
    told = [
        tag("span", f"{title} ", tag("b", share(m)), f" ({interval(m)})") for title, m in said
    ]
    return parts.row(*told)


def _zoomed(drawn: Drawn, label: str) -> Html:
    """The rows and columns of the neighbours; all other columns together in one."""
    whole = drawn.found.overall
    grid = grid_of(drawn, whole, f"{label} and its neighbours")
    near = neighbours(grid.labels, whole.matrix, label, NEAREST)
    places = {one: place for place, one in enumerate(grid.labels)}
    missing = [None] if None in grid.columns else []
    kept = [places[one] for one in near] + ([len(grid.labels)] if missing else [])
    rows: list[list[int]] = []
    for one in near:
        row = grid.rows[places[one]]
        cells = [row[at] for at in kept]
        rows.append([*cells, sum(row) - sum(cells)])
    small: Grid = replace(
        grid, labels=near, columns=[*near, *missing, OTHERS], rows=rows,
        totals=[grid.totals[places[one]] for one in near], loud=label,
    )  # fmt: skip
    if len(near) == 1 and grid.totals[places[label]] == rows[0][0]:
        told = f"{label} is confused with nothing among {wording.count(sum(small.totals))}."
        return tag("p", told, class_="muted")
    return matrix(small, drawn.link(whole), drawn.reading)


def is_too_wide(drawn: Drawn) -> bool:
    """Whether the whole matrix is only readable as a picture."""
    return len(drawn.found.labels) > WIDE
