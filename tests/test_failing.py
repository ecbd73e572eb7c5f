"""Failures kept in memory: the same as in the batches in view, with the cohorts of each."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from store.facts.batches import Batch
from tests.shelf import Shelf

COLUMNS = "event_id, case_id, group_id, kind, expected, actual, week, route, cost, cohorts"


def event(n: int, **more: Any) -> dict[str, Any]:
    said = {"event_id": f"e-{n}", "input": f"Question {n}", "prediction": "refund"}
    when = {"timestamp": f"2026-11-{2 + n % 9:02}T10:00:00Z"}
    return {**said, **when, "region": ["eu", "us"][n % 2], "user": f"user {n}", **more}


@pytest.fixture
def shelf(tmp_path: Path) -> Generator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.facts.close()


def cohorts(shelf: Shelf) -> dict[str, Any]:
    return {row["event_id"]: row["cohorts"] for row in shelf.select("FROM failures")}


def test_a_failure_carries_its_own_texts_that_take_few_values(shelf: Shelf) -> None:
    rows = [event(n, truth="billing", story="x" * 61, score=0.5) for n in range(51)]
    shelf.bring(shelf.lines(rows))
    assert cohorts(shelf)["e-3"] == ["region=us"]
    assert {one for found in cohorts(shelf).values() for one in found} == {
        "region=eu",
        "region=us",
    }


def test_a_truth_that_comes_late_finds_the_cohorts_of_its_event(shelf: Shelf) -> None:
    shelf.bring(shelf.lines([event(0), event(1, truth="refund"), event(2, channel="web")]))
    labels = [{"event_id": f"e-{n}", "truth": "billing"} for n in (0, 2)]
    shelf.bring(shelf.lines(labels, "labels.jsonl"), kind="labels")
    assert cohorts(shelf) == {
        "e-0": ["region=eu", "user=user 0"],
        "e-2": ["channel=web", "region=eu", "user=user 2"],
    }


def test_batches_that_were_written_before_know_of_no_cohorts(shelf: Shelf) -> None:
    shelf.bring(shelf.lines([event(n, truth="billing") for n in range(3)]))
    shelf.bring(shelf.lines([event(9, truth="billing")], "more.jsonl"))
    old = next(batch for batch in shelf.batches if batch.view == "failures")
    shelf.batches[shelf.batches.index(old)] = without_cohorts(shelf, old)
    shelf.facts.show(shelf.batches)
    found = cohorts(shelf)
    assert [found[f"e-{n}"] for n in (0, 1, 2)] == [None, None, None]
    assert found["e-9"] == ["region=us", "user=user 9"]
    index = shelf.facts.index({})
    assert len(index) == 4
    assert index.facets["cohort"].values == ("region=us", "user=user 9")


def without_cohorts(shelf: Shelf, batch: Batch) -> Batch:
    """The same batch as a desk of the past has it."""
    place = shelf.folder / "facts"
    path = batch.path.replace(".parquet", "-old.parquet")
    with duckdb.connect() as duck:
        rows = f"SELECT * EXCLUDE (cohorts) FROM '{place / batch.path}'"  # noqa: S608
        duck.execute(f"COPY ({rows}) TO '{place / path}' (FORMAT parquet)")
    return replace(batch, path=path)


@pytest.fixture(scope="module")
def many(
    tmp_path_factory: pytest.TempPathFactory,
) -> Generator[tuple[Shelf, list[list[Batch]]]]:
    """A shelf with events and late labels, and the batches of each import."""
    shelf = Shelf(tmp_path_factory.mktemp("many"))
    for part in range(3):
        rows = [
            event(n, truth="billing" if n % 4 else None) for n in range(9 * part, 9 * part + 9)
        ]
        shelf.bring(shelf.lines(rows, f"events-{part}.jsonl"))
        labels = [{"event_id": f"e-{n}", "truth": "billing"} for n in range(0, 9 * part + 5, 4)]
        shelf.bring(shelf.lines(labels, f"labels-{part}.jsonl"), kind="labels")
    by_import: dict[str, list[Batch]] = {}
    for batch in shelf.batches:
        by_import.setdefault(batch.import_id, []).append(batch)
    yield shelf, list(by_import.values())
    shelf.facts.close()


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=6))
def test_memory_follows_whatever_comes_into_view_and_goes(
    many: tuple[Shelf, list[list[Batch]]], views: list[set[int]]
) -> None:
    shelf, imports = many
    for view in views:
        shelf.facts.show([batch for n in sorted(view) for batch in imports[n]])
        index = shelf.facts.index({"wrong_answer": 5.0})
        kept = shelf.select(f"SELECT {COLUMNS} FROM failing ORDER BY event_id")  # noqa: S608
        told = shelf.select(f"SELECT {COLUMNS} FROM failures ORDER BY event_id")  # noqa: S608
        assert kept == told
        assert len(index) == len({row["case_id"] for row in kept})


def test_a_price_that_changes_makes_another_order(shelf: Shelf) -> None:
    shelf.bring(shelf.lines([event(0, kind="unsafe"), event(1, truth="billing")]))
    first = shelf.facts.index({"unsafe": 9.0, "wrong_answer": 1.0})
    assert first is shelf.facts.index({"unsafe": 9.0, "wrong_answer": 1.0})
    other = shelf.facts.index({"unsafe": 0.5, "wrong_answer": 1.0})
    kinds = [[row["kind"] for row in index.take([0, 1])] for index in (first, other)]
    assert kinds == [["unsafe", "wrong_answer"], ["wrong_answer", "unsafe"]]
