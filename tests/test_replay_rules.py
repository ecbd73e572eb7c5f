"""How verdicts of the past do against incidents, and which values are worth trying."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.cases import Severity
from curation.incidents import Incident
from curation.knots import MOST, TRIED, between, stepped
from curation.replay_words import written
from curation.replays import CAUGHT, MISSED, UNTOLD, Point, against, shipped
from curation.runs import Run
from curation.thresholds import MARGIN, MIN_SUPPORT, Direction, Policy, policy
from tests.builders import ANA, a_threshold


def an_incident(number: int, release: str | None, start: str) -> Incident:
    return Incident(f"INC-{number}", f"No. {number}", start, None, {}, Severity.HIGH, ANA, ANA,
                    release)  # fmt: skip


def a_run(name: str, at: str, model: str | None = None) -> Run:
    return Run(name, {"blocking": 1}, model, started_at=at)


PASS, BLOCKED = "PASS", "BLOCKED"


@pytest.mark.parametrize(
    ("verdicts", "told", "false_alarms"),
    [
        ({"1.0-rc1": PASS, "1.1-rc1": PASS}, [MISSED, UNTOLD, UNTOLD], ()),
        ({"1.0-rc1": PASS, "1.1-rc1": BLOCKED}, [CAUGHT, UNTOLD, UNTOLD], ()),
        ({"1.0-rc1": "INCOMPLETE", "1.1-rc1": "INCOMPLETE"}, [CAUGHT, UNTOLD, UNTOLD],
         ("1.0-rc1",)),
        ({"1.0-rc1": BLOCKED, "1.1-rc1": None}, [UNTOLD] * 3, ("1.0-rc1",)),
        ({}, [UNTOLD] * 3, ()),
    ],
)  # fmt: skip
def test_an_incident_is_caught_where_the_last_run_of_its_release_was_not_green(
    verdicts: Mapping[str, str | None], told: list[str], false_alarms: tuple[str, ...]
) -> None:
    history = shipped(
        [
            (a_run("1.1-rc2", "2026-11-09T00:00:00+00:00"), PASS),  # after it began
            (a_run("1.1-rc1", "2026-11-03T00:00:00+00:00"), PASS),
            (a_run("1.0-rc1", "2026-10-01T00:00:00+00:00"), PASS),
        ]
    )
    incidents = [
        an_incident(1, "1.1", "2026-11-05T00:00:00+00:00"),
        an_incident(2, None, "2026-11-05T00:00:00+00:00"),
        an_incident(3, "0.9", "2026-11-05T00:00:00+00:00"),
    ]
    found = against(history, verdicts, incidents, 20)
    assert [one.told for one in found.incidents] == told
    assert (found.false, found.false_alarms) == (false_alarms, len(false_alarms))
    assert (found.caught, found.missed, found.n) == (
        told.count(CAUGHT),
        told.count(MISSED),
        told.count(CAUGHT) + told.count(MISSED),
    )
    assert (found.low is None) is (found.n == 0)


@pytest.mark.parametrize(
    ("later", "false"),
    [((PASS, "model-1"), ("rc1",)), ((PASS, "model-2"), ()), ((BLOCKED, "model-1"), ())],
)
def test_a_red_that_stopped_what_nobody_shipped_is_no_false_alarm(
    later: tuple[str, str], false: tuple[str, ...]
) -> None:
    verdict, model = later
    runs = [(a_run("rc2", "2026-11-02", model), verdict),
            (a_run("rc1", "2026-11-01", "model-1"), BLOCKED)]  # fmt: skip
    found = against(shipped(runs), {"rc1": BLOCKED, "rc2": PASS}, [], 20)
    assert found.false == false


@given(
    knots=st.lists(st.floats(0, 1), max_size=60),
    asked=st.lists(st.floats(0, 1), min_size=1, max_size=2),
)
def test_the_values_tried_hold_those_asked_for_and_are_few_and_possible(
    knots: list[float], asked: list[float]
) -> None:
    found = between(knots, asked, a_threshold())
    assert set(asked) <= set(found)
    assert found == sorted(set(found))
    assert len(found) <= MOST + len(asked)
    assert 0 <= found[0] <= found[-1] <= 1


@given(
    knees=st.lists(st.floats(0, 1), max_size=8),
    known=st.integers(0, 8),
    tried=st.floats(0, 1),
)
def test_each_step_lies_between_two_values_that_a_chart_cannot_tell_apart(
    knees: list[float], known: int, tried: float
) -> None:
    def at(value: float) -> Point:
        return Point(value, {"PASS": sum(value < knee for knee in knees)})

    threshold = a_threshold()
    values = between(knees[:known], (threshold.value, tried), threshold)
    found = stepped([at(value) for value in values], at, threshold.metric)
    told = [one.value for one in found]
    wide = told[-1] - told[0]
    for low, high in pairwise(found):
        assert low.counts == high.counts or high.value - low.value <= wide / 999
    assert set(values) <= set(told)
    for knee in knees[:known]:  # both sides of what is known to change something
        assert any(0 <= knee - v <= wide / 999 for v in told) or knee <= told[0]


def test_steps_are_looked_for_no_longer_than_allowed() -> None:
    asked: list[float] = []

    def at(value: float) -> Point:
        asked.append(value)
        return Point(value, {"PASS": round(value * 1e6)})  # steps everywhere

    found = stepped([Point(0.0, {"PASS": 0}), Point(1.0, {"PASS": 9})], at, "pass_rate")
    assert len(asked) == TRIED
    assert [one.value for one in found] == sorted({one.value for one in found})


@pytest.mark.parametrize(
    ("direction", "value", "looser"),
    [(Direction.AT_MOST, 0.02, 0.04), (Direction.AT_LEAST, 0.9, 0.8),
     (Direction.AT_LEAST, 1.0, 0.95)],
)  # fmt: skip
def test_a_looser_value_than_the_one_in_force_is_tried(
    direction: Direction, value: float, looser: float
) -> None:
    threshold = replace(a_threshold(), direction=direction, value=value)
    stricter = 0.01 if direction is Direction.AT_MOST else 0.999
    assert looser in between([stricter], [value], threshold)


def test_a_policy_takes_a_value_a_threshold_or_none_of_it() -> None:
    founded, new = policy(()), a_threshold(name="gate.pass_rate.new")
    found: Policy = founded.supposing({MARGIN: 0.1, new.name: new, MIN_SUPPORT: None})
    assert (found.value(MARGIN), found.thresholds[new.name]) == (0.1, new)
    assert MIN_SUPPORT not in found.thresholds
    assert founded.value(MARGIN) == 0.02


@pytest.mark.parametrize(
    ("metric", "value", "said"),
    [
        ("pass_rate", 0.925, "92.5 %"),
        ("latency_p95_ms", 1850.0, "1,850 ms"),
        ("js_distance", 0.1, "0.1"),
        ("cases", 20.0, "20 cases"),
        ("pass_rate", None, "no limit"),
    ],
)
def test_a_number_is_written_with_its_unit(metric: str, value: float | None, said: str) -> None:
    assert written(metric, value) == said


@pytest.mark.parametrize("order", [1, -1])
def test_the_last_run_before_an_incident_is_the_last_in_time_wherever_it_was(
    order: int,
) -> None:
    runs = [
        (a_run("late", "2026-11-03T01:00:00+02:00", "m1"), PASS),  # at 23:00 in UTC
        (a_run("early", "2026-11-02T22:00:00Z", "m1"), BLOCKED),
        (a_run("after", "2026-11-03T00:30:00+00:00", "m1"), BLOCKED),
    ]
    incident = an_incident(1, "m1", "2026-11-03T00:00:00+00:00")
    said = {run.name: verdict for run, verdict in runs}
    found = against(shipped(runs[::order]), said, [incident], 20)
    assert [(one.told, one.why) for one in found.incidents] == [(MISSED, "late is PASS")]


def test_a_pass_by_a_waiver_is_no_quiet_release() -> None:
    (one,) = shipped([(a_run("rc1", "2026-11-02T00:00:00+00:00"), PASS)])
    told = against([replace(one, waived=True)], {"rc1": BLOCKED}, [], 20)
    assert (told.false, told.of_quiet) == ((), 0)
