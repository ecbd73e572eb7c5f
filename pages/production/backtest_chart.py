"""The strip of a backtest: a row for each cohort, a mark for each week, incidents as bands."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from curation.backtest import Series
from pages.shared import theme
from pages.shared.look import Figure, blank, plain
from pages.shared.tokens import Tokens
from store.answers.backtest import COHORTS, PRODUCTION, BacktestAnswer, Tried, cohort_told

_ROW = 34  # pixels
_MARKS: Mapping[str, tuple[str, int]] = {
    "fired in an incident": ("diamond", 11),
    "false alarm": ("x", 10),
    "quiet": ("circle", 4),
    "too few to say": ("circle-open", 8),
}


def strip(found: BacktestAnswer) -> Figure:
    """Every week of every row at the limit in force."""
    ink = theme.tokens()
    rows = _rows(found)
    figure = blank(ink, 70 + _ROW * len(rows))
    names = [name for name, _ in rows]
    points = _points(found, rows)
    figure["data"] = [
        _trace(ink, what, [one for one in points if one["what"] == what]) for what in _MARKS
    ]
    figure["layout"]["shapes"] = [
        _band(ink, one, place, _end(rows))
        for place, (_, series) in enumerate(rows)
        for one in found.incidents
        if series.cohort in ({}, one.cohort)
    ]
    figure["layout"]["hovermode"] = "closest"
    figure["layout"]["yaxis"] |= {
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": [plain(name) for name in names],
        "range": [len(names) - 0.5, -0.5],
        "showgrid": False,
    }
    return figure


def _rows(found: BacktestAnswer) -> list[tuple[str, Series]]:
    by_scope = {scope.scope: scope.series for scope in found.scopes}
    whole = [("All of production", one) for one in by_scope[PRODUCTION]]
    return [*whole, *((cohort_told(one.cohort), one) for one in by_scope[COHORTS])]


def _points(found: BacktestAnswer, rows: Sequence[tuple[str, Series]]) -> list[dict[str, Any]]:
    """Where each mark stands and what is said of it."""
    met = {
        (one.since, cohort_told(one.cohort)): bool(one.incidents)
        for scope in found.scopes
        for one in scope.at(found.in_force).firings
    }
    points: list[dict[str, Any]] = []
    for place, (_, series) in enumerate(rows):
        for one in series.readings:
            hit = met.get((one.since, cohort_told(series.cohort)))
            what = "quiet" if one.value is not None else "too few to say"
            if hit is not None:
                what = "fired in an incident" if hit else "false alarm"
            value = "" if one.value is None else f", {one.value:.2f}"
            said = f"{one.since}: {what}{value}, n {one.n:,}"
            points.append({"what": what, "x": _middle(one.since), "y": place, "said": said})
    return points


def _trace(ink: Tokens, what: str, points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    symbol, size = _MARKS[what]
    colours = {"fired in an incident": ink.orange, "false alarm": ink.text}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one["x"] for one in points],
        "y": [one["y"] for one in points],
        "text": [plain(str(one["said"])) for one in points],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": symbol, "size": size, "color": colours.get(what, ink.muted)},
    }


def _band(ink: Tokens, one: Tried, place: int, last: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "y",
        "x0": one.start[:19],
        "x1": max((one.end or last)[:19], _day_after(one.start)),
        "y0": place - 0.38,
        "y1": place + 0.38,
        "fillcolor": ink.primary_bg,
        "line": {"width": 1, "color": ink.line},
        "layer": "below",
    }


def _day_after(start: str) -> str:
    """An incident of hours is still seen."""
    return (datetime.fromisoformat(start[:19]) + timedelta(days=2)).isoformat()


def _end(rows: Sequence[tuple[str, Series]]) -> str:
    return max((s.readings[-1].until for _, s in rows if s.readings), default="")


def _middle(monday: str) -> str:
    return f"{date.fromisoformat(monday) + timedelta(days=3)}T12:00:00"
