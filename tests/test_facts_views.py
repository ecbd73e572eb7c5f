"""Questions while imports come and go; imports that meet; imports that die."""

import signal
import subprocess
import sys
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from curation.grouping import Members
from curation.guessing import guess
from store.answers.grouping import filtered
from store.formats.refusals import Unreadable
from store.formats.relation import column_of
from tests.conftest import ROOT
from tests.shelf import NOW, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Generator[Shelf]:
    found = Shelf(tmp_path)
    yield found
    found.facts.close()


def events(start: int, stop: int) -> list[dict[str, Any]]:
    return [
        {"event_id": n, "occurred_at": (NOW - timedelta(hours=n)).isoformat(),
         "input": f"text {n % 3}", "prediction": "a", "truth": "b"}
        for n in range(start, stop)
    ]  # fmt: skip


def test_an_empty_shelf_answers_every_question(shelf: Shelf) -> None:
    assert shelf.facts.ask("event_weeks") == []
    assert shelf.facts.ask("case_events", case_id="c-1", limit=5) == []
    assert shelf.facts.rejects("i-1") == []


def test_times_are_aware_and_orders_are_kept(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(events(0, 30)))
    [group] = {row["group_id"] for row in shelf.seen("failures")}
    cases = shelf.facts.ask("group_cases", limit=9, **filtered("", Members((group,))))
    rows = shelf.facts.ask("case_failures", case_id=cases[0]["case_id"])
    times = [row["occurred_at"] for row in rows]
    assert times == sorted(times, reverse=True)
    assert all(time.tzinfo is UTC for time in times)


def test_a_question_sees_one_state_while_batches_come_and_go(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(events(0, 40), "a.jsonl"))
    few = list(shelf.batches)
    shelf.bring(shelf.lines(events(40, 100), "b.jsonl"))
    many = list(shelf.batches)
    deadline = time.monotonic() + 2

    def ask() -> set[tuple[int, int]]:
        seen: set[tuple[int, int]] = set()
        while time.monotonic() < deadline:
            weeks = shelf.facts.ask("event_weeks")
            seen.add((sum(w["events"] for w in weeks), sum(w["failures"] for w in weeks)))
        return seen

    with ThreadPoolExecutor(6) as threads:
        asking = [threads.submit(ask) for _ in range(5)]
        while time.monotonic() < deadline:
            shelf.facts.show(few)
            shelf.facts.show(many)
        seen = set[tuple[int, int]]().union(*(asked.result() for asked in asking))
    assert seen == {(40, 40), (100, 100)}


def test_a_batch_that_is_gone_is_named(shelf: Shelf) -> None:
    outcome = shelf.bring(shelf.lines(events(0, 3)))
    (shelf.folder / "facts" / outcome.batches[0].path).unlink()
    shelf.facts.show(())
    with pytest.raises(Unreadable, match=f"belongs to import {outcome.import_id} and is gone"):
        shelf.facts.show(outcome.batches)


def test_an_import_that_another_one_overtook_is_finished_again(shelf: Shelf) -> None:
    mapping = guess("events", [column_of(c, ["1"]) for c in events(0, 1)[0]])
    files = [shelf.lines(events(0, 20), "a.jsonl"), shelf.lines(events(10, 30), "b.jsonl")]
    slow, fast = [
        shelf.facts.stage([file], mapping, import_id=name, now=NOW)
        for name, file in zip(("slow", "fast"), files, strict=True)
    ]
    assert shelf.facts.finish(slow).rows_added == 20
    overtook = shelf.facts.finish(fast)
    shelf.facts.show(overtook.batches)
    again = shelf.facts.finish(slow)
    assert (again.rows_added, again.rows_known) == (10, 10)
    shelf.facts.show([*overtook.batches, *again.batches])
    assert len(shelf.seen("events")) == 30
    shelf.facts.discard(slow, keep=again.batches)
    shelf.facts.discard(fast, keep=overtook.batches)
    kept = {path.name for path in (shelf.folder / "facts/batches").iterdir()}
    assert kept == {Path(b.path).name for b in (*overtook.batches, *again.batches)}


def test_what_is_discarded_leaves_nothing(shelf: Shelf) -> None:
    mapping = guess("events", [column_of(c, ["1"]) for c in events(0, 1)[0]])
    staged = shelf.facts.stage([shelf.lines(events(0, 9))], mapping, import_id="x", now=NOW)
    shelf.facts.finish(staged)
    shelf.facts.discard(staged)
    assert list((shelf.folder / "facts/batches").iterdir()) == []
    assert [p.name for p in (shelf.folder / "facts/staging").iterdir() if p.is_dir()] == []


def test_a_long_import_tells_how_far_it_is(shelf: Shelf) -> None:
    mapping = guess("events", [column_of(c, ["1"]) for c in events(0, 1)[0]])
    files = [shelf.lines(events(n, n + 5), f"{n}.jsonl") for n in (0, 5)]
    told: list[float] = []
    shelf.facts.discard(
        shelf.facts.stage(files, mapping, import_id="x", now=NOW, progress=told.append)
    )
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_preview_shows_the_first_rows_in_canonical_values(shelf: Shelf) -> None:
    rows = [{"id": n, "query": f"q {n}", "latency": n + 0.5, "tier": "pro"} for n in range(9)]
    for path in (shelf.lines(rows), shelf.table(rows), shelf.parquet(rows)):
        found = shelf.facts.preview(path, "events", source="s")
        assert [row["latency_ms"] for row in found.sample_rows] == [500, 1500, 2500, 3500, 4500]
        assert found.sample_rows[1] == {
            "event_id": "1", "input": "q 1", "latency_ms": 1500.0, "tier": "pro",
        }  # fmt: skip
        assert list(found.described()) == [
            ("event_id", "id", ""), ("input", "query", ""), ("latency_ms", "latency", "s"),
            ("tier", "tier", "text"),
        ]  # fmt: skip
        assert any("guessed from its values" in note for note in found.notes)
        assert (found.rows_estimate, found.remembered) == (9, False)


def test_a_preview_of_a_damaged_file_shows_the_rows_that_can_be_read(shelf: Shelf) -> None:
    path = shelf.folder / "a.csv"
    path.write_text("id,input\n1,a\n2,b,too many\n3,c\n")
    found = shelf.facts.preview(path, "events", source="s")
    assert [row["input"] for row in found.sample_rows] == ["a", "c"]


KILLED = """
import sys
from pathlib import Path
from tests.shelf import Shelf
shelf = Shelf(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    shelf.bring(Path(sys.argv[2]))
    shelf.batches.clear()
    shelf.facts.show(())
"""


def test_an_import_that_is_killed_leaves_nothing_to_see(shelf: Shelf) -> None:
    shelf.bring(shelf.lines(events(0, 50), "a.jsonl"))
    before = shelf.seen("events")
    file = shelf.lines(events(50, 2000), "b.jsonl")
    for after in (0.0, 0.1, 0.15, 0.2, 0.3):
        victim = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(shelf.folder), str(file)],
            stdout=subprocess.PIPE, cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        with victim:
            assert victim.stdout is not None
            assert victim.stdout.readline() == b"ready\n"
            time.sleep(after)
            victim.send_signal(signal.SIGKILL)
        assert shelf.seen("events") == before
    assert shelf.bring(file).rows_added == 1950
    old = datetime.now(UTC) + timedelta(hours=1)
    shelf.facts.sweep([batch.path for batch in shelf.batches], older_than=old)
    left = {path.name for path in (shelf.folder / "facts/batches").iterdir()}
    assert left == {Path(batch.path).name for batch in shelf.batches}
    assert len(shelf.seen("events")) == 2000


def test_what_a_living_import_writes_is_not_swept(shelf: Shelf) -> None:
    mapping = guess("events", [column_of(c, ["1"]) for c in events(0, 1)[0]])
    staged = shelf.facts.stage([shelf.lines(events(0, 9))], mapping, import_id="x", now=NOW)
    swept = shelf.facts.sweep([], older_than=datetime.now(UTC) - timedelta(hours=24))
    assert swept == []
    assert shelf.facts.finish(staged).rows_added == 9
    shelf.facts.discard(staged)
