"""What another number would have made of the past: its runs, its weeks, its incidents."""

from collections.abc import Mapping
from dataclasses import replace

from curation.effect import LOOKED_BACK
from curation.errors import BadRequest
from curation.replay_words import sentence, why_not
from curation.replays import Caught, OneThen, Point, Replay, RunThen
from curation.threshold_values import number, require_possible
from curation.thresholds import (
    AGES,
    BUDGETS,
    GATE_PREFIX,
    MAX_FLIP_RATE,
    MIN_ALPHA,
    MIN_ATTEMPTS,
    MIN_LABELS,
    MIN_SUPPORT,
    SATURATED_AFTER,
    Policy,
    Threshold,
)
from store.answers.last_answers import LastAnswers
from store.answers.replay_gate import gate_replay
from store.answers.replay_sets import (
    Standings,
    ages,
    promotions,
    saturated,
    standings_replay,
    supports,
)
from store.answers.replay_weeks import rule_of, weeks_replay
from store.desk import Desk

__all__ = ["Caught", "OneThen", "Point", "Replay", "RunThen", "replay"]


def replay(
    desk: Desk,
    name: str,
    value: float | None,
    *,
    last: int = LOOKED_BACK,
) -> Replay:
    """`name` at `value` over the last judged runs and weeks; nothing is recorded.

    A value of None drops a critical cohort or a limit; one that nobody has stated yet can be
    tried as well. Unknown when there is no such number, BadRequest for what it cannot be.
    """
    with desk.ledger.reading() as asked:
        policy, head, due = asked.policy(), asked.head(), asked.due()
    threshold = number(policy, name)
    if value is not None:
        require_possible(threshold, value)
    then = None if value is None else replace(threshold, value=value)
    key = (head, due, then or name, last, desk.ledger.clock().date())
    return desk.kept(_memory).get(key, lambda: _replay(desk, policy, threshold, then, last))


def _memory(desk: Desk) -> LastAnswers[Replay]:  # noqa: ARG001 (one for each desk)
    return LastAnswers(32)


def _replay(
    desk: Desk, policy: Policy, threshold: Threshold, then: Threshold | None, last: int
) -> Replay:
    name = threshold.name
    numbers: Mapping[str, Threshold | None] = {name: then}
    found = Replay(
        name,
        then.value if then else None,
        policy.budget(name) if name in BUDGETS else _in_force(policy, name),
        "gate",
        unit=threshold.metric,
        direction=threshold.direction.value,
    )
    found = _over(desk, found, threshold, then, numbers, last)
    return replace(found, sentence=sentence(found))


def _in_force(policy: Policy, name: str) -> float | None:
    held = policy.thresholds.get(name)
    return held.value if held else None


def _over(
    desk: Desk,
    found: Replay,
    threshold: Threshold,
    then: Threshold | None,
    numbers: Mapping[str, Threshold | None],
    last: int,
) -> Replay:
    """`found` over what the number is about."""
    name = threshold.name
    if name.startswith(GATE_PREFIX):
        return gate_replay(desk, found, threshold, numbers, last)
    if then is None:
        raise BadRequest(f"{name} can be moved, not dropped: say another value.")
    if name in (MAX_FLIP_RATE, MIN_SUPPORT):
        found = gate_replay(desk, found, threshold, numbers, last)
        over = supports(desk) if name == MIN_SUPPORT else promotions(desk, threshold)
        beside = standings_replay(found, threshold, then, over)
        return replace(beside, runs=found.runs, incidents=found.incidents,
                       incidents_now=found.incidents_now)  # fmt: skip
    over = _standings(desk, threshold)
    if over is not None:
        return standings_replay(found, threshold, then, over)
    rule = rule_of(desk, name)
    if rule is not None:
        return weeks_replay(desk, found, threshold, then, rule)
    return replace(found, kind="none", cannot=why_not(name))


def _standings(desk: Desk, threshold: Threshold) -> Standings | None:
    name = threshold.name
    if name in (MIN_ATTEMPTS, MIN_LABELS, MIN_ALPHA):
        return promotions(desk, threshold)
    if name == SATURATED_AFTER:
        return saturated(desk)
    return ages(desk, threshold) if name in AGES.values() else None
