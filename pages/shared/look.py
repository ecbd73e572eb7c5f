"""The look of every chart: one blank figure, and labels at the ends of its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pages.shared.tokens import Tokens

Figure = dict[str, Any]

_FONT = "Inter, 'Source Sans', sans-serif"
_AXIS: dict[str, Any] = {"automargin": True, "zeroline": False, "fixedrange": True, "ticks": ""}


@dataclass(frozen=True, slots=True)
class Label:
    """What stands at the right end of a line."""

    y: float
    lines: tuple[str, ...]
    colour: str
    bold: bool = False


def blank(ink: Tokens, height: int) -> Figure:
    """A figure without data: no legend, light horizontal lines, the page shines through."""
    layout: dict[str, Any] = {
        # Plotly's own template is 7 kB a figure, and all of it is overruled here.
        "template": {"layout": {}},
        "height": height,
        "font": {"family": _FONT, "size": 12, "color": ink.muted},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 4, "r": 10, "t": 14, "b": 4},
        "showlegend": False,
        "bargap": 0.22,
        "dragmode": False,
        "hovermode": "x",
        "hoverlabel": {
            "bgcolor": ink.panel,
            "bordercolor": ink.line,
            "font": {"family": _FONT, "size": 12, "color": ink.text},
        },
        "xaxis": _AXIS
        | {"type": "date", "showgrid": False, "tickformat": "%-d %b"}
        | {"ticklabelstandoff": 6},
        "yaxis": _AXIS | {"gridcolor": ink.hair, "nticks": 5, "ticklabelstandoff": 6},
        "annotations": [],
    }
    return {"data": [], "layout": layout}


def write(figure: Figure, labels: Sequence[Label], unit_a_pixel: float) -> None:
    """Put the labels right of the plot, moved apart where they would touch."""
    widest = max((len(line) for label in labels for line in label.lines), default=0)
    figure["layout"]["margin"]["r"] = 14 + round(7.3 * widest)
    floor = float("-inf")
    for label in sorted(labels, key=lambda one: one.y):
        half = 8.5 * len(label.lines) * unit_a_pixel
        y = max(label.y, floor + half)
        floor = y + half
        text = "<br>".join(plain(line) for line in label.lines)
        figure["layout"]["annotations"].append(
            {
                "x": 1,
                "xref": "paper",
                "y": y,
                "text": f"<b>{text}</b>" if label.bold else text,
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "middle",
                "align": "left",
                "xshift": 6,
                "font": {"size": 13 if label.bold else 12, "color": label.colour},
            }
        )


def plain(name: str) -> str:
    """`name` as text: Plotly reads a little HTML, and names come from the data."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
