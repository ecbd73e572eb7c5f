"""How an incident's cohort went from week to week, beside all of production."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from curation.incidents import Incident
from curation.measures.intervals import shares
from curation.measures.measure import Measure, supported
from curation.saved_cohorts import Where
from curation.thresholds import MIN_SUPPORT
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing


@dataclass(frozen=True, slots=True)
class Week:
    """One week: the error rate of the cohort and of everything, of what is judged."""

    week: date
    cohort: Measure
    production: Measure


def weeks_of(desk: Desk, incident: Incident) -> tuple[Week, ...]:
    """Every week of production, oldest first."""
    with desk.ledger.reading() as asked:
        floor = asked.policy().value(MIN_SUPPORT)
    slicing = Slicing(desk.facts())
    everything = _rates(slicing, {}, floor)
    own = _rates(slicing, incident.cohort, floor) if incident.cohort else everything
    none = shares([0], [0], "no judged event")[0]
    return tuple(
        Week(date.fromisoformat(week), own.get(week, none), rate)
        for week, rate in sorted(everything.items())
    )


def _rates(slicing: Slicing, where: Where, floor: float) -> Mapping[str, Measure]:
    rows = slicing.counts("cohort_counts", Part([("week",)], where))
    found = {str(row.cohort["week"]): row.cells for row in rows if row.cohort.get("week")}
    wrong, judged = ([row[what] for row in found.values()] for what in ("wrong", "judged"))
    told = shares(wrong, judged, "no judged event")
    return {week: supported(rate, floor) for week, rate in zip(found, told, strict=True)}
