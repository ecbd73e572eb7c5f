"""What everybody answers for on this desk, and what one of them would pass on."""

from curation.holdings import (
    OPEN,
    WORDS,
    Holding,
    of_cases,
    of_quarantines,
    of_scopes,
    of_standing,
    of_thresholds,
)
from curation.names import key
from store.ledger.reading import Reading


def holdings(asked: Reading) -> list[Holding]:
    """What is held, what is decided first, then the work that waits."""
    today, owners = asked.clock().date(), asked.ownerships()
    said = [one for kind in WORDS for one in asked.standing(kind)]
    cases = [one for owner in asked.owners() for one in asked.cases(*OPEN, owner=owner)]
    return [
        *of_scopes(owners),
        *of_thresholds(asked.policy().thresholds.values(), owners),
        *of_standing([one for one in said if not one.subject.startswith("runbook:")], today),
        *of_quarantines(asked.quarantines(today)),
        *of_cases(cases),
    ]


def held_by(asked: Reading, name: str) -> list[Holding]:
    """What `name` answers for, however the name is spelled."""
    return [one for one in holdings(asked) if key(one.holder) == key(name)]
