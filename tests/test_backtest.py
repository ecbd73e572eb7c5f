"""Alarm rules over history: worked by hand, and what holds whatever the history."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.backtest import Reading, Series, Trial, backtest, best, beyond, sweep
from curation.cases import Severity
from curation.error_chart import sigmas
from curation.incidents import Incident
from curation.saved_cohorts import Where

MONDAY = date(2026, 6, 1)


def weeks(values: list[float | None], *, cohort: Where | None = None, n: int = 500) -> Series:
    found: list[Reading] = []
    for i, value in enumerate(values):
        since = MONDAY + timedelta(weeks=i)
        until = since + timedelta(weeks=1)
        found.append(Reading(since.isoformat(), until.isoformat(), value, n))
    return Series(cohort or {}, tuple(found))


def an_incident(start: str, end: str | None, name: str = "INC-1", **cohort: str) -> Incident:
    def moment(said: str) -> str:
        return datetime.fromisoformat(said).replace(tzinfo=UTC).isoformat()

    ended = moment(end) if end else None
    return Incident(name, name, moment(start), ended, cohort, Severity.HIGH, "ana", "ana")


def tried(series: Series, *incidents: Incident, limit: float = 3, lag: float = 0) -> Trial:
    return backtest([series], incidents, limit, lag=lag, floor=20)


def test_a_rule_that_fires_in_an_incident_has_hit_it_and_is_late_by_its_period() -> None:
    # Tuesday of the second week; the rule fires in it and tells when the week is over.
    found = tried(weeks([0.1, 4, 5, 0]), an_incident("2026-06-09T12:00", "2026-06-17"))
    (hit,) = found.hits
    assert (hit.since, hit.until, hit.lag_days) == ("2026-06-08", "2026-06-15", 5.5)
    assert [one.incidents for one in found.firings] == [("INC-1",), ("INC-1",)]
    assert (found.misses, found.false_alarms, found.median_lag_days) == ((), 0, 5.5)
    assert (found.precision.value, found.recall.value) == (1, 1)
    assert found.recall.note == "too few to say: 1, 20 needed"


def test_what_fires_without_an_incident_is_a_false_alarm_and_a_silent_one_a_miss() -> None:
    found = tried(weeks([4, 0, 1.5, 0, 0]), an_incident("2026-06-16", "2026-06-18"))
    assert (found.hits, found.false_alarms) == ((), 1)
    (miss,) = found.misses
    assert miss.reason == "at most 1.5 in its 1 periods, the limit is 3"
    assert (found.precision.value, found.recall.value) == (0, 0)
    assert found.recall.high == pytest.approx(0.975)  # Clopper-Pearson of 0 of 1
    assert found.median_lag_days is None


@pytest.mark.parametrize(("lag", "hits"), [(0, 0), (7, 1)])
def test_a_firing_after_its_end_meets_an_incident_within_the_stated_lag(
    lag: float, hits: int
) -> None:
    found = tried(weeks([0, 0, 4]), an_incident("2026-06-09", "2026-06-12"), lag=lag)
    assert (len(found.hits), found.false_alarms) == (hits, 1 - hits)


def test_an_incident_that_goes_on_is_hit_by_whatever_fires_later() -> None:
    found = tried(weeks([0, 0, 0, 0, 4]), an_incident("2026-06-03", None))
    assert [hit.lag_days for hit in found.hits] == [33]


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("2026-05-01", "2026-06-01", "it was over before 2026-06-01"),
        ("2026-06-15", None, "it began after 2026-06-15"),
        ("2026-05-01", "2026-06-01T00:01", None),
    ],
)
def test_an_incident_outside_the_weeks_is_neither_hit_nor_missed(
    start: str, end: str | None, why: str | None
) -> None:
    series, incident = weeks([4, 0]), an_incident(start, end)
    found = tried(series, incident)
    said = beyond([series], incident)
    assert (said or "").startswith(why or "")
    assert len(found.hits) + len(found.misses) == (0 if why else 1)
    assert found.recall.n == (0 if why else 1)


def test_too_few_events_and_chance_are_told_apart_from_silence() -> None:
    incident = an_incident("2026-06-02", "2026-06-12")
    unknown = tried(weeks([None, None, 0]), incident)
    assert unknown.misses[0].reason == "too few to say in all 2 periods of it"
    vetoed = Series({}, (Reading("2026-06-01", "2026-06-08", 9, 5000, vetoed=True),))
    found = tried(vetoed, incident)
    assert found.misses[0].reason == (
        "1 of 1 periods passed the limit, no more than chance gives"
    )


def test_a_cohort_speaks_of_its_own_incidents_alone() -> None:
    refunds, eu = (
        an_incident("2026-06-09", None, route="refunds"),
        an_incident("2026-06-09", None, "INC-2", region="eu"),
    )
    narrower = an_incident("2026-06-09", None, "INC-3", route="refunds", region="eu")
    series = weeks([0, 4], cohort={"route": "refunds"})
    found = tried(series, refunds, eu, narrower)
    assert [one.incidents for one in found.firings] == [("INC-1", "INC-3")]
    assert beyond([series], eu) == "its cohort is not watched"


def test_the_limit_with_the_fewest_misses_and_then_false_alarms_is_the_best() -> None:
    series, incident = weeks([2.5, 3.4, 0, 2.5]), an_incident("2026-06-09", "2026-06-12")
    found = sweep([series], [incident], [4, 2, 3, 3], lag=0, floor=20)
    assert [one.limit for one in found] == [2, 3, 4]
    assert [(len(one.hits), one.false_alarms) for one in found] == [(1, 2), (1, 0), (0, 0)]
    chosen = best(found)
    assert chosen is not None
    assert chosen.limit == 3
    assert best(sweep([series], [], [2, 3], lag=0, floor=20)) is None


# Montgomery, Introduction to Statistical Quality Control: centre 0.2313 of 30 samples of 50;
# its sample 15 with 24 of 50 is (0.48 - 0.2313) / sqrt(0.2313 * 0.7687 / 50) over it.
@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((24, 50, 347, 1500), 4.170),
        ((12, 50, 347, 1500), 0.145),
        ((5, 19, 347, 1500), None),
        ((5, 50, 0, 1500), 38.749),
        ((50, 50, 1500, 1500), 0),
    ],
)
def test_the_chart_counts_sigmas_above_the_rate_of_the_reference(
    counts: tuple[int, int, int, int], expected: float | None
) -> None:
    found = sigmas(*counts, floor=20)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-3))


DAYS = st.integers(-20, 80)
COHORTS = st.sampled_from([{}, {"region": "eu"}, {"region": "us"}, {"route": "refunds"}])


@st.composite
def happened(draw: st.DrawFn, number: int) -> Incident:
    start = datetime.combine(MONDAY, datetime.min.time(), UTC) + timedelta(days=draw(DAYS))
    lasted = draw(st.none() | st.integers(1, 40))
    end = (start + timedelta(days=lasted)).isoformat() if lasted else None
    cohort = draw(COHORTS)
    name = f"INC-{number}"
    return Incident(name, name, start.isoformat(), end, cohort, Severity.LOW, "ana", "ana")


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Series], list[Incident]]:
    values = st.lists(st.none() | st.floats(-2, 8), min_size=1, max_size=9)
    series = [weeks(draw(values), cohort=draw(COHORTS)) for _ in range(draw(st.integers(1, 3)))]
    return series, [draw(happened(n)) for n in range(draw(st.integers(0, 5)))]


@given(histories(), st.floats(-1, 7), st.sampled_from([0, 3, 7]))
def test_incidents_are_hit_missed_or_beyond_and_firings_met_one_or_were_false(
    history: tuple[list[Series], list[Incident]], limit: float, lag: float
) -> None:
    series, incidents = history
    found = backtest(series, incidents, limit, lag=lag, floor=20)
    hit, missed = {h.incident for h in found.hits}, {m.incident for m in found.misses}
    judged = {one.id for one in incidents if beyond(series, one) is None}
    assert (hit | missed, hit & missed) == (judged, set())
    assert found.false_alarms == sum(not one.incidents for one in found.firings)
    assert {name for one in found.firings for name in one.incidents} == hit
    assert all(one.lag_days > 0 for one in found.hits)


@given(histories(), st.sampled_from([0, 7]))
def test_a_higher_limit_fires_no_oftener_and_hits_no_more(
    history: tuple[list[Series], list[Incident]], lag: float
) -> None:
    found = sweep(*history, range(0, 7), lag=lag, floor=20)
    for lower, higher in pairwise(found):
        assert len(higher.firings) <= len(lower.firings)
        assert {h.incident for h in higher.hits} <= {h.incident for h in lower.hits}
