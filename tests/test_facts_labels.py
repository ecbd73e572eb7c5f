"""Truth that comes weeks later, joined by id."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Generator[Shelf]:
    found = Shelf(tmp_path)
    yield found
    found.facts.close()


def predictions(**cells: Any) -> list[dict[str, Any]]:
    return [
        {"event_id": n, "occurred_at": f"2026-11-{16 + n}T08:00:00Z", "input": f"text {n}",
         "prediction": n % 2, **cells}
        for n in range(4)
    ]  # fmt: skip


def weeks(shelf: Shelf) -> tuple[int, int, int]:
    [week] = shelf.facts.ask("event_weeks")
    return week["events"], week["labelled"], week["failures"]


@pytest.mark.parametrize("write", ["lines", "table", "parquet"])
def test_labels_from_floats_complete_events_from_integers(shelf: Shelf, write: str) -> None:
    shelf.bring(shelf.lines(predictions()))
    truths = [{"id": float(n), "repaid": 1.0} for n in range(3)]
    outcome = shelf.bring(getattr(shelf, write)(truths, f"late.{write}"), kind="labels")
    assert (outcome.rows_added, outcome.failures) == (3, 2)
    assert [row.get("truth") for row in shelf.seen("events")] == ["1", "1", "1", None]
    assert [row.get("kind") for row in shelf.seen("events")] == [
        "wrong_answer", None, "wrong_answer", None,
    ]  # fmt: skip
    assert {row["event_id"] for row in shelf.seen("failures")} == {"0", "2"}
    assert weeks(shelf) == (4, 3, 2)


def test_what_was_written_is_not_rewritten_by_labels(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(predictions()))
    before = {path: path.read_bytes() for path in (shelf.folder / "facts/batches").iterdir()}
    shelf.bring(shelf.lines([{"id": 0, "truth": 1}], "late.jsonl"), kind="labels")
    assert {path: path.read_bytes() for path in before} == before


def test_labels_again_are_known_and_other_labels_are_kept_out(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(predictions()))
    late = shelf.lines([{"id": 0, "truth": 1}, {"id": 1, "truth": 1}], "late.jsonl")
    shelf.bring(late, kind="labels")
    again = shelf.bring(late, kind="labels")
    assert (again.rows_added, again.rows_known, again.batches) == (0, 2, ())
    other = shelf.bring(shelf.lines([{"id": 0, "truth": 0}], "other.jsonl"), kind="labels")
    [reject] = shelf.facts.rejects(other.import_id)
    assert reject["reason"] == "event 0 has the truth '1', here it is '0'"
    assert (reject["field"], reject["value"]) == ("truth", "0")


def test_a_label_for_an_unknown_event_waits_in_quarantine(shelf: Shelf) -> None:
    late = shelf.lines([{"id": 0, "truth": 1}, {"id": 77, "truth": 1}], "late.jsonl")
    first = shelf.bring(late, kind="labels")
    assert (first.rows_added, first.rows_rejected) == (0, 2)
    reason = shelf.facts.rejects(first.import_id)[1]["reason"]
    assert reason == "no event 77 is known: import the events first, then this file again"
    shelf.bring(shelf.lines(predictions()))
    assert shelf.bring(late, kind="labels").rows_added == 1


def test_a_label_without_id_or_truth_is_kept_out(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(predictions()))
    rows = [{"id": 0, "truth": 1}, {"id": 1, "truth": None}, {"id": None, "truth": 1}]
    outcome = shelf.bring(shelf.lines(rows, "late.jsonl"), kind="labels")
    told = [(r["row"], r["field"], r["reason"]) for r in shelf.facts.rejects(outcome.import_id)]
    assert told == [(2, "truth", "is empty"), (3, "event_id", "is empty")]


def test_a_verdict_outweighs_a_label_that_disagrees(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(predictions(passed=True)))
    late = shelf.lines([{"id": n, "truth": 7} for n in range(4)], "late.jsonl")
    outcome = shelf.bring(late, kind="labels")
    assert (outcome.rows_added, outcome.failures) == (4, 0)


def test_a_failure_is_told_by_its_truth_once_that_is_known(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(predictions(feedback="down")))
    assert {row.get("expected") for row in shelf.seen("failures")} == {None}
    late = shelf.lines([{"id": n, "truth": "right"} for n in range(2)], "late.jsonl")
    assert shelf.bring(late, kind="labels").failures == 0
    told = [(row["event_id"], row.get("expected")) for row in shelf.seen("failures")]
    assert sorted(told) == [("0", "right"), ("1", "right"), ("2", None), ("3", None)]
    assert weeks(shelf) == (4, 2, 4)


def test_labels_taken_back_leave_the_events_as_they_were(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(predictions()))
    before = (shelf.seen("events"), shelf.seen("failures"), weeks(shelf))
    late = shelf.bring(shelf.lines([{"id": 0, "truth": 1}], "late.jsonl"), kind="labels")
    assert shelf.seen("failures") != before[1]
    shelf.undo(late)
    assert (shelf.seen("events"), shelf.seen("failures"), weeks(shelf)) == before


def test_events_taken_back_take_their_late_failures_with_them(shelf: Shelf) -> None:
    events = shelf.lines(predictions())
    first = shelf.bring(events)
    shelf.bring(shelf.lines([{"id": 0, "truth": 1}], "late.jsonl"), kind="labels")
    after = (shelf.seen("events"), shelf.seen("failures"), weeks(shelf))
    shelf.undo(first)
    assert (shelf.seen("events"), shelf.seen("failures")) == ([], [])
    assert shelf.facts.ask("event_weeks") == []
    again = shelf.bring(events)
    assert (again.rows_added, again.failures) == (4, 1)
    assert (shelf.seen("events"), shelf.seen("failures"), weeks(shelf)) == after


def test_labels_taken_back_after_their_events_came_again_leave_no_failure(
    shelf: Shelf,
) -> None:
    events = shelf.lines(predictions())
    first = shelf.bring(events)
    late = shelf.bring(shelf.lines([{"id": 0, "truth": 1}], "late.jsonl"), kind="labels")
    shelf.undo(first)
    shelf.bring(events)
    shelf.undo(late)
    assert (shelf.seen("failures"), weeks(shelf)) == ([], (4, 0, 0))


def test_the_car_loans_get_their_late_labels(shelf: Shelf, shared_data: Path) -> None:
    loans = shared_data / "carloan"
    events = shelf.bring(loans / "synthetic_car_loan_analysis.parquet")
    assert (events.rows_added, events.failures) == (50_000, 0)
    labels = shelf.bring(loans / "synthetic_car_loan_analysis_target.parquet", kind="labels")
    right = labels.rows_added - labels.failures
    assert (labels.rows_added, round(right / 50_000, 3)) == (50_000, 0.93)
    reference = shelf.bring(
        loans / "synthetic_car_loan_reference.parquet", maps=["truth=repaid"]
    )
    assert round(1 - reference.failures / 50_000, 3) == 0.944
