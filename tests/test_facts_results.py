"""Results of a run: matched with the set's cases, judged, numbered by attempt."""

from collections.abc import Generator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import duckdb
import pytest

from curation.identity import case_id
from store.facts import CaseLine, RunContext
from store.facts.batches import Batch
from tests.shelf import Shelf

ASKED = case_id("default", "Capital of France?")
RUN = RunContext(
    "rc1",
    [
        CaseLine("c-1", "src-1", "Paris", "answer"),
        CaseLine("c-2", "7", None, "refusal"),
        CaseLine("c-3", None, None, None),
        CaseLine(ASKED, None, "paris", "answer"),
    ],
    ["blocking@1"],
)


@pytest.fixture
def shelf(tmp_path: Path) -> Generator[Shelf]:
    found = Shelf(tmp_path)
    yield found
    found.facts.close()


def bring(shelf: Shelf, rows: list[dict[str, Any]], name: str = "run.jsonl") -> Any:
    return shelf.bring(shelf.lines(rows, name), kind="results", context=RUN)


def verdicts(shelf: Shelf) -> list[tuple[Any, ...]]:
    rows = shelf.facts.ask("run_results", run="rc1")
    return [(row["case_id"], row["attempt"], row["passed"]) for row in rows]


@pytest.mark.parametrize(
    ("row", "passed"),
    [
        ({"case_id": "c-1", "passed": True}, True),
        ({"case_id": "c-1", "passed": "fail"}, False),
        ({"case_id": "c-1", "error": "HTTP 500"}, None),
        ({"case_id": "c-1", "passed": False, "error": "timeout"}, None),
        ({"case_id": "c-1", "status": "ok", "output": "paris."}, True),
        ({"case_id": "c-1", "output": "Rome"}, False),
        ({"case_id": "c-1", "output": "It is Paris", "prediction": "PARIS"}, True),
        ({"case_id": "c-2", "output": "refusal"}, True),
    ],
)
def test_a_result_is_judged_by_what_is_stated_else_by_the_expected_answer(
    shelf: Shelf, row: dict[str, Any], passed: bool | None
) -> None:
    assert bring(shelf, [row]).rows_added == 1
    assert verdicts(shelf) == [(row["case_id"], 1, passed)]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"case_id": "c-1"}, "c-1"),
        ({"id": "src-1"}, "c-1"),
        ({"id": 7.0}, "c-2"),
        ({"input": "capital of france"}, ASKED),
        ({"id": "other", "input": "CAPITAL of France?"}, ASKED),
    ],
)
def test_a_result_names_its_case_by_id_by_source_or_by_input(
    shelf: Shelf, cells: dict[str, Any], found: str
) -> None:
    bring(shelf, [{**cells, "passed": True}])
    assert verdicts(shelf) == [(found, 1, True)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"case_id": "c-9", "passed": True}, "case c-9 is not in blocking@1"),
        ({"input": "Capital of Spain?", "passed": True}, "no case with this route and input"),
        ({"case_id": "c-1", "output": None}, "no verdict, no error and no output"),
        ({"case_id": "c-3", "output": "x"}, "no answer is expected of case c-3"),
        ({"case_id": "c-2", "output": "I'd rather not"}, "case c-2 is to be refused"),
    ],
)
def test_a_result_that_cannot_be_judged_is_kept_out(
    shelf: Shelf, row: dict[str, Any], reason: str
) -> None:
    outcome = bring(shelf, [{"case_id": "c-1", "passed": True}, row])
    assert (outcome.rows_added, outcome.rows_rejected) == (1, 1)
    assert reason in shelf.facts.rejects(outcome.import_id)[0]["reason"]


def test_attempts_come_out_alike_in_any_order_of_the_rows(shelf: Shelf) -> None:
    rows = [{"case_id": "c-1", "output": text} for text in ("Paris", "Rome", "paris!", "Rome")]
    found: list[Any] = []
    for order in permutations(rows):
        shelf.clear()
        bring(shelf, list(order))
        found.append(shelf.seen("results"))
    assert all(facts == found[0] for facts in found)
    assert sorted(row["attempt"] for row in found[0]) == [1, 2, 3, 4]


def test_the_same_results_again_are_known_and_others_are_kept_out(shelf: Shelf) -> None:
    rows = [{"case_id": "c-1", "output": "Paris"}, {"case_id": "c-1", "output": "Rome"}]
    bring(shelf, rows)
    again = bring(shelf, rows[::-1])
    assert (again.rows_added, again.rows_known, again.rows_rejected) == (0, 2, 0)
    other = bring(shelf, [{"case_id": "c-1", "output": "Lima"}])
    assert (
        "is there already with another result"
        in (shelf.facts.rejects(other.import_id)[0]["reason"])
    )


def test_numbered_attempts_may_come_in_pieces(shelf: Shelf) -> None:
    rows = [{"case_id": "c-1", "repetition": n, "output": f"Paris {n}"} for n in range(3)]
    for n in (2, 0, 1, 0):
        shelf.bring(
            shelf.lines([rows[n]], f"{n}.jsonl"), kind="results", context=RUN,
            maps=["attempt=repetition:from0"],
        )  # fmt: skip
    assert [attempt for _, attempt, _ in verdicts(shelf)] == [1, 2, 3]


@pytest.mark.parametrize("attempt", [0, 1.5, "x", None])
def test_an_attempt_that_is_no_number_is_kept_out(shelf: Shelf, attempt: object) -> None:
    rows = [{"case_id": "c-1", "attempt": n, "passed": True} for n in (1, 2, attempt)]
    outcome = shelf.bring(
        shelf.lines(rows), kind="results", context=RUN, maps=["attempt=attempt:from1"]
    )
    assert (outcome.rows_added, outcome.rows_rejected) == (2, 1)
    assert shelf.facts.rejects(outcome.import_id)[0]["field"] == "attempt"


def test_how_often_a_case_passed_is_counted_by_run(shelf: Shelf) -> None:
    rows: list[dict[str, Any]] = [{"case_id": "c-1", "passed": n > 0} for n in range(3)]
    bring(shelf, [*rows, {"case_id": "c-1", "error": "timeout"}])
    [found] = shelf.facts.ask("case_attempts", case_ids=["c-1", "c-2"])
    counts = {"attempts": 4, "passed": 2, "failed": 1, "errored": 1}
    assert found == found | counts | {"case_id": "c-1", "run": "rc1"}
    assert [row["passed"] for row in shelf.facts.ask("case_results", case_id="c-1")].count(
        None
    ) == 1


def test_a_result_keeps_its_prediction_beside_its_output(shelf: Shelf) -> None:
    rows = [
        {"case_id": "c-1", "output": "It is Paris, I think.", "prediction": "Paris"},
        {"case_id": "c-3", "prediction": "Rome", "passed": False},
    ]
    bring(shelf, rows)
    found = shelf.facts.ask("run_results", run="rc1")
    assert [(row["output"], row["prediction"]) for row in found] == [
        ("It is Paris, I think.", "Paris"),
        ("Rome", "Rome"),
    ]


def test_results_that_were_written_before_know_of_no_prediction(shelf: Shelf) -> None:
    bring(shelf, [{"case_id": "c-1", "output": "Paris"}], "old.jsonl")
    [old] = shelf.batches
    shelf.batches = [without_predictions(shelf, old)]
    shelf.facts.show(shelf.batches)
    assert shelf.select("SELECT output, prediction FROM results") == [
        {"output": "Paris", "prediction": None}
    ]
    assert bring(shelf, [{"case_id": "c-1", "output": "Paris"}]).rows_known == 1
    bring(shelf, [{"case_id": "c-2", "passed": True, "prediction": "refusal"}], "new.jsonl")
    found = shelf.select("SELECT prediction FROM results ORDER BY case_id")
    assert [row["prediction"] for row in found] == [None, "refusal"]


def without_predictions(shelf: Shelf, batch: Batch) -> Batch:
    """The same batch as a desk of the past has it."""
    place = shelf.folder / "facts"
    path = batch.path.replace(".parquet", "-old.parquet")
    with duckdb.connect() as duck:
        rows = f"SELECT * EXCLUDE (prediction) FROM '{place / batch.path}'"  # noqa: S608
        duck.execute(f"COPY ({rows}) TO '{place / path}' (FORMAT parquet)")
    return replace(batch, path=path)
