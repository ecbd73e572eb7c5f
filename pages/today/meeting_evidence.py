"""What shows an item: the chart, the table or the texts of its own page, drawn inline."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

import streamlit as st

from curation.errors import CurationError
from curation.review import MORE, Item
from pages.dataset import coverage_matrix
from pages.dataset.label_differ import one_case
from pages.evidence import verdict
from pages.governance import replayed
from pages.production import budget_chart, drift_words, trend_charts
from pages.production.drift_address import Asked
from pages.production.drift_course import course_of, finding
from pages.production.drift_line import course_figure
from pages.production.drift_words import ERROR_RATE
from pages.shared import charts, marks, parts, quotes, tables, wording
from pages.shared.html import Html, prose, show, tag
from pages.shared.links import link
from pages.shared.marks import Tick
from pages.shared.tables import Column
from pages.triage.grouplist import by_week, most_hit
from store.answers.alarms import alarms
from store.answers.budget import BudgetMemory
from store.answers.coverage import coverage
from store.answers.drift import drift
from store.answers.drift_answers import DriftAnswers
from store.answers.drift_limits import concept_limits
from store.answers.glimpses import Glimpse, glimpses
from store.answers.group import group
from store.answers.inbox import GroupCase, group_cases
from store.answers.releases_seen import releases_seen
from store.answers.replay import replay
from store.answers.runs import runs
from store.answers.thresholds import moves
from store.answers.trends import TrendsMemory
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


def _drift(desk: Desk, actor: str, item: Item) -> None:  # noqa: ARG001
    page, _, query = item.link.partition("?")
    if page != "drift":
        return
    known = dict(parse_qsl(query))
    named = {name: known.get(name) for name in ("week", "column", "by", "value", "only")}
    now = Asked(**named, every=known.get("every", "week"))
    found = drift(desk, now.question())
    names = [one.column for one in found.columns]
    column = now.column if now.column in names else ERROR_RATE
    course = course_of(found, column, concept_limits(desk))
    if all(point.value is None for point in course.points):
        return
    told = finding(course, found.current.since)
    happened = desk.kept(DriftAnswers).timeline()
    alt = f"Line of {drift_words.called(column)} over {len(course.points)} periods. {told}."
    with parts.card(told, "Against the reference; dashed: its limits", key="meet-drift"):
        figure = course_figure(course, happened, found.current.since)
        charts.draw(figure, key="meet-drift", alt=alt)


def _budget(desk: Desk, actor: str, item: Item) -> None:  # noqa: ARG001
    if item.subject == "production":
        found = desk.kept(BudgetMemory).budget({})
        if found.parts:
            under = f"What is left of {found.period}; dashed: an even burn"
            with parts.card("The error budget", under, key="meet-budget"):
                budget_chart.draw(found, releases_seen(desk))
        return
    lines = desk.kept(TrendsMemory).trends().lines
    own = [one for one in lines if item.subject in (one.threshold, one.measure)]
    if own:
        measure = own[0].measure
        with parts.card(trend_charts.finding(own[0]), trend_charts.under(measure),
                        key="meet-trend"):  # fmt: skip
            trend_charts.draw(measure, own, releases_seen(desk))


def _alarm(desk: Desk, actor: str, item: Item) -> None:  # noqa: ARG001
    one = next((one for one in alarms(desk).alarms if one.id == item.subject), None)
    if one is not None and len(one.deviations) > 1:
        lines = [tag("li", each.sentence, class_="any") for each in one.deviations[:6]]
        show(tag("ul", *lines, class_="plain"))


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
    "drift": _drift,
    "budget": _budget,
    "slo": _budget,
    "alarm": _alarm,
    "proposal": _proposal,
    "disagreement": _labels,
    "waiver": _waiver,
    "coverage": _coverage,
}
