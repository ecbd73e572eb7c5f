"""What shows drift, the budget and an alarm in a meeting."""

from urllib.parse import parse_qsl

from curation.review import Item
from pages.production import budget_chart, drift_words, trend_charts
from pages.production.drift_address import Asked
from pages.production.drift_course import course_of, finding
from pages.production.drift_line import course_figure
from pages.production.drift_words import ERROR_RATE
from pages.shared import charts, parts
from pages.shared.html import show, tag
from store.answers.alarms import alarms
from store.answers.budget import BudgetMemory
from store.answers.drift import drift
from store.answers.drift_answers import DriftAnswers
from store.answers.drift_limits import concept_limits
from store.answers.releases_seen import releases_seen
from store.answers.trends import TrendsMemory
from store.desk import Desk


def of_drift(desk: Desk, actor: str, item: Item) -> None:  # noqa: ARG001
    """Draw the line of what drifted."""
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


def of_budget(desk: Desk, actor: str, item: Item) -> None:  # noqa: ARG001
    """Draw what is left, or the measure over its limit."""
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


def of_alarm(desk: Desk, actor: str, item: Item) -> None:  # noqa: ARG001
    """Draw what it is made of."""
    one = next((one for one in alarms(desk).alarms if one.id == item.subject), None)
    if one is not None and len(one.deviations) > 1:
        lines = [tag("li", each.sentence, class_="any") for each in one.deviations[:6]]
        show(tag("ul", *lines, class_="plain"))
