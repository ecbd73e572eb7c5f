"""What a look judges: every whole week since the last one, and every cohort by itself."""

from collections.abc import Generator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

import tests.test_watching as shop
from store.acts.baselining import set_baseline
from store.acts.owning import name_owner
from store.acts.watching import Watched
from store.answers.investigations import investigations
from store.desk import found_desk, open_desk
from tests.builders import ANA
from tests.test_watching import MONDAY, Time, Watch

REGIONS = ["north"] * 5 + ["south"] * 3 + ["west"] * 2
QUIET, WEST, ALL = 0, 1, 2  # where amounts are higher


def rows(week: int, moved: float) -> list[dict[str, Any]]:
    """Few of the events come from the west."""
    found: list[dict[str, Any]] = []
    for n in range(800):
        at = MONDAY + timedelta(weeks=week, minutes=12 * n)
        region = REGIONS[n % 10]
        high = moved == ALL or (moved == WEST and region == "west")
        found.append({
            "event_id": f"e-{week}-{n}", "occurred_at": at.isoformat(), "input": "a question",
            "prediction": "yes", "truth": "yes", "region": region, "model_version": "v1",
            "amount": (n * 7919 + week * 13) % 101 + 20 * high,
        })  # fmt: skip
    return found


def high_until_the_last(week: int, _: float) -> list[dict[str, Any]]:
    """What comes in together: the newest week is quiet again."""
    return rows(week, ALL if week < 14 else QUIET)


@pytest.fixture(scope="module")
def eight_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight quiet weeks, which are the baseline."""
    folder = tmp_path_factory.mktemp("cohorts")
    found_desk(folder / "desk")
    time = Time()
    with (
        pytest.MonkeyPatch.context() as patched,
        closing(open_desk(folder / "desk", time)) as desk,
    ):
        patched.setattr(shop, "rows", rows)
        name_owner(desk, "blocking", ANA, None, actor=ANA)
        Watch(desk, folder, time).brings(*range(8))
        set_baseline(desk, "2026-05-04", "2026-06-29", actor=ANA, reason="quiet")
    return folder / "desk"


@pytest.fixture
def watched(
    eight_weeks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[Watch]:
    """A copy of it, some weeks later."""
    monkeypatch.setattr(shop, "rows", rows)
    copytree(eight_weeks, tmp_path / "desk")
    time = Time(MONDAY + timedelta(weeks=8, hours=5))
    with closing(open_desk(tmp_path / "desk", time)) as desk:
        yield Watch(desk, tmp_path, time)


def told(found: Watched) -> set[tuple[str, str]]:
    return {(one.key, one.since[:10]) for one in found.deviations}


def test_what_only_one_cohort_does_is_told_of_it(watched: Watch) -> None:
    watched.brings(8, shifted=WEST)
    found = watched.looks()
    (one,) = [one for one in found.deviations if one.cohort]
    assert (one.key, one.severity, one.n) == ("drift:amount@region=west", "severe", 160)
    assert one.sentence.startswith("amount drifted where region = west: ")
    assert one.link.endswith("&by=region&value=west")
    watched.brings(9)
    (seen,) = investigations(watched.desk).waiting
    assert seen.investigation.status == "ended"


def test_what_all_of_production_does_is_not_told_of_its_cohorts(watched: Watch) -> None:
    watched.brings(8, shifted=ALL)
    assert {key for key, _ in told(watched.looks())} == {"drift:amount"}


def test_quiet_cohorts_are_quiet(watched: Watch) -> None:
    watched.brings(8)
    assert told(watched.looks()) == set()


def test_weeks_that_come_in_together_are_judged_one_by_one(
    watched: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.brings(8)
    monkeypatch.setattr(shop, "rows", high_until_the_last)
    done = watched.brings(*range(9, 15))
    assert "The 6 weeks from 2026-07-06 to that of 2026-08-10: 1 severe" in (done.watched or "")
    (seen,) = investigations(watched.desk).waiting
    assert [one.since for one in seen.investigation.sightings] == [
        f"2026-{day}" for day in ("07-06", "07-13", "07-20", "07-27", "08-03")
    ]
    assert seen.investigation.status == "ended"
    before = watched.log()
    again = watched.looks()
    assert (watched.log(), [one.since for one in again.weeks]) == (before, ["2026-08-10"])
