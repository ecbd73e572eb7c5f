"""The p-chart of an error rate: how many sigmas a period lies above its reference.

Shewhart's chart of a proportion: the centre is the rate of the reference, sigma that of a
sample as large as the period. Only what lies above is an alarm: fewer errors wake nobody.
"""

from math import sqrt


def sigmas(
    wrong: int, judged: int, wrong_reference: int, judged_reference: int, floor: float
) -> float | None:
    """(p - centre) / sigma; None where either side is under `floor`.

    A reference without any error, or without anything right, varies as if half an event had
    been otherwise (Jeffreys' estimate): else one error would be infinitely many sigmas.
    """
    if min(judged, judged_reference) < max(1, floor):
        return None
    centre = wrong_reference / judged_reference
    varied = 0 < wrong_reference < judged_reference
    spread = centre if varied else (wrong_reference + 0.5) / (judged_reference + 1)
    return (wrong / judged - centre) / sqrt(spread * (1 - spread) / judged)
