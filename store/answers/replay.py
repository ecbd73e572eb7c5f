"""What another number would have made of the past: its runs, its weeks, its incidents."""

from collections.abc import Mapping
from dataclasses import replace

from curation.effect import LOOKED_BACK
from curation.errors import Unknown
from curation.limits import is_limit
from curation.replay_words import sentence
from curation.replays import Caught, OneThen, Point, Replay, RunThen
from curation.thresholds import GATE_PREFIX, Policy, Threshold
from store.answers.last_answers import LastAnswers
from store.answers.replay_gate import gate_replay
from store.desk import Desk

__all__ = ["Caught", "OneThen", "Point", "Replay", "RunThen", "replay"]


def replay(
    desk: Desk,
    name: str,
    value: float | None,
    *,
    last: int = LOOKED_BACK,
    wanted: Threshold | None = None,
) -> Replay:
    """`name` at `value` over the last judged runs and weeks; nothing is recorded.

    A value of None drops a critical cohort or a limit; `wanted` is one that nobody has stated
    yet. Unknown when there is no such number.
    """
    with desk.ledger.reading() as asked:
        policy, head = asked.policy(), asked.head()
    threshold = policy.thresholds.get(name) or wanted
    if threshold is None:
        raise Unknown("threshold", name, "`evaldesk thresholds` lists them.")
    then = None if value is None else replace(threshold, value=value)
    key = (head, then or name, last, desk.ledger.clock().date())
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
        policy.thresholds[name].value if name in policy.thresholds else None,
        "gate",
        unit=threshold.metric,
        direction=threshold.direction.value,
    )
    if name.startswith(GATE_PREFIX) or is_limit(name):
        found = gate_replay(desk, found, threshold, numbers, last)
    else:
        found = replace(found, kind="none", cannot=_CANNOT)
    return replace(found, sentence=sentence(found))


_CANNOT = "Nothing on record hangs on this number, so there is nothing to replay."
