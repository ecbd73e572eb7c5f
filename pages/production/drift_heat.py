"""One heat map of all columns over all periods, with what happened below it."""

from collections.abc import Sequence
from typing import Any

from curation.drift import Period, Severity
from pages.production.drift_frame import (
    Chosen,
    Line,
    frames,
    happenings,
    heading,
    lines_of,
    names,
    weeks,
)
from pages.production.drift_rows import Cell, Group, Row
from pages.production.drift_words import is_off
from pages.shared import theme
from pages.shared.look import Figure, blank, plain
from pages.shared.tokens import Tokens
from store.answers.timeline import Happening

STRONGEST = 4  # times the minor limit, from which on the colour is full


def overview(
    groups: Sequence[Group],
    periods: Sequence[Period],
    happened: Sequence[Happening],
    chosen: Chosen,
) -> Figure:
    """The figure; a click on a square says [line, period]."""
    ink = theme.tokens()
    lines = [*lines_of(groups, happened)]
    height = 17 if len(lines) > 24 else 21
    figure = blank(ink, 34 + height * len(lines))
    rows = [line for line in lines if line.row]
    figure["data"] = [
        _squares(ink, lines, len(periods)),
        _marks(rows, ink, Severity.UNKNOWN, "line-ne-open", ink.muted),
        _marks(rows, ink, Severity.SEVERE, "circle", ink.page),
        _to_click(rows),
        *happenings(lines, periods, happened, ink),
    ]
    layout: dict[str, Any] = figure["layout"]
    layout["hovermode"] = "closest"
    layout["margin"] |= {"t": 26, "l": 8}
    layout["xaxis"] |= weeks(periods)
    layout["yaxis"] |= names(lines)
    layout["annotations"] = [heading(one, ink) for one in lines if not (one.row or one.what)]
    layout["shapes"] = [*frames(lines, periods, chosen, ink)]
    return figure


def _squares(ink: Tokens, lines: Sequence[Line], periods: int) -> dict[str, Any]:
    """Blue is inside the limits and faint; orange is surely off, and stronger with it."""
    nothing: list[float | None] = [None] * periods
    faint, edge = _mixed(ink.primary, ink.page, 0.3), 1 / STRONGEST
    return {
        "type": "heatmap",
        "y": [line.y for line in lines],
        "z": [[_shade(c) for c in line.row.cells] if line.row else nothing for line in lines],
        "zmin": 0,
        "zmax": STRONGEST,
        "xgap": 2,
        "ygap": 2,
        "showscale": False,
        "hoverinfo": "skip",
        "colorscale": [
            [0, ink.hair],
            [edge - 0.001, faint],
            [edge, _mixed(ink.orange, ink.page, 0.35)],
            [1, ink.orange],
        ],
    }


def _shade(cell: Cell | None) -> float | None:
    if cell is None or cell.multiple is None:
        return None
    if is_off(cell.severity):
        return round(min(max(cell.multiple, 1), STRONGEST), 2)
    return round(min(cell.multiple, 0.99), 2)


def _mixed(colour: str, page: str, share: float) -> str:
    pairs = [(int(colour[i : i + 2], 16), int(page[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _marks(
    rows: Sequence[Line], ink: Tokens, severity: Severity, symbol: str, colour: str
) -> dict[str, Any]:
    """A sign besides the colour: a dot for what is severe, a hatch for what nobody knows."""
    places = [
        (x, line.y) for line in rows if line.row
        for x, cell in enumerate(line.row.cells) if cell and cell.severity is severity
    ]  # fmt: skip
    size = 5 if symbol == "circle" else 9
    line = {"width": 1.2, "color": ink.muted} if symbol != "circle" else {"width": 0}
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "skip",
        "x": [x for x, _ in places], "y": [y for _, y in places],
        "marker": {"symbol": symbol, "size": size, "color": colour, "line": line},
    }  # fmt: skip


def _to_click(rows: Sequence[Line]) -> dict[str, Any]:
    """Nothing to be seen: what is said of a square, and what hears a click."""
    cells = [
        (x, line.y, f"{plain(line.label)}, {cell.said}", [place, x])
        for place, line in enumerate(rows) if line.row
        for x, cell in enumerate(line.row.cells) if cell
    ]  # fmt: skip
    hidden = {"marker": {"opacity": 0}}
    return {
        "type": "scatter", "mode": "markers",
        "x": [c[0] for c in cells], "y": [c[1] for c in cells],
        "text": [c[2] for c in cells], "customdata": [c[3] for c in cells],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 14, "opacity": 0, "symbol": "square"},
        "selected": hidden, "unselected": hidden,
    }  # fmt: skip


def rows_of(groups: Sequence[Group]) -> list[Row]:
    """The rows in the order in which a click counts them."""
    return [row for group in groups for row in group.rows]
