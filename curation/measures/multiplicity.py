"""Many tests at once: Holm where a release is blocked, Benjamini-Hochberg where it ranks."""

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p: under alpha, at most alpha of all clean families raise a false alarm.

    Holm (1979), in our own lines: the gate must not wait a second for statsmodels to load.
    """
    adjusted, highest = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = highest
    return adjusted


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Adjusted p: of what is under q, at most the share q is expected to be false.

    Benjamini and Hochberg (1995), in our own lines as well: a home page must not wait either.
    """
    n = len(p_values)
    adjusted, least = [1.0] * n, 1.0
    order = sorted(range(n), key=p_values.__getitem__)
    for rank in range(n, 0, -1):
        place = order[rank - 1]
        least = min(least, p_values[place] * n / rank)
        adjusted[place] = least
    return adjusted
