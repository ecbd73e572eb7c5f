"""What production is compared with: the baseline, the window that is named, the first weeks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from curation import profile as profiles
from curation.deviation import calibrated
from curation.distances import Counted
from curation.drift import Kind, NotWatched, Role
from curation.errors import NothingToJudge
from curation.profile import ColumnProfile, Profile, StoredErrors
from curation.standing import Standing
from store.answers.drift_memory import DriftMemory, memory_of
from store.answers.drift_windows import Stretch, first_weeks, moment, named
from store.desk import Desk
from store.facts.days import Span
from store.facts.drift_counts import EVENTS, JUDGED, TEXTS, WEEK, WRONG, Counts, week_of
from store.facts.drifting import Drifting, Where
from store.facts.profiling import known, with_counts
from store.facts.watched import Plan

BASELINE = "baseline:production"


@dataclass(frozen=True, eq=False)
class Basis:
    """The window that is compared with, its bins, and why it is this one."""

    stretch: Stretch
    profile: Profile
    plan: Plan
    baseline: str | None
    stored: bool
    reason: str

    @property
    def weeks(self) -> list[Span]:
        """The whole weeks in it."""
        days = self.stretch.days
        if days is None:
            return []
        first = week_of(days[0] + WEEK - 1)
        return [(day, day + WEEK) for day in range(first, days[1] - WEEK + 1, WEEK)]


def basis(desk: Desk, reference: str | None, weeks: Sequence[date]) -> Basis:
    """What the question names, else the baseline in force, else the first weeks."""
    with desk.ledger.reading() as asked:
        standing = asked.standing_of(BASELINE)
    if reference is not None:
        return _of(desk, named(reference), f"Compared with {reference}, as asked.")
    if standing is not None:
        return _of_baseline(standing)
    return _of(desk, *first_weeks(weeks))


def profile_of(desk: Desk, since: str, until: str) -> Profile:
    """What a baseline stores of a window: bins, counts, and how much its own weeks differ."""
    memory = memory_of(desk)
    found = _of(desk, Stretch(moment(since), moment(until)), "")
    counts = events_of(memory, found, {})
    judged, wrong = (tuple(counts.counts[name][0].tolist()) for name in (JUDGED, WRONG))
    errors = StoredErrors(found.plan.by, int(counts.events[0]), judged, wrong)
    return replace(found.profile, columns=tuple(columns_of(memory, found, {})), errors=errors)


def columns_of(memory: DriftMemory, found: Basis, where: Where) -> list[ColumnProfile]:
    """The columns of the reference, of the events that `where` keeps.

    A baseline's are as they were stored; the others' are calibrated by the weeks of the window.
    """
    columns = list(found.profile.columns)
    if found.stored and not where:
        return columns
    if where:
        counts = events_of(memory, found, where)
        columns = [with_counts(column, counts) for column in columns]
    if not found.weeks:
        return columns
    weeks = memory.counts(found.plan, where, found.weeks)
    named = [Stretch.of(span).said[0] for span in found.weeks]
    return [calibrated(column, counted_of(column, weeks), named) for column in columns]


def not_watched(desk: Desk, found: Basis) -> tuple[NotWatched, ...]:
    """The columns of which no drift is told, and why: by name."""
    told = found.profile.not_watched
    known = {*(c.column for c in found.profile.columns), *(one.column for one in told)}
    window = (found.stretch.since.isoformat(), found.stretch.until.isoformat())
    later = Drifting(desk.facts()).came_later(known, window)
    return tuple(sorted((*told, *later), key=lambda one: one.column))


def events_of(memory: DriftMemory, found: Basis, where: Where) -> Counts:
    """The events of the reference that `where` keeps, as one period; a baseline's as stored."""
    errors = found.profile.errors
    if found.stored and not where and errors is not None and errors.by == found.plan.by:
        return _stored(found.profile.columns, errors)
    return stretch_of(memory, found.plan, where, found.stretch)


def _stored(columns: Sequence[ColumnProfile], errors: StoredErrors) -> Counts:
    """What a baseline keeps of its window, counted as events are."""
    counts = {EVENTS: (errors.n,), JUDGED: errors.judged, WRONG: errors.wrong, TEXTS: (0,)}
    sums: dict[str, tuple[float, ...]] = {}
    for column in columns:
        counts[column.column] = column.counts
        if column.kind is Kind.NUMBER:
            counts[column.column] += (column.missing,)
            sums[column.column] = (*column.sums, 0.0)
        if column.kind is Kind.WORDS:
            counts[TEXTS] = (column.n,)
    return Counts(
        np.zeros(1, dtype=np.int64),
        {name: np.array([found], dtype=np.int64) for name, found in counts.items()},
        {name: np.array([found], dtype=np.float64) for name, found in sums.items()},
    )


def stretch_of(memory: DriftMemory, plan: Plan, where: Where, stretch: Stretch) -> Counts:
    """The events of any stretch of time that `where` keeps, as one period."""
    days = stretch.days
    if days is not None:
        return memory.counts(plan, where, [days])
    return memory.within(plan, where, stretch.since.isoformat(), stretch.until.isoformat())


def counted_of(column: ColumnProfile, counts: Counts) -> Counted:
    """One column in all periods, as distances are told of it."""
    found = counts.counts[column.column]
    if column.role is Role.LABEL:  # a truth that is not known yet is no truth that is missing
        found = known(found)
    rows, missing = found.sum(axis=1), found[:, -1]
    if column.kind is Kind.NUMBER:
        sums = counts.sums[column.column]
        return Counted(rows, missing, found[:, :-1], sums[:, :-1])
    if column.kind is Kind.WORDS:
        return Counted(counts.counts[TEXTS][:, 0], missing, found)
    return Counted(rows, missing, found)


def _of(desk: Desk, stretch: Stretch, reason: str) -> Basis:
    since, until = (said.isoformat() for said in (stretch.since, stretch.until))
    found = memory_of(desk).profile(since, until)
    if not found.columns:
        raise _nothing_in(desk, stretch)
    profile = replace(found, since=stretch.said[0], until=stretch.said[1])
    return Basis(stretch, profile, Plan.of(profile), None, stored=False, reason=reason)


def _nothing_in(desk: Desk, stretch: Stretch) -> NothingToJudge:
    since, until = stretch.said
    (row,) = desk.facts().ask("window_events", since=date.min, until=date.min)
    return NothingToJudge(
        f"No event that could be compared lies in {since}..{until}: the events of this desk "
        f"are from {row['first']} to {row['last']}. Name a reference among them: "
        "--reference FROM..TO."
    )


def _of_baseline(standing: Standing) -> Basis:
    profile = profiles.from_body(standing.body["profile"])
    stretch = Stretch(moment(standing.body["since"]), moment(standing.body["until"]))
    said = f"The baseline that {standing.actor} set on {standing.at:%Y-%m-%d}"
    why = f": {standing.reason}" if standing.reason else "."
    return Basis(
        stretch, profile, Plan.of(profile), str(standing.seq), stored=True, reason=said + why
    )
