"""Rollups of events: they say what a scan of all events says, whatever came, late or undone."""

import os
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import combinations, product
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.facts import Facts
from store.facts.recounting import Recounted
from store.facts.slicing import Counted, Part, Slicing
from tests.shelf import Shelf
from tests.terminal import terminal
from tests.test_the_main_job import lines

COLUMNS = ("region", "seats", "length", "week", "month", "route", "model_version")
SETS = [(c,) for c in COLUMNS] + list(combinations(COLUMNS, 2))
PARTS = {
    "all": Part(SETS),
    "one region": Part(SETS, {"region": "eu"}),
    "no region": Part(SETS, {"region": None}),
    "a week": Part(SETS, {"seats": "4.0"}, "2026-10-05", "2026-10-12"),
    "a month": Part(SETS, {"month": "2026-10"}, "2026-10-01", "2026-11-01T00:00:00+00:00"),
    "from a Monday on": Part(SETS, {}, "2026-10-12"),
    "nobody": Part(SETS, {"region": "mars"}),
}
FEWER = {
    "some": Part([("region", "seats"), ("length", "month"), ("week",)]),
    "a week": PARTS["a week"],
}
QUESTIONS: Sequence[tuple[str, Mapping[str, bool]]] = [
    ("cohort_counts", {}),
    ("cohort_cells", {"outputs": False}),
    ("cohort_cells", {"outputs": True}),
]


@pytest.fixture
def shelf(tmp_path: Path) -> Generator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.facts.close()


def an_event(n: int, **more: Any) -> dict[str, Any]:
    return {
        "event_id": f"e-{n}",
        "timestamp": f"2026-{9 + n % 3:02}-{1 + n * 5 % 28:02}T00:00:00Z",
        "input": "why? " * (n * 7 % 200),
        "prediction": ("refund", "billing", None)[n % 3],
        "region": ("eu", "us", None)[n // 2 % 3],
        "seats": n % 4,
        **more,
    }


def truths(of: Sequence[int], label: str = "billing") -> list[dict[str, Any]]:
    return [{"event_id": f"e-{n}", "truth": label} for n in of]


def told(rows: Sequence[Counted]) -> list[Any]:
    """Rows in an order of their own."""
    return sorted((str(sorted(r.cohort.items(), key=str)), str(r.cells)) for r in rows)


def agree(facts: Facts, parts: Mapping[str, Part] = PARTS) -> None:
    """Every answer of the rollups is the one of a scan."""
    rolled, scan = Slicing(facts), Slicing(facts, scan=True)
    for name, part in parts.items():
        for question, words in QUESTIONS:
            found = rolled.counts(question, part, **words)
            assert told(found) == told(scan.counts(question, part, **words)), (name, question)
    assert rolled.kinds(rolled.columns()) == scan.kinds(scan.columns())


@pytest.fixture
def no_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever scans the events fails."""

    def scanned(*_: object) -> None:
        raise AssertionError("the events were scanned")

    monkeypatch.setattr(Slicing, "_scanned", scanned)


def answer(facts: Facts, part: Part) -> list[Any]:
    slicing = Slicing(facts)
    return [told(slicing.counts(question, part, **words)) for question, words in QUESTIONS]


VIEW_OF_A_DESK = st.lists(
    st.tuples(st.sampled_from(["events", "labels", "undo"]), st.integers(0, 10**6)),
    min_size=1,
    max_size=7,
)


@settings(
    deadline=None,
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(VIEW_OF_A_DESK)
def test_rollups_say_what_a_scan_says_after_any_imports_and_undos(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("desk"))
    done: list[Any] = []
    shelf.bring(shelf.lines([an_event(100)], "first.jsonl"))
    for kind, seed in steps:
        if kind == "undo":
            if done:
                shelf.undo(done.pop(seed % len(done)))
        elif kind == "events":
            done.append(shelf.bring(shelf.lines(some_events(seed))))
        else:
            which = [n for n in range(40) if (seed >> n % 20) & 1] or [0]
            rows = truths(which, ("billing", "refund", "login")[seed % 3])
            done.append(shelf.bring(shelf.lines(rows, "l.jsonl"), kind="labels"))
        agree(shelf.facts, FEWER)
    shelf.facts.close()


def some_events(seed: int) -> list[dict[str, Any]]:
    """Ten events, some of which say more than others; a repeated one says the same."""
    start = seed % 30
    return [an_event(n, **_says(n)) for n in range(start, start + 10)]


def _says(n: int) -> dict[str, Any]:
    if n % 5 == 0:
        return {"truth": "refund", "latency_ms": n, "score": n / 40}
    if n % 7 == 0:
        return {"passed": n % 2 == 0, "cost_usd": 0.01}
    if n % 11 == 0:
        return {"error": "TimeoutError"}
    return {"output": "Refund!"} if n % 3 == 2 else {}


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.usefixtures("no_scan")
def test_no_event_is_read_where_rollups_know(shelf: Shelf, name: str) -> None:
    shelf.bring(shelf.lines([an_event(n, truth="billing") for n in range(60)]))
    rolled = answer(shelf.facts, PARTS[name])
    if name == "all":
        assert rolled[0]


@pytest.mark.usefixtures("no_scan")
def test_a_late_truth_moves_an_event_and_its_undo_moves_it_back(shelf: Shelf) -> None:
    shelf.bring(shelf.lines([an_event(n) for n in range(30)]))
    before = answer(shelf.facts, PARTS["all"])
    late = shelf.bring(shelf.lines(truths(range(0, 30, 3)), "l.jsonl"), kind="labels")
    after = answer(shelf.facts, PARTS["all"])
    assert after != before
    shelf.undo(late)
    assert answer(shelf.facts, PARTS["all"]) == before


def test_a_new_import_makes_its_own_rollup_and_leaves_the_others(shelf: Shelf) -> None:
    shelf.bring(shelf.lines([an_event(n) for n in range(10)]))
    Slicing(shelf.facts)
    first = rollups(shelf)
    shelf.bring(shelf.lines([an_event(n) for n in range(10, 20)]))
    Slicing(shelf.facts)
    assert len(first) == 1
    assert len(rollups(shelf)) == 2
    assert first.items() <= rollups(shelf).items()


def rollups(shelf: Shelf) -> dict[str, int]:
    """The rollups on the disk, and when each was written."""
    found = (shelf.folder / "facts" / "rollups").glob("*")
    return {path.name: path.stat().st_mtime_ns for path in found}


@pytest.mark.parametrize("harm", ["deleted", "cut off", "emptied", "half written"])
def test_a_rollup_that_is_harmed_costs_time_and_no_answer(
    shelf: Shelf, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.bring(shelf.lines([an_event(n, truth="billing") for n in range(60)]))
    expected = answer(shelf.facts, PARTS["all"])
    [path] = (shelf.folder / "facts" / "rollups").glob("*.parquet")
    whole = path.read_bytes()
    path.unlink()
    if harm == "cut off":
        path.write_bytes(whole[: len(whole) // 2])
    elif harm == "emptied":
        path.write_bytes(b"")
    elif harm == "half written":
        path.with_suffix(".tmp").write_bytes(whole[:100])
    assert answer(shelf.facts, PARTS["all"]) == expected
    again = Facts(shelf.folder / "facts")
    again.show(shelf.batches)
    monkeypatch.setattr(Slicing, "_scanned", None)  # it was made anew
    assert answer(again, PARTS["all"]) == expected
    again.close()


def test_a_rollup_that_tells_a_lie_is_named_and_made_anew(shelf: Shelf) -> None:
    shelf.bring(shelf.lines([an_event(n) for n in range(60)]))
    shelf.bring(shelf.lines(truths(range(40), "refund"), "late.jsonl"), kind="labels")
    agree(shelf.facts, FEWER)
    files = sorted((shelf.folder / "facts" / "rollups").glob("*.parquet"))
    assert len(files) == 2  # of the events, and of the truths that came late
    recount = partial(shelf.facts.asking, shelf.facts.rollups.recount)
    assert recount() == Recounted(2, ())
    lies = ("_n * 7 AS _n", "'billing' AS truth", "DATE '1999-01-04' AS _week")
    for path, lie in product(files, lies):
        rewrite(path, lie)
        assert recount() == Recounted(2, (f"rollups/{path.name}",))
    files[0].write_bytes(b"PAR1")  # this one has told nobody anything
    assert recount().misfits == ()
    agree(shelf.facts, FEWER)


def rewrite(path: Path, change: str) -> None:
    other = path.with_suffix(".other")
    told = f"SELECT * REPLACE ({change}) FROM read_parquet('{path}')"  # noqa: S608 (own words)
    # A connection of its own: DuckDB 1.5 keeps parts of a file that was just replaced.
    with duckdb.connect() as fresh:
        fresh.sql(f"COPY ({told}) TO '{other}' (FORMAT parquet)")
    other.replace(path)


@pytest.mark.parametrize(
    "part",
    [
        Part([("user",)]),
        Part([("tokens",), ("region",)]),
        Part([("region",)], {}, "2026-10-06"),
        Part([("region",)], {}, "2026-10-05T01:00:00", None),
        Part([("region",)], {"user": "user 7"}),
    ],
    ids=str,
)
def test_what_rollups_cannot_tell_is_read_from_the_events(shelf: Shelf, part: Part) -> None:
    rows = [an_event(n, truth="refund", user=f"user {n}", tokens=n * 3) for n in range(90)]
    shelf.bring(shelf.lines(rows))
    agree(shelf.facts, {"": part})


def test_a_column_of_two_types_is_told_as_the_events_tell_it(shelf: Shelf) -> None:
    shelf.bring(shelf.lines([an_event(n, plan="gold", truth="refund") for n in range(5)]))
    agree(shelf.facts, {"": Part([("plan",)])})
    later = [an_event(n, plan=n % 3, truth="refund") for n in range(5, 20)]
    shelf.bring(shelf.lines(later, "more.jsonl"))
    agree(shelf.facts, {"": Part([("plan",), ("region",)]), "2": Part((), {"plan": "2"})})


def test_numbers_that_become_many_are_cut_at_their_quartiles(shelf: Shelf) -> None:
    for part in range(3):
        rows = [an_event(n, truth="refund", tokens=n) for n in range(part * 8, part * 8 + 8)]
        shelf.bring(shelf.lines(rows, f"{part}.jsonl"))
        agree(shelf.facts, {"": Part([("tokens",)]), "2": Part((), {"tokens": "3"})})


def test_a_column_called_as_a_derived_one_takes_its_place(shelf: Shelf) -> None:
    rows = [an_event(n, truth="refund", month=f"M{n % 2}", length="long") for n in range(20)]
    shelf.bring(shelf.lines(rows))
    agree(shelf.facts, {"": Part([("month", "length")]), "2": Part((), {"month": "M1"})})


def test_texts_for_truths_are_left_to_the_events(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.facts.cube.MOST_LABELS", 20)
    rows = [an_event(n, truth=f"because {n}", output=f"because {n % 9}") for n in range(60)]
    shelf.bring(shelf.lines(rows))
    agree(shelf.facts)


def test_columns_that_would_leave_as_many_rows_as_events_are_left_out(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.facts.cube.SMALL", 10)
    monkeypatch.setattr("store.facts.cube._SAMPLE", 1)
    rows = [an_event(n, truth="refund", shop=f"s{n * 7 % 40}") for n in range(400)]
    shelf.bring(shelf.lines(rows))
    rolled = shelf.facts.rolled()
    assert rolled is not None
    assert "region" in rolled.types
    assert "shop" not in rolled.types
    agree(shelf.facts, {"": Part([("shop",), ("region",), ("shop", "region")])})


def test_a_folder_that_cannot_be_written_to_answers_all_the_same(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    shelf.bring(shelf.lines([an_event(n, truth="refund") for n in range(9)]))
    with monkeypatch.context() as patched:
        patched.setattr("store.facts.rollups.copy_rows", full)
        assert shelf.facts.rolled() is None
        agree(shelf.facts, {"": PARTS["all"]})
    assert shelf.facts.rolled() is not None


def test_what_was_undone_is_swept_a_day_later(shelf: Shelf) -> None:
    gone = shelf.bring(shelf.lines([an_event(n) for n in range(9)]))
    Slicing(shelf.facts)
    [path] = (shelf.folder / "facts" / "rollups").glob("*.parquet")
    shelf.undo(gone)
    shelf.bring(shelf.lines([an_event(n) for n in range(20, 25)], "a.jsonl"))
    Slicing(shelf.facts)
    assert path.exists()
    os.utime(path, (0, 0))
    shelf.bring(shelf.lines([an_event(n) for n in range(30, 35)], "b.jsonl"))
    Slicing(shelf.facts)
    assert not path.exists()


def test_many_who_make_the_same_rollups_at_once_all_find_them(shelf: Shelf) -> None:
    for part in range(3):
        rows = [an_event(n, truth="refund") for n in range(part * 30, part * 30 + 30)]
        shelf.bring(shelf.lines(rows, f"{part}.jsonl"))
    others = [Facts(shelf.folder / "facts") for _ in range(4)]
    for facts in others:
        facts.show(shelf.batches)
    with ThreadPoolExecutor(len(others)) as threads:
        found = list(threads.map(partial(answer, part=PARTS["all"]), others))
    assert found == [found[0]] * len(others)
    assert len(rollups(shelf)) == 3
    assert all(name.endswith(".parquet") for name in rollups(shelf))
    for facts in others:
        facts.close()


def test_an_import_makes_its_rollup_and_verify_does_not_mind_a_harmed_one(
    tmp_path: Path,
) -> None:
    evaldesk = terminal(tmp_path / "desk")
    evaldesk("init", "--owner", "ana")
    file = lines(tmp_path / "e.jsonl", [an_event(n, truth="billing") for n in range(20)])
    assert evaldesk("import", file, "--as", "events").code == 0
    [rollup] = (tmp_path / "desk" / "facts" / "rollups").iterdir()
    told = evaldesk("cohorts", "--by", "region", "--json").json
    rollup.write_bytes(b"PAR1 and nothing else")
    assert evaldesk("verify").code == 0
    assert evaldesk("cohorts", "--by", "region", "--json").json == told
    rewrite(rollup, "_n * 7 AS _n")
    refused = evaldesk("verify", "--json")
    assert (refused.code, refused.json["misfits"]) == (1, [f"rollups/{rollup.name}"])
    assert "All 1 rollups say what their events say" in evaldesk("verify").text
    assert evaldesk("cohorts", "--by", "region", "--json").json == told
