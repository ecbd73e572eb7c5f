"""A trend is named only where a test allows it, and says on how many failures it rests."""

from datetime import date, timedelta

import pytest

from curation.trends import BEFORE, RECENT, Trend, Way, significant, trends, whole_weeks

MONDAY = date(2026, 11, 2)
WEEKS = [MONDAY - timedelta(weeks=n) for n in reversed(range(RECENT + BEFORE))]
EVENTS = dict.fromkeys(WEEKS, 1000)


def told(before: int, recent: int, floor: float = 20) -> Trend:
    """The trend of a group with so many failures a week `before`, and `recent`ly."""
    counts = [before] * BEFORE + [recent] * RECENT
    return trends({"g": dict(zip(WEEKS, counts, strict=True))}, EVENTS, floor)["g"]


@pytest.mark.parametrize(
    ("before", "recent", "way"),
    [
        (10, 30, Way.RISING),
        (30, 10, Way.FALLING),
        (10, 11, Way.NONE),
        (100, 130, Way.NONE),  # clear, but less than half as often again is no news
        (0, 6, Way.RISING),
        (1, 1, Way.TOO_FEW),
        (0, 0, Way.TOO_FEW),
    ],
)
def test_what_may_be_said(before: int, recent: int, way: Way) -> None:
    found = told(before, recent)
    assert (found.way, found.n) == (way, before * BEFORE + recent * RECENT)


def test_how_many_times_as_often_is_per_event() -> None:
    assert told(10, 30).times == pytest.approx(3.0)
    assert told(0, 6).times is None
    busier = EVENTS | dict.fromkeys(WEEKS[BEFORE:], 3000)
    counts = dict(zip(WEEKS, [10] * BEFORE + [30] * RECENT, strict=True))
    found = trends({"g": counts}, busier, 20)["g"]
    assert (found.way, found.times) == (Way.NONE, pytest.approx(1.0))


def test_many_groups_raise_the_bar_for_each() -> None:
    odd = dict(zip(WEEKS, [5] * BEFORE + [9] * RECENT, strict=True))
    plain = dict(zip(WEEKS, [5] * (BEFORE + RECENT), strict=True))
    alone = trends({"odd": odd}, EVENTS, 20)["odd"]
    crowd = trends({"odd": odd, **{f"g{n}": plain for n in range(99)}}, EVENTS, 20)["odd"]
    assert (alone.way, crowd.way) == (Way.RISING, Way.NONE)


def test_a_desk_without_a_past_has_no_trend() -> None:
    week = {MONDAY: 40}
    assert trends({"g": week}, {MONDAY: 1000}, 20)["g"].way is Way.TOO_FEW
    assert trends({"g": {}}, {}, 20)["g"].n == 0


def test_only_weeks_that_are_over_count() -> None:
    events = {MONDAY: 5, MONDAY + timedelta(weeks=1): 7}
    assert whole_weeks(events, MONDAY + timedelta(days=6)) == {}
    assert whole_weeks(events, MONDAY + timedelta(days=7)) == {MONDAY: 5}


# Example of Benjamini and Hochberg (1995), section 3.2: four of fifteen hold at 0.05.
BH = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
      0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip


def test_the_published_example_of_the_adjustment_holds() -> None:
    assert significant(BH) == [True] * 4 + [False] * 11
    assert significant(BH[::-1]) == [False] * 11 + [True] * 4
    assert significant([]) == []
