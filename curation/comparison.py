"""Whether a candidate is worse than its baseline, on the cases that both have scored."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curation.attempts import Outcome

ONE_SIDED_95 = 1.6448536269514722  # the normal quantile of 0.95


class NonInferiority(StrEnum):
    """The three outcomes of a paired non-inferiority comparison."""

    NOT_WORSE = "not_worse"
    WORSE = "worse"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Difference:
    """Candidate minus baseline on the same cases, with one-sided 95 % limits.

    `n` cases were scored by both; `unscored` names those that only the baseline scored.
    """

    n: int
    value: float | None
    low: float | None
    high: float | None
    outcome: NonInferiority
    broke: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()
    method: str = "tango"


def compare(
    candidate: Mapping[str, Outcome], baseline: Mapping[str, Outcome], margin: float
) -> Difference:
    """Candidate against baseline, paired, on the cases that both have scored.

    Where the candidate has no score, the outcome stands only if it would stand with a failure
    there too: what is missing never makes a release look better.
    """
    asked = sorted(c for c in candidate if baseline.get(c) in _SCORED)
    common = [c for c in asked if candidate[c] in _SCORED]
    unscored = tuple(c for c in asked if candidate[c] not in _SCORED)
    if not common:
        undecided = NonInferiority.UNDECIDED
        return Difference(0, None, None, None, undecided, unscored=unscored)
    deltas = {c: _delta(candidate[c], baseline[c]) for c in common}
    at_worst = [_delta(Outcome.FAILED, baseline[c]) for c in unscored]
    mean, low, high = paired(list(deltas.values()))
    outcome = non_inferiority(low, high, margin)
    if outcome is not _outcome([*deltas.values(), *at_worst], margin):
        outcome = NonInferiority.UNDECIDED
    broke = tuple(c for c in common if deltas[c] < 0)
    fixed = tuple(c for c in common if deltas[c] > 0)
    return Difference(len(common), mean, low, high, outcome, broke, fixed, unscored)


_SCORED = (Outcome.PASSED, Outcome.FAILED, Outcome.FLAKY)


def _outcome(deltas: Sequence[int], margin: float) -> NonInferiority:
    _, low, high = paired(deltas)
    return non_inferiority(low, high, margin)


def _delta(candidate: Outcome, baseline: Outcome) -> int:
    return int(candidate is Outcome.PASSED) - int(baseline is Outcome.PASSED)


def paired(deltas: Sequence[int], z: float = ONE_SIDED_95) -> tuple[float, float, float]:
    """Mean and one-sided 95 % limits of `deltas`, each -1, 0 or 1; other limits by another z.

    Tango's score limits (Statistics in Medicine 17, 1998). Unlike mean ± 1.645 SE they have
    a width where no case differs, and one more lost case always lowers them.
    """
    n, wins, losses = len(deltas), deltas.count(1), deltas.count(-1)
    mean = (wins - losses) / n
    low = _solve(wins, losses, n, z, (-1.0, mean))
    high = _solve(wins, losses, n, -z, (mean, 1.0))
    return mean, low, high


def non_inferiority(low: float, high: float, margin: float) -> NonInferiority:
    """Not worse when `low` is above -`margin`; else worse when `high` is under 0."""
    if low > -margin:
        return NonInferiority.NOT_WORSE
    return NonInferiority.WORSE if high < 0 else NonInferiority.UNDECIDED


def _solve(wins: int, losses: int, n: int, z: float, between: tuple[float, float]) -> float:
    # The score falls as the difference rises, so halving finds where it is z.
    low, high = between
    for _ in range(60):
        middle = (low + high) / 2
        if _score(wins, losses, n, middle) > z:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _score(wins: int, losses: int, n: int, difference: float) -> float:
    a = 2 * n
    b = (2 * n - wins + losses) * difference - wins - losses
    c = -losses * difference * (1 - difference)
    lost = (math.sqrt(max(b * b - 4 * a * c, 0.0)) - b) / (2 * a)
    variance = n * (2 * lost + difference * (1 - difference))
    surplus = wins - losses - n * difference
    return surplus / math.sqrt(variance) if variance > 0 else math.copysign(math.inf, surplus)
