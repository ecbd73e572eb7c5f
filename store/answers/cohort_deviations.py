"""What of a week lies apart from the baseline in one cohort, and not in all of production."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from curation.alarms import Checked
from curation.cohort_deviations import Cohorts, apart, proven
from curation.deviation import calibrated, judged, judged_columns
from curation.deviations import Deviation
from curation.distances import Counted
from curation.drift import ColumnDrift, Concept, Period
from curation.profile import ColumnProfile
from curation.thresholds import Policy
from store.answers.drift_concept import concept_of
from store.answers.drift_memory import memory_of
from store.answers.drift_reference import Basis, basis, counted_of
from store.answers.drift_windows import moment
from store.desk import Desk
from store.facts.counting import Cohort
from store.facts.days import Span, day_of
from store.facts.drift_counts import Counts
from store.facts.drifting import Drifting
from store.facts.profiling import with_counts


@dataclass(frozen=True, slots=True)
class Week:
    """One week to be judged: `held` are the deviations of all of production in it."""

    since: str
    release: str | None
    held: tuple[Deviation, ...]


@dataclass(frozen=True, slots=True)
class OfCohorts:
    """What deviates in cohorts in one week, and what was judged there."""

    deviations: tuple[Deviation, ...]
    checked: tuple[Checked, ...]


def cohort_deviations(
    desk: Desk, whole: Sequence[Period], weeks: Sequence[Week], policy: Policy
) -> list[OfCohorts]:
    """Each of `weeks`; `whole` are all weeks since the baseline, in order.

    Only a baseline that is a whole number of days can be told from what is kept by week.
    """
    found = _Found(desk, whole, policy)
    places = {one.since: i for i, one in enumerate(whole)}
    return [found.judged(one, places[one.since]) for one in weeks]


class _Found:
    """Every cohort in every week since the baseline, judged once."""

    def __init__(self, desk: Desk, whole: Sequence[Period], policy: Policy) -> None:
        self._whole, self._policy = whole, policy
        self._basis: Basis = basis(desk, None, [])
        spans = [_span(one) for one in whole]
        memory = memory_of(desk)
        plan = self._basis.plan
        key: Hashable = ("cohorts", plan.digest())
        told: Mapping[Cohort, Counts] = memory.answer(
            key, lambda: Drifting(desk.facts()).cohorts(plan)
        )
        weeks = self._basis.weeks
        counts: Mapping[Cohort, Counts] = told if weeks else {}
        self._now = {cohort: one.merged(spans) for cohort, one in counts.items()}
        self._before = {cohort: one.merged(weeks) for cohort, one in counts.items()}

    def judged(self, week: Week, place: int) -> OfCohorts:
        """What deviates in the week at `place`, unless all of production does as gravely."""
        cohorts = [c for c, one in self._now.items() if one.events[place]]
        many = len(cohorts)
        told: list[Cohorts] = []
        for cohort, columns in self._first(cohorts, place).items():
            concepts = self._concepts(cohort, place)
            suspects = [c.column for c in columns if proven(c, many)]
            histories = {name: self._history(cohort, name, place) for name in suspects}
            known = [histories[c.column][-1] if c.column in histories else c for c in columns]
            told.append(Cohorts(dict([cohort]), known, histories, concepts, many))
        periods = self._whole[: place + 1]
        deviating, checked = apart(told, periods, week.held, week.release, self._policy)
        return OfCohorts(deviating, checked)

    def _first(
        self, cohorts: Iterable[Cohort], place: int
    ) -> Mapping[Cohort, list[ColumnDrift]]:
        """Every column of every cohort in one week, all at once, by the limits of all."""
        named: list[tuple[Cohort, str]] = []
        columns: list[ColumnProfile] = []
        windows: list[Counted] = []
        for cohort in cohorts:
            before, now = self._before[cohort], self._at(cohort, place, place + 1)
            for one in self._basis.profile.columns:
                if one.column != cohort[0]:
                    column = with_counts(one, before)
                    columns.append(replace(column, column=str(len(named))))
                    windows.append(counted_of(one, now))
                    named.append((cohort, one.column))
        found: dict[Cohort, list[ColumnDrift]] = {}
        drifts = judged_columns(columns, windows, self._policy) if columns else []
        for (cohort, name), (drift,) in zip(named, drifts, strict=True):
            found.setdefault(cohort, []).append(replace(drift, column=name))
        return found

    def _history(self, cohort: Cohort, name: str, place: int) -> list[ColumnDrift]:
        """One column up to a week, by the limits that the cohort's own weeks call for."""
        before = self._before[cohort]
        (named,) = (one for one in self._basis.profile.columns if one.column == name)
        column = with_counts(named, before)
        column = calibrated(column, counted_of(column, before))
        windows = counted_of(column, self._at(cohort, 0, place + 1))
        return judged(column, windows, self._policy)

    def _concepts(self, cohort: Cohort, place: int) -> list[Concept]:
        now = self._at(cohort, 0, place + 1)
        return concept_of(self._basis, _one(self._before[cohort]), now, self._policy)

    def _at(self, cohort: Cohort, first: int, last: int) -> Counts:
        found = self._now[cohort]
        return Counts(
            found.starts[first:last],
            {c: rows[first:last] for c, rows in found.counts.items()},
            {c: rows[first:last] for c, rows in found.sums.items()},
        )


def _one(counts: Counts) -> Counts:
    """All periods as one."""
    return Counts(
        counts.starts[:1],
        {c: rows.sum(axis=0, keepdims=True) for c, rows in counts.counts.items()},
        {c: rows.sum(axis=0, keepdims=True) for c, rows in counts.sums.items()},
    )


def _span(one: Period) -> Span:
    return day_of(moment(one.since).date()), day_of(moment(one.until).date())
