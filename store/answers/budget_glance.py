"""The error budget in one figure and one thing to do, for pages that are about more."""

from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from curation.burn import FIRING, Action
from curation.errors import CurationError
from curation.percents import percent
from store.answers.budget import BudgetAnswer, BudgetMemory, LadderStep
from store.desk import Desk

LOW = 0.25  # of the budget: less is worth a word


@dataclass(frozen=True, slots=True)
class BudgetGlance:
    """What is `left` of production's budget, what its rule calls for, and what waits."""

    left: float | None
    period: str
    action: Action
    reason: str
    waits: str | None  # what a person has to do about it
    why: str
    since: date | None = None  # when little was left first; None: there is enough, or none

    def said(self) -> str:
        """What is left, as a phrase."""
        return "too few to say" if self.left is None else f"{percent(self.left)} left"


def glance(desk: Desk) -> BudgetGlance | None:
    """Production's budget; None where no objective is set."""
    try:
        found = desk.kept(BudgetMemory).budget()
    except CurationError:  # a part that is gone from the data says nothing of the rest
        return None
    if found.target is None or found.period is None:
        return None
    rest = found.left.value if found.left else None
    waits, why = None, found.reason
    if found.action in FIRING:
        waits = f"Error budget: {found.action}"
    elif found.proposal:
        waits, why = "Freeze the gate, or say why not", f"agreed: {found.proposal.words}"
    elif rest is not None and rest <= LOW:
        waits, why = (
            f"{percent(rest)} of the error budget is left",
            _agreed(found.ladder) or why,
        )
        if rest < 0:
            waits = f"The error budget is overspent by {percent(-rest)}"
    since = _low_since(found) if rest is not None and rest <= LOW else None
    return BudgetGlance(rest, found.period, found.action, found.reason, waits, why, since)


def _low_since(found: BudgetAnswer) -> date | None:
    """The start of the first of the last parts without a break that left little."""
    low = list(takewhile(lambda one: one.left is not None and one.left <= LOW,
                         reversed(found.parts)))  # fmt: skip
    return low[-1].start if low else None


def _agreed(ladder: tuple[LadderStep, ...]) -> str | None:
    words = [step.words for step in ladder if step.in_force]
    return f"agreed: {words[-1]}" if words else None
