"""Imports, an app and many people on one desk at once: all of it works, nothing is lost."""

import csv
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from curation.cases import State
from curation.decisions import Kind
from curation.errors import MovedMeanwhile
from store.acts.importing import import_files
from store.acts.moving import move
from store.answers.case import case as asked_case
from store.answers.health import health
from store.answers.inbox import group_cases, inbox
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA

FORKS: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    FORKS.set_forkserver_preload([__name__])  # each process starts with everything loaded
EVERY = 10  # of so many events one is a failure
PEOPLE, MOVES = 30, 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found_desk(tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def desk(folder: Path) -> Generator[Desk]:
    """The desk of the app: one for all its threads."""
    with closing(open_desk(folder)) as desk:
        yield desk


def events(path: Path, rows: range) -> Path:
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "timestamp", "input", "prediction", "truth"])
        for n in rows:
            right = "billing" if n % EVERY == 0 else "refund"
            out.writerow([n, f"2026-11-{1 + n % 20:02}", f"question {n}", "refund", right])
    return path


@dataclass(frozen=True)
class Added:
    """What one import said of itself."""

    added: int
    known: int
    failures: int


def importing(folder: Path, path: Path, start_at: float) -> Added:
    """What one of several processes does; all begin at the same moment."""
    with closing(open_desk(folder)) as desk:
        time.sleep(max(0.0, start_at - time.time()))
        done = import_files(desk, [path], "events", actor="cron")
    return Added(done.rows_added, done.rows_known, done.failures)


def at_once(
    folder: Path, paths: Sequence[Path], pool: ProcessPoolExecutor
) -> list[Future[Added]]:
    start = time.time() + 1.0
    return [pool.submit(importing, folder, path, start) for path in paths]


def look(desk: Desk) -> tuple[int, int, int]:
    """As somebody at the app does: events and failures on Health, failures in the Inbox."""
    answer = health(desk)
    weeks = answer.weeks
    return sum(w.events for w in weeks), sum(w.failures for w in weeks), inbox(desk).failures


def test_two_imports_of_overlapping_files_and_an_app_get_along(
    folder: Path, desk: Desk, tmp_path: Path
) -> None:
    one, other = range(6000), range(4000, 10_000)
    paths = [events(tmp_path / "one.csv", one), events(tmp_path / "other.csv", other)]
    looks: list[tuple[int, int, int]] = []
    with ProcessPoolExecutor(2, mp_context=FORKS) as pool, ThreadPoolExecutor(2) as app:
        running = at_once(folder, paths, pool)
        while wait(running, timeout=0).not_done:
            looks += app.map(look, [desk, desk])
        found = [future.result() for future in running]
    assert sorted(a.added + a.known for a in found) == [6000, 6000]
    assert sum(a.added for a in found) == 10_000
    assert sum(a.failures for a in found) == 1000
    assert look(desk) == (10_000, 1000, 1000)
    looks.append(look(desk))  # half an import was never to be seen:
    assert {events_seen for events_seen, _, _ in looks} <= {0, 6000, 10_000}
    assert {failed for _, *both in looks for failed in both} <= {0, 600, 1000}
    assert desk.ledger.verify() == (None, True)
    listed = [row["event_id"] for row in failing(desk)]
    assert sorted(map(int, listed)) == list(range(0, 10_000, EVERY))


def failing(desk: Desk) -> list[dict[str, Any]]:
    groups = inbox(desk).groups
    ids = [row.case for group in groups for row in group_cases(desk, group.group, limit=9999)]
    return desk.facts().ask("case_openings", case_ids=ids)


def test_the_same_file_imported_by_several_at_once_is_there_once(
    folder: Path, desk: Desk, tmp_path: Path
) -> None:
    path = events(tmp_path / "same.csv", range(3000))
    with ProcessPoolExecutor(3, mp_context=FORKS) as pool:
        found = [future.result() for future in at_once(folder, [path] * 3, pool)]
    assert sorted(a.added for a in found) == [0, 0, 3000]
    assert sorted(a.known for a in found) == [0, 3000, 3000]
    assert look(desk) == (3000, 300, 300)
    with desk.ledger.reading() as asked:
        assert len(asked.imports()) == 1


def test_thirty_people_move_the_same_cases_and_every_move_is_in_the_log(
    desk: Desk, tmp_path: Path
) -> None:
    import_files(desk, [events(tmp_path / "e.csv", range(100))], "events", actor=ANA)
    ids = [row["case_id"] for row in failing(desk)]
    move(desk, ids, State.BACKLOG, actor=ANA)
    start = Barrier(PEOPLE)

    def moving(person: int) -> tuple[int, int]:
        """How many of their moves were done, and how many had come too late."""
        start.wait()
        done = late = 0
        for n in range(MOVES):
            case_id = ids[(person + n) % len(ids)]
            saw = asked_case(desk, case_id, actor=ANA).case
            to = State.BACKLOG if saw.state is State.RETIRED else State.RETIRED
            try:
                found = move(desk, [case_id], to, actor=f"person {person}", reason="to and fro",
                             seen={case_id: saw.version})  # fmt: skip
                done += len(found.moved)
            except MovedMeanwhile:
                late += 1
        return done, late

    with ThreadPoolExecutor(PEOPLE) as people:
        answers = list(people.map(moving, range(PEOPLE)))
    with desk.ledger.reading() as asked:
        log = [e for e in asked.entries() if e.kind is Kind.MOVED and e.actor != ANA]
    by_person = Counter(e.actor for e in log)
    assert [by_person[f"person {n}"] for n in range(PEOPLE)] == [done for done, _ in answers]
    assert all(done + late == MOVES for done, late in answers)
    assert sum(by_person.values()) >= len(ids)
    assert desk.ledger.verify() == (None, True)
    stands = {c: State.BACKLOG for c in ids}
    for entry in log:  # each began where the one before had ended
        assert (entry.before or {})["state"] == stands[entry.subject]
        stands[entry.subject] = State(entry.after["state"])
    with desk.ledger.reading() as asked:
        assert asked.states() == stands
