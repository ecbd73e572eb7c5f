"""Rows become Plotly figures: one look, labels at the lines' ends, no legend or toolbar.

A figure is plain data, as Plotly writes it down: {"data": [...], "layout": {...}}.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from pages.shared import theme
from pages.shared.between import told_by
from pages.shared.html import Html, show
from pages.shared.look import Figure, Label, blank, plain, write
from pages.shared.tokens import Tokens

_HEIGHT = 220
FEW = 5
# A bar is never wider than its week, and two of them are no wall.
_BAR_MS = 5.5 * 24 * 3600 * 1000
_SPAN = timedelta(weeks=8)
_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


@dataclass(frozen=True, slots=True)
class Limit:
    """A dashed line across a chart, named at its end: a threshold, a gate."""

    label: str
    value: float


def weekly_bars(
    weeks: Sequence[date],
    values: Sequence[float | None],
    *,
    highlight: Collection[date] = (),
    noun: str = "failures",
    height: int = _HEIGHT,
) -> Figure:
    """Counts a week, from zero; the weeks in `highlight` are orange and carry their number."""
    ink = theme.tokens()
    named = {*highlight, *_last_with_room(weeks, values)}
    figure = blank(ink, height)
    figure["data"] = [
        {
            "type": "bar",
            "x": _iso(weeks),
            "y": list(values),
            "width": _BAR_MS,
            "marker": {
                "color": [ink.orange if week in highlight else ink.primary for week in weeks],
                "cornerradius": 3,
            },
            "text": [
                f"{value:,.0f}" if week in named and value is not None else ""
                for week, value in zip(weeks, values, strict=True)
            ],
            "textposition": "outside",
            "textfont": {"size": 13, "weight": 600, "color": ink.text},
            "constraintext": "none",
            "textangle": 0,
            "cliponaxis": False,
            "hovertemplate": f"%{{x|%-d %b %Y}}: %{{y:,.0f}} {plain(noun)}<extra></extra>",
        }
    ]
    figure["layout"]["xaxis"] |= _ticks(weeks) | {"range": _with_air(weeks, _SPAN)}
    top = max((value for value in values if value is not None), default=1) or 1
    figure["layout"]["yaxis"] |= {
        "range": [0, top * 1.14],
        "tickformat": "~s" if top >= 10_000 else ",d",
        **({"dtick": 1} if top < FEW else {}),  # no half failures on the axis
    }
    return figure


def weekly_line(
    weeks: Sequence[date],
    series: Mapping[str, Sequence[float | None]],
    *,
    highlight: Sequence[str] = (),
    limits: Sequence[Limit] = (),
    percent: bool = False,
    height: int = _HEIGHT,
) -> Figure:
    """One line a series; at most two are loud and labelled, the others stay grey behind.

    `highlight` names the loud ones (the second is dashed), else it is the first.
    `percent` takes shares between 0 and 1, on a scale that need not start at zero.
    """
    ink = theme.tokens()
    scale, unit = (100, " %") if percent else (1, "")
    shown = {
        name: [None if value is None else value * scale for value in values]
        for name, values in series.items()
    }
    loud = [name for name in (highlight or list(shown)[:1]) if name in shown][:2]
    colours = dict(zip(loud, (ink.primary, ink.orange), strict=False))
    figure = blank(ink, height)
    for name in sorted(shown, key=lambda one: one in loud):
        figure["data"] += _line(ink, weeks, name, shown[name], colours=colours, unit=unit)
    levels = [(limit.label, limit.value * scale) for limit in limits]
    figure["layout"]["shapes"] = [_across(ink, y) for _, y in levels]
    labels = [Label(y, (name,), ink.muted) for name, y in levels]
    labels += [
        Label(
            end,
            (name, _short(end, unit)) if len(shown) > 1 else (_short(end, unit),),
            ink.text if len(loud) == 1 else colours[name],
            bold=True,
        )
        for name in loud
        if (end := _last(shown[name])) is not None
    ]
    known = [value for values in shown.values() for value in values if value is not None]
    low, high = _range([*known, *(y for _, y in levels)], zero=not percent)
    figure["layout"]["yaxis"] |= {"range": [low, high], "ticksuffix": unit, "tickformat": "~g"}
    figure["layout"]["xaxis"] |= _ticks(weeks) | {"range": _with_air(weeks)}
    write(figure, labels, (high - low) / max(1, height - 50))
    return figure


def draw(figure: Figure, *, key: str, alt: str, numbers: Html | None = None) -> None:
    """Draw a chart; `alt` says what it shows, `numbers` is its data as a table behind it."""
    st.plotly_chart(  # pyright: ignore[reportUnknownMemberType]
        figure, key=f"ed-chart-{key}", theme=None, config=_CONFIG, alt=alt
    )
    if numbers is not None:
        with st.expander("The numbers"):
            show(numbers)


def draw_to_click(
    figure: Figure, *, key: str, alt: str, clicked: Callable[[Any], None]
) -> None:
    """Draw a chart whose points can be clicked; `clicked` hears the customdata of the point."""

    def hear() -> None:
        said: Any = told_by(f"ed-chart-{key}", "selection") or {"points": []}
        for point in said["points"][:1]:
            clicked(point.get("customdata"))

    st.plotly_chart(  # pyright: ignore[reportUnknownMemberType]
        figure, key=f"ed-chart-{key}", theme=None, config=_CONFIG, alt=alt,
        on_select=hear, selection_mode="points",
    )  # fmt: skip


def _line(
    ink: Tokens,
    weeks: Sequence[date],
    name: str,
    values: Sequence[float | None],
    *,
    colours: Mapping[str, str],
    unit: str,
) -> list[dict[str, Any]]:
    """The line, and for a loud one the dot at its end."""
    path: dict[str, Any] = {"type": "scatter", "mode": "lines", "x": _iso(weeks)}
    path["y"] = list(values)
    if name not in colours:
        quiet = {"color": ink.muted, "width": 1.2}
        return [path | {"line": quiet, "opacity": 0.4, "hoverinfo": "skip"}]
    colour = colours[name]
    dash = "solid" if name == next(iter(colours)) else "6px,3px"
    path["line"] = {"color": colour, "width": 2.4, "dash": dash}
    path["hovertemplate"] = f"{plain(name)}, %{{x|%-d %b}}: %{{y:.4~g}}{unit}<extra></extra>"
    known = [(w, v) for w, v in zip(_iso(weeks), values, strict=True) if v is not None]
    dot = {
        "type": "scatter",
        "mode": "markers",
        "x": [known[-1][0]] if known else [],
        "y": [known[-1][1]] if known else [],
        "marker": {"color": colour, "size": 8},
        "hoverinfo": "skip",
    }
    return [path, dot]


def _across(ink: Tokens, y: float) -> dict[str, Any]:
    line = {"color": ink.muted, "width": 1, "dash": "4px,4px"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line}


def _last_with_room(weeks: Sequence[date], values: Sequence[float | None]) -> Sequence[date]:
    # The number would lie over the bar before it when that one is taller.
    before, last = ([None, None, *values])[-2:]
    return weeks[-1:] if last is not None and (before or 0) <= last else ()


def _short(value: float, unit: str) -> str:
    if unit:
        return f"{value:.1f}{unit}"
    return f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.3g}"


def _last(values: Sequence[float | None]) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)


def _range(known: Sequence[float], *, zero: bool) -> tuple[float, float]:
    if not known:
        return 0.0, 1.0
    low, high = (0.0 if zero else min(known)), max(known)
    room = (high - low) * 0.14 or abs(high) * 0.1 or 1.0
    return (low if zero else low - room), high + room


def _ticks(weeks: Sequence[date]) -> dict[str, Any]:
    """Few enough to stand side by side on a phone, and always the last week."""
    apart = max(1, -(-len(weeks) // 5))
    return {"tickmode": "array", "tickvals": _iso(weeks[::-1][::apart]), "tickangle": 0}


def _with_air(weeks: Sequence[date], span: timedelta | None = None) -> list[str] | None:
    if not weeks:
        return None
    air = timedelta(days=4 if span else 3)
    first = min(*weeks, max(weeks) - span) if span else min(weeks)
    return _iso([first - air, max(weeks) + air])


def _iso(weeks: Sequence[date]) -> list[str]:
    return [week.isoformat() for week in weeks]
