"""Limits of drift, alarms and budgets over past weeks, against what a backtest says of them."""

import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from curation.thresholds import Threshold
from store.acts.importing import import_files
from store.answers.backtest import backtest
from store.answers.replay import replay
from store.desk import Desk, found_desk, open_desk
from tests.builders import threshold_set
from tests.test_backtest_answers import BAD_WEEK, MONDAY, events, on_record

TOLD = "2026-08-10"  # the week that went wrong


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    """Sixteen weeks of 150 events, eight of which are the reference, and an incident."""
    place = tmp_path_factory.mktemp("weeks")
    path = place / "events.jsonl"
    slow = [
        row | {"latency_ms": 100 + (900 if row["amount"] is None else 0)}
        for row in events(16, 150)
    ]
    path.write_text("".join(json.dumps(one) + "\n" for one in slow))
    found_desk(place / "desk")
    with closing(open_desk(place / "desk")) as made:
        import_files(made, [path], "events", actor="cron", source="app")
        bad = MONDAY + timedelta(weeks=BAD_WEEK)
        on_record(made, "EU hurt", bad, bad + timedelta(days=6), region="eu")
        yield made


@pytest.mark.parametrize(
    ("name", "value", "now", "then"),
    [
        ("alarm.error_rate.severe_sigmas", 90, (1, 0), (0, 1)),
        ("drift.js.severe", 1.0, (1, 0), (1, 0)),  # other numbers tell of it as well
        ("alarm.least_severity", 1, (1, 0), (1, 0)),
        ("latency.p95_ms", 500, (0, 1), (1, 0)),
    ],
)
def test_a_limit_catches_what_it_tells_of_and_misses_what_it_does_not(
    desk: Desk, name: str, value: float, now: tuple[int, int], then: tuple[int, int]
) -> None:
    found = replay(desk, name, value)
    assert found.incidents_now is not None
    assert found.incidents is not None
    assert (found.incidents_now.caught, found.incidents_now.missed) == now
    assert (found.incidents.caught, found.incidents.missed) == then
    said = {one.subject: (one.now, one.then) for one in found.things}
    assert said[TOLD] == ("told" if now[0] else "quiet", "told" if then[0] else "quiet")
    assert found.incidents.false_alarms == sum(
        one.then == "told" for one in found.things if one.subject != TOLD
    )


def test_the_points_are_those_of_a_backtest_at_these_limits(desk: Desk) -> None:
    found = replay(desk, "alarm.error_rate.severe_sigmas", 3)
    limits = [f"{one.value!r}" for one in found.points]
    whole = backtest(desk, "error-rate", limits).scopes[0]
    for one in found.points:
        there = whole.at(one.value)
        assert (one.caught, one.missed, one.false_alarms) == (
            len(there.hits),
            len(there.misses),
            there.false_alarms,
        )


def test_a_limit_of_drift_is_replayed_as_it_would_be_in_force(desk: Desk) -> None:
    name = "drift.js.moderate"
    found = replay(desk, name, 0.9)
    with desk.ledger.reading() as asked:
        before = asked.policy().thresholds[name]
    in_force(desk, replace(before, value=0.9))
    try:
        (series,) = backtest(desk, "drift").scopes[0].series
    finally:
        in_force(desk, before)
    really = {r.since: "told" if r.fires(2) else "quiet" for r in series.readings}
    assert {one.subject: one.then for one in found.things} == really


def in_force(desk: Desk, threshold: Threshold) -> None:
    with desk.ledger.transaction() as tx:
        tx.record(threshold_set(threshold))
