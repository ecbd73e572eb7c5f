"""What moved inside a matrix, which classes are confused, and what stands in one cell."""

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from curation.cases import State
from curation.errors import CurationError
from curation.measures.intervals import difference
from curation.measures.neighbourhood import beside_each_other, neighbours
from curation.measures.shifts import shifts, surely_moved
from store.acts.moving import move
from store.answers.cell import cell
from store.answers.cohort_choices import Window, choices, references
from store.answers.cohort_memory import CohortMemory
from store.answers.cohort_words import moved_in_words, said
from store.answers.cohorts import Question, cohorts
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA
from tests.test_queue import bring

LABELS = ("a", "b", "c")
THEN = [[90, 10, 0], [5, 95, 0], [0, 0, 9]]
NOW = [[60, 40, 0], [6, 94, 0], [0, 3, 6]]


def test_a_cell_moves_by_newcombes_limits_and_all_cells_are_counted() -> None:
    found = {(s.truth, s.predicted): s for s in shifts(LABELS, LABELS, NOW, THEN, 20)}
    one = found["a", "b"]
    assert (one.count, one.of, one.before, one.before_of) == (40, 100, 10, 100)
    known = difference(40, 100, 10, 100)
    told = (one.change.value, one.change.low, one.change.high)
    assert told == pytest.approx((known.value, known.low, known.high), abs=1e-12)
    # Pooled z of .4 against .1 is 4.899: p = 9.6e-7, the same twice among four cells.
    assert one.q_value == pytest.approx(2 * 9.634e-7, rel=1e-3)
    assert ("a", "c") not in found  # it is empty, now and then


def test_a_row_that_is_too_small_is_no_news_however_much_it_moved() -> None:
    found = shifts(LABELS, LABELS, NOW, THEN, 20)
    small = [one for one in found if one.truth == "c"]
    assert {one.q_value for one in small} == {None}
    assert all((one.change.note or "").startswith("too few to say: 9") for one in small)
    moved = surely_moved(found, 0.10)
    assert [(one.truth, one.predicted) for one in moved] == [("a", "a"), ("a", "b")]
    assert moved_in_words(moved) == ("Moved most: a is less often right, 60.0 % after 90.0 %.")
    assert "No cell of the matrix surely moved" in moved_in_words([])


@pytest.mark.parametrize("then", [[[0, 0, 0]] * 3, [[1, 0, 0], [0, 0, 0], [0, 0, 0]]])
def test_a_reference_without_the_class_compares_nothing(then: Sequence[Sequence[int]]) -> None:
    assert surely_moved(shifts(LABELS, LABELS, NOW, then, 20), 0.10) == []


def test_neighbours_are_confused_either_way_the_most_first() -> None:
    labels = ("a", "b", "c", "d")
    matrix = [[9, 0, 1, 0, 2], [3, 9, 0, 0, 0], [1, 0, 9, 0, 0], [0, 0, 0, 9, 5]]
    assert neighbours(labels, matrix, "a", 6) == ["a", "b", "c"]
    assert neighbours(labels, matrix, "a", 1) == ["a", "b"]
    assert neighbours(labels, matrix, "d", 6) == ["d"]  # a missing prediction is no class
    assert beside_each_other(labels, matrix) == [0, 1, 2, 3]


def test_every_class_has_one_place_and_confused_ones_stand_together() -> None:
    size = 30
    matrix = [[int(row == column) for column in range(size)] for row in range(size)]
    for row in range(0, size, 2):  # pairs that are far apart by name
        matrix[row][size - 1 - row] = 7
    order = beside_each_other([f"{n:02}" for n in range(size)], matrix)
    assert sorted(order) == list(range(size))
    for row in range(0, size, 2):
        assert abs(order.index(row) - order.index(size - 1 - row)) == 1


def rows(truth: str, said: str | None, times: int, first: int = 0) -> list[dict[str, Any]]:
    return [
        {"id": f"{truth}-{said}-{first + n}", "input": f"{truth} as {said}, {first + n}",
         "truth": truth, "prediction": said, "region": "eu"}
        for n in range(times)
    ]  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        again = {**rows("a", "b", 1)[0], "id": "again"}  # the same input twice
        told = [*rows("a", "a", 25), *rows("a", "b", 5), again, *rows("b", None, 2)]
        bring(desk, tmp_path / "one.jsonl", told)
        yield desk


def test_what_stands_in_a_cell_says_where_it_stands_and_what_an_act_needs(desk: Desk) -> None:
    found = cell(desk, Question(), "a", "b")
    assert (found.n, found.right, len({row.case for row in found.rows})) == (6, False, 5)
    assert {(row.state, row.version) for row in found.rows} == {(State.INBOX, 0)}
    one = found.rows[0].case
    move(desk, [one], State.BACKLOG, actor=ANA, seen={one: 0})
    stands = {row.case: row for row in cell(desk, Question(), "a", "b").rows}
    assert stands[one].state is State.BACKLOG
    assert (stands[one].version or 0) > 0
    with pytest.raises(CurationError):  # what was on the screen is not what stands there now
        move(desk, [one], State.MONITORING, actor=ANA, seen={one: 0})


def test_what_is_right_stands_nowhere_and_a_missing_prediction_has_its_cell(desk: Desk) -> None:
    found = cell(desk, Question(), "a", "a")
    assert (found.n, found.right) == (25, True)
    assert {(row.state, row.version) for row in found.rows} == {(None, None)}
    missing = cell(desk, Question(), "b", None)
    assert (missing.n, missing.right) == (2, False)
    assert len(cell(desk, Question(), "a", "a", 3).rows) == 3


def test_an_answer_is_kept_until_the_facts_change(desk: Desk, tmp_path: Path) -> None:
    memory = desk.kept(CohortMemory)
    first = memory.cohorts(Question())
    move(desk, [cell(desk, Question(), "a", "b").rows[0].case], State.BACKLOG, actor=ANA)
    assert memory.cohorts(Question()) is first
    assert first == cohorts(desk, Question())
    assert memory.cohorts(Question(where={"region": "eu"})) is not first
    bring(desk, tmp_path / "two.jsonl", rows("a", "a", 4, first=100))
    assert memory.cohorts(Question()).n == first.n + 4


def test_too_few_are_no_share_in_the_sentence_either(tmp_path: Path) -> None:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        bring(desk, tmp_path / "one.jsonl", rows("a", "b", 3))
        told = said(cohorts(desk, Question()))
    assert (told.word, told.sentence) == (
        "Too few to say.",
        "3 of the 20 that are needed were judged.",
    )


def test_a_window_is_held_against_what_came_before_it(desk: Desk) -> None:
    offered = choices(desk)
    weeks = Window("Last 4 weeks", "2026-10-19", weeks=4)
    known = references(offered, weeks, None)
    assert [one.said for one in known] == ["..2026-10-19", "2026-09-21..2026-10-19", None]
    assert known[1].words == "the 4 weeks before 19 Oct 2026"
    assert [one.said for one in references(offered, Window("All production"), None)] == [None]
    assert "region" in offered.every_column
    assert "region" not in offered.columns  # one value makes no cohorts
