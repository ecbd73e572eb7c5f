"""The weeks of an incident's cohort, with those that it touched shaded."""

from collections.abc import Sequence
from datetime import date, timedelta

from curation.incidents import Incident
from curation.measures.measure import TOO_FEW, Measure
from curation.percents import percent
from curation.saved_cohorts import written
from pages.shared import charts, parts, theme, wording
from pages.shared.html import Html, show, tag
from pages.shared.look import Figure
from pages.shared.tables import Column, table
from store.answers.incident_weeks import Week, weeks_of
from store.desk import Desk

_HALF = timedelta(days=3, hours=12)


def weeks_card(desk: Desk, it: Incident) -> None:
    """Draw the error rate of the cohort by week beside that of everything."""
    found = weeks_of(desk, it)
    who = ", ".join(written(it.cohort)) or "everybody"
    under = "Errors of judged events by week; shaded: the weeks that the incident touched"
    with parts.card(f"Was it worse for {who}?", under, key="weeks"):
        if not found:
            show(tag("p", "No event carries a time, so there are no weeks.", class_="muted"))
            return
        figure = _figure(it, found)
        charts.draw(figure, key="incident", alt=_alt(it, who, found), numbers=_numbers(found))


def _figure(it: Incident, found: Sequence[Week]) -> Figure:
    weeks = [one.week for one in found]
    own = [_value(one.cohort) for one in found]
    name = ", ".join(value or "unknown" for value in it.cohort.values()) or "All"
    lines: dict[str, list[float | None]] = {name: own}
    if it.cohort:
        lines["All of production"] = [_value(one.production) for one in found]
    figure = charts.weekly_line(weeks, lines, highlight=list(lines), percent=True, height=260)
    shade(figure, it, weeks)
    return figure


def shade(figure: Figure, it: Incident, weeks: Sequence[date]) -> None:
    """Shade the weeks that the incident touched, as far as there are any."""
    ink = theme.tokens()
    touched = [week for week in weeks if touches(it, week)]
    if not touched:
        return
    figure["layout"].setdefault("shapes", []).append(
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": _iso(touched[0], -_HALF),
            "x1": _iso(touched[-1], _HALF),
            "y0": 0,
            "y1": 1,
            "fillcolor": ink.warn_bg,
            "line": {"width": 0},
            "layer": "below",
        }
    )


def touches(it: Incident, monday: date) -> bool:
    """Whether any of it lies in the week."""
    ended = it.ended.date() if it.ended else date.max
    return it.began.date() < monday + timedelta(days=7) and ended >= monday


def _iso(week: date, by: timedelta) -> str:
    hours = by.total_seconds() / 3600
    day = week + timedelta(days=hours // 24)
    return f"{day.isoformat()}T12:00:00"


def _value(rate: Measure) -> float | None:
    """What is too small to say anything is a gap."""
    return None if (rate.note or "").startswith(TOO_FEW) else rate.value


def _alt(it: Incident, who: str, found: Sequence[Week]) -> str:
    inside = [one.cohort.value for one in found if touches(it, one.week)]
    known = [value for value in inside if value is not None]
    if not known:
        return f"Error rate of {who} by week; no week of the incident has judged events."
    most = percent(max(known), 1)
    return f"Error rate of {who} by week; up to {most} while the incident lasted."


def _numbers(found: Sequence[Week]) -> Html:
    columns = [
        "Week",
        Column("Cohort", number=True),
        Column("n", number=True),
        Column("All", number=True),
        Column("n", number=True),
    ]
    rows = [
        [
            wording.week(one.week),
            _told(one.cohort),
            wording.count(one.cohort.n),
            _told(one.production),
            wording.count(one.production.n),
        ]
        for one in found
    ]
    return table("Error rate by week", columns, rows)


def _told(rate: Measure) -> str:
    if rate.value is None:
        return wording.NOTHING
    return TOO_FEW if (rate.note or "").startswith(TOO_FEW) else wording.percent(rate.value)
