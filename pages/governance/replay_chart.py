"""Verdict against value: how many runs a number stops, and which incidents it catches."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from curation.replay_words import written
from curation.replays import Point, Replay
from curation.threshold_words import SHARES, words
from curation.thresholds import Direction, Threshold
from pages.shared import theme
from pages.shared.look import Figure, Label, blank, plain, write
from pages.shared.tokens import Tokens

HEIGHT = 250
_WEEKS = "weeks told of"
STOPPED = {
    "gate": "runs stopped", "support": "rates too few to say", "drift": _WEEKS,
    "alarm": _WEEKS, "budget": _WEEKS, "promotion": "cases kept out", "sets": "cases saturated",
}  # fmt: skip


def chart(found: Replay) -> Figure:
    """A step line of what is stopped, of incidents caught and of false alarms."""
    ink = theme.tokens()
    figure = blank(ink, HEIGHT)
    points = found.points
    lines = _lines(found, ink)
    across = [_across(found, one.value) for one in points]
    figure["data"] = [_line(across, _steps(found), *line) for line in lines]
    figure["layout"]["hovermode"] = "x unified"
    top = max(1, *(value for _, values, _, _ in lines for value in values))
    figure["layout"]["yaxis"] |= {"range": [-0.06 * top, 1.32 * top], "tickformat": "d"}
    figure["layout"]["yaxis"]["title"] = _small(_aside(found)) | {"standoff": 8}
    if top < 5:
        figure["layout"]["yaxis"] |= {"dtick": 1}
    axis: dict[str, Any] = figure["layout"]["xaxis"]
    low, high = _across(found, points[0].value), _across(found, points[-1].value)
    air = (high - low) * 0.04 or abs(high) * 0.1 or 1.0
    axis |= {"type": "linear", "range": [low - air, high + air], "nticks": 7}
    axis |= {"tickformat": ",~g", "title": _small(_under(found))}
    if found.unit in SHARES:
        axis |= {"ticksuffix": " %"}
    _upright(figure, ink, found)
    named = enumerate(lines)
    labels = [Label(y[-1], (name,), ink_, bold=n == 0) for n, (name, y, ink_, _) in named]
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
    across: Sequence[float],
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
        "x": list(across),
        "y": list(values),
        "line": {"color": colour, "width": 2.2, "dash": dash, "shape": shape},
        "marker": {"size": 5, "color": colour},
        "hovertemplate": f"%{{y}} {plain(name)}<extra></extra>",
    }


def _across(found: Replay, value: float) -> float:
    """A value as the axis counts it: shares in per cent."""
    return value * 100 if found.unit in SHARES else value


def _under(found: Replay) -> str:
    """What is tried, as people call it, with its unit."""
    known = words(Threshold(found.name, found.unit, 0.0, Direction.AT_MOST))
    unit = f", {known.unit}" if known.unit not in ("", "%") else ""
    return "<br>".join(map(plain, wrap(f"{known.label}{unit}", 38)))


def _small(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": 12}}


def _aside(found: Replay) -> str:
    """What is counted."""
    counted = STOPPED.get(found.kind, "runs").partition(" ")[0].capitalize()
    return counted if found.points[0].caught is None else f"{counted}, incidents"


def _upright(figure: Figure, ink: Tokens, found: Replay) -> None:
    """A line at the value in force and one at the value that is tried, each named."""
    marks = [("in force", found.value_now, ink.muted)]
    if found.value != found.value_now:
        marks.append(("tried", found.value, ink.text))
    low, high = found.points[0].value, found.points[-1].value
    near = abs((found.value or 0) - (found.value_now or 0)) < 0.4 * (high - low)
    shapes: list[dict[str, Any]] = []
    for name, value, colour in marks:
        if value is None:
            continue
        place = _across(found, value)
        dash = "4px,4px" if name == "in force" else "solid"
        shapes.append(
            {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": place, "x1": place,
             "line": {"color": colour, "width": 1, "dash": dash}}
        )  # fmt: skip
        inward = value <= (low + high) / 2
        figure["layout"]["annotations"].append(
            {
                "x": place,
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
