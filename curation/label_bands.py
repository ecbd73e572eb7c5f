"""What an alpha is worth: bands that are decided on its interval, never on its point."""

from enum import StrEnum

from curation.measures.agreement import Alpha
from curation.measures.measure import TOO_FEW
from curation.thresholds import MIN_ALPHA, MIN_SUPPORT, RELIABLE_ALPHA, Policy


class Band(StrEnum):
    """How far labels can be built on (Krippendorff 2004: .8, and .667 for tentative words)."""

    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    NOT_PROVEN = "not proven"  # the interval lies on both sides of the limit
    UNRELIABLE = "unreliable"
    TOO_FEW = TOO_FEW
    UNDEFINED = "undefined"


def band(alpha: Alpha, policy: Policy) -> Band:
    """Where the whole interval of `alpha` lies."""
    least, reliable = policy.value(MIN_ALPHA), policy.value(RELIABLE_ALPHA)
    if alpha.n_units < policy.value(MIN_SUPPORT):
        return Band.TOO_FEW
    if alpha.value is None or alpha.low is None or alpha.high is None:
        return Band.UNDEFINED
    if alpha.low >= reliable:
        return Band.RELIABLE
    if alpha.low >= least:
        return Band.TENTATIVE
    return Band.UNRELIABLE if alpha.high < least else Band.NOT_PROVEN
