"""Verdict against value: how many runs a number stops, and which incidents it catches."""

from collections.abc import Sequence
from typing import Any

from curation.replay_words import written
from curation.replays import Point, Replay
from pages.shared import theme
from pages.shared.look import Figure, Label, blank, plain, write
from pages.shared.tokens import Tokens

HEIGHT = 250
STOPPED = {
    "gate": "runs stopped",
    "support": "runs stopped",
    "drift": "weeks told of",
    "alarm": "weeks told of",
    "budget": "weeks told of",
    "promotion": "cases kept out",
    "sets": "cases saturated",
}


def chart(found: Replay) -> Figure:
    """A step line of what is stopped, of incidents caught and of false alarms."""
    ink = theme.tokens()
    figure = blank(ink, HEIGHT)
    points = found.points
    lines = _lines(found, ink)
    figure["data"] = [_line(points, *line) for line in lines]
    figure["layout"]["hovermode"] = "x unified"
    top = max(1, *(value for _, values, _, _ in lines for value in values))
    figure["layout"]["yaxis"] |= {"range": [-0.06 * top, 1.2 * top], "tickformat": "d"}
    if top < 5:
        figure["layout"]["yaxis"] |= {"dtick": 1}
    axis: dict[str, Any] = figure["layout"]["xaxis"]
    low, high = points[0].value, points[-1].value
    air = (high - low) * 0.04 or abs(high) * 0.1 or 1.0
    share = written(found.unit, 0.5) == "50 %"
    # A unit is said once, under the axis.
    axis |= {"type": "linear", "range": [low - air, high + air], "nticks": 7}
    axis |= {"tickformat": "~%" if share else "~g", "title": {"text": _under(found)}}
    _upright(figure, ink, found)
    labels = [
        Label(values[-1], (name,), colour, bold=place == 0)
        for place, (name, values, colour, _) in enumerate(lines)
    ]
    write(figure, labels, 1.26 * top / (HEIGHT - 70))
    return figure


def stopped(point: Point) -> int:
    """All that is not the first, the calm one."""
    return sum(list(point.counts.values())[1:])


def _lines(found: Replay, ink: Tokens) -> list[tuple[str, list[int], str, str]]:
    points = found.points
    told = found.incidents is not None and (found.incidents.n or found.incidents.of_quiet)
    lines = [
        (STOPPED.get(found.kind, "stopped"), [stopped(p) for p in points], ink.primary, "solid")
    ]
    if told:
        caught, false = [p.caught for p in points], [p.false_alarms for p in points]
        lines.append(("incidents caught", caught, ink.good, "6px,3px"))
        lines.append(("false alarms", false, ink.orange, "2px,3px"))
    return lines


def _line(
    points: Sequence[Point], name: str, values: Sequence[int], colour: str, dash: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(name),
        "x": [one.value for one in points],
        "y": list(values),
        "line": {"color": colour, "width": 2.2, "dash": dash},
        "marker": {"size": 5, "color": colour},
        "hovertemplate": f"%{{y}} {plain(name)}<extra></extra>",
    }


def _under(found: Replay) -> str:
    better = {"at_least": "at least", "at_most": "at most"}.get(found.direction, "")
    return plain(f"{found.name}, {better} …" if better else found.name)


def _upright(figure: Figure, ink: Tokens, found: Replay) -> None:
    """A line at the value in force and one at the value that is tried, each named."""
    marks = [("in force", found.value_now, ink.muted)]
    if found.value != found.value_now:
        marks.append(("tried", found.value, ink.text))
    middle = (found.points[0].value + found.points[-1].value) / 2
    shapes: list[dict[str, Any]] = []
    for name, value, colour in marks:
        if value is None:
            continue
        dash = "4px,4px" if name == "in force" else "solid"
        shapes.append(
            {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": value, "x1": value,
             "line": {"color": colour, "width": 1, "dash": dash}}
        )  # fmt: skip
        inward = value <= middle
        figure["layout"]["annotations"].append(
            {
                "x": value,
                "y": 1 if name == "in force" else 0.9,
                "yref": "paper",
                "text": f"{name} {plain(written(found.unit, value))}",
                "showarrow": False,
                "xanchor": "left" if inward else "right",
                "xshift": 4 if inward else -4,
                "font": {"size": 12, "color": colour},
            }
        )
    figure["layout"]["shapes"] = shapes
