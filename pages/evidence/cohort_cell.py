"""One cell of a confusion matrix: exactly the events or cases that stand in it."""

import streamlit as st

from pages.shared import parts, tables, wording
from pages.shared.html import Content, show
from pages.shared.links import link
from pages.shared.tables import Column
from store.answers.cell import CellRow, cell
from store.answers.cohort_words import name
from store.answers.cohorts import Question
from store.desk import Desk


def cell_card(desk: Desk, question: Question) -> None:
    """Draw what the address asks for; each row leads to the case, where it is decided on."""
    truth = st.query_params["truth"]
    found = cell(desk, question, truth, st.query_params.get("predicted"))
    noun = "case" if question.run else "event"
    title = f"{wording.many(found.n, noun)}: {truth} was called {found.predicted or 'nothing'}"
    where = name(question.where) or "in all cohorts"
    shown = f"{where} · newest first"
    if found.n > len(found.rows):
        shown += f" · the first {len(found.rows)}"
    with parts.card(title, shown, key="cell"):
        columns = [
            Column("Input", clip=True),
            Column("Score", number=True),
            Column("Model", phone=False, tight=True),
            Column("When", phone=False, tight=True),
        ]
        show(tables.table(title, columns, [_row(one) for one in found.rows]))


def _row(one: CellRow) -> list[Content]:
    return [
        link(one.title or one.id, "case", id=one.case),
        wording.NOTHING if one.score is None else f"{one.score:.2f}",
        one.model_version or wording.NOTHING,
        wording.day(one.occurred_at) if one.occurred_at else wording.NOTHING,
    ]
