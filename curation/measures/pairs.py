"""The same cases under two versions: what only one of them got right."""

from dataclasses import dataclass

TEST = "mcnemar exact, two-sided"


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


def mcnemar(only_baseline: int, only_candidate: int) -> float:
    """The two-sided exact p: how likely so uneven a split is when neither is better."""
    n = only_baseline + only_candidate
    if n == 0:
        return 1.0
    from scipy import stats  # half a second to load

    return min(1.0, 2 * float(stats.binom.cdf(min(only_baseline, only_candidate), n, 0.5)))


def regression(only_baseline: int, only_candidate: int) -> float:
    """The one-sided exact p that the candidate lost no more than it gained."""
    if only_baseline == 0:
        return 1.0
    from scipy import stats

    return float(stats.binom.sf(only_baseline - 1, only_baseline + only_candidate, 0.5))
