"""How far people agree, in one number, now and before, and what they leave open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from curation.figures import Point
from curation.label_bands import Band, band
from curation.label_ratings import said
from curation.measures.agreement import Alpha
from curation.thresholds import MIN_ALPHA
from store.answers.agreement import known_labels, question_of
from store.answers.category_agreement import alpha_of
from store.answers.health_ground import Ground, moment_of
from store.answers.label_findings import disagreements


@dataclass(frozen=True, slots=True)
class AgreementGlance:
    """Alpha of the first question that decides; `before` is that of the labels until then.

    `open` cases have labels that differ and wait for somebody; the first differed at `since`.
    """

    question: str
    now: Alpha
    band: Band
    before: Alpha | None
    trend: tuple[Point, ...]
    least: float
    open: tuple[str, ...]
    since: datetime | None


def agreement_glance(ground: Ground) -> AgreementGlance | None:
    """What `evaldesk agreement` says in front; None where there is no labelling standard."""
    desk, floor = ground.desk, ground.floor
    with desk.ledger.reading() as asked:
        known = known_labels(asked, None)
    if known is None:
        return None
    question = question_of(known.standard, None)
    now = alpha_of(said(known.labels, question), question)

    def until(moment: datetime) -> Alpha | None:
        answers = said([one for one in known.labels if one.at < moment], question)
        few = sum(len(some) > 1 for some in answers.values()) < floor
        return None if few else alpha_of(answers, question)

    weeks = ground.trend(ground.window.until) if ground.window else []
    ends = [(week, until(moment_of(week + timedelta(weeks=1)))) for week in weeks]
    differ = disagreements(known.cases, known.standard, known.labels, known.settled)
    waiting = {one.case for one in differ if one.open}
    labelled = [one.at for one in known.labels if one.case in waiting]
    return AgreementGlance(
        question.name,
        now,
        band(now, known.policy),
        until(ground.since) if ground.since else None,
        tuple(Point(w, a.value if a else None, a.n_units if a else 0) for w, a in ends),
        known.policy.value(MIN_ALPHA),
        tuple(one.case for one in differ if one.open),
        min(labelled, default=None),
    )
