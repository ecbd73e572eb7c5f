"""All governed numbers in force."""

from curation.thresholds import Threshold
from store.desk import Desk


def thresholds(desk: Desk) -> list[Threshold]:
    """Every threshold by name; one that no decision has set is a default and says no since."""
    with desk.ledger.reading() as asked:
        found = asked.policy().thresholds
    return [found[name] for name in sorted(found)]
