"""How numbers and times are written: with n, interval, unit and zone, never bare."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from curation.intervals import rate
from pages.shared import wording

NOW = datetime(2026, 11, 21, 9, 41, tzinfo=UTC)


def plain(said: str) -> str:
    """`said` with every kind of space as a space."""
    return said.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("k", "n", "said"),
    [
        (292, 310, "94.2 % (91.0\N{EN DASH}96.3, n 310)"),
        (12, 12, "too few to say (n 12)"),
        (0, 0, "no cases"),
    ],
)
def test_a_rate_is_never_a_bare_number(k: int, n: int, said: str) -> None:
    assert plain(wording.rate(rate(k, n), floor=30)) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (NOW, "21 Nov 2026, 09:41 UTC"),
        ("2026-11-21T09:41:00+00:00", "21 Nov 2026, 09:41 UTC"),
        (NOW.astimezone(timezone(timedelta(hours=5))), "21 Nov 2026, 09:41 UTC"),
        (None, "time unknown"),
    ],
)
def test_a_moment_names_its_zone(when: datetime | str | None, said: str) -> None:
    assert wording.moment(when) == said


@pytest.mark.parametrize(
    ("monday", "said"),
    [
        (date(2026, 11, 16), "16\N{EN DASH}22 Nov 2026"),
        (date(2026, 11, 30), "30 Nov\N{EN DASH}6 Dec 2026"),
        (date(2026, 12, 28), "28 Dec 2026 \N{EN DASH} 3 Jan 2027"),
    ],
)
def test_a_week_is_written_from_monday_to_sunday(monday: date, said: str) -> None:
    assert wording.week(monday) == said


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(hours=23), "23 h"),
        (timedelta(days=13), "13 d"),
        (timedelta(weeks=3), "3 wk"),
        (timedelta(weeks=30), "25 Apr 2026"),
    ],
)
def test_an_age_has_one_unit(before: timedelta, said: str) -> None:
    assert plain(wording.ago(NOW - before, NOW)) == said


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (wording.percent(0.942), "94.2 %"),
        (wording.points(-0.016), "\N{MINUS SIGN}1.6 pt"),
        (wording.points(-0.0001), "0.0 pt"),
        (wording.signed(-18), "\N{MINUS SIGN}18"),
        (wording.signed(0), "0"),
        (wording.money(1240.5), "$1,240"),
        (wording.money(-3.5), "\N{MINUS SIGN}$3.50"),
        (wording.duration(840), "840 ms"),
        (wording.duration(2400), "2.4 s"),
        (wording.many(1, "case"), "1 case"),
        (wording.many(1200, "case"), "1,200 cases"),
        (wording.words("wrong_answer"), "Wrong answer"),
        (wording.words(None) + wording.percent(None), 2 * wording.NOTHING),
    ],
)
def test_numbers_and_words_are_written_one_way(said: str, expected: str) -> None:
    assert plain(said) == expected
