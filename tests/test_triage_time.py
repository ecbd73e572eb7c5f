"""How long failures wait for a person, and what that does to the numbers of Health."""

import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from curation.cases import State
from curation.triage_time import lower_rank, next_friday, overdue, sorted_at, waits
from store.acts.describing import describe
from store.acts.importing import import_files
from store.acts.moving import move
from store.acts.regrouping import archive, split
from store.acts.taking_out import undo_import
from store.acts.undoing import undo
from store.answers.health import health
from store.answers.imports import imports
from store.answers.queue import queue
from store.answers.triage_times import triage_times
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, START, a_case, a_chain, moved


# Ranks of the 95 % interval of a median: Conover, Practical Nonparametric Statistics, table A3.
@pytest.mark.parametrize(
    ("n", "rank"),
    [(5, 0), (6, 1), (8, 1), (9, 2), (10, 2), (15, 4), (20, 6), (25, 8), (30, 10)],
)
def test_the_interval_of_a_median_begins_at_the_rank_of_the_tables(n: int, rank: int) -> None:
    assert lower_rank(n) == rank


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({}, (0, None, None, None, None)),
        ({2.0: 19}, (19, None, None, None, 2.0)),
        ({float(day): 1 for day in range(1, 21)}, (20, 10.5, 6.0, 15.0, 20.0)),
        ({1.0: 10, 9.0: 11}, (21, 9.0, 1.0, 9.0, 9.0)),
    ],
)
def test_waits_are_a_median_with_its_interval_or_too_few_to_say(
    counts: dict[float, int], found: tuple[object, ...]
) -> None:
    told = waits(counts, 20)
    assert (told.n, told.median, told.low, told.high, told.oldest) == found


@pytest.mark.parametrize(
    ("due", "late"), [(None, False), ("2026-11-20", True), ("2026-11-21", False)]
)
def test_a_day_is_over_when_it_has_passed(due: str | None, late: bool) -> None:
    assert overdue(due, date(2026, 11, 21)) is late


@pytest.mark.parametrize(
    ("today", "friday"),
    [(date(2026, 11, 20), 27), (date(2026, 11, 21), 27), (date(2026, 11, 26), 27)],
)
def test_friday_is_the_next_one(today: date, friday: int) -> None:
    assert next_friday(today) == date(2026, 11, friday)


def test_a_case_is_sorted_by_the_first_move_that_stands() -> None:
    waiting = a_case(state=State.INBOX)
    first, back, again, later = (
        moved(waiting, State.BACKLOG),
        moved(a_case(state=State.BACKLOG), State.INBOX),
        moved(waiting, State.MONITORING),
        moved(a_case(state=State.MONITORING), State.BACKLOG),
    )
    chain = a_chain([first, back, again, later])
    assert sorted_at(chain) == {waiting.id: chain[0].at}
    taken_back = replace(chain[1], undoes=chain[0].act)
    assert sorted_at([chain[0], taken_back, *chain[2:]]) == {waiting.id: chain[2].at}


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    """Thirty failures came on START's day; the clock can be set on."""
    found_desk(tmp_path / "desk")
    events = tmp_path / "events.jsonl"
    rows = [{"id": f"e-{n}", "input": f"Question {n}", "prediction": "a", "truth": "b",
             "timestamp": "2026-11-01T10:00:00Z"} for n in range(30)]  # fmt: skip
    events.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    now = [START]
    with closing(open_desk(tmp_path / "desk", lambda: now[0])) as desk:
        import_files(desk, [events], "events", actor="cron", source="app")
        now[0] = START + timedelta(days=3)
        yield desk


def test_waits_run_from_the_import_to_the_move(desk: Desk) -> None:
    rows = queue(desk).rows
    move(desk, [row.case for row in rows[:20]], State.BACKLOG, actor=ANA)
    move(desk, [rows[20].case], State.BACKLOG, actor=ANA)
    undo(desk, actor=ANA)
    found = triage_times(desk)
    assert (found.sorted.n, found.sorted.median, found.sorted.oldest) == (20, 3.0, 3.0)
    assert (found.waiting.n, found.waiting.median, found.waiting.oldest) == (10, None, 3.0)
    assert "too few to say (n 10)" in found.said()


def waiting(desk: Desk) -> int:
    """How many inputs the queue has; those whose wait is measured are the same."""
    number = queue(desk).waiting
    assert triage_times(desk).waiting.n == number
    return number


def test_whose_wait_is_measured_is_what_the_queue_has(desk: Desk, tmp_path: Path) -> None:
    rows = queue(desk).rows
    described, dismissed, failing_twice, odd = (row.case for row in rows[:4])
    describe(desk, [described], {"owner": ANA}, actor=ANA)
    move(desk, [dismissed], State.DISMISSED, actor=ANA, reason="typo", until="+2")
    assert waiting(desk) == 29
    more = [{"id": "m-1", "input": "New", "prediction": "a", "truth": "b"},
            {"id": "m-2", "input": "Newer", "prediction": "a", "truth": "b"},
            {"id": "m-3", "input": rows[2].title, "prediction": "c", "truth": "b"},
            ]  # fmt: skip
    events = tmp_path / "more.jsonl"
    events.write_text("".join(json.dumps(row) + "\n" for row in more), encoding="utf-8")
    import_files(desk, [events], "events", actor="cron", source="app")
    assert waiting(desk) == 32  # the dismissed one is back, two are new
    group = rows[3].group
    (taken,) = split(desk, group, [odd], "Odd", actor=ANA, reason="another").groups[:1]
    archive(desk, [group], actor=ANA, reason="known")
    assert [row.case for row in queue(desk).rows] in (
        [failing_twice, odd],
        [odd, failing_twice],
    )
    assert waiting(desk) == 2
    archive(desk, [taken], actor=ANA, reason="known")
    assert waiting(desk) == 1
    for one in imports(desk):
        undo_import(desk, one.import_id, actor=ANA, reason="wrong")
    assert waiting(desk) == 1  # what was described is a case also without its failure


def test_health_asks_for_what_is_overdue_with_its_owners(desk: Desk) -> None:
    first, second, third, *_ = (row.case for row in queue(desk).rows)
    describe(desk, [first, second], {"owner": ANA, "due": "2026-11-03"}, actor=ANA)
    describe(desk, [third], {"owner": BEN, "due": "2026-11-04"}, actor=ANA)
    (late,) = (ask for ask in health(desk).asks if "overdue" in ask.what)
    assert late.what == "3 assigned failures are overdue"
    assert late.why == "ana 2, ben 1; the oldest was due on 2026-11-03"
    move(desk, [first, second], State.BACKLOG, actor=ANA)
    assert triage_times(desk).overdue == 1
