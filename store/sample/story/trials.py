"""What else was tried on the cases of the last candidate: smaller models, smaller machines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from store.sample.story.shapes import PlannedCase, RunPlan
from store.sample.story.timetable import EDGE, EDGE_SLOWDOWN


@dataclass(frozen=True, slots=True)
class Trial:
    """A run beside the candidate; it breaks so many cases of each kind that pass there."""

    name: str
    model_version: str
    environment: str | None
    hours_before: int
    blocking: int = 0
    others: int = 0


TRIALS = (
    Trial("5.1-rc1-edge", "assistant-5.1-rc1", EDGE, 6),
    Trial("5.1-mini-rc1", "assistant-5.1-mini-rc1", None, 4, others=2),
    Trial("5.1-nano-rc1", "assistant-5.1-nano-rc1", EDGE, 2, blocking=5, others=14),
)


def trials(
    candidate: RunPlan, blocking: frozenset[str], cases: Sequence[PlannedCase]
) -> list[RunPlan]:
    """The runs that were scored before `candidate`, with its code and on its cases."""
    passing = [
        case.id
        for case in sorted(cases, key=lambda case: case.id)
        if case.passes_from is not None
        and case.passes_from <= candidate.index
        and case.flaky is None
    ]
    own = [case_id for case_id in passing if case_id in blocking]
    others = [case_id for case_id in passing if case_id not in blocking]
    return [
        replace(
            candidate,
            name=trial.name,
            drawn_as=candidate.name,
            model_version=trial.model_version,
            environment=trial.environment or candidate.environment,
            slowdown=EDGE_SLOWDOWN if trial.environment else 1.0,
            started_at=candidate.started_at - timedelta(hours=trial.hours_before),
            baseline=None,
            answer="" if trial.blocking else "PASS",  # nobody wants to release that one
            note="",
            breaks=frozenset((*own[: trial.blocking], *others[: trial.others])),
        )
        for trial in TRIALS
    ]
