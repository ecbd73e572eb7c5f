"""How far people agree, in one number, now and before, and what they leave open."""

from dataclasses import dataclass
from datetime import datetime

from curation.label_bands import Band, band
from curation.label_ratings import said
from curation.measures.agreement import Alpha
from curation.thresholds import MIN_ALPHA
from store.answers.agreement import known_labels, question_of
from store.answers.category_agreement import alpha_of
from store.answers.label_findings import disagreements
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class AgreementGlance:
    """Alpha of the first question that decides; `before` is that of the labels until then.

    `open` cases have labels that differ and wait for somebody; the first differed at `since`.
    """

    question: str
    now: Alpha
    band: Band
    before: Alpha | None
    least: float
    open: tuple[str, ...]
    since: datetime | None


def agreement_glance(desk: Desk, until: datetime | None) -> AgreementGlance | None:
    """What `evaldesk agreement` says in front; None where there is no labelling standard."""
    with desk.ledger.reading() as asked:
        known = known_labels(asked, None)
    if known is None:
        return None
    question = question_of(known.standard, None)
    now = alpha_of(said(known.labels, question), question)
    past = [one for one in known.labels if until is not None and one.at < until]
    differ = disagreements(known.cases, known.standard, known.labels, known.settled)
    waiting = {one.case for one in differ if one.open}
    labelled = [one.at for one in known.labels if one.case in waiting]
    return AgreementGlance(
        question.name,
        now,
        band(now, known.policy),
        alpha_of(said(past, question), question) if past else None,
        known.policy.value(MIN_ALPHA),
        tuple(one.case for one in differ if one.open),
        min(labelled, default=None),
    )
