"""What past releases would have met, had cases stood in the blocking set then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curation.attempts import Outcome
from curation.gate import Answer

LOOKED_BACK = 12  # releases; older ones say little about the model of today
_OPEN = (Outcome.FLAKY, Outcome.ERRORED)


@dataclass(frozen=True, slots=True)
class Met:
    """A run that was judged, and the worst that it made of the cases in question."""

    run: str
    answer: str
    outcome: Outcome
    unasked: int = 0  # of `cases`: it did not score what they ask now
    cases: int = 1


@dataclass(frozen=True, slots=True)
class Partly:
    """A run that scored some of the cases only: what the others had done nobody can tell."""

    run: str
    unasked: int
    cases: int


@dataclass(frozen=True, slots=True)
class Effect:
    """Names of runs, newest first, among the last `releases` that were judged."""

    releases: int
    blocked: tuple[str, ...] = ()  # they would be BLOCKED, and were not
    held_up: tuple[str, ...] = ()  # they passed, and would be INCOMPLETE
    anyway: tuple[str, ...] = ()  # they did not pass without it either
    unasked: tuple[str, ...] = ()  # nobody can tell: none of the cases was run
    partly: tuple[Partly, ...] = ()  # they ran some of the cases, whatever came of those


def effect(met: Iterable[Met]) -> Effect:
    """What would have become of each run: a failure blocks, flaky and errored hold it open."""
    found = list(met)
    return Effect(
        len(found),
        blocked=_named(m for m in found if _fails(m) and m.answer != Answer.BLOCKED),
        held_up=_named(m for m in found if m.outcome in _OPEN and m.answer == Answer.PASS),
        anyway=_named(m for m in found if _stopped_already(m)),
        unasked=_named(m for m in found if m.outcome is Outcome.MISSING),
        partly=tuple(
            Partly(m.run, m.unasked, m.cases) for m in found if 0 < m.unasked < m.cases
        ),
    )


def met(run: str, answer: str, outcomes: Sequence[Outcome]) -> Met:
    """What a run made of several cases that stand in the set together."""
    unasked = sum(outcome is Outcome.MISSING for outcome in outcomes)
    return Met(run, answer, worst(outcomes), unasked, len(outcomes))


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """What decides when several cases stand in the set together, of those that were run."""
    order = (Outcome.FAILED, *_OPEN, Outcome.PASSED)
    found = set(outcomes)
    return next((outcome for outcome in order if outcome in found), Outcome.MISSING)


def _fails(met: Met) -> bool:
    return met.outcome is Outcome.FAILED


def _stopped_already(met: Met) -> bool:
    return (_fails(met) and met.answer == Answer.BLOCKED) or (
        met.outcome in _OPEN and met.answer != Answer.PASS
    )


def _named(found: Iterable[Met]) -> tuple[str, ...]:
    return tuple(met.run for met in found)
