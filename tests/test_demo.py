from collections import Counter
from datetime import date

import pytest

from curation.cases import State
from store.acts.demo import last_sunday, make_demo
from store.answers.decisions import decisions
from store.answers.health import health
from store.answers.inbox import inbox
from store.answers.proof import verify
from store.answers.runs import runs
from store.desk import Desk, open_desk

END = date(2026, 11, 15)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("demo") / "desk"
    make_demo(folder, lambda _: None, end=END, events=8_000)
    return open_desk(folder)


def test_the_sample_holds_releases_that_passed_one_blocked_and_one_undecided(
    desk: Desk,
) -> None:
    answers = Counter(run.verdict for run in runs(desk).runs)
    assert answers["BLOCKED"] == 1
    assert answers["INCOMPLETE"] >= 1
    assert answers["PASS"] >= 6


def test_the_samples_log_is_whole_and_runs_forward_in_time(desk: Desk) -> None:
    assert verify(desk).ok
    moments = [entry.at for entry in reversed(decisions(desk, limit=None).decisions)]
    assert moments == sorted(moments)


def test_every_state_of_a_case_occurs_in_the_sample(desk: Desk) -> None:
    with desk.ledger.reading() as asked:
        assert all(asked.counts()[state] > 0 for state in State)


def test_the_sample_says_that_it_is_one_and_has_something_to_do(desk: Desk) -> None:
    found = health(desk)
    assert desk.sample
    assert found.verdict == "PASS"
    assert inbox(desk).failures > 0
    assert len(found.weeks) == 26


@pytest.mark.parametrize(
    ("today", "sunday"),
    [
        (date(2026, 11, 16), date(2026, 11, 15)),  # a Monday
        (date(2026, 11, 21), date(2026, 11, 15)),  # a Saturday
        (date(2026, 11, 22), date(2026, 11, 15)),  # the Sunday is not over yet
    ],
)
def test_the_sample_ends_with_the_last_whole_week(today: date, sunday: date) -> None:
    assert last_sunday(today) == sunday
