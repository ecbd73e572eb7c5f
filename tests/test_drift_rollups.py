"""Counts of drift: rollups say what a scan says, whatever came, late or undone."""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.drift import Kind, Role
from store.facts.binning import grid
from store.facts.counting import ALL, Rows, counted, days
from store.facts.drift_counts import EVENTS, JUDGED, WEEK, WRONG, Counts
from store.facts.drifting import Drifting, Where
from store.facts.watched import Column, Plan
from tests.shelf import Shelf

PLAN = Plan(
    (
        Column("score", Kind.NUMBER, Role.SCORE, edges=(0.25, 0.5, 0.75)),
        Column("amount", Kind.NUMBER, Role.INPUT, edges=(1.0, 2.0)),
        Column("truth", Kind.CATEGORY, Role.LABEL, values=("1", "refund")),
        Column("region", Kind.CATEGORY, Role.INPUT, values=("eu",)),
        Column("words", Kind.WORDS, Role.TEXT, values=("card", "lost")),
    ),
    by="score",
    cohorts=("region",),
)
COHORTS: Sequence[Where] = ({}, {"region": "eu"}, {"region": None}, {"region": "mars"})


@pytest.fixture
def shelf(tmp_path: Path) -> Generator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.facts.close()


def an_event(n: int, **more: Any) -> dict[str, Any]:
    return {
        "event_id": f"e-{n}",
        "timestamp": f"2026-{9 + n % 2:02}-{1 + n * 5 % 28:02}T{n % 24:02}:00:00Z",
        "input": ("My card is lost, lost!", "lost", "Wo ist meine Karte?")[n % 3],
        "prediction": ("refund", "1", None)[n % 3],
        "score": (n * 7 % 100) / 100 if n % 5 else None,
        "amount": (n * 3 % 8) / 2 if n % 7 else None,
        "region": ("eu", "us", None)[n // 2 % 3],
        **more,
    }


def events(numbers: Sequence[int], **more: Any) -> list[dict[str, Any]]:
    return [an_event(n, **more) for n in numbers]


def truths(numbers: Sequence[int]) -> list[dict[str, Any]]:
    return [{"event_id": f"e-{n}", "truth": ("refund", "1")[n % 2]} for n in numbers]


def same(found: Counts, known: Counts) -> None:
    assert found.counts.keys() == known.counts.keys()
    for column, counts in known.counts.items():
        assert found.counts[column].tolist() == counts.tolist(), column
    for column, sums in known.sums.items():
        assert found.sums[column] == pytest.approx(sums), column


def spans(counts: Counts, days: int) -> list[tuple[int, int]]:
    starts = counts.starts.tolist() or [0]
    first = min(starts) - (min(starts) + 3) % WEEK
    return [(day, day + days) for day in range(first, max(starts) + 1, days)]


def agree(shelf: Shelf) -> None:
    """What rollups tell is what a scan tells, of everything by day and of cohorts by week."""
    for where in COHORTS:
        days = WEEK if where else 1
        rolled = Drifting(shelf.facts).every(PLAN, where, days)
        scanned = Drifting(shelf.facts, scan=True).every(PLAN, where, days)
        periods = spans(scanned, days)
        same(rolled.merged(periods), scanned.merged(periods))


@pytest.fixture
def no_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    def scanned(*_: object) -> None:
        raise AssertionError("the events were scanned")

    monkeypatch.setattr(Drifting, "_scanned", scanned)


STEPS = st.lists(
    st.tuples(st.sampled_from(["events", "labels", "undo"]), st.integers(0, 10**6)),
    min_size=1,
    max_size=4,
)


@settings(
    deadline=None,
    max_examples=5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_rollups_of_any_imports_add_up_to_a_scan(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("desk"))
    done: list[Any] = []
    shelf.bring(shelf.lines(events(range(100, 130)), "first.jsonl"))
    for kind, seed in steps:
        numbers = [seed % 90 + n for n in range(1 + seed % 25)]
        if kind == "events":
            done.append(shelf.bring(shelf.lines(events(numbers))))
        elif kind == "labels":
            done.append(shelf.bring(shelf.lines(truths([n + 60 for n in numbers])), kind=kind))
        elif done:
            shelf.undo(done.pop(seed % len(done)))
        agree(shelf)
    shelf.facts.close()


def test_a_split_of_the_rows_changes_nothing(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(events(range(60))))
    whole = Drifting(shelf.facts).every(PLAN, {}, 1)
    shelf.clear()
    for part in (range(0, 7), range(7, 41), range(41, 60)):
        shelf.bring(shelf.lines(events(part)))
    same(Drifting(shelf.facts).every(PLAN, {}, 1), whole)


@pytest.mark.usefixtures("no_scan")
def test_rollups_answer_without_the_events(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(events(range(60))))
    found = Drifting(shelf.facts).every(PLAN, {}, 1)
    assert found.events.sum() == 60
    eu = Drifting(shelf.facts).every(PLAN, {"region": "eu"}, WEEK)
    assert eu.events.sum() == sum(n // 2 % 3 == 0 for n in range(60))


@pytest.mark.parametrize(
    ("where", "days", "kept"),
    [
        ({"region": "eu"}, 1, [n for n in range(60) if n // 2 % 3 == 0]),
        ({"amount": "1"}, WEEK, [n for n in range(60) if n * 3 % 8 == 2 and n % 7]),
        (
            {"region": "eu", "route": "loans"},
            WEEK,
            [n for n in range(60) if n // 2 % 3 == 0],
        ),
    ],
)
def test_what_rollups_cannot_tell_is_scanned(
    shelf: Shelf, where: Where, days: int, kept: list[int]
) -> None:
    shelf.bring(shelf.lines(events(range(60), route="loans")))
    found = Drifting(shelf.facts).every(PLAN, where, days)
    assert found.events.sum() == len(kept)


def test_a_broken_file_costs_time_and_no_answer(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(events(range(60))))
    known = Drifting(shelf.facts).every(PLAN, {}, 1)
    for path in (shelf.folder / "facts" / "drift").rglob("*.parquet"):
        path.write_bytes(b"no parquet")
    same(Drifting(shelf.facts).every(PLAN, {}, 1), known)


def test_a_late_truth_counts_in_the_week_of_its_event(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(events(range(12))))
    before = Drifting(shelf.facts).every(PLAN, {}, 1)
    assert before.counts[JUDGED].sum() == 0
    assert before.counts["truth"][:, -1].sum() == 12
    shelf.bring(shelf.lines(truths(range(12))), kind="labels")
    after = Drifting(shelf.facts).every(PLAN, {}, 1)
    assert after.counts[EVENTS].sum() == 12
    assert after.counts[JUDGED].sum() == 12
    assert after.counts[WRONG].sum() == 4  # four of the eight that said something
    assert after.counts["truth"].sum(axis=0).tolist() == [6, 6, 0, 0]


def test_what_is_missing_or_no_number_has_a_bin_of_its_own(shelf: Shelf) -> None:
    amount = Column("amount", Kind.NUMBER, Role.INPUT, edges=(1.0, 2.0))
    sql = """SELECT TIMESTAMPTZ '2026-09-01' AS occurred_at, NULL AS truth, NULL AS passed,
      NULL AS kind, unnest([NULL, 'nan', 'inf', '0.5', '3']::DOUBLE[]) AS amount"""
    with shelf.facts.cursor() as cursor:
        first, last = days(cursor, sql, {}) or (0, 0)
        rows = Rows(sql, {"amount": "DOUBLE"}, first, last)
        found = counted(cursor, rows, Plan((amount,)), [amount], {})[ALL]
    assert found.counts["amount"].tolist() == [[1, 0, 1, 3]]
    assert found.sums["amount"].tolist() == [[0.5, 0, 3.0, 0]]
    assert found.events.tolist() == [5]  # nobody is left out because a value is


def test_a_bin_without_rows_is_zero_and_a_column_without_values_is_missing(
    shelf: Shelf,
) -> None:
    rows = [{k: v for k, v in e.items() if k != "amount"} for e in events(range(5))]
    shelf.bring(shelf.lines(rows))
    found = Drifting(shelf.facts).every(PLAN, {}, 1)
    assert found.counts["amount"].sum(axis=0).tolist() == [0, 0, 0, 5]
    assert not np.isnan(found.sums["amount"]).any()


def test_labels_written_as_1_and_as_1_0_are_one(shelf: Shelf) -> None:
    shelf.bring(shelf.lines([an_event(1, truth="1"), an_event(2, truth=1.0)]))
    found = Drifting(shelf.facts).every(PLAN, {}, 1)
    assert found.counts["truth"].sum(axis=0).tolist() == [2, 0, 0, 0]


def test_words_count_once_a_text(shelf: Shelf) -> None:
    shelf.bring(shelf.lines([an_event(0), an_event(2), an_event(1, input=None)]))
    found = Drifting(shelf.facts).every(PLAN, {}, 1)
    # card, lost, any other word, no text
    assert found.counts["words"].sum(axis=0).tolist()[:3] == [1, 1, 2]


NUMBERS = st.floats(allow_nan=True, allow_infinity=True, width=64)


@given(
    st.lists(st.floats(-1e12, 1e12), max_size=40, unique=True),
    st.lists(NUMBERS, min_size=1, max_size=40),
)
def test_arithmetic_finds_the_bin_that_a_search_finds(
    edges: list[float], numbers: list[float]
) -> None:
    inner = sorted(edges)
    values = np.array([*numbers, *inner, *np.nextafter(inner, -np.inf)])
    codes, told = grid(inner).codes(values)
    known = np.isfinite(values)
    expected = np.where(known, np.searchsorted(inner, values, "right"), len(inner) + 1)
    assert codes.tolist() == expected.tolist()
    assert told.tolist() == np.where(known, values, 0.0).tolist()
