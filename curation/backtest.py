"""Would an alarm rule have told of the incidents on record? Hits, misses, false alarms, lag."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from curation.incidents import Incident
from curation.measures.intervals import clopper_pearson
from curation.measures.measure import Measure, supported, undefined
from curation.saved_cohorts import Where

METHOD = "clopper-pearson"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule looked at in one period; `until` is the day after its last one.

    `value` is None where there is too little to say; `vetoed`: whatever the limit, it is no
    more than chance gives.
    """

    since: str
    until: str
    value: float | None
    n: int
    vetoed: bool = False

    def fires(self, limit: float) -> bool:
        """Whether a rule with this limit tells somebody."""
        return self.value is not None and not self.vetoed and self.value >= limit


@dataclass(frozen=True, slots=True)
class Series:
    """The readings of one cohort ({}: all of production), in order, without gaps in between."""

    cohort: Where
    readings: tuple[Reading, ...]

    def speaks_of(self, incident: Incident) -> bool:
        """Whether whom it watches holds whom the incident hurt: all of it, or the same part."""
        return bool(self.readings) and self.cohort.items() <= incident.cohort.items()


@dataclass(frozen=True, slots=True)
class Firing:
    """One period in which the rule fired; without `incidents` it is a false alarm."""

    since: str
    until: str
    cohort: Where
    value: float
    n: int
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An incident that the rule told of: `lag_days` from its start to the end of the period."""

    incident: str
    since: str
    until: str
    lag_days: float


@dataclass(frozen=True, slots=True)
class Miss:
    """An incident that no firing met, and why; also one that cannot be judged."""

    incident: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trial:
    """The rule at one limit. Every firing meets an incident or is a false alarm."""

    limit: float
    firings: tuple[Firing, ...]
    hits: tuple[Hit, ...]
    misses: tuple[Miss, ...]
    false_alarms: int
    precision: Measure  # of the firings, those that met an incident
    recall: Measure  # of the incidents in the span, those that were hit
    median_lag_days: float | None


def backtest(
    series: Sequence[Series], incidents: Sequence[Incident], limit: float, *,
    lag: float, floor: float,
) -> Trial:  # fmt: skip
    """The rule with `limit`; a firing up to `lag` days after an incident still meets it."""
    judged = [one for one in incidents if beyond(series, one) is None]
    firings = tuple(_firing(one, r, judged, lag) for one, r in _fired(series, limit))
    hits = [hit for one in judged if (hit := _hit(one, firings))]
    met = {hit.incident for hit in hits}
    missed = [one for one in judged if one.id not in met]
    false = sum(not one.incidents for one in firings)
    lags = [hit.lag_days for hit in hits]
    return Trial(
        limit=limit,
        firings=firings,
        hits=tuple(hits),
        misses=tuple(Miss(one.id, _why(one, series, limit, lag)) for one in missed),
        false_alarms=false,
        precision=_share(len(firings) - false, len(firings), floor, "it never fired"),
        recall=_share(len(hits), len(judged), floor, "no incident lies in its span"),
        median_lag_days=median(lags) if lags else None,
    )


def sweep(
    series: Sequence[Series], incidents: Sequence[Incident], limits: Iterable[float], *,
    lag: float, floor: float,
) -> tuple[Trial, ...]:  # fmt: skip
    """The same for each limit, from the lowest on."""
    wanted = sorted(set(limits))
    return tuple(backtest(series, incidents, one, lag=lag, floor=floor) for one in wanted)


def best(trials: Sequence[Trial]) -> Trial | None:
    """The one with the fewest misses, then the fewest false alarms, then the highest limit.

    None where no incident could be hit: then nothing speaks for any limit.
    """
    if not trials or not (trials[0].hits or trials[0].misses):
        return None
    return min(trials, key=lambda one: (len(one.misses), one.false_alarms, -one.limit))


def beyond(series: Sequence[Series], incident: Incident) -> str | None:
    """Why no series can say anything about `incident`; None where one can."""
    spoken = [one for one in series if one.speaks_of(incident)]
    if not spoken:
        return "its cohort is not watched"
    first = min(one.readings[0].since for one in spoken)
    last = max(one.readings[-1].until for one in spoken)
    if incident.ended is not None and incident.ended <= _moment(first):
        return f"it was over before {first}, the first period that is judged"
    if incident.began >= _moment(last):
        return f"it began after {last}, where the data end"
    return None


def _fired(series: Sequence[Series], limit: float) -> list[tuple[Series, Reading]]:
    found = [(one, r) for one in series for r in one.readings if r.fires(limit)]
    return sorted(found, key=lambda pair: pair[1].since)


def _firing(of: Series, r: Reading, incidents: Sequence[Incident], lag: float) -> Firing:
    met = [one.id for one in incidents if of.speaks_of(one) and _meets(r, one, lag)]
    assert r.value is not None, "what fires has a value"
    return Firing(r.since, r.until, of.cohort, r.value, r.n, tuple(met))


def _meets(r: Reading, incident: Incident, lag: float) -> bool:
    """Whether the period and the incident, with the days in which it may be late, overlap."""
    if _moment(r.until) <= incident.began:
        return False
    if incident.ended is None:
        return True
    return _moment(r.since) < incident.ended + timedelta(days=lag)


def _hit(incident: Incident, firings: Sequence[Firing]) -> Hit | None:
    met = [one for one in firings if incident.id in one.incidents]
    if not met:
        return None
    first = min(met, key=lambda one: one.until)
    days = (_moment(first.until) - incident.began).total_seconds() / 86_400
    return Hit(incident.id, first.since, first.until, days)


def _why(incident: Incident, series: Sequence[Series], limit: float, lag: float) -> str:
    """What the rule saw while the incident lasted."""
    near = [
        r
        for one in series
        if one.speaks_of(incident)
        for r in one.readings
        if _meets(r, incident, lag)
    ]
    told = [r for r in near if r.value is not None]
    if not told:
        return f"too few to say in all {len(near)} periods of it"
    over = [r for r in told if (r.value or 0) >= limit]
    if over:
        return f"{len(over)} of {len(near)} periods passed the limit, no more than chance gives"
    highest = max(r.value or 0 for r in told)
    return f"at most {highest:.3g} in its {len(near)} periods, the limit is {limit:g}"


def _share(k: int, n: int, floor: float, why: str) -> Measure:
    if n == 0:
        return undefined(0, METHOD, why)
    low, high = clopper_pearson(k, n)
    return supported(Measure(k / n, low, high, n, METHOD), floor)


def _moment(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)
