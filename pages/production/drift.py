"""Drift: what moved away from its reference, how far, since when, and who is hit."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from curation.errors import BadRequest, NothingToJudge
from pages.production import drift_tables, drift_words
from pages.production.drift_address import Asked, asked, turn_to
from pages.production.drift_controls import (
    choose_cohort,
    choose_column,
    choose_every,
    choose_week,
    not_there,
    of_whom,
)
from pages.production.drift_detail import detail
from pages.production.drift_empty import empty
from pages.production.drift_frame import Chosen
from pages.production.drift_goes import goes_with_card
from pages.production.drift_heat import overview, rows_of
from pages.production.drift_rows import groups, shown
from pages.production.drift_text import text_card
from pages.production.drift_told import (
    gravest,
    heading,
    key,
    not_watched,
    reference_line,
    tiles,
)
from pages.production.drift_view import View
from pages.production.drift_words import ERROR_RATE
from pages.shared import charts, parts, wording
from pages.shared.html import prose, show, tag
from store.answers.drift import DriftAnswer, drift
from store.answers.drift_answers import DriftAnswers
from store.answers.drift_limits import concept_limits
from store.desk import Desk


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    controls = parts.page_head("Drift", "What moved away from its reference, and who is hit")
    now = asked()
    with controls:
        choose_every(now)
        choose_cohort(desk, now)
    of_whom(now)
    try:
        with st.spinner("Counting every column …", show_time=True):
            whole = drift(desk, now.question())
    except NothingToJudge as why:
        empty(now, why)
        return
    except BadRequest as why:  # a link to a column that no event has any more
        show(parts.verdict("warn", "No such cohort.", prose(str(why))))
        return
    view = _view(desk, actor, now, whole)
    with controls:
        choose_week(view.found, view.found.current.since)
        choose_column(view.found, view.now.column)
    show(*not_there(now, view.found))
    _answer(view)
    _overview(view)
    detail(view)
    left, right = st.columns([1, 1], gap="small")
    with left:
        goes_with_card(view)
    with right:
        text_card(view)
    if view.found.not_watched:
        show(not_watched(view.found))


def _view(desk: Desk, actor: str, now: Asked, whole: DriftAnswer) -> View:
    """The window of the address held against the reference, over all periods."""
    answers = desk.kept(DriftAnswers)
    period = next((p for p in whole.weeks if p.since == now.week), None)
    found = whole
    if period is not None and period.since != whole.current.since:
        found = drift(desk, now.question(period.since, period.until))
    known = [*(one.column for one in found.columns), ERROR_RATE]
    limits = concept_limits(desk)
    named = replace(now, column=now.column if now.column in known else known[0])
    periods = shown(found)
    rows = groups(found, periods, limits)
    happened = answers.timeline()
    return View(desk, answers, actor, named, found, periods, rows, happened, limits)


def _answer(view: View) -> None:
    found = view.found
    worst, word = gravest(found)
    show(parts.verdict(drift_words.tone(worst), word, found.sentence), reference_line(found))
    show(parts.tiles(*tiles(view)))


def _overview(view: View) -> None:
    found, periods = view.found, view.periods
    first, last = periods[0].since, periods[-1].until
    happened = [one for one in view.happened if one.meets(first[:10], last[:10])]
    chosen = Chosen(found.current.since, view.now.column)
    title, under, alt = heading(view)
    with parts.card(title, under, key="overview"):
        show(key())
        figure = overview(view.groups, periods, happened, chosen)
        charts.draw_to_click(
            figure, key="drift-overview", alt=alt, clicked=partial(_open, view)
        )
        if len(periods) < len(found.weeks):
            few = f"{len(periods)} of {wording.many(len(found.weeks), view.now.every)}"
            show(tag("p", f"The picture shows {few}; a line below shows all.", class_="sub"))
        rows = drift_tables.of_overview(view.groups, periods)
        drift_tables.twin(rows, alt=alt, key="overview")
        rows = drift_tables.of_happenings(happened)
        drift_tables.twin(rows, alt="What happened", key="happened", label="What happened")


def _open(view: View, cell: Any) -> None:  # noqa: ANN401 (what the browser sends)
    """Turn to the column and the period of the square that was clicked."""
    try:
        row, place = (int(one) for one in cell)
        column = rows_of(view.groups)[row].name
        turn_to(week=view.periods[place].since, column=column)
    except (TypeError, ValueError, IndexError):  # made up: the page stays as it is
        return
