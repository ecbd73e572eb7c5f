"""What an alpha is worth: bands that are decided on its interval, never on its point."""

from enum import StrEnum

from curation.measures.agreement import Alpha
from curation.measures.measure import TOO_FEW
from curation.thresholds import MIN_ALPHA, MIN_SUPPORT, RELIABLE_ALPHA, Policy

LEAST_BY_CHANCE = 5  # as of any expected count that something is held against


class Band(StrEnum):
    """How far labels can be built on (Krippendorff 2004: .8, and .667 for tentative words)."""

    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    NOT_PROVEN = "not proven"  # the interval lies on both sides of the limit
    UNRELIABLE = "unreliable"
    TOO_FEW = TOO_FEW
    ONE_ANSWER = "one answer prevails"  # chance alone would agree nearly as often
    UNDEFINED = "undefined"


def band(alpha: Alpha, policy: Policy) -> Band:
    """Where the whole interval of `alpha` lies."""
    least, reliable = policy.value(MIN_ALPHA), policy.value(RELIABLE_ALPHA)
    if alpha.n_units < policy.value(MIN_SUPPORT):
        return Band.TOO_FEW
    if alpha.value is None or alpha.low is None or alpha.high is None:
        return Band.UNDEFINED
    if prevails(alpha):
        return Band.ONE_ANSWER
    if alpha.low >= reliable:
        return Band.RELIABLE
    if alpha.low >= least:
        return Band.TENTATIVE
    return Band.UNRELIABLE if alpha.high < least else Band.NOT_PROVEN


def prevails(alpha: Alpha) -> bool:
    """Whether one answer is so frequent that alpha says nothing about agreement.

    It divides the cases that differ by those that would by chance; of fewer than five the
    quotient is an accident (the prevalence paradox: Feinstein and Cicchetti 1990).
    """
    return alpha.value is not None and alpha.by_chance < LEAST_BY_CHANCE
