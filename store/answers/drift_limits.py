"""From which rise of the error rate on concept drift is minor, moderate, severe."""

from curation.drift import Limits
from store.desk import Desk


def concept_limits(desk: Desk) -> Limits:
    """The limits in force."""
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    return Limits(
        policy.value("drift.concept.minor"),
        policy.value("drift.concept.moderate"),
        policy.value("drift.concept.severe"),
    )
