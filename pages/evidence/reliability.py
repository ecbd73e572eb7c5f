"""Whether a score of 0.8 comes true in 8 of 10: a chart, and its numbers behind it."""

from collections.abc import Sequence
from typing import Any

from curation.measures.calibration import Bin
from curation.measures.intervals import wilson
from curation.percents import percent
from pages.shared import charts, tables, theme, wording
from pages.shared.html import Content, Html
from pages.shared.look import Figure, blank
from pages.shared.tables import Column
from pages.shared.tokens import Tokens
from store.answers.cohorts import CohortsAnswer

_HEIGHT = 300


def promise(found: CohortsAnswer) -> tuple[str, str]:
    """What the scores are worth, and what is shown."""
    error = found.overall.ece
    title = f"Scores are {wording.percent(error.value)} off on average"
    note = f" · {error.note}" if error.note else ""
    drawn = "dots: what came true, with 95 % limits, larger for more events; line: promised"
    return title, f"A score is the {found.scores_mean}{note} · {drawn}"


def reliability(bins: Sequence[Bin]) -> None:
    """Draw what scores promise (the line) against what came true (dots with limits)."""
    low, high = wilson([one.observed * one.n for one in bins], [one.n for one in bins])
    limits = list(zip(low.tolist(), high.tolist(), strict=True))
    off = max(bins, key=lambda one: abs(one.observed - one.promised) * one.n)
    alt = (
        f"Reliability chart of {len(bins)} bins. Farthest from its promise: scores "
        f"{off.low:g} to {off.high:g} promised {percent(off.promised)}, "
        f"{percent(off.observed)} came true."
    )
    charts.draw(chart(bins, limits), key="reliability", alt=alt, numbers=numbers(bins, limits))


def chart(bins: Sequence[Bin], limits: Sequence[tuple[float, float]]) -> Figure:
    """The figure; both axes run from 0 to 100 %."""
    ink = theme.tokens()
    figure = blank(ink, _HEIGHT)
    largest = max(one.n for one in bins)
    figure["data"] = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [one.promised * 100 for one in bins],
            "y": [one.observed * 100 for one in bins],
            "text": [_hint(one) for one in bins],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {
                "color": ink.primary,
                "size": [8 + 12 * (one.n / largest) ** 0.5 for one in bins],
            },
            "error_y": {
                "type": "data",
                "symmetric": False,
                "array": [
                    (high - one.observed) * 100 for one, (_, high) in _both(bins, limits)
                ],
                "arrayminus": [
                    (one.observed - low) * 100 for one, (low, _) in _both(bins, limits)
                ],
                "color": ink.primary,
                "thickness": 1.4,
                "width": 4,
            },
        }
    ]
    layout: dict[str, Any] = figure["layout"]
    layout["hovermode"] = "closest"
    layout["xaxis"] |= _axis("Promised") | {"showgrid": False}
    layout["yaxis"] |= _axis("Came true")
    layout["shapes"] = [_line(ink)]
    return figure


def _both(
    bins: Sequence[Bin], limits: Sequence[tuple[float, float]]
) -> Sequence[tuple[Bin, tuple[float, float]]]:
    return list(zip(bins, limits, strict=True))


def _axis(title: str) -> dict[str, Any]:
    words = {"text": title, "standoff": 8}
    return {"type": "linear", "tickformat": "~g", "title": words, "range": [-3, 103],
            "ticksuffix": " %", "nticks": 6}  # fmt: skip


def _line(ink: Tokens) -> dict[str, Any]:
    line = {"color": ink.muted, "width": 1.2, "dash": "4px,4px"}
    return {
        "type": "line",
        "layer": "below",
        "x0": 0,
        "y0": 0,
        "x1": 100,
        "y1": 100,
        "line": line,
    }


def _hint(one: Bin) -> str:
    return (
        f"Scores {one.low:g} to {one.high:g}: promised {percent(one.promised, 1)}, "
        f"{percent(one.observed, 1)} came true of {one.n:,}"
    )


def numbers(bins: Sequence[Bin], limits: Sequence[tuple[float, float]]) -> Html:
    """The same as a table."""
    columns = [
        Column("Score", tight=True),
        Column("Promised", number=True),
        Column("Came true", number=True),
        Column("95 % interval", number=True),
        Column("n", number=True),
    ]
    rows: list[list[Content]] = [
        [
            f"{one.low:g} to {one.high:g}",
            wording.percent(one.promised),
            wording.percent(one.observed),
            f"{low * 100:.1f}\N{EN DASH}{high * 100:.1f}",
            wording.count(one.n),
        ]
        for one, (low, high) in _both(bins, limits)
    ]
    return tables.table("Reliability of the scores", columns, rows)
