"""How long an incident went unseen, how much it hurt, and whom most: against before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from curation.incidents import Incident
from curation.measures.intervals import difference
from curation.measures.measure import Measure
from curation.measures.multiplicity import benjamini_hochberg
from curation.measures.shifts import p_values
from curation.percents import percent
from curation.postmortem import NAMED, Answer, Evidence, Finding
from curation.saved_cohorts import written

SURE = 0.05
SEEN = "Was it seen while it lasted, and after how long?"
HURT = "Was its cohort hurt more than before, and what did it cost?"
WHOM = "Which parts of it were hit most, against before?"
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody, or something, saw it: a case, an alarm, the record of the incident itself."""

    what: str
    at: datetime
    evidence: Evidence


def seen(
    incident: Incident, first: datetime | None, failures: int, sightings: Sequence[Sighting]
) -> Finding:
    """From the first failure to the first sighting of each sort."""
    key = "seen"
    if first is None:
        why = "No failure of its window and cohort carries a time, so nobody can tell how long."
        return Finding(key, SEEN, Answer.NOT_KNOWN, why, failures)
    met = sorted((one for one in sightings if one.at >= first), key=lambda one: one.at)
    early = [one for one in sightings if one.at < first]
    if not met and not early:
        why = f"It began to fail on {first:%Y-%m-%d %H:%M} UTC; no case, alarm or record tells."
        return Finding(key, SEEN, Answer.NOT_KNOWN, why, failures)
    told = ", ".join(f"{one.what} after {_lasted(first, one.at)}" for one in met)
    if early:
        told = ", ".join([*(f"{one.what} before that" for one in early), *filter(None, [told])])
    at = min(one.at for one in (*met, *early))
    in_time = incident.ended is None or at <= incident.ended
    over = "" if in_time else f" It had ended {_lasted(incident.ended or at, at)} before."
    sentence = f"The first failure came on {first:%Y-%m-%d %H:%M} UTC: {told}.{over}"
    links = tuple(one.evidence for one in (*early, *met))
    answer = Answer.YES if in_time else Answer.NO
    return Finding(key, SEEN, answer, sentence, failures, links, in_time)


def _lasted(since: datetime, until: datetime) -> str:
    hours = (until - since).total_seconds() / 3600
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.1f} days"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a cohort saw in a window: `wrong` of `judged` (labelled or judged otherwise)."""

    since: str
    until: str | None
    events: int
    judged: int
    wrong: int


def hurt(
    incident: Incident, now: Stretch, before: Stretch, floor: float, *,
    failures: int, cost: float | None, unpriced: int,
) -> Finding:  # fmt: skip
    """Whether the error rate was higher than before; failures and their cost beside it."""
    key = "hurt"
    price = "what they cost is not known" if cost is None else f"they cost ${cost:,.0f}"
    rest = f" ({unpriced:,} have no cost)" if unpriced and cost is not None else ""
    much = f"{failures:,} of {now.events:,} events failed, {price}{rest}."
    link = cohort_link(incident)
    if min(now.judged, before.judged) < floor:
        few = (
            f"{much} Too few to say against before: {now.judged:,} judged events in it, "
            f"{before.judged:,} in the 28 days before, {floor:.0f} needed."
        )
        return Finding(key, HURT, Answer.NOT_KNOWN, few, now.judged, (link,))
    apart = difference(now.wrong, now.judged, before.wrong, before.judged)
    rates = (
        f"{percent(now.wrong / now.judged, 1)} of {now.judged:,} judged events were wrong, "
        f"{percent(before.wrong / before.judged, 1)} of {before.judged:,} in the 28 days "
        f"before ({_points(apart)})."
    )
    answer = Answer.YES if (apart.low or 0) > 0 else Answer.NO
    shown = "" if answer is Answer.YES else " That is no more than chance gives."
    return Finding(key, HURT, answer, f"{much} {rates}{shown}", now.judged, (link,))


def _points(apart: Measure) -> str:
    assert apart.value is not None, "both sides have events"
    assert apart.low is not None, "and so limits"
    assert apart.high is not None, "and so limits"
    value, low, high = (100 * one for one in (apart.value, apart.low, apart.high))
    return f"{value:+.1f} points, {low:+.1f} to {high:+.1f}"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the cohort: `wrong` of `judged` in the window, and before it."""

    cohort: Mapping[str, str | None]
    judged: int
    wrong: int
    judged_before: int
    wrong_before: int

    @property
    def excess(self) -> float:
        """Errors beyond what the rate of before would have given."""
        return self.wrong - self.judged * self.wrong_before / self.judged_before


@dataclass(frozen=True, slots=True)
class Hit:
    """A part that surely errs more than before."""

    part: Part
    change: Measure
    q_value: float


def parts_hit(parts: Sequence[Part], floor: float) -> tuple[list[Hit], int]:
    """Those that surely err more, most errors too many first; and how many were compared."""
    told = [p for p in parts if min(p.judged, p.judged_before) >= max(1, floor)]
    if not told:
        return [], 0
    k, of = np.array([(p.wrong, p.judged) for p in told], dtype=float).T
    b, before = np.array([(p.wrong_before, p.judged_before) for p in told], dtype=float).T
    two_sided = p_values(k, of, b, before)
    q_values = benjamini_hochberg(two_sided)
    found = [
        Hit(p, difference(p.wrong, p.judged, p.wrong_before, p.judged_before), q)
        for p, q in zip(told, q_values, strict=True)
        if q < SURE and p.excess > 0
    ]
    return sorted(found, key=lambda hit: -hit.part.excess), len(told)


def whom(found: Sequence[Hit], compared: int, link: Evidence) -> Finding:
    """The parts of the cohort that were hit most."""
    key = "whom"
    if not compared:
        why = "No part of its cohort has enough judged events both in it and before it."
        return Finding(key, WHOM, Answer.NOT_KNOWN, f"{why} Too few to say.", 0, (link,))
    of = f"of {compared:,} parts compared"
    if not found:
        why = f"None {of} errs more than before beyond what chance gives: it hit all alike."
        return Finding(key, WHOM, Answer.NO, why, compared, (link,))
    told = "; ".join(
        f"{', '.join(written(hit.part.cohort))} {percent(hit.part.wrong / hit.part.judged)} of "
        f"{hit.part.judged:,}, {percent(hit.part.wrong_before / hit.part.judged_before)} before"
        for hit in found[:NAMED]
    )
    many = (
        f"All {compared:,} parts compared" if len(found) == compared else f"{len(found):,} {of}"
    )
    sentence = f"{many} surely err more (q < {percent(SURE)}), most errors first: {told}."
    return Finding(key, WHOM, Answer.YES, sentence, compared, (link,))


def cohort_link(incident: Incident) -> Evidence:
    """Its cohort on the page of cohorts."""
    query: dict[str, str | Sequence[str]] = {"only": written(incident.cohort)}
    return Evidence("Its cohort in figures", "cohorts", query)
