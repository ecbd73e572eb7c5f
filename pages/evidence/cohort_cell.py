"""One cell of a confusion matrix: exactly its events or cases, and what can be done."""

from functools import partial

import streamlit as st

from pages.evidence.cohort_controls import Wanted
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from pages.triage.choosing import MOST, Chosen, box, box_for_all, choose, chooser, chosen_in
from pages.triage.moving import offer
from store.answers.cell import CellAnswer, CellRow, cell
from store.answers.cohort_memory import CohortMemory
from store.answers.cohort_words import name
from store.desk import Desk

EVERY = 100_000  # events of one cell that are looked through for "choose all"


def cell_page(desk: Desk, actor: str, wanted: Wanted) -> None:
    """Draw what the address asks for, with a box at what waits or stands somewhere."""
    truth, predicted = st.query_params["truth"], st.query_params.get("predicted")
    of = f"cell {sorted(wanted.question.where.items(), key=str)} {wanted.question.run} " + (
        f"{truth} {predicted}"
    )
    back = wanted.asked.link("Back to the matrices")
    parts.page_head("Cohorts", join((back, " · one cell of a confusion matrix")))
    found = cell(desk, wanted.question, truth, predicted)
    chosen_in(of)
    if wanted.odd:
        show(*wanted.odd)
    with st.container(border=True, key="ed-listed"):
        show(parts.heading(_title(found, wanted), _under(found, wanted)))
        if not found.n:
            show(tag("p", "Nothing stands in this cell any more. ", back))
        else:
            _listed(_title(found, wanted), found)
    whole: Chosen = {} if found.right else _movable(desk, wanted, found)
    offer(desk, actor, of, None, len(whole), partial(choose, whole, of))


def _title(found: CellAnswer, wanted: Wanted) -> str:
    noun = "case" if wanted.question.run else "event"
    said = found.predicted or "nothing"
    how = "rightly called" if found.right else "was called"
    if found.right:
        return f"{wording.many(found.n, noun)}: {how} {found.truth}"
    return f"{wording.many(found.n, noun)}: {found.truth} {how} {said}"


def _under(found: CellAnswer, wanted: Wanted) -> Content:
    where = name(wanted.question.where) or "in all cohorts"
    over = wanted.asked.said.get("over")
    told = [where, *([over] if over else []), "newest first"]
    if found.n > len(found.rows):
        told.append(f"the first {len(found.rows)}")
    inputs = len({row.case for row in found.rows})
    if inputs < len(found.rows):
        told.append(f"{wording.many(inputs, 'input')} among them; a box stands for an input")
    return " · ".join(told)


def _listed(title: str, found: CellAnswer) -> None:
    if found.right:
        show(tag("p", "These are right, so there is nothing to sort or to move here. ",
                 "The mistakes of the same class stand in its row of the matrix."))  # fmt: skip
        show(_table(title, found, boxes=False))
    else:
        chooser(_table(title, found, boxes=True))


def _table(title: str, found: CellAnswer, *, boxes: bool) -> Html:
    columns = [
        *([Column(box_for_all(), kind="choose")] if boxes else []),
        Column("Input", kind="what"),
        Column("Stands in", tight=True),
        Column("Score", number=True, phone=False),
        Column("Model", phone=False, tight=True),
        Column("When", phone=False, tight=True),
    ]
    told = [n for n, c in enumerate(columns) if c.title not in _unsaid(found)]
    seen: set[str] = set()
    rows: list[list[Content]] = []
    for one in found.rows:
        cells = _row(one, boxes=boxes, again=one.case in seen)
        seen.add(one.case)
        rows.append([cells[n] for n in told])
    return tables.table(title, [columns[n] for n in told], rows, names=int(boxes))


def _unsaid(found: CellAnswer) -> list[str]:
    """Columns that no row says anything in."""
    said = {
        "Score": [one.score for one in found.rows],
        "Model": [one.model_version for one in found.rows],
        "When": [one.occurred_at for one in found.rows],
        "Stands in": [one.state for one in found.rows],
    }
    return [title for title, values in said.items() if not any(v is not None for v in values)]


def _row(one: CellRow, *, boxes: bool, again: bool) -> list[Content]:
    title = one.title or one.id
    first: Content = None
    if boxes and one.version is not None and not again:
        first = box(one.case, one.version, f"Choose: {title[:80]}")
    cells: list[Content] = [
        tag("span", link(title, "case", id=one.case), class_="one"),
        parts.state(one.state) if one.state else tag("span", "no failure", class_="muted"),
        wording.NOTHING if one.score is None else f"{one.score:.2f}",
        one.model_version or wording.NOTHING,
        wording.day(one.occurred_at) if one.occurred_at else wording.NOTHING,
    ]
    return [first, *cells] if boxes else cells


def _movable(desk: Desk, wanted: Wanted, found: CellAnswer) -> Chosen:
    """All inputs of the cell that could be chosen, also those that are not listed."""
    if found.n > len(found.rows):
        memory = desk.kept(CohortMemory)
        found = memory.cell(wanted.question, found.truth, found.predicted, EVERY)
    known = {row.case: row.version for row in found.rows if row.version is not None}
    return dict(list(known.items())[:MOST])
