"""What the gate would have said of past runs, had some cases not been in the blocking set."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from curation.effect import LOOKED_BACK
from curation.errors import CurationError
from curation.gate import Answer
from store.answers.gate import gate_without
from store.desk import Desk

_HELD_UP = ("failed", "missing", "errored", "flaky", "undecided")


@dataclass(frozen=True, slots=True)
class HeldUp:
    """A run that did not pass, `cases` of which are in question; `green`: it would have."""

    run: str
    model_version: str | None
    verdict: str
    cases: tuple[str, ...]
    green: bool
    reason: str  # what the gate answers without them

    @property
    def told(self) -> str:
        """What would have become of the run, as a phrase."""
        one = len(self.cases) == 1
        these = "this case" if one else f"these {len(self.cases)} cases"
        if self.green:
            return f"{self.run} was {self.verdict}; without {these} it would have passed"
        return f"{self.run} was {self.verdict}, and without {these} still: {self.reason}"


def held_up(desk: Desk, cases: Collection[str]) -> tuple[int, tuple[HeldUp, ...]]:
    """How many judged runs were looked at, and those that `cases` helped to stop, newest first.

    The gate is asked anew, by the thresholds in force now, on the version that was judged.
    """
    with desk.ledger.reading() as asked:
        judged = [(run, verdict) for run, verdict, _ in asked.runs() if verdict][:LOOKED_BACK]
    stopped = tuple(
        _without(desk, run.model_version, verdict, among, cases)
        for run, verdict in judged
        if verdict["verdict"] != Answer.PASS and (among := _among(verdict, cases))
    )
    return len(judged), stopped


def _among(verdict: Mapping[str, Any], cases: Collection[str]) -> tuple[str, ...]:
    return tuple(c for name in _HELD_UP for c in verdict.get(name, ()) if c in cases)


def _without(
    desk: Desk,
    model_version: str | None,
    verdict: Mapping[str, Any],
    among: tuple[str, ...],
    cases: Collection[str],
) -> HeldUp:
    on = f"{verdict['set']}@{verdict['version']}"
    try:
        anew = gate_without(desk, verdict["run"], cases, on=on, baseline=verdict["baseline"])
        answer, reason = anew.verdict, anew.reason
    except CurationError as refusal:  # its results or its baseline were taken out since
        answer, reason = Answer.INCOMPLETE, str(refusal)
    green = answer == Answer.PASS
    return HeldUp(verdict["run"], model_version, verdict["verdict"], among, green, reason)
