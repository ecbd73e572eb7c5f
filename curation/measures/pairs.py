"""The same cases under two versions: what only one of them got right."""

from collections.abc import Mapping
from dataclasses import dataclass

from curation.attempts import Outcome
from curation.comparison import paired
from curation.measures.measure import Measure, undefined

TEST = "mcnemar exact, two-sided"
TWO_SIDED_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Pairs:
    """How many cases both, only one, or neither got right."""

    both: int
    only_baseline: int
    only_candidate: int
    neither: int

    @property
    def n(self) -> int:
        """How many cases were scored under both."""
        return self.both + self.only_baseline + self.only_candidate + self.neither


SCORED = (Outcome.PASSED, Outcome.FAILED, Outcome.FLAKY)


def pairs_of(candidate: Mapping[str, Outcome], baseline: Mapping[str, Outcome]) -> Pairs:
    """The cases of both that have a score in both."""
    counts = {(then, now): 0 for then in (True, False) for now in (True, False)}
    for case_id, now in candidate.items():
        then = baseline.get(case_id)
        if now in SCORED and then in SCORED:
            counts[then is Outcome.PASSED, now is Outcome.PASSED] += 1
    return Pairs(
        counts[True, True], counts[True, False], counts[False, True], counts[False, False]
    )


def mcnemar(only_baseline: int, only_candidate: int) -> float:
    """The two-sided exact p: how likely so uneven a split is when neither is better."""
    n = only_baseline + only_candidate
    if n == 0:
        return 1.0
    from scipy import special  # only where it is needed: see curation.intervals

    return min(1.0, 2 * float(special.bdtr(min(only_baseline, only_candidate), n, 0.5)))


def paired_difference(more: int, less: int, n: int) -> Measure:
    """The difference of two shares of the same n: `more` of them only now, `less` only before.

    Tango's score limits (Statistics in Medicine 17, 1998), two-sided 95 %.
    """
    if not n:
        return undefined(0, "tango, paired", "no case in common")
    deltas = [1] * more + [-1] * less + [0] * (n - more - less)
    return Measure(*paired(deltas, TWO_SIDED_95), n, "tango, paired")


def regression(only_baseline: int, only_candidate: int) -> float:
    """The one-sided exact p that the candidate lost no more than it gained."""
    if only_baseline == 0:
        return 1.0
    from scipy import stats

    return float(stats.binom.sf(only_baseline - 1, only_baseline + only_candidate, 0.5))
