"""What shows an item: the chart, the table or the texts of its own page, drawn inline."""

from collections.abc import Callable, Mapping

import streamlit as st

from curation.errors import CurationError
from curation.review import MORE, Item
from pages.dataset import coverage_matrix
from pages.dataset.label_differ import one_case
from pages.evidence import verdict
from pages.governance import replayed
from pages.shared import marks, parts, quotes, tables, wording
from pages.shared.html import Html, prose, show, tag
from pages.shared.links import link
from pages.shared.marks import Tick
from pages.shared.tables import Column
from pages.today.meeting_charts import of_alarm, of_budget, of_drift
from pages.triage.grouplist import by_week, most_hit
from store.answers.coverage import coverage
from store.answers.glimpses import Glimpse, glimpses
from store.answers.group import group
from store.answers.inbox import GroupCase, group_cases
from store.answers.replay import replay
from store.answers.runs import runs
from store.answers.thresholds import moves
from store.answers.waivers import waivers
from store.desk import Desk

SHOWN_INPUTS = 4


def evidence(desk: Desk, actor: str, item: Item) -> None:
    """Draw what shows `item`; what cannot be shown now says why."""
    draw = _OF_KIND.get(item.kind)
    if draw is None or item.subject == MORE:
        return
    try:
        draw(desk, actor, item)
    except CurationError as gone:
        show(tag("p", prose(str(gone)), class_="muted"))


def _gate(desk: Desk, actor: str, item: Item) -> None:  # noqa: ARG001 (all are called alike)
    run = next((one for one in runs(desk).runs if one.run == item.subject), None)
    if run is not None:
        verdict.draw(desk, run)


def _group(desk: Desk, actor: str, item: Item) -> None:  # noqa: ARG001
    if item.subject == "woken":
        return
    found = group(desk, item.subject)
    one = found.group
    show(
        tag("p", "By week ", by_week(one.recurrence, " ")),
        tag("p", "Hits most: ", most_hit(found.cohorts)),
    )
    columns = ["What was asked", Column("Failures", number=True), Column("Stands", tight=True)]
    cases = group_cases(desk, one.group, limit=SHOWN_INPUTS)
    show(tables.table("Inputs of the group", columns, [_input(case) for case in cases]))


def _input(one: GroupCase) -> list[Html | str]:
    stands = parts.state(one.state) if one.state else parts.pill("No case yet")
    return [link(one.title, "case", id=one.case), wording.count(one.count), stands]


def _case(desk: Desk, actor: str, item: Item) -> None:
    case_id = item.subject
    found = glimpses(desk, [case_id], actor=actor).get(case_id)
    if found is not None:
        _glimpse(found)


def _glimpse(found: Glimpse) -> None:
    case = found.case
    ticks = [
        Tick(ran.outcome.value, f"{ran.run}: {ran.passed} of {ran.attempts} passed")
        for ran in found.runs
    ]
    show(quotes.quote(case.input, "Input", tone="input"))
    left, right = st.columns(2, gap="small")
    with left:
        show(quotes.quote(case.expected, "Expected"))
    with right:
        show(quotes.quote(found.output, "Model output"))
    show(tag("p", "Results over runs ", marks.strip(ticks)))


def _proposal(desk: Desk, actor: str, item: Item) -> None:  # noqa: ARG001
    one = next((one for one in moves(desk) if one.proposal == item.subject), None)
    if one is None:
        return
    moved = tag("b", f"{one.from_told} → {one.to_told}")
    stale = parts.chip("warn", f"{one.now_told} is in force now") if one.stale else None
    show(tag("p", parts.row(link(one.label, "thresholds", name=one.name), moved, stale)))
    if one.state == "open":
        with st.expander("What it would have made of the past", expanded=True):
            replayed.show(replay(desk, one.name, one.to), key="meet-replay")


def _waiver(desk: Desk, actor: str, item: Item) -> None:
    found = waivers(desk)
    every = (*found.waivers, *found.ended)
    one = next((one for one in every if one.id == item.subject), None)
    if one is not None and one.case:
        shown = glimpses(desk, [one.what], actor=actor).get(one.what)
        if shown is not None:
            _glimpse(shown)


def _labels(desk: Desk, actor: str, item: Item) -> None:
    if item.subject != "too_few_labels":
        one_case(desk, actor, item.subject)


def _coverage(desk: Desk, actor: str, item: Item) -> None:  # noqa: ARG001
    coverage_matrix.matrix(coverage(desk))


_OF_KIND: Mapping[str, Callable[[Desk, str, Item], None]] = {
    "gate": _gate,
    "failure_group": _group,
    "flake": _case,
    "quarantine": _case,
    "drift": of_drift,
    "budget": of_budget,
    "slo": of_budget,
    "alarm": of_alarm,
    "proposal": _proposal,
    "disagreement": _labels,
    "waiver": _waiver,
    "coverage": _coverage,
}
