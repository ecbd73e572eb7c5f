"""What agreement leaves to do: labels that differ, and blocking cases that lack labels."""

from collections.abc import Sequence

import streamlit as st

from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from store.answers.agreement import AgreementAnswer
from store.answers.label_findings import Disagreement, Finding

SHOWN = 8


def to_adjudicate(found: AgreementAnswer) -> None:
    """The cases whose labels differ, each with what everybody said."""
    waiting = [one for one in found.disagreements if one.open]
    if not waiting:
        return
    title = wording.many(len(waiting), "disagreement") + " to adjudicate"
    under = "Blocking cases first. Who labelled a case does not adjudicate it."
    with parts.card(title, under, key="adjudicate"):
        columns = [
            Column("Case"),
            Column("Who said what"),
            Column("Stands in", tight=True, phone=False),
            Column("Next", tight=True),
        ]
        rows: list[list[Content]] = [
            [
                link(one.title, "case", id=one.case),
                _said(one),
                parts.state(one.state),
                link("Adjudicate", "labels", case=one.case),
            ]
            for one in waiting
        ]
        show(tables.table("Labels that differ", columns, rows[:SHOWN]))
        if more := rows[SHOWN:]:
            with st.expander(f"and {len(more)} more"):
                show(tables.table("More labels that differ", columns, more))


def _said(one: Disagreement) -> Html:
    lines: list[Html] = []
    for name in one.questions:
        people: dict[str, list[str]] = {}
        for said in one.labels:
            if (answer := said.answers.get(name)) is not None:
                people.setdefault(str(answer), []).append(said.rater)
        for answer, who in people.items():
            about = tag("small", f"{name}: ") if len(one.questions) > 1 else None
            lines.append(tag("div", about, tag("b", answer), " ", ", ".join(who)))
    return join(lines)


def lacking(found: AgreementAnswer) -> None:
    """The blocking cases whose labels would not carry them there today."""
    if not found.findings:
        return
    title = f"{wording.many(len(found.findings), 'blocking case')} without labels that carry it"
    under = "They stay where they are; a case like these would not get there any more"
    with parts.card(title, under, key="lacking"):
        show(_lacking(found.findings[:SHOWN]))
        if more := found.findings[SHOWN:]:
            with st.expander(f"and {len(more)} more"):
                show(_lacking(more))


def _lacking(some: Sequence[Finding]) -> Html:
    columns = [Column("Case"), Column("Why"), Column("Next", tight=True)]
    rows: list[list[Content]] = [
        [
            link(one.title, "case", id=one.subject),
            one.why,
            link("See its labels", "labels", case=one.subject),
        ]
        for one in some
    ]
    return tables.table("Blocking cases that lack labels", columns, rows)
