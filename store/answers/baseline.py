"""What production is compared with: what stands, since when, and what stood before."""

from curation.baselines import SUBJECT, Baseline, from_body
from curation.standing import Standing
from store.ledger.reading_standing import StandingReading


def standing_baseline(asked: StandingReading) -> Baseline | None:
    """The baseline in force; None while nobody has set one."""
    found = asked.standing_of(SUBJECT)
    return _told(found) if found else None


def _told(found: Standing) -> Baseline:
    return from_body(
        found.body,
        by=found.actor,
        at=found.at.isoformat(),
        reason=found.reason,
        decision=found.seq,
    )
