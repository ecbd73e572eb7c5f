"""When a level moved, and which drift goes with lost quality."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from curation.changes_of_level import changes, goes_with, ranked
from curation.drift import ChangePoint, GoesWith, Period
from curation.reach import times_minor
from curation.thresholds import Policy

ERRORS = "error rate"


def moves(
    periods: Sequence[Period], policy: Policy
) -> tuple[tuple[ChangePoint, ...], tuple[GoesWith, ...]]:
    """Of every column, by the number that decides, and of the error rate, over all periods.

    Another number may decide in another period: each is told in times of its own minor limit.
    """
    if not periods:
        return (), ()
    since = [period.since for period in periods]
    errors = [period.concept.error_current for period in periods]
    judged = [period.concept.n_current for period in periods]
    known = [(e, n) for e, n in zip(errors, judged, strict=True) if e is not None and n]
    noise = fmean(e * (1 - e) / n for e, n in known) if known else None
    least = policy.value("drift.concept.minor")
    found, _ = changes(ERRORS, since, errors, sigma2=noise or None, rows=judged, least=least)
    together: list[GoesWith] = []
    for place, column in enumerate(periods[0].columns):
        cells = [period.columns[place] for period in periods]
        effects = [times_minor(cell) for cell in cells]
        rows = [cell.n_current for cell in cells]
        moved, _ = changes(column.column, since, effects, rows=rows, least=1.0)
        found += map(_in_limits, moved)
        together.append(goes_with(column.column, effects, errors))
    found.sort(key=lambda change: (change.since, change.what))
    return tuple(found), tuple(ranked(together))


def _in_limits(one: ChangePoint) -> ChangePoint:
    way = "rose" if one.after > one.before else "fell"
    levels = f"from {one.before:.3g} to {one.after:.3g} times its limit"
    return replace(one, reason=f"{one.what} {way} {levels} at {one.since}")
