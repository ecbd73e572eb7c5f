"""The p-chart of an error rate: how many sigmas a period lies above its reference.

Shewhart's chart of a proportion: the centre is the rate of the reference, sigma that of a
sample as large as the period. Only what lies above is an alarm: fewer errors wake nobody.
"""

from math import sqrt


def sigmas(
    wrong: int, judged: int, wrong_reference: int, judged_reference: int, floor: float
) -> float | None:
    """(p - centre) / sigma; None where either side is under `floor`, or nothing ever varied."""
    if min(judged, judged_reference) < max(1, floor):
        return None
    centre = wrong_reference / judged_reference
    sigma = sqrt(centre * (1 - centre) / judged)
    return (wrong / judged - centre) / sigma if sigma > 0 else None
