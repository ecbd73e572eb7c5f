"""What a run of the story scored: rows of results, the same for the same run and case."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, timedelta
from typing import Any, Protocol

from curation.fixtures.drawing import Draw
from store.sample.phrases import LANGUAGES
from store.sample.story.shapes import PlannedCase, RunPlan, Story
from store.sample.story.timetable import COLD_MARKED_FROM

_STRANGER_PASSES = 0.93  # a case that the story does not know
_ERRORED = 0.08  # of the attempts at cases that no version answers yet
_MODEL = {"4.1": (1500, 2.4e-3), "4.2": (1380, 2.4e-3), "4.3": (1180, 1.9e-3)}
_LARGE_MODEL = (1560, 4.1e-3)
_SMALL_MODELS = {"mini": (880, 1.3e-3), "nano": (430, 4e-4)}
_COLD = 0.1  # of the first attempts
_COLD_TAKES = 2.6  # times as long
_AT_ONCE = 8  # calls
_TIMEOUT = "Timeout: no answer within 20 s"


class Scorable(Protocol):
    """What a runner needs to know of a case; `curation.cases.Case` has it."""

    @property
    def id(self) -> str:
        """The case id."""
        ...

    @property
    def expected(self) -> str | None:
        """The expected answer."""
        ...


def results_of(
    story: Story, run: RunPlan, cases: Iterable[Scorable], attempts: int | None = None
) -> list[dict[str, Any]]:
    """Rows of results for `run` on `cases`, `attempts` each (as the run planned, if None).

    Cases that the story says are missing from the run have no rows; cases it does not know
    mostly pass.
    """
    rows: list[dict[str, Any]] = []
    for case in cases:
        if case.id in run.missing:
            continue
        known = story.cases.get(case.id)
        for attempt in range(1, (attempts or run.attempts) + 1):
            draw = Draw(run.drawn_as or run.name, run.seed, case.id, attempt)
            rows.append(_row(run, case, known, attempt, draw))
    return rows


def passes(run: RunPlan, case: PlannedCase | None, case_id: str, draw: Draw) -> bool:
    """Whether one attempt passes."""
    if case is None:
        return Draw("stranger", case_id).chance(_STRANGER_PASSES)
    if case.id in run.breaks:
        return False
    if case.flaky is not None:
        return draw.chance(case.flaky)
    return case.passes_from is not None and run.index >= case.passes_from


def _row(
    run: RunPlan, case: Scorable, known: PlannedCase | None, attempt: int, draw: Draw
) -> dict[str, Any]:
    errored = known is not None and known.passes_from is None and draw.chance(_ERRORED)
    passed = passes(run, known, case.id, draw)
    latency, cost = _speed_and_cost(run)
    cold = _cold(run, case.id, attempt)
    latency *= run.slowdown * (_COLD_TAKES if cold else 1)
    ended = 20_000.0 if errored else latency * _spread(draw, 0.38)
    return {
        "run": run.name,
        "case_id": case.id,
        "attempt": attempt,
        "passed": None if errored else passed,
        "output": None if errored else _output(case, known, passed, draw),
        "error": _TIMEOUT if errored else None,
        "score": None if errored else _score(passed, draw),
        "latency_ms": round(ended, 1),
        "cost_usd": round(cost * _spread(draw, 0.25), 6),
        "started_at": run.started_at.astimezone(UTC).isoformat(),
        "cold": cold,
    }


def _speed_and_cost(run: RunPlan) -> tuple[float, float]:
    small = next((x for name, x in _SMALL_MODELS.items() if name in run.model_version), None)
    return small or _MODEL.get(run.name[:3], _LARGE_MODEL)


def _cold(run: RunPlan, case_id: str, attempt: int) -> bool | None:
    """Whether it was the first call after a start; None while nobody marked that."""
    if run.index < COLD_MARKED_FROM:
        return None
    return attempt == 1 and Draw("cold", run.seed, case_id).chance(_COLD)


def finished_at(run: RunPlan, rows: Iterable[Mapping[str, Any]]) -> str | None:
    """When the last call was answered; nobody knows of a run that died."""
    if run.missing:
        return None
    took = timedelta(milliseconds=sum(row["latency_ms"] for row in rows) / _AT_ONCE)
    return (run.started_at + took).isoformat(timespec="seconds")


def _output(case: Scorable, known: PlannedCase | None, passed: bool, draw: Draw) -> str | None:
    if known is None:
        return case.expected if passed else None
    label = known.expected if passed else known.mistaken_for
    spoken = next(one for one in LANGUAGES if one.code == known.language)
    replies: Sequence[str] = spoken.replies[label]
    return draw.one(replies)


def _score(passed: bool, draw: Draw) -> float:
    sure = 1 - draw.share() ** 2 * 0.35
    return round(sure if passed else sure - 0.1 - 0.4 * draw.share(), 4)


def _spread(draw: Draw, sigma: float) -> float:
    """A log-normal factor: the sum of twelve even lots is nearly normal."""
    return math.exp(sigma * (sum(draw.share() for _ in range(12)) - 6))
