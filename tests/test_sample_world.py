"""The sample world: the same for ever, as large as promised, and believable."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from curation.errors import BadRequest
from curation.failures import FailureKind, kind_of
from store.sample import World, write_world
from store.sample.phrases import LABELS

END = date(2026, 11, 15)
AFTER = datetime(2026, 11, 16, tzinfo=UTC)
Ask = Callable[[str], list[tuple[Any, ...]]]
SHARES = {  # of all failures: at least, at most
    "wrong_answer": (0.45, 0.72),
    "error": (0.03, 0.13),
    "timeout": (0.02, 0.10),
    "refusal_expected": (0.02, 0.10),
    "unsafe": (0.008, 0.05),
    "bad_source": (0.015, 0.07),
    "stale_record": (0.015, 0.07),
    "malformed_tool_call": (0.02, 0.12),
    "needs_human": (0.03, 0.12),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world of `evaldesk demo`, full size."""
    return write_world(tmp_path_factory.mktemp("world"), end=END)


@pytest.fixture(scope="module")
def ask(world: World) -> Ask:
    """Ask the source files; `failed` says whether an event is known to be a failure."""
    *parquet, lines = (str(path) for path in world.events)
    base = duckdb.connect()
    base.execute("SET GLOBAL TimeZone = 'UTC'")
    base.read_parquet(parquet).create("past")
    base.execute(
        "CREATE TABLE events AS FROM past UNION ALL BY NAME FROM read_json(?)", [lines]
    )
    base.execute(
        "CREATE VIEW judged AS SELECT *, coalesce(kind IS NOT NULL OR error IS NOT NULL "
        "OR prediction <> truth, false) AS failed, "
        "1 + date_diff('day', DATE '2026-05-18', occurred_at::DATE) // 7 AS week FROM events"
    )
    return lambda sql: base.execute(sql).fetchall()


def test_the_world_has_as_many_events_as_promised(ask: Ask) -> None:
    assert ask("SELECT count(*), count(DISTINCT event_id) FROM events") == [(120_000, 120_000)]


def test_the_world_is_the_weeks_up_to_its_end(world: World, ask: Ask) -> None:
    (first, last), *_ = ask(
        "SELECT epoch(min(occurred_at)), epoch(max(occurred_at)) FROM events"
    )
    assert world.calendar.start == datetime(2026, 5, 18, tzinfo=UTC)
    start, end = world.calendar.start.timestamp(), AFTER.timestamp()
    assert start <= first < start + 3 * 3600
    assert end - 3 * 3600 < last < end


def test_the_last_week_comes_as_json_lines(world: World, ask: Ask) -> None:
    (last_of_past,), *_ = ask("SELECT epoch(max(occurred_at)) FROM past")
    assert last_of_past < datetime(2026, 11, 9, tzinfo=UTC).timestamp()
    assert [path.suffix for path in world.events] == [".parquet"] * 24 + [".jsonl"]
    assert len(world.events[-1].read_text(encoding="utf-8").splitlines()) > 3_000


def _small(folder: Path, *, end: date = END, seed: int = 7) -> tuple[list[bytes], World]:
    world = write_world(folder, end=end, seed=seed, events=5_000)
    return [path.read_bytes() for path in (*world.events, world.labels)], world


def test_the_same_arguments_give_the_same_files_and_story(tmp_path: Path) -> None:
    (one, first), (other, second) = _small(tmp_path / "one"), _small(tmp_path / "other")
    assert one == other
    assert first.story == second.story


@pytest.mark.parametrize("change", [{"end": date(2026, 11, 22)}, {"seed": 8}])
def test_other_arguments_give_other_files(tmp_path: Path, change: dict[str, Any]) -> None:
    (one, first), (other, second) = _small(tmp_path), _small(tmp_path, **change)
    assert all(a != b for a, b in zip(one, other, strict=True))
    assert first.story != second.story


@pytest.mark.parametrize("kind", FailureKind)
def test_every_kind_of_failure_has_its_share(ask: Ask, kind: str) -> None:
    rows = ask("SELECT kind, error, truth, prediction FROM judged WHERE failed")
    found = [
        kind_of(kind=row[0], error=row[1], truth=row[2], prediction=row[3]) for row in rows
    ]
    low, high = SHARES[kind]
    assert low < found.count(FailureKind(kind)) / len(found) < high


@pytest.mark.parametrize(
    "by", ["route", "region", "customer_tier", "model_version", "language"]
)
def test_the_failure_rate_is_a_few_percent_in_every_cohort(ask: Ask, by: str) -> None:
    rates = ask(f"SELECT {by}, avg(failed::INT) FROM judged GROUP BY 1")  # noqa: S608
    assert len(rates) >= 3
    assert all(0.03 < rate < 0.11 for _, rate in rates), rates


def test_the_failure_rate_as_a_whole_is_about_five_percent(ask: Ask) -> None:
    (rate,), *_ = ask("SELECT avg(failed::INT) FROM judged")
    assert 0.045 < rate < 0.07


def test_traffic_grows_and_has_its_weekdays_and_hours(ask: Ask) -> None:
    per_week = [n for (n,) in ask("SELECT count(*) FROM judged GROUP BY week ORDER BY week")]
    assert sum(per_week[-4:]) > 1.25 * sum(per_week[:4])
    days = dict(ask("SELECT isodow(occurred_at), count(*) FROM events GROUP BY 1"))
    assert days[1] > 1.5 * days[7]
    hours = [n for (n,) in ask("SELECT count(*) FROM events GROUP BY hour_of_day")]
    assert len(hours) == 24
    assert max(hours) > 2 * min(hours)


def test_there_are_popular_questions_and_a_long_tail(ask: Ask) -> None:
    counts = [n for (n,) in ask("SELECT count(*) FROM events GROUP BY route, input")]
    assert sum(n >= 20 for n in counts) > 500
    assert sum(n == 1 for n in counts) > 30_000


def test_the_truth_is_known_at_once_for_most_events(ask: Ask) -> None:
    (share,), *_ = ask("SELECT count(truth) / count(*) FROM events")
    assert 0.82 < share < 0.88
    late = ask("SELECT week FROM judged GROUP BY 1 HAVING count(truth) < 0.6 * count(*)")
    assert sorted(week for (week,) in late) == [9, 10, 18]


def test_late_labels_complete_what_came_without(world: World, ask: Ask) -> None:
    rows = _labels(world)
    unlabelled = dict(
        ask("SELECT event_id, epoch(occurred_at) FROM events WHERE truth IS NULL")
    )
    assert 0.7 < len(rows) / len(unlabelled) < 0.9
    assert {row["event_id"] for row in rows} <= unlabelled.keys()
    assert {row["truth"] for row in rows} == set(LABELS)


def test_no_label_comes_before_its_event_or_after_the_end(world: World, ask: Ask) -> None:
    occurred = dict(ask("SELECT event_id, epoch(occurred_at) FROM events"))
    for row in _labels(world):
        at = datetime.fromisoformat(row["labelled_at"]).timestamp()
        assert occurred[row["event_id"]] + 8 * 86_400 < at <= AFTER.timestamp()


def _labels(world: World) -> list[dict[str, str]]:
    lines = world.labels.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_drift_starts_in_voice_and_in_its_week(ask: Ask) -> None:
    rows = ask(
        "SELECT channel, avg(input_length) FILTER (week < 15) AS before, "
        "avg(input_length) FILTER (week = 16) AS soon, "
        "avg(input_length) FILTER (week >= 20) AS after FROM judged GROUP BY 1"
    )
    for channel, before, soon, after in rows:
        if channel == "voice":
            assert soon > 1.4 * before
            assert after > 2.2 * before
        else:
            assert abs(after / before - 1) < 0.06


def test_voice_does_not_drift_before(ask: Ask) -> None:
    weeks = ask(
        "SELECT avg(input_length) FROM judged WHERE channel = 'voice' AND week < 15 "
        "GROUP BY week"
    )
    means = [mean for (mean,) in weeks]
    assert len(means) == 14
    assert max(means) < 1.2 * min(means)


def test_drifted_voice_fails_more_and_is_taken_for_refunds(ask: Ask) -> None:
    (before, after, taken), *_ = ask(
        "SELECT avg(failed::INT) FILTER (week < 11), avg(failed::INT) FILTER (week >= 17), "
        "count(*) FILTER (week >= 17 AND route = 'billing' AND prediction = 'refund_request') "
        "/ count(*) FILTER (week >= 17 AND route = 'billing' AND prediction <> truth) "
        "FROM judged WHERE channel = 'voice'"
    )
    assert after > 1.35 * before
    assert taken > 0.6


def test_android_gets_worse_with_its_model_and_not_by_its_inputs(ask: Ask) -> None:
    rows = ask(
        "SELECT model_version = 'assistant-4.3', avg(failed::INT), avg(input_length) "
        "FROM judged WHERE channel = 'android' AND route = 'login' GROUP BY 1 ORDER BY 1"
    )
    (_, before, length), (_, with_4_3, same_length) = rows
    assert with_4_3 > 2 * before
    assert abs(same_length / length - 1) < 0.1


def test_the_incident_broke_the_tool_calls_of_refunds_only(ask: Ask) -> None:
    rows = ask(
        "SELECT route = 'refunds', release = '4.2.2', "
        "avg(coalesce(kind = 'malformed_tool_call', false)::INT) FROM judged "
        "WHERE route IN ('refunds', 'billing') GROUP BY ALL"
    )
    share = {(refunds, release): value for refunds, release, value in rows}
    assert share[True, True] > 0.2
    assert share[True, False] < 0.01
    assert share[False, True] < 0.01


def test_latam_was_answered_from_a_knowledge_base_that_stood_still(ask: Ask) -> None:
    rows = ask(
        "SELECT region = 'latam', week IN (19, 20), avg(kb_age_days), "
        "avg(coalesce(kind IN ('stale_record', 'bad_source'), false)::INT) "
        "FROM judged GROUP BY ALL"
    )
    found = {(latam, then): (age, share) for latam, then, age, share in rows}
    assert found[True, True][0] > 7
    assert found[True, True][1] > 0.08
    for elsewhere in ((True, False), (False, True), (False, False)):
        assert found[elsewhere][0] < 4
        assert found[elsewhere][1] < 0.012


def test_timeouts_come_in_busy_hours_and_take_twenty_seconds(ask: Ask) -> None:
    (busy, quiet), *_ = ask(
        "SELECT avg(late) FILTER (hour_of_day BETWEEN 14 AND 18), "
        "avg(late) FILTER (hour_of_day BETWEEN 0 AND 5) FROM "
        "(SELECT hour_of_day, (coalesce(error, '') LIKE 'Timeout%')::INT AS late FROM events)"
    )
    assert busy > 2 * quiet
    (slow,), *_ = ask("SELECT min(latency_ms) FROM events WHERE error LIKE 'Timeout%'")
    assert slow >= 20_000


def test_the_confidence_is_nearly_calibrated(ask: Ask) -> None:
    bins = ask(
        "SELECT count(*), avg(score), avg((prediction = truth)::INT) FROM events "
        "WHERE truth IS NOT NULL AND score IS NOT NULL GROUP BY floor(score * 10)"
    )
    total = sum(n for n, _, _ in bins)
    assert sum(n * abs(score - right) for n, score, right in bins) / total < 0.03
    assert all(score > right - 0.05 for n, score, right in bins if n > 300)


def test_mistakes_go_where_mistakes_go(ask: Ask) -> None:
    rows = ask(
        "SELECT truth, arg_max(prediction, n) FROM (SELECT truth, prediction, count(*) AS n "
        "FROM events WHERE prediction <> truth GROUP BY ALL) GROUP BY truth"
    )
    most = dict(rows)
    assert most["refund_request"] == "refund_status"
    assert most["double_charge"] == "refund_request"
    assert most["track_order"] == "missing_parcel"
    assert most["cancel_subscription"] == "change_plan"


def test_models_follow_each_other(ask: Ask) -> None:
    rows = ask(
        "SELECT model_version, min(week), max(week), avg(cost_usd) FROM judged "
        "GROUP BY 1 ORDER BY 1"
    )
    assert [row[:3] for row in rows] == [
        ("assistant-4.1", 1, 7),
        ("assistant-4.2", 7, 16),
        ("assistant-4.3", 16, 22),
        ("assistant-5.0", 22, 26),
    ]
    assert rows[3][3] > 1.5 * rows[2][3]


def test_what_broke_has_no_prediction_and_no_score(ask: Ask) -> None:
    assert ask(
        "SELECT count(*) FROM events WHERE (error IS NULL) <> (prediction IS NOT NULL) "
        "OR (error IS NULL) <> (score IS NOT NULL)"
    ) == [(0,)]


def test_voice_alone_has_the_confidence_of_speech(ask: Ask) -> None:
    rows = ask("SELECT DISTINCT channel, asr_confidence IS NOT NULL FROM events")
    assert {channel for channel, spoken in rows if spoken} == {"voice"}
    assert len(rows) == 6


def test_personal_data_is_of_addresses_that_nobody_has(ask: Ask) -> None:
    (mails, of_example), *_ = ask(
        "SELECT count(*) FILTER (input LIKE '%@%'), "
        "count(*) FILTER (input LIKE '%@example.com%') FROM events WHERE channel <> 'voice'"
    )
    assert mails == of_example > 200


@pytest.mark.parametrize(
    ("end", "weeks", "events", "words"),
    [
        (date(2026, 11, 14), 26, 5_000, "Sunday"),
        (END, 12, 5_000, "13 weeks"),
        (END, 26, 4_999, "5,000 events"),
    ],
)
def test_a_world_that_cannot_be_told_is_refused(
    tmp_path: Path, end: date, weeks: int, events: int, words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        write_world(tmp_path, end=end, weeks=weeks, events=events)
