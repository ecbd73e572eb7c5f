"""One column opened: its course, how its values are shared out, what decides, what to do."""

from collections.abc import Sequence

import streamlit as st

from curation.drift import ColumnDrift, Kind, Role
from curation.saved_cohorts import written
from pages.production import drift_bars, drift_tables, drift_words
from pages.production.drift_cohorts import cohorts_card
from pages.production.drift_course import course_of, finding
from pages.production.drift_line import course_figure
from pages.production.drift_line_marks import called, shaded
from pages.production.drift_numbers import of_column, of_errors
from pages.production.drift_rows import at_stable
from pages.production.drift_view import View
from pages.production.drift_words import ERROR_RATE
from pages.shared import charts, parts, wording
from pages.shared.html import Html, join, show, tag
from pages.shared.links import link
from store.answers.timeline import Happening


def detail(view: View) -> None:
    """Draw what is to be known about the column that was chosen."""
    one = view.column
    left, right = st.columns([3, 2], gap="small")
    with left:
        _course(view)
        below = st.container()
    with right:
        if one is None:
            _errors(view)
        else:
            _shares(view, one)
        split = st.container()

    with below:
        _numbers(view, one)
    # Last: a dozen cohorts take longer than one answer.
    with split:
        cohorts_card(view)


def _course(view: View) -> None:
    found, name = view.found, view.now.column or ERROR_RATE
    course = course_of(found, name, view.limits)
    measure = at_stable(found.concept) if view.column is None else course.measure
    under = f"{measure[:1].upper()}{measure[1:]} against the reference; dashed: its limits"
    under += "; upright: a new level" if course.changes else ""
    with parts.card(finding(course, found.current.since), under, key="course"):
        if all(point.value is None for point in course.points):
            show(tag("p", "In no period are there enough to say anything.", class_="muted"))
            return
        figure = course_figure(course, view.happened, found.current.since)
        alt = f"Line of {drift_words.called(name)} over {len(course.points)} periods. "
        alt += finding(course, found.current.since) + "."
        charts.draw(figure, key="drift-course", alt=alt)
        if course.changes:
            show(*(tag("p", change.reason, class_="sub") for change in course.changes))
        _incidents(shaded(course, view.happened))
        drift_tables.twin(drift_tables.of_course(course), alt=alt, key="course")


def _incidents(met: Sequence[Happening]) -> None:
    """What is shaded behind the line, by name."""
    if met:
        names = [
            link(f"{called(one)} {one.name}", one.page, **(one.query or {})) for one in met
        ]
        show(tag("p", "Shaded: ", join(names, " · "), class_="sub"))


def _shares(view: View, one: ColumnDrift) -> None:
    shares = view.answers.distribution(view.question, one.column)
    # Labels are late, not missing; numbers are compared where there is one.
    if one.role is Role.LABEL or one.kind is Kind.NUMBER:
        shares = drift_bars.known(shares)
    n = f"reference n {wording.count(one.n_reference)}, "
    n += f"current n {wording.count(one.n_current)}"
    if one.missing_current:
        n += f" · {wording.percent(one.missing_current)} have no value"
    title = drift_bars.finding(shares)
    with parts.card(title[:1].upper() + title[1:], f"Shares of rows · {n}", key="shares"):
        charts.draw(drift_bars.bars(shares), key="drift-shares", alt=drift_bars.alt(shares))
        drift_tables.twin(drift_tables.of_shares(shares), alt=title, key="shares")


def _errors(view: View) -> None:
    one = view.found.concept
    with parts.card("What this compares", None, key="shares"):
        if one.difference is None:
            show(tag("p", one.reason))
            return
        show(
            tag("p", f"In the reference {wording.percent(one.error_reference)} were wrong, in "
                f"this window {wording.percent(one.error_current)}, both with the mix of "
                f"{drift_words.called(one.by or 'inputs')} of this window: a change in what is "
                "asked does not show here, only a change in how it is answered."),
            tag("p", one.reason, class_="sub"),
        )  # fmt: skip


def _numbers(view: View, one: ColumnDrift | None) -> None:
    name = "errors" if one is None else drift_words.called(one.column)
    severity = view.found.concept.severity if one is None else one.severity
    under = drift_words.period(view.found.current.since, view.found.current.until)
    with parts.card(f"What decides about {name}", under, key="numbers"):
        reason = view.found.concept.reason if one is None else one.reason
        show(parts.row(drift_words.chip(severity), reason))
        show(of_errors(view.found.concept) if one is None else of_column(one))
        show(tag("p", _ways_on(view)))


def _ways_on(view: View) -> Html:
    """To the same window elsewhere."""
    now, week = view.now, view.found.current
    only = written(now.where)
    if now.every == "week":
        only.append(f"week={week.since[:10]}")
    by = now.column if view.column else None
    found = [
        link("The same window in Cohorts", "cohorts", only=only, by=by),
        link("Investigations", "baseline"),
    ]
    return join(found, " · ")
