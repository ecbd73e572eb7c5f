"""Whether a case still tells models apart: one that always passes says little."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from curation.attempts import Outcome

SCORED = (Outcome.PASSED, Outcome.FAILED, Outcome.FLAKY)


class Telling(StrEnum):
    """What the last runs of a case say about its use."""

    SATURATED = "saturated"  # it passed all of the last runs that scored it
    TELLING = "telling"  # it did not pass one of them
    TOO_FEW = "too_few"  # it passed, but too rarely was it scored: too few to say


@dataclass(frozen=True, slots=True)
class Saturation:
    """`passed` runs in a row up to the newest, of `scored` runs; `needed` make it saturated."""

    telling: Telling
    passed: int
    scored: int
    needed: int


def saturation(newest_first: Sequence[Outcome], needed: float) -> Saturation:
    """Judge a case by its outcomes; a run that errored or left it out has not scored it.

    Flaky is no pass. `needed` is a governed number of runs, never under one.
    """
    runs = max(1, round(needed))
    scored = [outcome for outcome in newest_first if outcome in SCORED]
    passed = next(
        (n for n, outcome in enumerate(scored) if outcome is not Outcome.PASSED), len(scored)
    )
    if passed >= runs:
        telling = Telling.SATURATED
    else:
        telling = Telling.TOO_FEW if passed == len(scored) else Telling.TELLING
    return Saturation(telling, passed, len(scored), runs)


def said(found: Saturation) -> str:
    """The judgement as a phrase with its numbers."""
    last = "run" if found.passed == 1 else f"{found.passed} runs"
    if found.telling is Telling.SATURATED:
        return f"passed the last {last} that scored it"
    if not found.scored:
        return "too few to say: no run has scored it"
    if found.telling is Telling.TOO_FEW:
        scored = "1 run" if found.scored == 1 else f"{found.scored} runs"
        return f"too few to say: passed {scored}, {found.needed} are needed"
    if not found.passed:
        return "did not pass the last run that scored it"
    return f"passed the last {last}, and not the one before"


def advice(cases: int, *, blocking: bool) -> str:
    """What to do about so many saturated cases: in blocking they have a use of their own."""
    it, some = ("it", "it") if cases == 1 else ("them", "some")
    if blocking:
        return f"A relapse would still be stopped by {it}; look for harder ones as well. "
    says = "It says" if cases == 1 else "They say"
    return f"{says} little about a new model any more; consider retiring or replacing {some}. "
