"""The queue: every input that waits, once, dearest first, page by page, and at a glance."""

import json
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from curation.cases import State
from curation.filters import UNASSIGNED, Due, Place
from store.acts.describing import describe, open_by_hand
from store.acts.importing import import_files
from store.acts.moving import move
from store.acts.regrouping import archive, merge
from store.acts.taking_out import undo_import
from store.acts.undoing import undo
from store.answers.glimpses import Heard, glimpses
from store.answers.imports import imports
from store.answers.inbox import inbox
from store.answers.queue import Filters, Page, facets, queue
from store.answers.views import views
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA

TEXTS = [f"Question number {n} about money" for n in range(25)]


def event(n: int, text: str, truth: str = "billing", route: str = "refunds") -> dict[str, str]:
    said = {"id": f"e-{n}", "input": text, "route": route, "output": f"Answer to {text}"}
    when = f"2026-11-{2 + n % 9:02}T10:00:00Z"
    return {**said, "timestamp": when, "prediction": "refund", "truth": truth, "region": "eu"}


def bring(desk: Desk, path: Path, events: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(one) + "\n" for one in events), encoding="utf-8")
    import_files(desk, [path], "events", actor="cron", source="app")


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        events = [event(n, text) for n, text in enumerate(TEXTS)]
        events += [event(100 + n, TEXTS[7]) for n in range(3)]
        events += [event(200, "Let me in", "login", "login")]
        bring(desk, tmp_path / "one.jsonl", events)
        yield desk


def pages(desk: Desk, limit: int, filters: Filters | None = None) -> list[Page]:
    found = [queue(desk, filters, limit=limit)]
    while found[-1].after is not None:
        found.append(queue(desk, filters, found[-1].after, limit))
    return found


def test_a_failure_that_is_assigned_waits_until_it_is_sorted(desk: Desk) -> None:
    first, second = (row.case for row in queue(desk).rows[:2])
    describe(desk, [first], {"owner": "carl", "due": "2026-12-01"}, actor=ANA)
    page = queue(desk)
    assert (page.waiting, page.rows[0].case) == (26, first)
    assert (page.rows[0].state, page.rows[0].owner) == (State.INBOX, "carl")
    done = move(desk, [first, second], State.BACKLOG, actor=ANA)
    assert done.moved == (first, second)
    assert queue(desk).waiting == 24
    undo(desk, actor=ANA)
    assert [row.case for row in queue(desk).rows[:2]] == [first, second]


@pytest.mark.parametrize("limit", [1, 7, 25, 26, 100])
def test_pages_of_any_size_bring_every_input_once_in_one_order(desk: Desk, limit: int) -> None:
    found = pages(desk, limit)
    rows = [row for page in found for row in page.rows]
    assert [page.waiting for page in found] == [26] * len(found)
    assert len({row.case for row in rows}) == len(rows) == 26
    assert rows == list(queue(desk, limit=100).rows)
    assert [row.cost for row in rows] == sorted((row.cost for row in rows), reverse=True)
    assert (rows[0].title, rows[0].count, rows[0].cost) == (TEXTS[7], 4, 20.0)


def test_a_page_goes_on_after_its_row_when_the_rows_before_are_sorted(desk: Desk) -> None:
    first = queue(desk, limit=10)
    move(desk, [row.case for row in first.rows], State.BACKLOG, actor=ANA)
    second = queue(desk, after=first.after, limit=100)
    assert len(second.rows) == second.waiting == 16


@pytest.mark.parametrize(
    ("filters", "waiting"),
    [
        (Filters(route="login"), 1),
        (Filters(version="v9"), 0),
        (Filters(kind="wrong_answer"), 26),
        (Filters(kind="timeout"), 0),
        (Filters(text="NUMBER 7 "), 2),
        (Filters(text="money 17"), 1),
        (Filters(text='"number 7 "'), 1),
        (Filters(text='"7 number'), 0),
        (Filters(text="billing 17"), 1),
        (Filters(cohort=("region=eu",)), 26),
        (Filters(cohort=("region=us",)), 0),
        (Filters(week="2026-11-02"), 23),
        (Filters(state=Place.BACKLOG), 0),
        (Filters(owner=UNASSIGNED), 26),
        (Filters(due=Due.OVERDUE), 0),
        (Filters(text="' OR 1=1 --"), 0),
        (Filters(group="g-unheard"), 0),
    ],
)
def test_filters_narrow_the_queue(desk: Desk, filters: Filters, waiting: int) -> None:
    assert sum(len(page.rows) for page in pages(desk, 10, filters)) == waiting


def test_facets_count_what_each_choice_would_leave(desk: Desk) -> None:
    assert facets(desk)["route"] == {"refunds": 25, "login": 1}
    narrowed = facets(desk, Filters(route="login", text="let me"))
    assert narrowed == {
        "kind": {"wrong_answer": 1},
        "route": {"login": 1},
        "version": {},
        "week": {"2026-11-02": 1},
        "cohort": {"region=eu": 1},
        "owner": {UNASSIGNED: 1},
        "due": {Due.NEVER: 1},
        "state": {Place.WAITING: 1},
    }
    assert facets(desk, Filters(kind="timeout"))["route"] == {}


@pytest.mark.parametrize(
    ("text", "inputs"),
    [("money about", 25), ("answer let", 1), ("17 refund", 1), ('"money about"', 0)],
)
def test_the_groups_hold_what_the_queue_finds(desk: Desk, text: str, inputs: int) -> None:
    assert queue(desk, Filters(text=text)).waiting == inputs
    assert sum(group.cases for group in inbox(desk, text=text).groups) == inputs


def test_a_group_and_a_case_are_found_by_their_ids(desk: Desk) -> None:
    (login,) = queue(desk, Filters(route="login")).rows
    for filters in (Filters(group=login.group), Filters(text=login.case)):
        assert [row.case for row in queue(desk, filters).rows] == [login.case]


def test_a_dismissed_case_that_is_back_waits_with_its_version_and_why(
    desk: Desk, tmp_path: Path
) -> None:
    (login,) = queue(desk, Filters(route="login")).rows
    move(desk, [login.case], State.DISMISSED, actor=ANA, reason="a test of theirs", until="+1")
    assert queue(desk, Filters(route="login")).rows == ()
    bring(desk, tmp_path / "two.jsonl", [event(300, "Let me in now", "login", "login")])
    back = {row.case: row for row in queue(desk, Filters(route="login")).rows}
    assert len(back) == 2
    assert back[login.case].state is State.DISMISSED
    assert back[login.case].version > 0
    assert "1 more failure of its group since" in (back[login.case].woken or "")
    again = move(desk, [login.case], State.DISMISSED, actor=ANA, reason="still", until="+1")
    assert again.moved == (login.case,)
    assert login.case not in {row.case for row in queue(desk, Filters(route="login")).rows}
    undo(desk, actor=ANA)
    assert login.case in {row.case for row in queue(desk, Filters(route="login")).rows}


def test_a_glimpse_tells_what_is_weighed_before_an_act(desk: Desk) -> None:
    first, second, *_ = queue(desk).rows
    describe(desk, [second.case], {"owner": ANA}, actor=ANA)
    found = glimpses(desk, [first.case, second.case, "c-unheard"], actor=ANA)
    assert set(found) == {first.case, second.case}
    one, other = found[first.case], found[second.case]
    assert (one.opened, other.opened) == (False, True)
    assert (one.case.input, one.output) == (TEXTS[7], f"Answer to {TEXTS[7]}")
    assert one.facts["region"] == "eu"
    assert sum(count for _, count in one.weeks) == 4
    assert [o.code for o in one.stands_in_the_way[State.MONITORING]] == ["no_owner"]
    assert other.stands_in_the_way[State.MONITORING] == ()
    assert [entry.kind for entry in other.history] == ["described", "opened"]
    assert {a.state for a in one.alike} <= {None, State.BACKLOG}
    assert len(one.alike) == 4


def test_a_glimpse_counts_wordings_by_whole_inputs(desk: Desk, tmp_path: Path) -> None:
    long = f"{'Where is my parcel? ' * 9}I wait"
    texts = [long, f"{long}!", f"{long}!", long.upper(), "Two words", "two  words", "Two words"]
    events = [event(400 + n, text, "no", "orders") for n, text in enumerate(texts)]
    bring(desk, tmp_path / "long.jsonl", events)
    rows = {
        row.title[:3].lower(): row.case for row in queue(desk, Filters(route="orders")).rows
    }
    found = glimpses(desk, list(rows.values()), actor=ANA)
    one, other = found[rows["whe"]], found[rows["two"]]
    assert (one.heard, one.case.input) == (Heard(count=4, wordings=3, verbatim=1), texts[3])
    assert (other.heard, other.case.input) == (Heard(count=3, wordings=2, verbatim=2), texts[6])


def test_a_case_of_a_set_is_listed_with_what_its_failures_cost(desk: Desk) -> None:
    first = queue(desk).rows[0]
    move(desk, [first.case], State.BACKLOG, actor=ANA)
    written = open_by_hand(desk, "What if the parcel is empty?", route="orders", actor=ANA)
    listed = queue(desk, Filters(state=Place.BACKLOG)).rows
    assert [row.case for row in listed] == [first.case, written.id]
    assert (listed[0].cost, listed[0].count, listed[0].state) == (20.0, 4, State.BACKLOG)
    assert (listed[1].cost, listed[1].count, listed[1].title) == (0.0, 0, written.input)
    assert [
        row.case for row in queue(desk, Filters(state=Place.BACKLOG, text="parcel")).rows
    ] == [written.id]
    second = queue(desk, Filters(state=Place.BACKLOG), after=listed[0].key)
    assert [row.case for row in second.rows] == [written.id]


def test_a_group_that_sleeps_keeps_its_inputs_from_waiting(desk: Desk) -> None:
    (login,) = queue(desk, Filters(route="login")).rows
    archive(desk, [login.group], until="2099-01-01", actor=ANA, reason="known, not ours")
    assert queue(desk, Filters(route="login")).rows == ()
    assert facets(desk)["state"] == {Place.WAITING: 25, Place.ASLEEP: 1}
    asleep = queue(desk, Filters(state=Place.ASLEEP, group=login.group))
    assert [row.case for row in asleep.rows] == [login.case]


def test_groups_that_are_merged_are_listed_as_one(desk: Desk) -> None:
    (login,) = queue(desk, Filters(route="login")).rows
    other = queue(desk, Filters(route="refunds")).rows[0]
    done = merge(desk, [login.group], into=other.group, actor=ANA, reason="the same cause")
    assert done.refused == ()
    for group in (other.group, login.group):
        assert queue(desk, Filters(group=group)).waiting == 26
    assert queue(desk, Filters(route="login")).rows[0].group == other.group


def test_two_who_ask_while_imports_land_see_whole_queues(desk: Desk, tmp_path: Path) -> None:
    batches = [[event(1000 + 10 * n + m, f"New {n} {m}") for m in range(10)] for n in range(4)]
    whole = {26 + 10 * n for n in range(len(batches) + 1)}
    landed = Event()

    def ask() -> set[tuple[int, int]]:
        seen: set[tuple[int, int]] = set()
        while not landed.is_set():
            page = queue(desk, limit=100)
            seen.add((page.waiting, len({row.case for row in page.rows})))
            assert sum(facets(desk)["route"].values()) in whole
        return seen

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        try:
            for n, batch in enumerate(batches):
                bring(desk, tmp_path / f"more-{n}.jsonl", batch)
        finally:
            landed.set()
    for one in asking:
        assert one.result() <= {(size, size) for size in whole}
    assert queue(desk, limit=100).waiting == max(whole)


def test_what_another_process_decides_is_seen_at_once(desk: Desk) -> None:
    first = queue(desk).rows[0]
    with closing(open_desk(desk.folder)) as other:
        move(other, [first.case], State.BACKLOG, actor=ANA)
    assert first.case not in [row.case for row in queue(desk).rows]
    assert queue(desk).waiting == 25


def test_a_search_for_nothing_narrows_nothing(desk: Desk) -> None:
    assert queue(desk, Filters(text="   ")).waiting == 26


def test_a_desk_that_sleeps_and_has_no_failure_any_more_is_empty_and_not_broken(
    tmp_path: Path,
) -> None:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        bring(desk, tmp_path / "one.jsonl", [event(1, "Let me in", "login", "login")])
        (login,) = queue(desk).rows
        archive(desk, [login.group], actor=ANA, reason="known")
        assert queue(desk).waiting == 0
        undo_import(desk, imports(desk)[0].import_id, actor=ANA, reason="a test of theirs")
        assert (queue(desk).rows, queue(desk).waiting) == ((), 0)
        assert set(map(len, facets(desk).values())) == {0}
        assert {view.name: view.count for view in views(desk, ANA)} == {
            "Mine": 0, "Unassigned": 0, "Overdue": 0,
        }  # fmt: skip
