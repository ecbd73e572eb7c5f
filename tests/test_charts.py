"""A figure is data: labels at the ends, honest axes, names from outside as text."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from plotly import graph_objects  # pyright: ignore[reportMissingTypeStubs]

from pages.shared.charts import Limit, weekly_bars, weekly_line
from pages.shared.look import Figure
from pages.shared.tokens import LIGHT

WEEKS = [date(2026, 6, 1) + timedelta(weeks=n) for n in range(8)]
Taken: Any = graph_objects.Figure
LEVEL = [0.9, 0.91, None, 0.93, 0.92, 0.94, 0.95, 0.942]


def labels(figure: Figure) -> list[str]:
    """What is written at the right end."""
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_bars_start_at_zero_and_mark_what_stands_out() -> None:
    bars = weekly_bars(WEEKS, [3, 4, 5, 40, 5, 4, 3, 4], highlight={WEEKS[3]})
    (trace,) = bars["data"]
    assert bars["layout"]["yaxis"]["range"][0] == 0
    assert [
        n for n, colour in enumerate(trace["marker"]["color"]) if colour == LIGHT.orange
    ] == [3]
    assert [n for n, said in enumerate(trace["text"]) if said] == [3, 7]


def test_a_bar_is_no_wider_than_its_week_however_few_there_are() -> None:
    apart = [WEEKS[0], WEEKS[-1]]
    figure = weekly_bars(apart, [1, 1])
    (trace,) = figure["data"]
    low, high = (date.fromisoformat(end) for end in figure["layout"]["xaxis"]["range"])
    assert trace["width"] < 7 * 24 * 3600 * 1000
    assert (high - low).days > 8 * 7


def test_the_last_bar_keeps_silent_beside_a_taller_one() -> None:
    (trace,) = weekly_bars(WEEKS, [3, 4, 5, 6, 5, 4, 9, 4])["data"]
    assert trace["text"] == [""] * 8


def test_a_line_is_labelled_at_its_end_and_limits_by_name() -> None:
    figure = weekly_line(
        WEEKS, {"Pass rate": LEVEL}, percent=True, limits=[Limit("Gate 93 %", 0.93)]
    )
    assert labels(figure) == ["Gate 93 %", "<b>94.2 %</b>"]
    low, high = figure["layout"]["yaxis"]["range"]
    assert 80 < low < 90
    assert 95 < high < 100


def test_labels_that_would_touch_move_apart() -> None:
    same = {"Voice": [1.0] * 8, "Chat": [1.0] * 8}
    figure = weekly_line(WEEKS, same, highlight=("Voice", "Chat"))
    one, other = (note["y"] for note in figure["layout"]["annotations"])
    low, high = figure["layout"]["yaxis"]["range"]
    assert other - one >= (high - low) * 0.15


def test_only_two_series_are_loud() -> None:
    series = {name: [1.0] * 8 for name in "abcd"}
    quiet = [t for t in weekly_line(WEEKS, series, highlight="abcd")["data"] if "opacity" in t]
    assert len(quiet) == 2


def test_a_name_from_outside_is_text_in_a_chart() -> None:
    series = {"<b>x</b>": [1.0] * 8, "y": [2.0] * 8}
    said = json.dumps(weekly_line(WEEKS, series))
    assert "&lt;b&gt;x&lt;/b&gt;" in said
    assert "<b>x</b>" not in said


@pytest.mark.parametrize(
    "figure",
    [
        weekly_bars([], []),
        weekly_line([], {}),
        weekly_line(WEEKS, {"empty": [None] * 8}),
        weekly_bars(WEEKS, [0] * 8),
        weekly_line(WEEKS, {"a": LEVEL, "b": LEVEL}, limits=[Limit("x", 0.5)]),
    ],
)
def test_every_figure_is_one_that_plotly_takes_and_small(figure: Figure) -> None:
    # Plotly refuses a word that it does not know.
    taken = Taken(figure)
    assert len(str(taken.to_json())) < 20_000
