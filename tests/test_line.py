"""Writers of one file stand in line: who came first writes first, and nobody blocks it."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from curation.errors import LedgerUnavailable
from store.ledger.line import Line


def until_waiting(line: Line, people: int) -> None:
    while len(line) < people:
        sleep(0.001)


def test_who_came_first_has_the_first_turn() -> None:
    line, went = Line(), list[int]()

    def writing(n: int) -> None:
        with line.turn(30):
            went.append(n)

    with ThreadPoolExecutor(10) as people:
        with line.turn(30):
            for n in range(10):
                people.submit(writing, n)
                until_waiting(line, n + 2)
        people.shutdown()
    assert went == list(range(10))


def test_who_waits_too_long_leaves_the_line_and_the_next_one_has_a_turn() -> None:
    line, went = Line(), list[str]()

    def writing(seconds: float) -> None:
        with line.turn(seconds):
            went.append("wrote")

    with ThreadPoolExecutor(2) as people:
        with line.turn(30):
            impatient = people.submit(writing, 0.01)
            until_waiting(line, 2)
            patient = people.submit(writing, 30)
            assert isinstance(impatient.exception(30), LedgerUnavailable)
            assert went == []
        assert patient.result(30) is None
    assert went == ["wrote"]


def test_a_turn_that_ends_in_an_error_is_passed_on() -> None:
    line = Line()
    with pytest.raises(KeyError), line.turn(1):
        raise KeyError
    with line.turn(0):
        assert len(line) == 1
