"""Who may decide about a proposal, in which state, and what a number can be."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation import proposals
from curation.errors import BadRequest, NotAllowed
from curation.ownership import Ownership
from curation.proposals import Base, Proposal, Stage
from curation.threshold_values import number, require_value, value_said
from curation.threshold_words import GROUPS, limit_told, told, words
from curation.thresholds import DEFAULTS, policy
from tests.builders import ANA, BEN, CARL, OWNERSHIP, a_threshold

RATE, TODAY = "gate.pass_rate.blocking", date(2026, 11, 2)
ALONE = Ownership("blocking", ANA)


def a_proposal(**stated: Any) -> Proposal:
    """Carl proposes that nine in ten are enough."""
    base = Base(1.0, 7)
    ready = Proposal("P-1", RATE, base, 0.9, CARL, "agreed", "2026-11-01", "2026-11-15")
    return replace(ready, **stated)


@pytest.mark.parametrize(
    ("proposer", "held", "actor", "refused"),
    [
        (CARL, OWNERSHIP, ANA, None),
        (CARL, OWNERSHIP, BEN, None),
        (ANA, OWNERSHIP, BEN, None),
        (BEN, OWNERSHIP, ANA, None),
        (CARL, OWNERSHIP, CARL, "ana or ben decides about it"),
        (CARL, OWNERSHIP, "dora", "belongs to ana or ben"),
        (ANA, OWNERSHIP, ANA, "ben decides about it. .* evaldesk withdraw P-1 --reason"),
        (ANA, OWNERSHIP, "  Ana ", "ben decides about it"),
        ("An\u200ba", OWNERSHIP, ANA, "ben decides about it"),
        (ANA, OWNERSHIP, "\uff21n\u00ada", "ben decides about it"),
        (CARL, OWNERSHIP, "BEN", None),
        (BEN, OWNERSHIP, BEN, "ana decides about it"),
        (ANA, OWNERSHIP, CARL, "Ask ben"),
        (ANA, ALONE, ANA, "Name a deputy"),
        (ANA, Ownership("blocking", ANA, "ANA"), "ANA", "Name a deputy"),
        (CARL, None, ANA, "own blocking --owner NAME"),
    ],
)
def test_the_owner_or_the_deputy_decides_and_nobody_about_their_own(
    proposer: str, held: Ownership | None, actor: str, refused: str | None
) -> None:
    one = a_proposal(proposer=proposer)
    assert proposals.may_decide(one, held, actor) is (refused is None)
    if refused is not None:
        with pytest.raises(NotAllowed, match=refused):
            proposals.require_may_decide(one, held, actor, "approve")


@pytest.mark.parametrize("said", Stage)
@pytest.mark.parametrize("expires", ["2026-11-01", "2026-11-02"])
def test_only_what_is_open_and_not_expired_can_be_decided_about(
    said: Stage, expires: str
) -> None:
    one = a_proposal(said=said, expires=expires, decided_by=ANA)
    if said is Stage.OPEN and expires == "2026-11-02":
        proposals.require_open(one, TODAY, "approve")
        return
    with pytest.raises(NotAllowed, match="approve it"):
        proposals.require_open(one, TODAY, "approve")


@pytest.mark.parametrize(
    ("scheduled", "actor", "may"),
    [(False, CARL, True), (False, ANA, False), (True, CARL, True), (True, ANA, True),
     (True, BEN, True), (True, "dora", False)],
)  # fmt: skip
def test_the_proposer_withdraws_and_who_owns_the_number_calls_off(
    scheduled: bool, actor: str, may: bool
) -> None:
    one = a_proposal(scheduled=scheduled)
    if may:
        proposals.require_may_withdraw(one, OWNERSHIP, actor)
        return
    with pytest.raises(NotAllowed, match="is carl's"):
        proposals.require_may_withdraw(one, OWNERSHIP, actor)


@pytest.mark.parametrize(
    ("value", "decision", "stale"),
    [(1.0, 7, False), (0.95, 7, True), (1.0, 8, True), (1.0, None, True), (None, None, True)],
)
def test_a_proposal_rests_on_the_very_number_that_it_was_made_for(
    value: float | None, decision: int | None, stale: bool
) -> None:
    now = None if value is None else a_threshold(name=RATE, value=value, decision=decision)
    assert proposals.is_stale(a_proposal(), now) is stale


@given(st.sampled_from([1.0, 0.9, None]), st.sampled_from(Stage), st.booleans())
def test_a_proposal_is_read_as_it_was_written(
    to: float | None, said: Stage, scheduled: bool
) -> None:
    one = a_proposal(to=to, said=said, scheduled=scheduled, evidence={"head": "0"})
    assert proposals.from_body(proposals.body(one)) == one


@pytest.mark.parametrize(
    ("name", "to", "refused"),
    [
        (RATE, 1.2, "share from 0 to 1"),
        (RATE, float("nan"), "cannot be nan"),
        (RATE, 1.0, "already"),
        (RATE, None, "not dropped"),
        ("numbers.min_support", 0, "whole number from 1"),
        ("promotion.min_attempts", 2.5, "whole number"),
        ("alarm.least_severity", 4, "1 .minor."),
        ("drift.js.minor", 0.25, "out of order"),
        ("drift.js.severe", 0.15, "out of order"),
        ("alarm.error_rate.sigmas", 7, "out of order"),
        ("latency.p95_ms", 0, "above 0"),
        ("latency.p95_ms", float("inf"), "above 0"),
        ("gate.cohort.pass_rate.region=eu", None, "cannot be lifted"),
        ("gate.cohort.pass_rate.b=1,a=2", 0.9, "No threshold"),
        ("gate.cohort.wit.region=eu", 0.9, "No threshold"),
        ("nonsense", 0.9, "No threshold"),
    ],
)
def test_a_number_can_only_be_what_it_measures(
    name: str, to: float | None, refused: str
) -> None:
    with pytest.raises(BadRequest, match=refused):
        require_value(policy(()), number(policy(()), name), to)


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("95 %", "pass_rate", 0.95),
        ("10%", "js_distance", 0.1),
        ("4,000", "latency_p95_ms", 4000),
        ("1 234 567.5", "rows", 1_234_567.5),
        ("$1,500", "usd_per_week", 1500),
        ("$0.5", "usd_per_failure", 0.5),
        (" None ", "pass_rate", None),
        ("1e-05", "flip_rate", 1e-05),
        ("1,5", "burn", "thousands only"),
        ("0,50", "usd_per_1000_events", "thousands only"),
        ("0,500", "usd_per_1000_events", "thousands only"),
        ("4,0000", "latency_p95_ms", "thousands only"),
        ("4 00", "rows", "no number"),
        ("95%", "latency_p95_ms", "without %, in ms"),
        ("2000%", "cases", "without %, in cases"),
        ("60 %", "window_auc", "area from 0.5 to 1"),
        ("much", "pass_rate", "no number"),
    ],
)
def test_a_value_is_taken_as_it_was_meant_or_not_at_all(
    text: str, metric: str, value: float | str | None
) -> None:
    if not isinstance(value, str):
        assert value_said(text, metric) == value
        return
    with pytest.raises(BadRequest, match=value):
        value_said(text, metric)


def test_every_number_can_be_what_it_is_by_default() -> None:
    for one in DEFAULTS:
        moved = policy([replace(one, value=-1)])
        require_value(moved, one, one.value)


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        (RATE, "at least 100 %"),
        ("drift.js.minor", "from 0.1"),
        ("alarm.least_severity", "at least severe"),
        ("cost_of_failure.unsafe", "$500"),
        ("latency.p95_ms", "at most 4,000 ms"),
        ("budget.burn.4w", "at most 1 × the budget"),
        ("staleness.model_days", "at most 90 days"),
    ],
)
def test_a_number_is_told_with_its_side_and_unit(name: str, stated: str) -> None:
    assert limit_told(policy(()).thresholds[name]) == stated


def test_every_number_has_words_and_a_place_of_its_own() -> None:
    found = [words(one) for one in DEFAULTS]
    assert {one.group for one in found} <= set(GROUPS)
    assert len({(one.group, one.label) for one in found}) == len(found)
    assert told("days", 1) == "1 day"
    assert told("pass_rate", None) == "no limit"
