"""Columns that tell the time: counters, clocks, names of weeks. They drift by nature."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from curation.measures.bins import Floats

NEAR_ONE = 0.95  # a step in the middle reaches .87, three steps .94
MIN_ROWS, MIN_A_WEEK, MIN_WEEKS = 30, 5, 3
MIN_STRETCHES = 5  # of a few values that follow each other none need be a name of a time
FIRST = 200
STRAYS = 0.05  # so many rows may be out of place
Codes = NDArray[np.uint64]  # the same for the same value


def counts_up(lows: Sequence[float], highs: Sequence[float]) -> bool:
    """Whether a number only ever rises from week to week: a counter, a serial id, a clock.

    From its least and greatest value in each of at least 3 weeks, in their order: a week that
    begins above the end of the week before, every time, is no distribution that could drift.
    """
    if len(lows) < MIN_WEEKS:
        return False
    return all(low > high for low, high in zip(lows[1:], highs[:-1], strict=True))


def follows_time(days: Floats, values: Floats) -> bool:
    """Whether a number goes with the day (counted from 1970) that it is of, up or down."""
    from scipy.stats import rankdata  # half a second to load: see curation.intervals

    known = np.isfinite(values)
    days, values = days[known], values[known]
    if len(values) < MIN_ROWS:
        return False
    varies = values.min() < values.max() and days.min() < days.max()
    if varies and abs(np.corrcoef(rankdata(days), rankdata(values))[0, 1]) >= NEAR_ONE:
        return True
    weeks = [found for found in _by(weeks_of(days), values) if len(found) >= MIN_A_WEEK]
    ends = [np.quantile(week, (STRAYS, 1 - STRAYS)).tolist() for week in weeks]
    return counts_up([low for low, _ in ends], [high for _, high in ends])


def names_a_time(days: Floats, codes: Codes) -> bool:
    """Whether each value of a category belongs to its own week, or to its own stretch."""
    different, places = np.unique(codes, return_inverse=True)
    if len(codes) < MIN_ROWS or len(different) > len(codes) / 3:
        return False
    return _weeks_apart(weeks_of(days), places) or _stretches_apart(days, places)


def weeks_of(days: Floats) -> NDArray[np.int64]:
    """The week of each day, counted from the one that 1970 began in."""
    return (np.floor(days).astype(np.int64) + 3) // 7


def _weeks_apart(weeks: NDArray[np.int64], places: NDArray[np.intp]) -> bool:
    """Whether (nearly) no week has (nearly) any value that another week has."""
    _, week = np.unique(weeks, return_inverse=True)
    table = np.zeros((week.max() + 1, places.max() + 1))
    np.add.at(table, (week, places), 1)
    table = table[table.sum(axis=1) >= MIN_A_WEEK]
    if len(table) < MIN_WEEKS:
        return False
    elsewhere = table.sum(axis=0) - table > STRAYS * table
    shared = (table * elsewhere).sum(axis=1) / table.sum(axis=1)
    return float((shared <= STRAYS).mean()) >= 0.9


def _stretches_apart(days: Floats, places: NDArray[np.intp]) -> bool:
    """Whether the values follow each other, each in one stretch of time."""
    found = [x for x in _by(places, days) if len(x) >= MIN_A_WEEK]
    if len(found) < MIN_STRETCHES:
        return False
    ends = sorted(np.quantile(x, (STRAYS, 1 - STRAYS)).tolist() for x in found)
    return all(later[0] >= one[1] for one, later in pairwise(ends))


def _by(groups: NDArray[np.int64] | NDArray[np.intp], values: Floats) -> list[Floats]:
    """The values of each group, in the order of the groups."""
    order = np.argsort(groups, kind="stable")
    _, starts = np.unique(groups[order], return_index=True)
    return np.split(values[order], starts[1:])


def is_of_the_calendar(
    codes: Codes, calendar: Codes, *, has_year: bool, share: float = 1 - STRAYS
) -> bool:
    """Whether the values are those that a calendar writes (both as codes, row by row).

    What does not name a year must change: a column that is always 1 is no January.
    """
    for rows in (slice(FIRST), slice(None)):  # most columns are none at first sight
        if not len(codes) or (codes[rows] == calendar[rows]).mean() < share:
            return False
    _, times = np.unique(calendar, return_counts=True)
    return has_year or (len(times) > 1 and len(codes) - times.max() >= MIN_A_WEEK)
