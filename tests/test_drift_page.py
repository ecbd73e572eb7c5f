"""The drift page: what its pictures show, in how many bytes, and what its sentences say."""

import json
from dataclasses import replace
from time import process_time
from typing import Any

import pytest
from plotly import graph_objects  # pyright: ignore[reportMissingTypeStubs]

from curation.drift import Kind, Limits, Severity
from curation.profile import MISSING
from pages.production import drift_bars, drift_course, drift_tables, drift_words
from pages.production.drift_course import course_of
from pages.production.drift_frame import Chosen
from pages.production.drift_heat import overview, rows_of
from pages.production.drift_line import course_figure
from pages.production.drift_rows import MOST, groups, shown
from pages.production.drift_words import ERROR_RATE
from pages.shared.look import Figure
from store.answers.drift import Distribution
from store.answers.timeline import Happening, What
from tests.drifting import a_drift_answer

CONCEPT = Limits(0.02, 0.05, 0.1)
WHOLE = a_drift_answer()
LAST = WHOLE.current.since
HAPPENED = (
    *(Happening(What.RELEASE, f"5.{n}", WHOLE.weeks[n].since) for n in range(0, 26, 2)),
    *(Happening(What.VERSION, f"blocking@{n}", WHOLE.weeks[n].since) for n in range(26)),
    Happening(What.INCIDENT, "<b>Refunds</b> fail", "2026-09-01", open=True),
)
CHOSEN = Chosen(LAST, "turns")
MOST_BYTES, MOST_TRACES, MOST_CPU_MS = 150_000, 50, 10
Taken: Any = graph_objects.Figure


def the_overview() -> Figure:
    return overview(groups(WHOLE, WHOLE.weeks, CONCEPT), WHOLE.weeks, HAPPENED, CHOSEN)


def the_course(column: str) -> Figure:
    return course_figure(course_of(WHOLE, column, CONCEPT), HAPPENED, LAST)


def a_distribution(bins: int, kind: Kind = Kind.CATEGORY) -> Distribution:
    names = tuple(f"value {n} <i>" for n in range(bins))
    return Distribution("turns", kind, names, tuple(range(bins)), tuple(range(bins, 0, -1)))


FIGURES = {
    "overview": the_overview,
    "course of a number": lambda: the_course("retrieval_score"),
    "course of a category": lambda: the_course("customer_tier"),
    "course of the errors": lambda: the_course(ERROR_RATE),
    "200 values": lambda: drift_bars.bars(a_distribution(200)),
    "100 ranges": lambda: drift_bars.bars(a_distribution(100, Kind.NUMBER)),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_25_columns_and_26_weeks_is_small_and_one_that_plotly_takes(
    name: str,
) -> None:
    figure = FIGURES[name]()
    assert len(json.dumps(figure)) < MOST_BYTES
    assert len(figure["data"]) <= MOST_TRACES
    Taken(figure)


def test_the_overview_is_built_and_written_in_a_moment() -> None:
    taken: list[float] = []
    for _ in range(9):
        begun = process_time()
        json.dumps(the_overview())
        taken.append((process_time() - begun) * 1000)
    assert min(taken) <= MOST_CPU_MS


def test_only_what_is_surely_off_is_strong_and_what_nobody_knows_has_no_colour() -> None:
    found = groups(WHOLE, WHOLE.weeks, CONCEPT)
    figure = overview(found, WHOLE.weeks, (), CHOSEN)
    squares, hatched, dotted, to_click = figure["data"]
    shades = [row for row in squares["z"] if any(row)]
    for row, shade in zip(rows_of(found), shades, strict=True):
        for cell, value in zip(row.cells, shade, strict=True):
            assert cell is not None
            if cell.severity is Severity.UNKNOWN:
                assert value is None
            else:
                assert (value >= 1) is drift_words.is_off(cell.severity)
    assert set(hatched["x"]) == {8}  # the week of too few
    severe = [c for row in rows_of(found) for c in row.cells if c and c.severity == "severe"]
    assert len(dotted["x"]) == len(severe) > 0
    assert len(to_click["customdata"]) == 26 * 26  # the errors are one row more


def test_columns_stand_in_groups_by_role_the_farthest_first_and_errors_apart() -> None:
    found = groups(WHOLE, WHOLE.weeks, CONCEPT)
    assert [g.heading for g in found] == [
        "Input", "Text", "Prediction", "Score", "Label", "Concept: errors at equal scores"
    ]  # fmt: skip
    assert [row.name for row in found[0].rows[:3]] == [
        "retrieval_score", "customer_tier", "turns"
    ]  # fmt: skip
    assert [row.name for row in found[-1].rows] == [ERROR_RATE]


def test_of_very_many_columns_those_that_stayed_are_left_to_the_table() -> None:
    first = WHOLE.columns[0]
    many = tuple(replace(first, column=f"c{n}", value=n / 100) for n in range(60))
    weeks = tuple(replace(week, columns=many) for week in WHOLE.weeks[:2])
    drawn = rows_of(groups(replace(WHOLE, columns=many, weeks=weeks), weeks, CONCEPT))
    assert len(drawn) == MOST + 1
    assert "c59" in {row.name for row in drawn}


@pytest.mark.parametrize(
    ("week", "first", "last"), [(181, 144, 181), (90, 71, 108), (3, 0, 37)]
)
def test_of_half_a_year_of_days_those_around_the_window_are_drawn(
    week: int, first: int, last: int
) -> None:
    days = tuple(replace(WHOLE.weeks[0], since=f"day {n}") for n in range(182))
    current = replace(WHOLE.current, since=f"day {week}")
    drawn = shown(replace(WHOLE, weeks=days, current=current))
    assert (drawn[0].since, drawn[-1].since) == (f"day {first}", f"day {last}")


def test_names_from_outside_are_text_in_every_figure() -> None:
    said = json.dumps([the_overview(), the_course("turns"), drift_bars.bars(a_distribution(9))])
    assert "<b>Refunds" not in said
    assert "<i>" not in said


def test_limits_and_releases_are_written_on_the_line_and_new_levels_drawn() -> None:
    layout = the_course("retrieval_score")["layout"]
    texts = [note["text"] for note in layout["annotations"]]
    assert {"minor 0.1", "moderate 0.25", "severe 0.5", "5.4"} <= set(texts)
    levels = [shape for shape in layout["shapes"] if shape["line"].get("width") == 1.6]
    assert len(levels) == len([c for c in WHOLE.changes if c.what == "retrieval_score"]) > 0


@pytest.mark.parametrize(
    ("column", "week", "told"),
    [
        ("retrieval_score", 25, "retrieval_score drifts: severe, off since 24 Aug 2026"),
        ("retrieval_score", 8, "retrieval_score: too few to say"),
        ("column 20", 25, "column 20 is not shown to drift"),
        (ERROR_RATE, 25, "Error rate drifts: moderate, off since 19 Oct 2026"),
    ],
)
def test_the_title_of_a_line_says_how_grave_it_is_and_since_when(
    column: str, week: int, told: str
) -> None:
    course = course_of(WHOLE, column, CONCEPT)
    assert drift_course.finding(course, WHOLE.weeks[week].since) == told


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2026-11-09", "2026-11-16", "9–15 Nov 2026"),
        ("2026-11-09", "2026-11-10", "9 Nov 2026"),
        ("2026-11-01", "2026-12-01", "November 2026"),
        ("2026-05-18", "2026-07-13", "18 May 2026 – 12 Jul 2026"),
    ],
)
def test_a_period_is_told_by_the_days_that_are_in_it(since: str, until: str, told: str) -> None:
    assert drift_words.period(since, until) == told


def test_shares_tell_what_changed_most_and_the_rest_of_many_values_together() -> None:
    found = Distribution("language", Kind.CATEGORY, ("de", "en"), (10, 90), (30, 70))
    assert drift_bars.finding(found) == "de grew from 10.0 % to 30.0 %".replace(
        " %", "\N{NO-BREAK SPACE}%"
    )
    many = drift_bars.shown_of(a_distribution(40))
    assert many[-1].name == f"{40 - drift_bars.MOST} others"
    assert sum(one.now or 0 for one in many) == pytest.approx(1)


def test_a_side_without_values_has_no_share() -> None:
    found = Distribution("language", Kind.CATEGORY, ("de", "en"), (10, 90), (0, 0))
    assert [one.now for one in drift_bars.shares_of(found)] == [None, None]
    assert drift_bars.finding(found).startswith("One side has no value")


def test_labels_that_are_still_to_come_are_no_change_of_the_labels() -> None:
    bins = ("yes", "no", MISSING)
    found = Distribution("truth", Kind.CATEGORY, bins, (50, 50, 1), (40, 40, 60))
    assert drift_bars.finding(found).startswith("what is missing grew")
    assert drift_bars.finding(drift_bars.known(found)) == "The shares are the same"


def test_every_picture_has_its_numbers_as_a_table() -> None:
    rows = drift_tables.of_overview(groups(WHOLE, WHOLE.weeks, CONCEPT), WHOLE.weeks)
    assert len(rows) == 26
    assert rows[0][WHOLE.weeks[8].since] is None
    course = drift_tables.of_course(course_of(WHOLE, "retrieval_score", CONCEPT))
    assert [row["Window"] for row in course][:1] == ["9–15 Nov 2026"]
    assert len(drift_tables.of_happenings(HAPPENED)) == len(HAPPENED)
