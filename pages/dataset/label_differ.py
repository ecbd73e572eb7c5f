"""The cases whose reviewers differ: their labels side by side, and the word that stands."""

from functools import partial

import streamlit as st

from curation.labelling_standard import Question, Scale
from pages.shared import parts, quotes, tables
from pages.shared.acting import Done, filled, press
from pages.shared.html import Content, Html, show, tag
from pages.shared.links import link
from store.acts.adjudicating import adjudicate
from store.answers.case_labels import CaseLabels, case_labels
from store.desk import Desk

SHOWN = 20


def differing(desk: Desk, actor: str, apart: tuple[CaseLabels, ...]) -> None:
    """The list of them; each leads to its labels."""
    if not apart:
        return
    columns = ("Case", "Differ on", tables.Column("People", number=True), "")
    rows = [
        (one.input[:90], ", ".join(one.differ), str(one.given),
         link("Compare", "labels", case=one.case)) for one in apart[:SHOWN]
    ]  # fmt: skip
    told = "Each waits for somebody who has not labelled it"
    with parts.card("Reviewers differ", told, key="differ"):
        show(tables.table("Cases whose reviewers differ", columns, rows))
        if len(apart) > SHOWN:
            show(tag("p", f"and {len(apart) - SHOWN} more: evaldesk labels differ"))
        if st.query_params.get("case") is None:
            one_case(desk, actor, first_to_decide(apart).case)


def first_to_decide(apart: tuple[CaseLabels, ...]) -> CaseLabels:
    """The first on which who asks may decide; the first of all where there is none."""
    return next((one for one in apart if one.may_adjudicate), apart[0])


def one_case(desk: Desk, actor: str, case_id: str) -> None:
    """The labels of one case side by side, as far as they are shown; and who decides."""
    found = case_labels(desk, case_id, actor=actor)
    with parts.card("Labels side by side", found.sentence, key="one-case"):
        show(quotes.quote(found.input, "Input", tone="input"))
        show(tag("p", link(case_id, "case", id=case_id), class_="sub"))
        if found.labels and found.standard is not None:
            show(_side_by_side(found, found.standard.questions))
        if found.hidden:
            return
        if found.may_adjudicate:
            _form(desk, actor, found)
        elif found.labels:
            show(
                tag("p", "You labelled it yourself, so somebody else decides.", class_="muted")
            )


def _side_by_side(found: CaseLabels, questions: tuple[Question, ...]) -> Html:
    people = [one.told_by for one in found.labels]
    rows: list[list[Content]] = []
    for question in questions:
        said = [one.answers.get(question.name) for one in found.labels]
        if any(one is not None for one in said):
            name = parts.chip("warn", question.text) if question.name in found.differ else None
            rows.append([name or question.text, *map(_told, said)])
    if any(one.note for one in found.labels):
        rows.append(["Note", *(one.note or "–" for one in found.labels)])
    return tables.table("Labels side by side", ["Question", *people], rows)


def _told(said: str | float | None) -> str:
    if said is None:
        return "–"
    return said.replace("_", " ") if isinstance(said, str) else f"{said:g}"


def _form(desk: Desk, actor: str, found: CaseLabels) -> None:
    questions = found.standard.deciding if found.standard else ()
    for one in questions:
        key = f"decide-{found.case}-{one.name}"
        if one.scale is Scale.INTERVAL:
            st.number_input(one.text, one.low, one.high, None, key=key)
        else:
            st.radio(one.text, one.values, index=None, key=key, horizontal=True,
                     format_func=_told)  # fmt: skip
    why = f"decide-why-{found.case}"
    st.text_input("Why", key=why, placeholder="Which rule of the standard decides it")
    st.button(
        "Decide", type="primary", key=f"decide-{found.case}", on_click=press,
        args=(partial(_decided, desk, actor, found.case, [q.name for q in questions]),),
    )  # fmt: skip


def _decided(desk: Desk, actor: str, case_id: str, names: list[str]) -> Done:
    said = {name: filled(f"decide-{case_id}-{name}") for name in names}
    why = filled(f"decide-why-{case_id}")
    done = adjudicate(desk, case_id, said, actor=actor, reason=why)
    told = ", ".join(f"{name} = {_told(value)}" for name, value in done.answers.items())
    return Done("good", "Decided.", f"{case_id}: {told}.", done.act)
