"""What stands around the squares of the overview: axes, headings, frames, what happened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curation.drift import Period
from pages.production import drift_words
from pages.production.drift_rows import Group, Row
from pages.shared.look import plain
from pages.shared.tokens import Tokens
from store.answers.timeline import Happening, What

_LONGEST = 22  # letters of a name beside the picture
_HAPPENED = {
    What.RELEASE: ("releases", "diamond"),
    What.VERSION: ("sets frozen", "line-ns-open"),
    What.INCIDENT: ("incidents", "square"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page shows below the picture."""

    week: str
    column: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the picture: a heading without a row, a row, or what happened."""

    y: int
    label: str
    row: Row | None = None
    what: What | None = None


def lines_of(groups: Sequence[Group], happened: Sequence[Happening]) -> list[Line]:
    """The lines of the picture from above."""
    told: list[tuple[str, Row | None, What | None]] = []
    for group in groups:
        told += [(group.heading, None, None), *((row.label, row, None) for row in group.rows)]
    known = [what for what in _HAPPENED if any(one.what is what for one in happened)]
    if known:
        told += [("What happened", None, None)]
        told += [(_HAPPENED[what][0], None, what) for what in known]
    return [Line(y, *one) for y, one in enumerate(told)]


def happenings(
    lines: Sequence[Line],
    periods: Sequence[Period],
    happened: Sequence[Happening],
    ink: Tokens,
) -> Iterator[dict[str, Any]]:
    for line in lines:
        if line.what is None:
            continue
        met = [(x, _met(period, happened, line.what)) for x, period in enumerate(periods)]
        told = [(x, names) for x, names in met if names]
        yield {
            "type": "scatter", "mode": "markers",
            "x": [x for x, _ in told], "y": [line.y] * len(told),
            "text": [names for _, names in told],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"symbol": _HAPPENED[line.what][1], "size": 8, "color": ink.text,
                       "line": {"width": 1.4, "color": ink.text}},
        }  # fmt: skip


def _met(period: Period, happened: Sequence[Happening], what: What) -> str:
    met = [h for h in happened if h.what is what and h.meets(period.since, period.until)]
    return "<br>".join(plain(f"{one.name}, {drift_words.tick(one.since)}") for one in met)


def weeks(periods: Sequence[Period]) -> Mapping[str, Any]:
    apart = max(1, -(-len(periods) // 5))
    places = [*range(len(periods))][::-1][::apart]
    return {
        "type": "linear", "side": "top", "range": [-0.6, len(periods) - 0.4],
        "tickmode": "array", "tickvals": places, "tickangle": 0,
        "ticktext": [drift_words.tick(periods[x].since) for x in places],
    }  # fmt: skip


def names(lines: Sequence[Line]) -> Mapping[str, Any]:
    named = [line for line in lines if line.row or line.what]
    return {
        "type": "linear", "showgrid": False, "range": [len(lines) - 0.4, -0.6],
        "tickmode": "array", "tickvals": [line.y for line in named],
        "ticktext": [plain(_short(line.label)) for line in named],
        "tickfont": {"size": 11.5},
    }  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def heading(line: Line, ink: Tokens) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "y": line.y, "text": f"<b>{plain(line.label)}</b>",
        "showarrow": False, "xanchor": "left", "yanchor": "middle",
        "font": {"size": 11.5, "color": ink.muted},
    }  # fmt: skip


def frames(
    lines: Sequence[Line], periods: Sequence[Period], chosen: Chosen, ink: Tokens
) -> Iterator[dict[str, Any]]:
    """Around the week and the column that the page shows."""
    edge = {"type": "rect", "line": {"color": ink.text, "width": 1.5}}
    end = len(lines) - 0.5
    for x, period in enumerate(periods):
        if period.since == chosen.week:
            yield edge | {"x0": x - 0.5, "x1": x + 0.5, "y0": 0.5, "y1": end}
    for line in lines:
        if line.row and line.row.name == chosen.column:
            across = {"x0": -0.5, "x1": len(periods) - 0.5}
            yield edge | across | {"y0": line.y - 0.5, "y1": line.y + 0.5}
