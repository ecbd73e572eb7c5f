"""What the case page says of labels: who differs, what is hidden; and feedback on an output."""

from functools import partial

import streamlit as st

from curation.labelling_standard import About, Question, Scale
from pages.shared import parts, tables
from pages.shared.acting import Done, filled, press
from pages.shared.html import Html, show, tag
from pages.shared.links import link
from store.acts.labelling import give_feedback
from store.answers.case_labels import CaseLabels, case_labels
from store.desk import Desk


def labels_of_case(desk: Desk, case_id: str, actor: str) -> None:
    """Its labels, as far as they are shown, and its feedback; nothing without a standard."""
    found = case_labels(desk, case_id, actor=actor)
    if found.standard is None:
        return
    with parts.card("Labels", found.sentence, key="labels"):
        if found.labels and not found.hidden:
            show(_labels(found))
            waits = found.differ and found.may_adjudicate and found.adjudication is None
            word = "Decide between them" if waits else "Compare them"
            show(tag("p", link(word, "labels", case=case_id)))
        if found.feedback:
            show(_feedback(found))
        if asked := found.standard.of(About.FEEDBACK):
            with st.popover("Feedback on the output", icon=":material/rate_review:"):
                _form(desk, case_id, actor, asked)


def _labels(found: CaseLabels) -> Html:
    names = [one.name for one in found.standard.of(About.EXPECTATION)] if found.standard else []
    rows = [
        (one.told_by,
         *(_told(one.answers.get(name)) for name in names))
        for one in found.labels
    ]  # fmt: skip
    heads = [name.replace("_", " ").capitalize() for name in names]
    return tables.table("Labels of the case", ["Who", *heads], rows)


def _feedback(found: CaseLabels) -> Html:
    lines = [
        tag("p", tag("b", one.rater), ": ",
            ", ".join(f"{n.replace('_', ' ')} {_told(a)}" for n, a in one.answers.items()),
            f" “{one.note}”" if one.note else None)
        for one in found.feedback
    ]  # fmt: skip
    head = tag("p", "Feedback, which never counts as what is expected", class_="sub")
    return tag("div", head, *lines)


def _told(said: str | float | None) -> str:
    if said is None:
        return "–"
    return said.replace("_", " ") if isinstance(said, str) else f"{said:g}"


def _form(desk: Desk, case_id: str, actor: str, asked: tuple[Question, ...]) -> None:
    for one in asked:
        key = f"feedback-{case_id}-{one.name}"
        if one.scale is Scale.INTERVAL:
            st.number_input(one.text, one.low, one.high, None, key=key)
        else:
            st.radio(one.text, one.values, index=None, key=key, format_func=_told)
    st.text_input("Note", key=f"feedback-note-{case_id}")
    act = partial(_given, desk, case_id, actor, [one.name for one in asked])
    st.button("Send", key=f"feedback-{case_id}", on_click=press, args=(act,))


def _given(desk: Desk, case_id: str, actor: str, names: list[str]) -> Done:
    said = {name: filled(f"feedback-{case_id}-{name}") for name in names}
    give_feedback(desk, case_id, said, actor=actor, note=filled(f"feedback-note-{case_id}"))
    return Done("good", "Kept.", "It is feedback on the output, and no label of the case.")
