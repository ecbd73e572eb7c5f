"""A governed number: which side is good, and which numbers are in force."""

import pytest

from curation.decisions import plain
from curation.thresholds import (
    COST_PREFIX,
    DEFAULTS,
    MARGIN,
    MAX_FLIP_RATE,
    MIN_ATTEMPTS,
    MIN_SUPPORT,
    Direction,
    body,
    from_body,
    policy,
)
from tests.builders import ANA, BEN, a_threshold

KINDS = [
    "wrong_answer",
    "error",
    "timeout",
    "refusal_expected",
    "unsafe",
    "bad_source",
    "stale_record",
    "malformed_tool_call",
    "needs_human",
]


@pytest.mark.parametrize(
    ("direction", "measured", "met"),
    [
        (Direction.AT_LEAST, 0.91, True),
        (Direction.AT_LEAST, 0.9, True),
        (Direction.AT_LEAST, 0.89, False),
        (Direction.AT_MOST, 0.91, False),
        (Direction.AT_MOST, 0.9, True),
        (Direction.AT_MOST, 0.89, True),
        (Direction.AT_LEAST, float("nan"), False),
        (Direction.AT_MOST, float("nan"), False),
    ],
)
def test_the_limit_itself_is_on_the_good_side_and_no_number_on_none(
    direction: Direction, measured: float, met: bool
) -> None:
    assert a_threshold(value=0.9, direction=direction).met_by(measured) is met


def test_a_threshold_survives_the_way_through_the_log() -> None:
    threshold = a_threshold(scope="route=refunds", owner=ANA, deputy=BEN)
    assert from_body(plain(body(threshold))) == threshold


def test_what_follows_from_the_log_is_not_written_into_it() -> None:
    assert not {"since", "decision"} & set(body(a_threshold(since="2026-11-02", decision=7)))


def test_a_desk_starts_with_a_number_for_everything_it_asks() -> None:
    found = policy(())
    assert len(found.thresholds) == len(DEFAULTS)
    assert found.value(MIN_ATTEMPTS) == 5
    assert found.value(MAX_FLIP_RATE) == 0.05
    assert found.value(MARGIN) == 0.02
    assert found.value(MIN_SUPPORT) == 20
    assert all(found.cost_of(kind) for kind in KINDS)


def test_a_decided_number_takes_the_place_of_the_default_and_leaves_the_others() -> None:
    stricter = a_threshold(name=MIN_ATTEMPTS, value=9)
    found = policy([stricter, a_threshold(name="gate.accuracy")])
    assert found.thresholds[MIN_ATTEMPTS] is stricter
    assert found.value(MAX_FLIP_RATE) == 0.05
    assert policy(()).value(MIN_ATTEMPTS) == 5


def test_a_release_is_held_to_the_gates_numbers_by_name_except_the_margin() -> None:
    found = policy([a_threshold(name="gate.latency"), a_threshold(name="gate.accuracy")])
    assert [t.name for t in found.gate()] == [
        "gate.accuracy",
        "gate.latency",
        "gate.pass_rate.blocking",
    ]


@pytest.mark.parametrize(("kind", "cost"), [("unsafe", 500), ("made_up", None), (None, None)])
def test_a_failure_costs_what_somebody_said(kind: str | None, cost: float | None) -> None:
    assert policy(()).cost_of(kind) == cost
    assert policy([a_threshold(name=COST_PREFIX + "made_up", value=7)]).cost_of("made_up") == 7
