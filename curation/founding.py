"""Who founds a number may state it; once a decision has set it, it moves by proposal only."""

from curation.errors import NotAllowed
from curation.proposals import Proposal
from curation.threshold_words import told
from curation.thresholds import Threshold


def require_founding(number: Threshold, waits: Proposal | None, lifted: int | None) -> None:
    """Refuse to state `number`, as it is in force now, where a decision has set it before.

    `waits` is what moves it on a day to come; `lifted` the decision that it is held to
    nothing by.
    """
    name = number.name
    propose = f"evaldesk propose {name} VALUE --reason …"
    if number.decision is not None:
        value = told(number.metric, number.value)
        raise NotAllowed(
            f"{name} is {value} by decision {number.decision}. It moves by proposal only: "
            f"{propose}"
        )
    if waits is not None:
        raise NotAllowed(
            f"{waits.id} is approved: {name} is {told(number.metric, waits.to)} from "
            f"{waits.effective} on. It moves by proposal only; withdraw that one first: "
            f"evaldesk withdraw {waits.id} --reason …"
        )
    if lifted is not None:
        raise NotAllowed(
            f"{name} was lifted by decision {lifted}. It comes back by proposal only: {propose}"
        )
