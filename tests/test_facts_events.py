"""Events brought in: what is kept of them, what is known already, what does not fit."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from curation.identity import case_id
from tests.shelf import Shelf

EVENT = {"event_id": "1", "occurred_at": "2026-11-16T08:00:00Z", "route": "refunds",
         "model_version": "v1", "input": "Where is my refund?", "prediction": "billing",
         "truth": "refund"}  # fmt: skip


def event(**cells: Any) -> dict[str, Any]:
    return {**EVENT, **cells}


@pytest.fixture
def shelf(tmp_path: Path) -> Generator[Shelf]:
    found = Shelf(tmp_path)
    yield found
    found.facts.close()


def test_an_event_is_kept_in_canonical_columns(shelf: Shelf) -> None:
    row = event(
        latency_s=1.5, confidence=0.5, totalCost=0.01, region="eu", tokens=12, beta=True
    )
    shelf.bring(shelf.lines([row]))
    assert shelf.seen("events") == [
        {
            "event_id": "1", "case_id": case_id("refunds", "Where is my refund?"),
            "occurred_at": "2026-11-16 08:00:00+00", "route": "refunds", "model_version": "v1",
            "input": "Where is my refund?", "prediction": "billing", "truth": "refund",
            "kind": "wrong_answer", "score": 0.5, "latency_ms": 1500.0, "cost_usd": 0.01,
            "beta": "true", "region": "eu", "tokens": 12.0,
        }
    ]  # fmt: skip


def test_a_failure_is_told_with_its_group_and_its_week(shelf: Shelf) -> None:
    outcome = shelf.bring(
        shelf.lines([event(cost_of_failure=40), event(event_id=2, truth="billing")])
    )
    assert (outcome.rows_added, outcome.failures) == (2, 1)
    [failure] = shelf.seen("failures")
    assert failure["expected"] == "refund"
    assert failure["actual"] == "billing"
    assert str(failure["week"]) == "2026-11-16"
    assert failure["cost"] == 40
    assert failure["title"] == "Where is my refund?"
    assert shelf.facts.ask("event_weeks")[0] | {"cost_usd": None} == {
        "week": failure["week"], "events": 2, "labelled": 2, "failures": 1, "cost_usd": None,
    }  # fmt: skip


@pytest.mark.parametrize("write", ["lines", "table", "parquet"])
@pytest.mark.parametrize("again", ["lines", "table", "parquet"])
def test_the_same_events_from_any_format_are_known(
    shelf: Shelf, write: str, again: str
) -> None:
    rows = [
        event(event_id=n, latency_ms=n / 4, tokens=n, share=n / 10, seen=bool(n % 2),
              region="eu" if n % 2 else "2")
        for n in range(9)
    ]  # fmt: skip
    shelf.bring(getattr(shelf, write)(rows, f"a.{write}"))
    before = shelf.seen("events")
    outcome = shelf.bring(getattr(shelf, again)(rows, f"b.{again}"))
    assert (outcome.rows_added, outcome.rows_known, outcome.rows_rejected) == (0, 9, 0)
    assert (shelf.seen("events"), outcome.batches) == (before, ())


def test_an_id_that_says_something_else_now_is_kept_out_with_what_differs(shelf: Shelf) -> None:
    shelf.bring(shelf.lines([event(latency_ms=5)]))
    changed = shelf.lines([event(latency_ms=6, region="eu", output="hm")])
    outcome = shelf.bring(changed)
    assert (outcome.rows_added, outcome.rows_rejected) == (0, 1)
    [reject] = shelf.facts.rejects(outcome.import_id)
    assert reject["reason"] == "event 1 is known with another latency_ms, output, region"
    assert (reject["file"], reject["row"], reject["field"]) == ("rows.jsonl", 1, "latency_ms")
    assert shelf.seen("events")[0]["latency_ms"] == 5


def test_two_rows_of_one_file_that_disagree_are_not_both_kept(shelf: Shelf) -> None:
    outcome = shelf.bring(shelf.lines([event(), event(), event(input="another")]))
    assert (outcome.rows_added, outcome.rows_known, outcome.rows_rejected) == (1, 1, 1)
    assert shelf.facts.rejects(outcome.import_id)[0]["row"] == 3


def test_a_row_that_lacks_cells_contradicts_nothing(shelf: Shelf) -> None:
    shelf.bring(shelf.lines([event(latency_ms=5, region="eu")]))
    outcome = shelf.bring(shelf.lines([event()]))
    assert (outcome.rows_known, outcome.rows_rejected) == (1, 0)


@pytest.mark.parametrize("known_first", [True, False])
def test_a_repeated_event_with_a_truth_completes_the_one_without(
    shelf: Shelf, known_first: bool
) -> None:
    files = [shelf.lines([event(truth=None)], "a.jsonl"), shelf.lines([event()], "b.jsonl")]
    outcomes = [shelf.bring(file) for file in (files if known_first else reversed(files))]
    assert [o.rows_added for o in outcomes] == ([1, 1] if known_first else [1, 0])
    assert [o.failures for o in outcomes] == ([0, 1] if known_first else [1, 0])
    assert shelf.seen("events")[0]["truth"] == "refund"
    assert shelf.seen("failures")[0]["expected"] == "refund"


def test_a_row_with_only_an_id_and_a_truth_completes_an_event(shelf: Shelf) -> None:
    rows = [event(truth=None), event(event_id=2), {"event_id": 1, "truth": "refund"}]
    outcome = shelf.bring(shelf.lines(rows))
    assert (outcome.rows_added, outcome.failures) == (3, 2)
    lost = shelf.bring(shelf.lines([event(event_id=3), {"event_id": 99, "truth": "refund"}]))
    assert lost.rows_rejected == 1
    assert "99" in shelf.facts.rejects(lost.import_id)[0]["reason"]


def test_events_without_an_id_are_known_by_what_they_say(shelf: Shelf) -> None:
    rows = [
        {k: v for k, v in event(input=f"n {n}").items() if k != "event_id"} for n in range(3)
    ]
    shelf.bring(shelf.lines(rows))
    outcome = shelf.bring(shelf.table([*reversed(rows)]))
    assert (outcome.rows_added, outcome.rows_known) == (0, 3)
    assert all(row["event_id"].startswith("e-") for row in shelf.seen("events"))


@pytest.mark.parametrize(
    ("cells", "field", "said"),
    [
        ({"score": 1.5}, "score", "1.5 is not within 0 and 1"),
        ({"latency_ms": -1}, "latency_ms", "-1 is negative"),
        ({"cost_usd": "cheap"}, "cost_usd", "'cheap' is not a number"),
        ({"score": float("nan")}, "score", "NaN is no finite number"),
        ({"tokens": float("inf")}, "tokens", "no finite number"),
        ({"region": "NaN"}, "region", "--map metadata=region:text"),
        ({"occurred_at": "2027-11-21"}, "occurred_at", "2027-11-21 is in the future"),
        ({"occurred_at": "soon"}, "occurred_at", "'soon' is no time that can be read"),
        ({"occurred_at": None}, "occurred_at", "has no time"),
        ({"passed": "perhaps"}, "passed", "'perhaps' is neither yes nor no"),
        ({"kind": "odd"}, "kind", "'odd' is no kind of failure"),
        ({"input": "x" * 1_000_001}, "input", "is longer than 1 MB"),
    ],
)
@pytest.mark.parametrize("write", ["lines", "table"])
def test_a_row_that_cannot_be_used_is_kept_out_and_says_why(
    shelf: Shelf, write: str, cells: dict[str, Any], field: str, said: str
) -> None:
    fine = {"score": 0.5, "latency_ms": 1, "cost_usd": 0.1, "tokens": 3, "region": "eu",
            "passed": None, "kind": None}  # fmt: skip
    rows = [event(event_id=n, **fine) for n in range(60)]
    rows[55] |= cells
    outcome = shelf.bring(getattr(shelf, write)(rows), maps=["kind=kind", "passed=passed"])
    assert (outcome.rows_added, outcome.rows_rejected) == (59, 1)
    [reject] = shelf.facts.rejects(outcome.import_id)
    assert (reject["row"], reject["field"]) == (56, field)
    assert said.lower() in reject["reason"].lower()


def test_mixed_time_zones_become_utc(shelf: Shelf) -> None:
    times = ["2026-11-16T01:00:00+02:00", "2026-11-16T01:00:00", "1795253400", 1795253400000]
    shelf.bring(shelf.lines([event(event_id=n, occurred_at=t) for n, t in enumerate(times)]))
    assert [row["occurred_at"] for row in shelf.seen("events")] == [
        "2026-11-15 23:00:00+00", "2026-11-16 01:00:00+00", *2 * ["2026-11-21 09:30:00+00"],
    ]  # fmt: skip
    assert str(shelf.facts.ask("event_weeks")[0]["week"]) == "2026-11-09"


def test_nested_objects_become_columns_and_lists_stay_json(shelf: Shelf) -> None:
    row = event(usage={"cost": 0.5, "tokens": {"in": 3}}, tags=["a", {"b": 1}], empty={})
    shelf.bring(shelf.lines([row]))
    [seen] = shelf.seen("events")
    assert (seen["cost_usd"], seen["usage_tokens_in"]) == (0.5, 3.0)
    assert seen["tags"] == '["a",{"b":1}]'


def test_a_key_that_first_shows_late_in_a_long_file_is_not_lost(shelf: Shelf) -> None:
    rows = [event(event_id=n) for n in range(3000)]
    rows[2345] |= {"error": "HTTP 500", "extra": {"deep": "x"}}
    outcome = shelf.bring(shelf.lines(rows))
    assert outcome.rows_added == 3000
    [seen] = [row for row in shelf.seen("events") if "error" in row]
    assert (seen["event_id"], seen["kind"], seen["extra_deep"]) == ("2345", "error", "x")


def test_a_column_of_numbers_that_ends_in_words_is_text(shelf: Shelf) -> None:
    rows = [event(event_id=n, tier=n, plan=n) for n in range(3000)]
    rows[2345] |= {"tier": "gold", "plan": "007"}
    shelf.bring(shelf.lines(rows, "a.jsonl"))
    assert {type(row["tier"]) for row in shelf.seen("events")} == {str}
    again = shelf.bring(shelf.table(rows))
    assert again.rows_known == 3000


def test_a_column_is_text_in_every_batch_when_it_is_text_in_one(shelf: Shelf) -> None:
    shelf.bring(
        shelf.lines([event(event_id=1, tier=1), event(event_id=2, tier=2.5)], "a.jsonl")
    )
    assert [row["tier"] for row in shelf.seen("events")] == [1.0, 2.5]
    shelf.bring(shelf.lines([event(event_id=3, tier="gold")], "b.jsonl"))
    assert [row["tier"] for row in shelf.seen("events")] == ["1", "2.5", "gold"]


def test_a_column_may_be_called_anything(shelf: Shelf) -> None:
    names = """filename,file_row_number,judged,row,select,a "b"; --,n,file,import_id,kind of
Größe,raw score,fate,_bad,content hash""".replace("\n", ",").split(",")
    rows = [event(event_id=n, **dict.fromkeys(names, f"v{n}")) for n in range(3)]
    for write in (shelf.lines, shelf.table, shelf.parquet):
        shelf.bring(write(rows))
        outcome = shelf.bring(write([*rows, event(event_id=0, **{names[0]: "other"})]))
        assert (outcome.rows_known, outcome.rows_rejected) == (3, 1)
    assert set(shelf.seen("events")[0]) >= {
        "source_filename",
        "judged",
        "select",
        "größe",
        "a_b",
    }


def test_codes_stay_as_they_are_written(shelf: Shelf) -> None:
    row = event(zip="01234", app_version="1.10", user_id=12345678901234567, account="0012")
    shelf.bring(shelf.lines([row | {"model_version": "2.0"}]))
    [seen] = shelf.seen("events")
    assert seen["model_version"] == "2.0"
    codes = (seen["zip"], seen["app_version"], seen["user_id"], seen["account"])
    assert codes == ("01234", "1.10", "12345678901234567", "0012")


def test_rows_without_an_input_are_known_by_their_own_columns(shelf: Shelf) -> None:
    rows = [{"id": n, "age": 30 + n, "plan": "pro", "y_pred": 1, "y_true": 0} for n in range(2)]
    outcome = shelf.bring(shelf.lines(rows))
    assert outcome.failures == 2
    assert shelf.seen("events")[0]["input"] == '{"age": 30, "plan": "pro"}'


def test_several_files_are_one_import(shelf: Shelf) -> None:
    files = [shelf.lines([event(event_id=n)], f"{n}.jsonl") for n in range(3)]
    files.append(shelf.table([event(event_id=2), event(event_id=9, region="eu")]))
    outcome = shelf.bring(*files)
    assert (outcome.rows_read, outcome.rows_added, outcome.rows_known) == (5, 4, 1)
    assert [file.name for file in outcome.files] == [
        "0.jsonl",
        "1.jsonl",
        "2.jsonl",
        "rows.csv",
    ]
    assert all(len(file.sha256) == 64 for file in outcome.files)


def test_a_case_id_that_repeats_is_kept_as_the_sources(shelf: Shelf) -> None:
    rows = [{"case_id": n % 2, "input": f"text {n}", "prediction": "a"} for n in range(4)]
    shelf.bring(shelf.lines(rows))
    assert {row["source_case_id"] for row in shelf.seen("events")} == {"0", "1"}
