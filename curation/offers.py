"""Which candidate to pick when several have scored the same cases."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One run; `cost` per 1,000 is infinite where none is known. `meets`: the thresholds."""

    run: str
    accuracy: float | None
    cost: float
    on_front: bool
    meets: bool | None


def picked(found: Sequence[Candidate]) -> str | None:
    """The cheapest that meets the thresholds for sure; None when nobody does."""
    meeting = [one for one in found if one.meets and not math.isinf(one.cost)]
    return min(meeting, key=lambda one: (one.cost, one.run)).run if meeting else None


def summary(found: Sequence[Candidate], on: str, cases: int) -> str:
    """Who is not beaten, and who is the cheapest that meets the thresholds."""
    if not found:
        return f"No run has scored all {cases:,} cases of {on}."
    if len(found) == 1:
        return (
            f"Only {found[0].run} has scored all {cases:,} cases of {on}: nothing to hold it "
            f"against. {_meeting(found)}"
        )
    front = [one.run for one in found if one.on_front]
    verb = "is" if len(front) == 1 else "are"
    return (
        f"{len(found)} runs scored the same {cases:,} cases of {on}. Not beaten in accuracy, "
        f"p95 and cost together {verb} {', '.join(front)}. {_meeting(found)}"
    )


def _meeting(found: Sequence[Candidate]) -> str:
    pick = picked(found)
    if pick is not None:
        cost = next(one.cost for one in found if one.run == pick)
        return f"The cheapest that meets the thresholds is {pick}, ${cost:,.2f} per 1,000."
    if any(one.meets for one in found):
        return "Which one is the cheapest cannot be said: no cost is known."
    if any(one.meets is None for one in found):
        return "None meets the thresholds for sure."
    return "None meets the thresholds."
