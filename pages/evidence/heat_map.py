"""The whole matrix of many classes as one picture; confused classes stand beside each other."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from curation.measures.neighbourhood import beside_each_other
from pages.evidence.class_zoom import is_too_wide
from pages.evidence.cohort_matrices import Drawn
from pages.shared import charts, parts, theme, wording
from pages.shared.html import show, tag
from pages.shared.look import Figure, blank, plain
from pages.shared.tokens import Tokens

ROW = 14  # pixels: the names of neighbours just stand free of each other
MOST = 100  # labels; more would be finer than a name


def heat_map(drawn: Drawn) -> None:
    """Draw the switch, and the picture once it is asked for."""
    found = drawn.found
    if not is_too_wide(drawn):
        return
    if not st.toggle(f"The whole matrix of {len(found.labels)} classes", key="whole",
                     bind="query-params"):  # fmt: skip
        return
    title = "The whole matrix, classes that are confused beside each other"
    under = "Truths down, what was said across in the same order; click a square to open it"
    with parts.card(title, under, key="heat"):
        order = beside_each_other(found.labels, found.overall.matrix)[:MOST]
        charts.draw_to_click(
            picture(drawn, order), key="heat", alt=_alt(drawn), clicked=partial(_open, drawn)
        )
        if len(found.labels) > MOST:
            show(tag("p", f"The {MOST} that are confused most are shown.", class_="muted"))


def _open(drawn: Drawn, cell: Any) -> None:  # noqa: ANN401 (what the browser sends)
    """Turn to the cell of the square that was clicked."""
    found = drawn.found
    try:
        row, column = (int(one) for one in cell)
        drawn.asked.go_to_cell(found.labels[row], found.columns[column], {})
    except (TypeError, ValueError, IndexError):  # made up: the page stays as it is
        return


def _alt(drawn: Drawn) -> str:
    top = drawn.found.overall.top_confusions[:3]
    told = "; ".join(
        f"{truth} taken for {said or 'nothing'} {n} times" for truth, said, n in top
    )
    return f"Heat map of the confusion matrix. Most frequent mistakes: {told or 'none'}."


def picture(drawn: Drawn, order: Sequence[int]) -> Figure:
    """Two sets of squares: what is right in blue, what is wrong in orange."""
    ink, labels = theme.tokens(), drawn.found.labels
    columns = [*order, *([len(labels)] if None in drawn.found.columns else [])]
    figure = blank(ink, 60 + ROW * len(order))
    figure["data"] = [
        _squares(ink.primary, 0.95, _cells(drawn, order, columns, right=True), ink),
        _squares(ink.orange, 0.25, _cells(drawn, order, columns, right=False), ink),
    ]
    names = [plain(labels[i]) for i in order]
    across = [*names, *(["nothing"] if len(columns) > len(order) else [])]
    axis = {"type": "linear", "showgrid": False, "tickfont": {"size": 11.5}, "nticks": 0}
    layout: dict[str, Any] = figure["layout"]
    layout["hovermode"] = "closest"
    layout["yaxis"] |= axis | _ticks(names) | {"range": [len(order) - 0.4, -0.6]}
    layout["xaxis"] |= axis | {"range": [-0.6, len(across) - 0.4], "showticklabels": False}
    layout["shapes"] = [_diagonal(ink, len(order))]
    return figure


def _cells(
    drawn: Drawn, order: Sequence[int], columns: Sequence[int], *, right: bool
) -> list[Mapping[str, Any]]:
    found, rows = drawn.found, drawn.found.overall.matrix
    told: list[Mapping[str, Any]] = []
    for y, row in enumerate(order):
        total = sum(rows[row])
        for x, column in enumerate(columns):
            n = rows[row][column]
            if n and (row == column) is right:
                truth, said = found.labels[row], found.columns[column] or "nothing"
                text = f"{plain(truth)} → {plain(said)}: {n:,} of {total:,}"
                share = wording.percent(n / total, 0)
                one = {"x": x, "y": y, "share": n / total, "text": f"{text}, {share}"}
                told.append(one | {"cell": [row, column]})
    return told


def _squares(
    colour: str, full: float, cells: Sequence[Mapping[str, Any]], ink: Tokens
) -> dict[str, Any]:
    """Squares that are in full colour from the share `full` on."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one["x"] for one in cells],
        "y": [one["y"] for one in cells],
        "text": [one["text"] for one in cells],
        "customdata": [one["cell"] for one in cells],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": "square",
            "size": 10,
            "color": [round(one["share"], 3) for one in cells],
            "colorscale": [[0, _faint(colour, ink)], [full, colour], [1, colour]],
            "cmin": 0,
            "cmax": 1,
            "line": {"width": 0},
        },
    }


def _faint(colour: str, ink: Tokens) -> str:
    """A fifth of the colour on the page."""
    pairs = [(int(colour[i : i + 2], 16), int(ink.page[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * 0.25 + b * 0.75):02X}" for a, b in pairs)


def _ticks(names: Sequence[str]) -> dict[str, Any]:
    return {"tickmode": "array", "tickvals": [*range(len(names))], "ticktext": [*names]}


def _diagonal(ink: Tokens, size: int) -> dict[str, Any]:
    line = {"color": ink.line, "width": 1}
    ends = {"x0": -0.5, "y0": -0.5, "x1": size - 0.5, "y1": size - 0.5}
    return {"type": "line", "layer": "below", "line": line, **ends}
