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
    "support": "rates too few to say",
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
    figure["data"] = [_line(points, _steps(found), *line) for line in lines]
    figure["layout"]["hovermode"] = "x unified"
    top = max(1, *(value for _, values, _, _ in lines for value in values))
    figure["layout"]["yaxis"] |= {"range": [-0.06 * top, 1.32 * top], "tickformat": "d"}
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
    write(figure, labels, 1.38 * top / (HEIGHT - 70))
    return figure


def _steps(found: Replay) -> str:
    """Where a step lies: what equals the limit keeps it, or an alarm fires at it."""
    fires = found.kind in ("drift", "alarm")
    return "vh" if fires or found.direction == "at_least" else "hv"


def stopped(point: Point) -> int:
    """All that is not the first, the calm one."""
    return sum(list(point.counts.values())[1:])


def _lines(found: Replay, ink: Tokens) -> list[tuple[str, list[int], str, str]]:
    points = found.points
    told = points[0].caught is not None
    lines = [
        (STOPPED.get(found.kind, "stopped"), [stopped(p) for p in points], ink.primary, "solid")
    ]
    if told:
        caught = [p.caught or 0 for p in points]
        false = [p.false_alarms or 0 for p in points]
        lines.append(("incidents caught", caught, ink.good, "6px,3px"))
        lines.append(("false alarms", false, ink.orange, "2px,3px"))
    return lines


def _line(
    points: Sequence[Point],
    shape: str,
    name: str,
    values: Sequence[int],
    colour: str,
    dash: str,
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(name),
        "x": [one.value for one in points],
        "y": list(values),
        "line": {"color": colour, "width": 2.2, "dash": dash, "shape": shape},
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
    wide = found.points[-1].value - found.points[0].value
    near = abs((found.value or 0) - (found.value_now or 0)) < 0.4 * wide
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
                "y": 0.9 if name == "tried" and near else 1,
                "yref": "paper",
                "text": f"{name} {plain(written(found.unit, value))}",
                "showarrow": False,
                "xanchor": "left" if inward else "right",
                "xshift": 4 if inward else -4,
                "font": {"size": 12, "color": colour},
            }
        )
    figure["layout"]["shapes"] = shapes
