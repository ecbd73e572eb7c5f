"""Cases from a file: plain rows, each checked."""

from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from curation.fixtures import generate
from store.facts.reading_cases import cases_of
from tests.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Generator[Shelf]:
    found = Shelf(tmp_path)
    yield found
    found.facts.close()


def read(shelf: Shelf, path: Path) -> Any:
    mapping = shelf.facts.preview(path, "cases", source="cases").mapping
    return shelf.facts.read_rows(path, mapping, cases_of)


@pytest.mark.parametrize("tags", [["a", "b"], "a, b", "a,b,,a"])
def test_a_case_is_read_in_plain_values(shelf: Shelf, tags: object) -> None:
    row = {"input": "Refund?", "expected_behaviour": "Needs human", "severity": "HIGH",
           "cost_of_failure": 40, "tags": tags, "owner": "ana", "set": "monitoring",
           "source": "expert", "id": 7.0}  # fmt: skip
    found = read(shelf, shelf.lines([row]))
    assert found.rejects == ()
    assert found.rows == (
        {
            "input": "Refund?", "expected": None, "expected_behaviour": "needs_human",
            "severity": "high", "cost_of_failure": 40.0, "tags": ["a", "b"], "owner": "ana",
            "route": "default", "source": "expert", "set": "monitoring", "source_ref": "7",
            "kind": None, "note": None, "attributes": {},
        },
    )  # fmt: skip


def test_further_columns_of_a_case_are_its_attributes(shelf: Shelf) -> None:
    row = {"input": "Refund?", "category": "refund", "attributes": {"tone": "angry"},
           "steps": 3.0, "history": "x" * 121, "empty": None}  # fmt: skip
    [case] = read(shelf, shelf.lines([row])).rows
    assert case["attributes"] == {"category": "refund", "tone": "angry", "steps": "3"}


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"input": "  "}, "input", "a case needs an input"),
        ({"input": None}, "input", "a case needs an input"),
        (
            {"severity": "awful"},
            "severity",
            "'awful' is not one of low, medium, high, critical",
        ),
        ({"set": "golden"}, "set", "'golden' is not one of backlog, monitoring, blocking"),
        ({"cost_of_failure": -1}, "cost_of_failure", "-1 is negative"),
    ],
)
def test_a_row_that_is_no_case_is_handed_back_with_the_reason(
    shelf: Shelf, cells: dict[str, Any], field: str, reason: str
) -> None:
    fine = {"input": "x", "severity": "low", "set": "backlog", "cost_of_failure": 1}
    found = read(shelf, shelf.lines([fine, {**fine, **cells}]))
    assert len(found.rows) == 1
    [reject] = found.rejects
    assert (reject.row, reject.field) == (2, field)
    assert reason in reject.reason
    [batch] = shelf.facts.keep_rejects("i-9", found.rejects)
    shelf.facts.show([batch])
    assert shelf.facts.rejects("i-9")[0]["reason"] == reject.reason


def test_generated_fixtures_are_read_as_cases(shelf: Shelf) -> None:
    drafts = [
        {**asdict(draft), "source": "synthetic"} for draft in generate("bad_source", 20, 1)
    ]
    found = read(shelf, shelf.lines(drafts))
    assert (len(found.rows), found.rejects) == (20, ())
    assert {row["source"] for row in found.rows} == {"synthetic"}
