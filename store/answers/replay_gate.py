"""A number of the gate over past runs: which of them flip, and where the knee is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from curation.knots import between, stepped
from curation.replays import Point, Replay
from curation.thresholds import MARGIN, MAX_FLIP_RATE, MIN_SUPPORT, Threshold
from store.answers.gate import GateAnswer
from store.answers.replay_runs import History, counts, history
from store.desk import Desk


def gate_replay(
    desk: Desk,
    found: Replay,
    threshold: Threshold,
    numbers: Mapping[str, Threshold | None],
    last: int,
) -> Replay:
    """`found` with every run judged under `numbers`, and under other values of `threshold`."""
    past = history(desk, last)
    otherwise = _under(past, numbers)
    then = {run: answer.verdict if answer else None for run, answer in otherwise.items()}
    tried = _values(past, threshold, (found.value, found.value_now))
    points = [_point(past, threshold, value) for value in tried]
    return replace(
        found,
        runs=past.then(otherwise),
        incidents=past.against(then),
        incidents_now=past.against(past.verdicts_now()),
        points=stepped(points, partial(_point, past, threshold), threshold.metric),
    )


def _under(
    past: History, numbers: Mapping[str, Threshold | None]
) -> dict[str, GateAnswer | None]:
    policy = past.policy.supposing(numbers)
    return past.verdicts(lambda one: one.hearing.judged(policy) if one.hearing else None)


def _point(past: History, threshold: Threshold, value: float) -> Point:
    answers = _under(past, {threshold.name: replace(threshold, value=value)})
    verdicts = {run: answer.verdict if answer else None for run, answer in answers.items()}
    met = past.against(verdicts)
    return Point(value, counts(verdicts.values()), met.caught, met.missed, met.false_alarms)


def _values(
    past: History, threshold: Threshold, asked: Sequence[float | None]
) -> Sequence[float]:
    """The values at which an answer may change, with some between them."""
    known = [one.now for one in past.past if one.now is not None]
    return between(_knots(known, threshold), [v for v in asked if v is not None], threshold)


def _knots(known: Sequence[GateAnswer], threshold: Threshold) -> list[float]:
    name = threshold.name
    if name == MARGIN:
        compared = [one.comparison for one in known if one.comparison]
        limits = [v for d in compared for v in (d.low, d.high) if v is not None]
        return [max(0.0, -v) for v in limits]
    if name == MIN_SUPPORT:
        return [float(n) for one in known for c in one.thresholds for n in (c.n, c.n + 1)]
    if name == MAX_FLIP_RATE:
        watched = [f for one in known for f in (*one.quarantined, *one.unsteady)]
        return [f.flip_rate.high for f in watched if f.flip_rate.high is not None]
    held = [c for one in known for c in one.thresholds if c.name == name]
    return [c.value for c in held if c.value is not None]
