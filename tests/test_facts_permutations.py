"""The same rows give the same facts: in any order, in any pieces, any number of times."""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from tests.shelf import Shelf

Row = dict[str, Any]

_TEXTS = st.sampled_from(
    ["refund", "Billing?", "7", "007", "1.50", "", "naïve Straße", 'x,\n"y"']
)
_LABELS = st.sampled_from([None, "billing", "refund", "1", "1.0", "True"])
_FURTHER = st.sampled_from(
    [None, 1, 2.5, 100.0, "12", "12.50", "eu", "true", True, 1e15, "0x1"]
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """One event, with or without an id; some cells are not even there."""
    cells: dict[str, st.SearchStrategy[Any]] = {
        "occurred_at": st.sampled_from(
            ["2026-11-02T08:00:00Z", "2026-11-02T09:00:00+01:00", "2026-11-09", 1793610000]
        ),
        "route": st.sampled_from([None, "refunds"]),
        "input": _TEXTS,
        "prediction": _LABELS,
        "passed": st.sampled_from([None, None, True, False]),
        "error": st.sampled_from([None, None, "TimeoutError: after 3012 ms", "HTTP 500"]),
        "feedback": st.sampled_from([None, "up", "down"]),
        "latency_ms": st.sampled_from([None, 12, 12.5]),
        "truth": _LABELS,
        "region": _FURTHER,
        "size": st.sampled_from([None, 1, 2.5]),
        "account_id": st.sampled_from([None, 7, "007"]),
    }
    optional = ["region", "size", "account_id", "feedback", "error"]
    left_out = draw(st.sets(st.sampled_from(optional)))
    return {name: draw(cell) for name, cell in cells.items() if name not in left_out}


def _named(n: int, row: Row) -> Row:
    """With an id, a number or a text; every third has none and is known by what it says."""
    if n % 3 == 2:
        return {**row, "input": f"{row['input']} and {n}"}
    return {"event_id": n if n % 3 else f"e{n}", **row}


@st.composite
def pieces(draw: st.DrawFn) -> tuple[list[Row], list[list[Row]]]:
    """Rows; and the same rows, some of them again or with a truth that came late, in pieces."""
    plain = draw(st.lists(rows(), min_size=1, max_size=8))
    said = [_named(n, row) for n, row in enumerate(plain)]
    repeats = draw(st.lists(st.sampled_from(said), max_size=4))
    untold = [
        {**row, "truth": None} for row in draw(st.lists(st.sampled_from(said), max_size=3))
    ]
    shuffled = draw(st.permutations([*said, *repeats, *untold]))
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(shuffled) - 1)), max_size=3)))
    parts = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]
    return said, [part for part in parts if part]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Generator[Shelf]:
    found = Shelf(Path(tmp_path_factory.mktemp("shelf")))
    yield found
    found.facts.close()


def _without_cohorts(row: Row) -> Row:
    """Cohorts are told by file: what is all numbers in one piece is no text, and no cohort."""
    return {name: value for name, value in row.items() if name != "cohorts"}


def facts(shelf: Shelf, files: Sequence[Path]) -> dict[str, Any]:
    shelf.clear()
    outcomes = [shelf.bring(file) for file in files]
    assert all(o.rows_read == o.rows_added + o.rows_known + o.rows_rejected for o in outcomes)
    weeks = """SELECT week, route, model_version, sum(events) AS events,
      sum(labelled) AS labelled, sum(failures) AS failures FROM event_weeks GROUP BY ALL"""
    return {
        "events": shelf.seen("events"),
        "failures": [_without_cohorts(row) for row in shelf.seen("failures")],
        "weeks": sorted(shelf.select(weeks), key=str),
        "failing": sum(o.failures for o in outcomes),
    }


@pytest.mark.slow
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(pieces())
def test_any_order_and_any_pieces_of_the_same_rows_give_the_same_facts(
    shelf: Shelf, found: tuple[list[Row], list[list[Row]]]
) -> None:
    said, parts = found
    whole = facts(shelf, [shelf.lines(said)])
    files = [shelf.lines(part, f"part{n}.jsonl") for n, part in enumerate(parts)]
    assert facts(shelf, files) == whole
    assert facts(shelf, [*files, *reversed(files)]) == whole
