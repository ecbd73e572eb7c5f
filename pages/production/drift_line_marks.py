"""What is marked on the time axis of a line: new levels, releases, sets, incidents."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from pages.production.drift_course import Course
from pages.shared.look import Figure, plain
from pages.shared.tokens import Tokens
from store.answers.timeline import Happening, What

_LONGEST = 13  # letters of a release above the line


def annotated(
    figure: Figure, course: Course, happened: Sequence[Happening], week: str, ink: Tokens
) -> None:
    """Mark what happened while the line was drawn, and the period that the page shows."""
    layout: dict[str, Any] = figure["layout"]
    if not course.points:
        return
    first, last = course.points[0].since[:10], course.points[-1].until[:10]
    met = [one for one in happened if one.meets(first, last)]
    named = [*_releases(met)]
    layout["margin"]["t"] = 20 + (
        round(6.6 * max(map(len, dict(named).values()))) if named else 0
    )
    layout["height"] += layout["margin"]["t"] - 20
    for day, name in named:
        layout["shapes"].append(_upright(day, ink.muted, "1px,3px", 1))
        layout["annotations"].append(_above(day, name, ink))
    first, last = course.points[0].since[:10], course.points[-1].since[:10]
    for place, one in enumerate(shaded(course, happened)):
        _incident(layout, one, (first, last), place, ink)
    for change in course.changes:
        layout["shapes"].append(_upright(_before(change.since), ink.text, "solid", 1.6))
    if any(one.since == week for one in course.points):
        layout["shapes"].append(_chosen(week[:10], ink))
    figure["data"] += _sets(met, ink)


def spread(course: Course) -> dict[str, Any]:
    """The time axis with a little air at both ends, and few enough dates."""
    days = [date.fromisoformat(one.since[:10]) for one in course.points]
    if not days:
        return {}
    air = (days[-1] - days[0]) / max(2 * len(days), 8) + timedelta(days=1)
    apart = max(1, -(-len(days) // 5))
    return {
        "range": [(days[0] - air).isoformat(), (days[-1] + air).isoformat()],
        "tickmode": "array", "tickangle": 0,
        "tickvals": [day.isoformat() for day in days[::-1][::apart]],
    }  # fmt: skip


def _releases(met: Sequence[Happening]) -> Iterator[tuple[str, str]]:
    """The shortest name of each day: a model and the release that brought it are one event."""
    came = [one for one in met if one.what is What.RELEASE]
    for day, ones in groupby(came, key=lambda one: one.since):
        name = min((one.name for one in ones), key=len)
        yield day, name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _upright(day: str, colour: str, dash: str, width: float) -> dict[str, Any]:
    ends = {"x0": day, "x1": day, "yref": "y domain", "y0": 0, "y1": 1}
    line = {"color": colour, "width": width, "dash": dash}
    return {"type": "line", "layer": "below", "line": line, **ends}


def _above(day: str, name: str, ink: Tokens) -> dict[str, Any]:
    return {
        "x": day, "yref": "y domain", "y": 1, "yanchor": "bottom", "textangle": -90,
        "showarrow": False, "text": plain(name), "font": {"size": 11.5, "color": ink.muted},
    }  # fmt: skip


def _incident(
    layout: dict[str, Any], one: Happening, axis: tuple[str, str], place: int, ink: Tokens
) -> None:
    first, last = axis
    begun = max(one.since, first)
    ends = {"x0": begun, "x1": max(begun, min(one.until or last, last))}
    layout["shapes"].append(
        {"type": "rect", "layer": "below", "yref": "y domain", "y0": 0, "y1": 1, **ends}
        | {"fillcolor": ink.bad_bg, "line": {"color": ink.bad_line, "width": 1}}
    )
    layout["annotations"].append(
        {"x": ends["x0"], "xanchor": "left", "yref": "y domain", "y": 0.99 - 0.12 * (place % 5),
         "yanchor": "top", "showarrow": False, "text": plain(called(one)),
         "font": {"size": 11.5, "color": ink.bad}}
    )  # fmt: skip


def called(one: Happening) -> str:
    """An incident by its short name: those that overlap leave no room for more."""
    return (one.query or {}).get("id") or one.name[:12]


def shaded(course: Course, happened: Sequence[Happening]) -> list[Happening]:
    """The incidents that are shaded behind the line."""
    if not course.points:
        return []
    first, last = course.points[0].since[:10], course.points[-1].until[:10]
    return [one for one in happened if one.what is What.INCIDENT and one.meets(first, last)]


def _chosen(week: str, ink: Tokens) -> dict[str, Any]:
    line = {"color": ink.primary, "width": 1}
    return _upright(week, ink.primary, "solid", 1) | {"line": line, "opacity": 0.5}


def _sets(met: Sequence[Happening], ink: Tokens) -> list[dict[str, Any]]:
    """A tick on the axis for every frozen set; its name when it is pointed at."""
    frozen = [one for one in met if one.what is What.VERSION]
    if not frozen:
        return []
    days = {day: [plain(f"{one.name} frozen") for one in ones]
            for day, ones in groupby(frozen, key=lambda one: one.since)}  # fmt: skip
    return [{
        "type": "scatter", "mode": "markers", "cliponaxis": False,
        "x": [*days], "y": [0] * len(days),
        "text": ["<br>".join(names) for names in days.values()],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "line-ns-open", "size": 7, "color": ink.text,
                   "line": {"width": 1.4, "color": ink.text}},
    }]  # fmt: skip


def _before(since: str) -> str:
    """Half a period early: between the last of the old level and the first of the new one."""
    return (date.fromisoformat(since[:10]) - timedelta(days=3)).isoformat()
