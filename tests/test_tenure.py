"""How long a case has stood where it stands, in the words of a filter."""

from datetime import timedelta

import pytest

from curation.tenure import Age, age, days_since
from tests.builders import START


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (None, Age.UNKNOWN),
        (0, Age.WEEK),
        (6, Age.WEEK),
        (7, Age.MONTH),
        (27, Age.MONTH),
        (28, Age.QUARTER),
        (90, Age.QUARTER),
        (91, Age.OLDER),
        (4000, Age.OLDER),
    ],
)
def test_every_number_of_days_has_one_age(days: int | None, expected: Age) -> None:
    assert age(days) is expected


@pytest.mark.parametrize(
    ("entered", "days"),
    [
        (None, None),
        (START.isoformat(), 3),
        ((START + timedelta(hours=1)).isoformat(), 2),  # not three whole days yet
        ((START + timedelta(days=9)).isoformat(), 0),  # a clock that runs ahead
        ("2026-11-02T11:00:00+02:00", 3),
    ],
)
def test_days_are_whole_and_never_under_zero(entered: str | None, days: int | None) -> None:
    assert days_since(entered, START + timedelta(days=3)) == days
