"""Whether a case answers alike when it is asked again, and what that does to a gate."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

import numpy as np

from curation.measures.intervals import jeffreys
from curation.measures.measure import Measure, undefined

FEWEST = 5  # attempts from which "stable" may be said


class Steadiness(StrEnum):
    """What repeated attempts show."""

    STABLE_PASS = "stable pass"
    STABLE_FAIL = "stable fail"
    FLAKY = "flaky"
    TOO_FEW = "too few to say"


def steadiness(passed: int, scored: int) -> Steadiness:
    """Flaky as soon as attempts disagree; stable only from five attempts on."""
    if 0 < passed < scored:
        return Steadiness.FLAKY
    if scored < FEWEST:
        return Steadiness.TOO_FEW
    return Steadiness.STABLE_PASS if passed else Steadiness.STABLE_FAIL


def pass_share(passed: int, scored: int) -> Measure:
    """How often a case passes, with Jeffreys' limits."""
    if scored == 0:
        return undefined(0, "jeffreys", "never scored")
    return Measure(passed / scored, *jeffreys(passed, scored), scored, "jeffreys")


def red_by_noise(cases: Iterable[tuple[int, int]], attempts: int) -> float | None:
    """The chance that the next run goes red though nothing changed; None: too few to say.

    `cases` are (passed, scored) of every case that can turn it red by itself. Each must pass
    `attempts` times; one that never passed is red for a reason and does not count. While one
    of them has fewer than FEWEST attempts, nobody can say what noise does.
    """
    known = list(cases)
    if not enough(known, attempts):
        return None
    return 1 - math.prod((passed / scored) ** attempts for passed, scored in known if passed)


def enough(cases: Iterable[tuple[int, int]], attempts: int) -> bool:
    """Whether it can be told what noise does to a run with `attempts` at each of `cases`."""
    return attempts > 0 and all(scored >= FEWEST for _, scored in cases)


def attempts_a_case(scored: Iterable[int]) -> int:
    """How many attempts a run scored at a case, as a rule (the median); 0 when none.

    An attempt that errored has no outcome that could contradict another one.
    """
    made = [n for n in scored if n]
    return round(median(made)) if made else 0


def red_at_most(cases: Iterable[tuple[int, int]], attempts: int) -> float | None:
    """The largest chance of a red by noise that the attempts do not rule out (95 %).

    That no attempt failed proves little: the exact upper limit of a share of 0 of n is
    1 - .05^(1/n) (Clopper and Pearson), taken over all clean cases together, as if each of
    them flipped alike. Cases that failed before count with the share that was measured.
    """
    every = list(cases)
    if not enough(every, attempts):
        return None
    known = [(passed, scored) for passed, scored in every if passed]
    clean = [scored for passed, scored in known if passed == scored]
    green = math.prod((passed / scored) ** attempts for passed, scored in known)
    return 1 - green * (0.05 ** (attempts * len(clean) / sum(clean)) if clean else 1.0)


def clean_runs_needed(rate: float, confidence: float = 0.95) -> int:
    """How many passes in a row it takes to say that less than `rate` fail."""
    return math.ceil(math.log(1 - confidence) / math.log(1 - rate))


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Whether cases differ in how often they pass, beside how much each varies by itself."""

    chi2: float
    p_value: float
    between: float
    within: float


def dispersion(passed: Sequence[int], attempts: int) -> Dispersion | None:
    """The test that all cases pass alike, from `attempts` at each; None without variation."""
    share = np.asarray(passed, dtype=float) / attempts
    mean = float(share.mean()) if len(share) else 0.0
    if len(share) < 2 or attempts < 2 or mean in (0, 1):
        return None
    from scipy import stats  # half a second to load

    chi2 = float(np.sum((share - mean) ** 2)) * attempts / (mean * (1 - mean))
    within = attempts / (attempts - 1) * float(np.mean(share * (1 - share)))
    p_value = float(stats.chi2.sf(chi2, len(share) - 1))
    return Dispersion(chi2, p_value, float(share.var(ddof=1)), within)
