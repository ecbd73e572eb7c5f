"""What several attempts at one case amount to, and how often a version contradicts itself.

The rule: a case passes only when every attempt passed. Attempts that disagree make it flaky,
which is neither a pass nor a proof of failure; trying again until it is green never helps.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """One case in one run."""

    PASSED = "passed"
    FAILED = "failed"
    FLAKY = "flaky"
    ERRORED = "errored"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Tally:
    """The attempts at one case in one run (or one version): passed, failed, errored."""

    passed: int = 0
    failed: int = 0
    errored: int = 0

    @property
    def scored(self) -> int:
        """Attempts that ended in a pass or a failure."""
        return self.passed + self.failed


def outcome(tally: Tally | None) -> Outcome:
    """What the attempts of one case amount to."""
    if tally is None or tally.scored + tally.errored == 0:
        return Outcome.MISSING
    if tally.passed and tally.failed:
        return Outcome.FLAKY
    if tally.failed:
        return Outcome.FAILED
    return Outcome.ERRORED if tally.errored else Outcome.PASSED


def tallies(attempts: Iterable[tuple[str, bool | None]]) -> dict[str, Tally]:
    """Tally per case from (case id, passed), where passed is None for an error."""
    counts: dict[str, list[int]] = {}
    for case_id, passed in attempts:
        slot = 2 if passed is None else 0 if passed else 1
        counts.setdefault(case_id, [0, 0, 0])[slot] += 1
    return {case_id: Tally(*found) for case_id, found in counts.items()}


@dataclass(frozen=True, slots=True)
class Stability:
    """How a case behaved when one version met it again and again."""

    scored: int
    flips: int

    @property
    def flip_rate(self) -> float | None:
        """Share of attempts that contradict their version's majority; None when unscored."""
        return self.flips / self.scored if self.scored else None


UNSCORED = Stability(0, 0)


def stability(by_version: Mapping[str, Sequence[Tally]]) -> Stability:
    """Scored attempts and flips; a change from one version to the next is not a flip."""
    scored = flips = 0
    for found in by_version.values():
        passed, failed = sum(t.passed for t in found), sum(t.failed for t in found)
        scored += passed + failed
        flips += min(passed, failed)
    return Stability(scored, flips)
