"""When a level moved, and which drift goes with lost quality."""

from collections.abc import Sequence
from statistics import fmean

from curation.changes_of_level import changes, goes_with, ranked
from curation.drift import ChangePoint, ColumnDrift, GoesWith, Kind, Period
from curation.thresholds import Policy

ERRORS = "error rate"


def moves(
    periods: Sequence[Period], policy: Policy
) -> tuple[tuple[ChangePoint, ...], tuple[GoesWith, ...]]:
    """Of every column and of the error rate, over all periods."""
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
        effects = [effect_of(cell) for cell in cells]
        rows = [cell.n_current for cell in cells]
        found += changes(column.column, since, effects, rows=rows, least=column.limits.minor)[0]
        together.append(goes_with(column.column, effects, errors))
    found.sort(key=lambda change: (change.since, change.what))
    return tuple(found), tuple(ranked(together))


def effect_of(column: ColumnDrift) -> float | None:
    """The distance that decides about a column of its kind."""
    return column.wasserstein_over_std if column.kind is Kind.NUMBER else column.js
