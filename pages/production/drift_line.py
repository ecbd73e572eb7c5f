"""The course of one measure as a figure: limits dashed, change points and happenings marked."""

from collections.abc import Sequence
from typing import Any

from curation.drift import Within
from pages.production.drift_course import Course, Point
from pages.production.drift_line_marks import annotated, spread
from pages.production.drift_panels import PANEL, add_panel, panels_of
from pages.production.drift_words import is_off, said
from pages.shared import theme
from pages.shared.look import Figure, Label, blank, plain, write
from pages.shared.tokens import Tokens
from store.answers.timeline import Happening

_MAIN = 230  # pixels


def course_figure(course: Course, happened: Sequence[Happening], week: str) -> Figure:
    """The deciding measure; below it PSI with what chance alone reaches, and KS."""
    ink = theme.tokens()
    panels = panels_of(course)
    height = _MAIN + PANEL * len(panels)
    figure = blank(ink, height)
    scale = 100 if course.percent else 1
    figure["data"] = [_line(ink, course, scale), *_unknown(ink, course)]
    layout: dict[str, Any] = figure["layout"]
    layout["hovermode"] = "closest"
    low, high = _range(course, scale)
    floor = len(panels) * PANEL / height
    layout["yaxis"] |= {
        "range": [low, high],
        "domain": [floor + (0.1 if panels else 0), 1],
        "tickformat": "~g",
        "ticksuffix": " pt" if course.percent else "",
    }
    layout["xaxis"] |= {"anchor": f"y{len(panels) + 1}" if panels else "y"}
    layout["xaxis"] |= spread(course)
    layout["shapes"] = []
    _limits(figure, course, scale, (high - low) / (_MAIN - 60))
    for place, name in enumerate(panels, 2):
        top = floor - (place - 2) * PANEL / height
        bottom = max(top - (PANEL - 40) / height, 0)
        add_panel(figure, course, name, place, (bottom, top - 0.03))
    annotated(figure, course, happened, week, ink)
    return figure


def _line(ink: Tokens, course: Course, scale: float) -> dict[str, Any]:
    """Gaps are where too few came; a large orange dot is surely off."""
    points = course.points
    trace: dict[str, Any] = {
        "type": "scatter", "mode": "lines+markers", "connectgaps": False,
        "x": [one.since[:10] for one in points],
        "y": [None if one.value is None else round(one.value * scale, 5) for one in points],
        "text": [_hint(course, one) for one in points],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": ink.primary, "width": 2.2},
        "marker": {
            "color": [ink.orange if is_off(one.severity) else ink.primary for one in points],
            "size": [9 if is_off(one.severity) else 5 for one in points],
            "symbol": ["diamond" if is_off(one.severity) else "circle" for one in points],
        },
    }  # fmt: skip
    if any(one.within for one in points):
        trace["error_y"] = _whiskers(ink, points, [one.within for one in points], scale)
    return trace


def _whiskers(
    ink: Tokens, points: Sequence[Point], within: Sequence[Within | None], scale: float
) -> dict[str, Any]:
    pairs = [(one.value, both) for one, both in zip(points, within, strict=True)]
    return {
        "type": "data", "symmetric": False, "color": ink.muted, "thickness": 1.2, "width": 3,
        "array": [
            round((b.high - v) * scale, 5) if b and v is not None else 0 for v, b in pairs
        ],
        "arrayminus": [
            round((v - b.low) * scale, 5) if b and v is not None else 0 for v, b in pairs
        ],
    }  # fmt: skip


def _unknown(ink: Tokens, course: Course) -> list[dict[str, Any]]:
    few = [one for one in course.points if one.value is None]
    if not few:
        return []
    return [{
        "type": "scatter", "mode": "markers", "cliponaxis": False,
        "x": [one.since[:10] for one in few], "y": [0] * len(few),
        "text": [_hint(course, one) for one in few],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "line-ne-open", "size": 9, "color": ink.muted,
                   "line": {"width": 1.4, "color": ink.muted}},
    }]  # fmt: skip


def _hint(course: Course, one: Point) -> str:
    value = "" if one.value is None else f": {course.write(one.value)}"
    within = one.within
    if within and one.value is not None:
        value += f" ({course.write(within.low)} to {course.write(within.high)})"
    return plain(f"{one.when}{value}, {said(one.severity)}, n {one.n:,}")


def _range(course: Course, scale: float) -> tuple[float, float]:
    known = [one.value * scale for one in course.points if one.value is not None]
    ends = [one.within for one in course.points if one.within]
    high = max([*known, *(w.high * scale for w in ends), course.limits.severe * scale])
    low = min([0.0, *known, *(w.low * scale for w in ends)])
    return low - (0.06 * (high - low) if low < 0 else 0), high + 0.2 * (high - low)


def _limits(figure: Figure, course: Course, scale: float, unit_a_pixel: float) -> None:
    """The three limits, and the last value at the end of its line."""
    ink, limits = theme.tokens(), course.limits
    named = (("minor", limits.minor), ("moderate", limits.moderate), ("severe", limits.severe))
    line = {"color": ink.muted, "width": 1, "dash": "4px,4px"}
    labels: list[Label] = []
    for name, value in named:
        y = value * scale
        across = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y}
        figure["layout"]["shapes"].append(across | {"line": line, "layer": "below"})
        labels.append(Label(y, (f"{name} {value * scale:g}",), ink.muted))
    write(figure, labels, unit_a_pixel)
