"""How far what decides about a column lies, in its own limits: then all are comparable."""

from curation.drift import ColumnDrift, Severity


def reach(one: ColumnDrift) -> float | None:
    """From 0 on, 1 where it is minor, 2 moderate, 3 severe; None where nothing can be told.

    Beyond the last limit 3 times as often as it reaches that.
    """
    if one.value is None or one.severity is Severity.UNKNOWN:
        return None
    below = 0.0
    for tier, limit in enumerate((one.limits.minor, one.limits.moderate, one.limits.severe)):
        if one.value < limit:
            return tier + (one.value - below) / (limit - below)
        below = limit
    return 3 * one.value / below if below else 3.0


def times_minor(one: ColumnDrift) -> float | None:
    """How many times its minor limit it is; None where nothing can be told."""
    if one.value is None or one.severity is Severity.UNKNOWN or not one.limits.minor:
        return None
    return one.value / one.limits.minor


def by_chance(one: ColumnDrift) -> bool:
    """Whether it passes a limit, and that is no more than chance gives."""
    return one.severity is Severity.NONE and (reach(one) or 0.0) >= 1
