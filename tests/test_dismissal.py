"""A dismissed case comes back by itself, and says why."""

from datetime import date
from statistics import mean

import hypothesis.strategies as st
import pytest
from hypothesis import given

from curation.cases import Dismissal
from curation.dismissal import described, history, until, weekly_limit, woken
from curation.errors import BadRequest

TODAY = date(2026, 11, 20)
MONDAY, NEXT = date(2026, 11, 16), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "expected", "phrase"),
    [
        ("2026-12-31", Dismissal(until="2026-12-31", count=7), "until 2026-12-31"),
        ("20261231", Dismissal(until="2026-12-31", count=7), "until 2026-12-31"),
        ("+10", Dismissal(more=10, count=7), "until 10 more failures"),
        ("+1", Dismissal(more=1, count=7), "until 1 more failure"),
        (
            "escalates",
            Dismissal(escalates=True, count=7, weekly_limit=30.0),
            "until a week has more than 30 failures",
        ),
        (
            None,
            Dismissal(escalates=True, count=7, weekly_limit=30.0),
            "until a week has more than 30 failures",
        ),
    ],
)
def test_the_words_say_until_when_a_case_sleeps(
    words: str | None, expected: Dismissal, phrase: str
) -> None:
    found = until(words, count=7, weeks=[3, 1, 3], today=TODAY)
    assert found == expected
    assert described(found) == phrase


@pytest.mark.parametrize(
    "words",
    ["", " ", "never", "10", "+", "+0", "+-1", "+1.5", "+²", "+٣", "2026-13-01", "31.12.2026"],
)
def test_other_words_are_refused_with_the_way_out(words: str) -> None:
    with pytest.raises(BadRequest) as refused:
        until(words, count=0, weeks=[], today=TODAY)
    assert str(refused.value) == (
        f"'{words}' is no time to sleep. Say a date (2026-12-31), a number of further failures "
        "(+10), or: escalates."
    )


@pytest.mark.parametrize("words", ["2026-11-20", "2020-01-01"])
def test_a_day_that_has_come_is_refused(words: str) -> None:
    with pytest.raises(BadRequest, match=f"{words} has come: .* Say a later date"):
        until(words, count=0, weeks=[], today=TODAY)


@pytest.mark.parametrize(
    ("weeks", "limit"),
    [
        ([], 10.0),
        ([0, 0, 0, 0, 0], 10.0),
        ([4], 40.0),
        ([1, 12, 3], 120.0),
        # mean + min(max((mean + 5 sd) / mean, 5), 8) * mean
        ([10, 10, 10, 10], 60.0),  # no spread: factor 5
        ([8, 12, 8, 12], 60.0),  # sd 2: (10 + 10) / 10 = 2, so 5
        ([2, 18, 2, 18], 60.0),  # sd 8: (10 + 40) / 10 = 5
        ([0, 20, 0, 20], 70.0),  # sd 10: (10 + 50) / 10 = 6
        ([0, 0, 0, 40, 0], 72.0),  # sd 16: (8 + 80) / 8 = 11, so 8
        # a spike of 100 in the week of the dismissal: the formula says 54, the week itself 100
        ([1] * 19 + [100], 100.0),
    ],
)
def test_the_weekly_limit_follows_the_written_formula(weeks: list[int], limit: float) -> None:
    assert weekly_limit(weeks) == pytest.approx(limit)


@pytest.mark.parametrize(
    ("counts", "weeks"),
    [
        ({}, []),
        ({MONDAY: 4}, [4]),
        ({date(2026, 11, 2): 9}, [9, 0, 0]),
        ({date(2026, 10, 19): 1, date(2026, 11, 9): 7, MONDAY: 2}, [1, 0, 0, 7, 2]),
    ],
)
def test_quiet_weeks_count_up_to_the_week_of_the_dismissal(
    counts: dict[date, int], weeks: list[int]
) -> None:
    assert history(counts, TODAY) == weeks


@given(st.lists(st.integers(0, 10**6), max_size=30))
def test_the_limit_is_far_above_an_ordinary_week_and_never_under_the_last(
    weeks: list[int],
) -> None:
    limit = weekly_limit(weeks)
    assert limit >= max([6 * mean(weeks), weeks[-1]]) * (1 - 1e-9) if weeks else limit == 10


@pytest.mark.parametrize(
    ("dismissal", "count", "weeks", "why"),
    [
        (Dismissal(until="2026-11-21"), 999, {MONDAY: 999}, None),
        (Dismissal(until="2026-11-20"), 0, {}, "it was dismissed until 2026-11-20"),
        (Dismissal(until="2026-11-19"), 0, {}, "it was dismissed until 2026-11-19"),
        (Dismissal(more=3, count=7), 9, {}, None),
        (Dismissal(more=3, count=7), 5, {}, None),  # an import was undone
        (
            Dismissal(more=3, count=7),
            10,
            {},
            "3 more failures of its group since it was dismissed (the limit was 3)",
        ),
        (
            Dismissal(more=1, count=7),
            8,
            {},
            "1 more failure of its group since it was dismissed (the limit was 1)",
        ),
        (
            Dismissal(more=3, count=7),
            27,
            {},
            "20 more failures of its group since it was dismissed (the limit was 3)",
        ),
        (Dismissal(escalates=True, weekly_limit=30.0), 999, {MONDAY: 30, NEXT: 0}, None),
        (
            Dismissal(escalates=True, weekly_limit=30.0),
            0,
            {NEXT: 90, MONDAY: 31},
            "31 failures in the week of 2026-11-16, above its limit of 30 a week",
        ),
        (Dismissal(), 999, {MONDAY: 999}, None),
    ],
)
def test_a_case_wakes_when_it_was_said_and_says_why(
    dismissal: Dismissal, count: int, weeks: dict[date, int], why: str | None
) -> None:
    assert woken(dismissal, today=TODAY, count=count, weeks_since=weeks) == why


@given(st.lists(st.integers(0, 500), max_size=30), st.sampled_from([None, "+1", "2026-11-21"]))
def test_nothing_wakes_in_the_week_it_is_dismissed_in_unless_more_comes(
    weeks: list[int], words: str | None
) -> None:
    dismissal = until(words, count=sum(weeks), weeks=weeks, today=TODAY)
    this_week = {MONDAY: weeks[-1]} if weeks else {}
    assert woken(dismissal, today=TODAY, count=sum(weeks), weeks_since=this_week) is None
