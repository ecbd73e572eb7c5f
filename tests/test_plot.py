"""Where a small chart's points lie, and what it shows in words."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.figures import Figure, Judgement, Period, Point, Unit, window
from curation.plot import FEWEST, path, plot
from curation.plot_words import finding, weeks_of
from curation.tile_words import allowed, amount, difference, judged, reach, support

MONDAY = date(2026, 11, 16)
QUALITY = Figure(
    "production_quality", "Production quality", 0.953, Unit.RATE, 0.947, 0.959, 4612, -0.013,
    Judgement.WORSE, "95.3% of 4,612 were good", "trends", limit=0.95,
)  # fmt: skip


def a_trend(*values: float | None, n: int = 100) -> tuple[Point, ...]:
    """One point a week up to MONDAY."""
    first = MONDAY - timedelta(weeks=len(values) - 1)
    return tuple(Point(first + timedelta(weeks=at), one, n) for at, one in enumerate(values))


def plain(said: str | None) -> str | None:
    """`said` with spaces of one kind, and none before a sign of percent."""
    return said and said.replace("\N{NO-BREAK SPACE}%", "%").replace("\N{NO-BREAK SPACE}", " ")


values = st.floats(-1e6, 1e6, allow_nan=False).map(lambda one: round(one, 3))


@given(st.lists(st.none() | values, max_size=30), st.none() | values)
def test_every_point_and_limit_lies_inside_the_chart_and_none_is_lost(
    found: list[float | None], limit: float | None
) -> None:
    known = sum(one is not None for one in found)
    steps = sum(None not in pair for pair in pairwise(found))
    drawn = plot(a_trend(*found), limit)
    assert (drawn is None) == (steps < FEWEST)
    if drawn is None:
        return
    across = [place for piece in drawn.pieces for place in piece]
    assert len(across) == len(drawn.places) == known
    assert all(0 <= x <= 1 and 0 < y < 1 for x, y in across)
    assert all(0 <= down <= 1 for down, _ in drawn.levels)
    assert drawn.limit is None or 0 < drawn.limit < 1
    assert drawn.days[-1] == (1.0, MONDAY)


def test_a_week_that_nobody_can_judge_parts_the_line() -> None:
    drawn = plot(a_trend(0.9, 0.8, 0.7, 0.8, None, 0.9))
    assert drawn is not None
    assert [len(piece) for piece in drawn.pieces] == [4, 1]
    assert path([[(0, 0), (0.5, 1)], [(1, 0.5)]], 100, 10) == "M0.0 0.0L50.0 10.0M100.0 5.0"


@pytest.mark.parametrize(
    ("trend", "limit", "said"),
    [
        ((0.96, 0.94, 0.96, 0.97), 0.95, "has held above its objective of 95.0 % for two"),
        ((0.96, 0.97, 0.94, 0.93), 0.95, "has been below its objective of 95.0 % for two"),
        ((0.96,) * 13, 0.95, "has held above its objective of 95.0 % for 13 weeks"),
        ((0.96, 0.97, 0.97, 0.94), 0.95, "came in below its objective of 95.0 % last week"),
        ((0.97, 0.97, 0.97, 0.951), 0.95, "cannot be told from its objective of 95.0 %"),
        ((0.97, 0.951, 0.97, 0.97), 0.95, "has held above its objective of 95.0 % for two"),
        ((0.96, 0.91, 0.97, 0.94), None, "The worst week began on 2 Nov 2026"),
        ((0.96, None, None, 0.94), 0.95, "Production quality, week by week"),
    ],
)  # fmt: skip
def test_the_title_of_the_chart_says_what_its_weeks_show(
    trend: tuple[float | None, ...], limit: float | None, said: str
) -> None:
    told = plain(finding(replace(QUALITY, trend=a_trend(*trend, n=10_000), limit=limit)))
    assert told is not None
    assert said in told


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period.WEEK, "Week of 16–22 Nov 2026"),
        (Period.MONTH, "Four weeks, 26 Oct – 22 Nov 2026"),
        (Period.QUARTER, "13 weeks, 24 Aug – 22 Nov 2026"),
    ],
)
def test_the_weeks_that_are_looked_at_are_named(period: Period, said: str) -> None:
    assert weeks_of(window(period, MONDAY + timedelta(weeks=1))) == said


@pytest.mark.parametrize(
    ("value", "unit", "said", "moved"),
    [
        (0.942, Unit.RATE, "94.2 %", "+94.2 pt"),
        (-0.05, Unit.SHARE, "−5.0 %", "−5.0 pt"),
        (1204.0, Unit.COUNT, "1,204", "+1,204"),
        (5.43, Unit.HOURS, "5.4 h", "+5.4 h"),
        (0.0042, Unit.MONEY, "$0.0042", "+$0.0042"),
        (0.05, Unit.MONEY, "$0.05", "+$0.05"),
        (-1240.0, Unit.MONEY, "−$1,240", "−$1,240"),
        (12.5, Unit.MONEY, "$12.50", "+$12.50"),
        (0.274, Unit.INDEX, "0.27", "+0.27"),
        (0.0001, Unit.INDEX, "0.00", "0.00"),
        (None, Unit.RATE, "—", None),
    ],
)
def test_a_number_is_written_with_its_unit_and_a_change_with_its_sign(
    value: float | None, unit: Unit, said: str, moved: str | None
) -> None:
    assert plain(amount(value, unit)) == said
    assert plain(difference(value, unit)) == moved


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "−1.3 pt, worse"),
        ({"judgement": Judgement.NO_COMPARISON}, "no comparison"),
        ({"change": None}, "worse"),
        ({"change": None, "judged_as": "burns too fast"}, "burns too fast"),
        ({"unit": Unit.COUNT, "change": -6.41, "per": 1000}, "−6.4 per 1,000, worse"),
        ({"unit": Unit.COUNT, "change": 0.01, "per": 1000}, "0.0 per 1,000, worse"),
        ({"unit": Unit.MONEY, "change": 12.5, "per": 1000}, "+$12.50 per 1,000, worse"),
        ({"value": None, "judgement": Judgement.NO_COMPARISON}, "not known yet"),
        ({"value": None, "judgement": Judgement.TOO_FEW}, "too few to say"),
    ],
)
def test_a_change_is_told_by_its_test_and_never_by_its_sign_alone(
    change: dict[str, object], said: str
) -> None:
    assert plain(judged(replace(QUALITY, **change))) == said


def test_what_a_number_rests_on_and_what_was_agreed_stand_beside_it() -> None:
    bare = replace(QUALITY, low=None, limit=None)
    assert (reach(bare), allowed(bare)) == (None, None)
    assert support(QUALITY).endswith("n\N{NO-BREAK SPACE}4,612")
    assert allowed(QUALITY) == f"limit: at least {amount(0.95, Unit.RATE)}"
    over = replace(QUALITY, higher_is_better=False, beyond=True)
    assert allowed(over) == f"over its limit of {amount(0.95, Unit.RATE)}"
