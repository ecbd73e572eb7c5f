"""Many hands on one ledger: nothing lost, no reader waits, a killed writer leaves nothing."""

import multiprocessing
import subprocess
import sys
from collections import Counter
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import closing
from threading import Barrier

import pytest

from curation.cases import State
from curation.errors import MovedMeanwhile
from store.ledger import Ledger
from tests.builders import a_case, moved, opened
from tests.conftest import ROOT
from tests.homes import Home

PEOPLE, MOVES = 30, 20
CASES = [a_case(id=f"c-{n:016x}", state=State.BACKLOG) for n in range(PEOPLE)]


@pytest.fixture
def url(home: Home) -> str:
    return home.url


@pytest.fixture
def ledger(url: str) -> Generator[Ledger]:
    with closing(Ledger(url)) as opened_ledger:
        with opened_ledger.transaction() as tx:
            for case in CASES:
                tx.record(opened(case))
        yield opened_ledger


def move_back_and_forth(ledger: Ledger, case_id: str, actor: str, moves: int) -> list[int]:
    """Move one case `moves` times, each from where it then stands; the numbers it was given."""
    numbers: list[int] = []
    for _ in range(moves):
        with ledger.transaction() as tx:
            case = tx.known(case_id)
            to = State.RETIRED if case.state is State.BACKLOG else State.BACKLOG
            numbers.append(tx.record(moved(case, to, actor, seen=case.version)).seq)
    return numbers


def everybody_moves(url: str, actor: str, case_ids: Sequence[str], moves: int) -> list[int]:
    """What one of several processes does."""
    with closing(Ledger(url)) as ledger:
        return [n for c in case_ids for n in move_back_and_forth(ledger, c, actor, moves)]


def assert_nothing_lost(ledger: Ledger, numbers: Sequence[int], expected: int) -> None:
    assert sorted(numbers) == list(range(PEOPLE + 1, PEOPLE + expected + 1))
    with ledger.reading() as asked:
        assert asked.head()[0] == PEOPLE + expected
    assert ledger.verify() == (None, True)


def test_everybody_who_moves_the_same_cases_moves_them_or_hears_who_was_first(
    ledger: Ledger,
) -> None:
    people, moves, shared = 8, 20, CASES[:3]
    start = Barrier(people)

    def moving(n: int) -> tuple[int, int]:
        done = late = 0
        start.wait()
        while done < moves:
            case_id = shared[(n + done + late) % len(shared)].id
            with ledger.reading() as asked:
                saw = asked.case(case_id)
            assert saw is not None
            to = State.RETIRED if saw.state is State.BACKLOG else State.BACKLOG
            try:
                with ledger.transaction() as tx:
                    tx.record(moved(saw, to, f"person {n}", seen=saw.version))
            except MovedMeanwhile:
                late += 1
            else:
                done += 1
        return done, late

    with ThreadPoolExecutor(people) as everybody:
        told = list(everybody.map(moving, range(people)))
    with ledger.reading() as asked:
        log = [e for e in asked.entries() if e.actor.startswith("person")]
    assert Counter(e.actor for e in log) == {f"person {n}": moves for n in range(people)}
    assert sum(done for done, _ in told) == people * moves
    for case in shared:  # each move went from where the one before it had left the case
        went = [e.after["state"] for e in log if e.subject == case.id]
        assert went == ["retired", "backlog"] * (len(went) // 2) + ["retired"] * (len(went) % 2)
    assert ledger.verify() == (None, True)


def test_thirty_people_moving_their_cases_at_once_lose_nothing(ledger: Ledger) -> None:
    start = Barrier(PEOPLE)

    def moving(n: int) -> list[int]:
        start.wait()
        return move_back_and_forth(ledger, CASES[n].id, f"person {n}", MOVES)

    with ThreadPoolExecutor(PEOPLE) as people:
        found = [number for each in people.map(moving, range(PEOPLE)) for number in each]
    assert_nothing_lost(ledger, found, PEOPLE * MOVES)
    with ledger.reading() as asked:
        by_person = Counter(e.actor for e in asked.entries() if e.actor.startswith("person"))
    assert by_person == {f"person {n}": MOVES for n in range(PEOPLE)}


def test_of_thirty_people_who_saw_the_same_case_one_moves_it(ledger: Ledger) -> None:
    start = Barrier(PEOPLE)

    def moving(n: int) -> str:
        start.wait()
        try:
            with ledger.transaction() as tx:
                tx.record(moved(CASES[0], State.MONITORING, f"person {n}", seen=1))
        except MovedMeanwhile as refused:
            return refused.by
        return "moved it"

    with ThreadPoolExecutor(PEOPLE) as people:
        answers = Counter(people.map(moving, range(PEOPLE)))
    with ledger.reading() as asked:
        (last,) = asked.decisions(limit=1)
    assert answers == {"moved it": 1, last.actor: PEOPLE - 1}
    assert last.seq == PEOPLE + 1


def test_processes_moving_the_same_cases_at_once_lose_nothing(url: str, ledger: Ledger) -> None:
    ids = [case.id for case in CASES[:10]]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as processes:
        asked = [processes.submit(everybody_moves, url, who, ids, 5) for who in ("app", "cron")]
        while wait(asked, timeout=0.2).not_done:
            assert ledger.verify() == (None, True)  # in the midst of it as well
        numbers = [number for future in asked for number in future.result()]
    assert_nothing_lost(ledger, numbers, 2 * 10 * 5)


def test_a_reader_is_not_held_up_by_a_writer_even_when_it_opens_the_desk_meanwhile(
    url: str, ledger: Ledger
) -> None:
    # Were it held up, it would wait until the writer is done: here, for ever.
    with ledger.transaction() as tx:
        tx.record(moved(CASES[0], State.BLOCKING))
        with ledger.reading() as asked:
            assert asked.counts()[State.BLOCKING] == 0
        with closing(Ledger(url)) as latecomer, latecomer.reading() as asked:
            assert asked.head()[0] == PEOPLE
            assert latecomer.verify() == (None, True)
    with ledger.reading() as asked:
        assert asked.counts()[State.BLOCKING] == 1


def test_a_writer_is_not_held_up_by_a_reader(ledger: Ledger) -> None:
    with ledger.reading() as asked:
        before = asked.head()
        with ledger.transaction() as tx:
            tx.record(moved(CASES[0], State.BLOCKING))
        assert asked.head() == before


BULK_MOVE = """
import sys
from curation.cases import State
from store.ledger import Ledger
from tests.builders import moved

with Ledger(sys.argv[1]).transaction() as tx:
    cases = tx.cases()
    for case in cases[: int(sys.argv[2])]:
        tx.record(moved(case, State.RETIRED, "killed"))
    tx.cases()  # whatever was recorded is now in the database, only not committed
    print("inside", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("done", [1, PEOPLE])
def test_a_bulk_move_that_is_killed_leaves_nothing_of_itself(
    url: str, ledger: Ledger, done: int
) -> None:
    with ledger.reading() as asked:
        before = asked.projections()
    command = [sys.executable, "-c", BULK_MOVE, url, str(done)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as bulk:
        assert bulk.stdout is not None
        assert bulk.stdout.readline() == "inside\n"
        bulk.kill()
    with ledger.reading() as asked:
        assert asked.projections() == before
    assert ledger.verify() == (None, True)
    assert move_back_and_forth(ledger, CASES[0].id, "the next", 1) == [PEOPLE + 1]
    assert ledger.verify() == (None, True)
