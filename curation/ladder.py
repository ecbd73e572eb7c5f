"""The ladder of an error budget: what is agreed to do when so little is left, or it burns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from curation.burn import FIRING, Action
from curation.errors import BadRequest

PAGE, TICKET = "page", "ticket"
_LINE = re.compile(
    r"\s*(?:(?P<left>-?\d+(?:\.\d+)?)\s*%|(?P<on>page|ticket))\s*"
    r"(?P<freeze>freeze)?\s*(?P<automatic>automatic)?\s*:\s*(?P<words>\S.*?)\s*"
)
_CALLED: Mapping[str, tuple[Action, ...]] = {
    PAGE: (Action.PAGE, Action.BLOCK),
    TICKET: FIRING,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What is agreed: `words`, when no more than `left` is left, or when the rule says `on`.

    `freeze`: the gate is to let only fixes through. `automatic`: it does so by itself, and it
    is recorded; otherwise a person has to confirm it.
    """

    words: str
    left: float | None = None
    on: str | None = None  # page (or block), or ticket (or anything louder)
    freeze: bool = False
    automatic: bool = False

    def holds(self, left: float | None, action: Action) -> bool | None:
        """Whether it is in force; None where nobody can say."""
        if self.on is not None:
            return None if action is Action.UNKNOWN else action in _CALLED[self.on]
        return None if left is None or self.left is None else left <= self.left


def step_of(line: str) -> Step:
    """The step that a line says: `25 %: half the team mends`, `0 % freeze: only fixes`."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise BadRequest(
            f"'{line.strip()}' is no step. Write when, a colon and what is agreed: "
            "`25 %: half the team mends`, `page: call the owner`, `0 % freeze: only fixes`, "
            "`0 % freeze automatic: only fixes`."
        )
    left, on = found["left"], found["on"]
    automatic = found["automatic"] is not None
    if automatic and found["freeze"] is None:
        raise BadRequest(f"'{line.strip()}': only `freeze` can be automatic.")
    share = None if left is None else round(float(left) / 100, 6)
    return Step(found["words"], share, on, found["freeze"] is not None, automatic)


def written(step: Step) -> str:
    """The step as `step_of` reads it."""
    words = ["freeze"] * step.freeze + ["automatic"] * step.automatic
    return f"{' '.join([when(step), *words])}: {step.words}"


def when(step: Step) -> str:
    """When the step holds, in a word."""
    return step.on or f"{100 * (step.left or 0):g} %"


def ladder_of(lines: Iterable[str]) -> tuple[Step, ...]:
    """The steps of `lines`, gentlest first; an empty line says nothing."""
    steps = [step_of(line) for line in lines if line.strip()]
    return tuple(sorted(steps, key=lambda step: -(step.left if step.left is not None else 9)))


def body(ladder: Sequence[Step]) -> list[dict[str, Any]]:
    """The ladder as plain JSON values."""
    return [asdict(step) for step in ladder]


def from_body(said: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The ladder that `body` wrote."""
    return tuple(Step(**one) for one in said)


DEFAULT = ladder_of(
    (
        "ticket: the owner of the route that ate most looks into it this week",
        "page: the on-call rolls back or switches it off",
        "50 %: the weekly review looks at what eats the budget first",
        "25 %: half of the team's time goes to what ate the budget",
        "0 % freeze: only fixes ship until some of the budget is back",
    )
)
