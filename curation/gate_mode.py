"""What the gate lets through: everything that passes, or only fixes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from curation.errors import BadRequest
from curation.gate import Answer
from curation.ladder import Step, when
from curation.standing import Standing

SUBJECT = "gate-mode"
LADDER = "budget ladder"  # who acts when a step is automatic
ASK_AGAIN = "Ask the gate again: "
DESPITE_DAYS = 7  # an owner's word against the ladder is good for so long


class Mode(StrEnum):
    """`FREEZE` lets only fixes ship."""

    NORMAL = "normal"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True)
class GateMode:
    """The mode in force, who set it, when and why; `step` of the ladder, where it was one.

    `until`: a person holds the gate open although the ladder says otherwise, up to this day.
    """

    mode: Mode = Mode.NORMAL
    by: str | None = None
    at: str | None = None
    reason: str = ""
    step: str | None = None
    until: str | None = None

    @property
    def frozen(self) -> bool:
        """Whether only fixes may ship."""
        return self.mode is Mode.FREEZE

    def told(self) -> str:
        """Who froze it and why, as a phrase."""
        since = f" since {self.at[:10]}" if self.at else ""
        return f"only fixes may ship{since} ({self.by}: {self.reason})"


def mode_of(standing: Standing | None) -> GateMode:
    """The mode that stands; normal where nobody ever said anything."""
    if standing is None:
        return GateMode()
    said = standing.body
    return GateMode(
        Mode(said["mode"]),
        standing.actor,
        standing.at.isoformat(),
        standing.reason,
        said.get("step"),
        said.get("until"),
    )


def body(mode: Mode, *, step: Step | None = None, until: str | None = None) -> dict[str, Any]:
    """The mode as plain JSON values."""
    said = f"{when(step)}: {step.words}" if step else None
    return {"mode": str(mode), "step": said, "until": until}


def mode_named(name: str) -> Mode:
    """The mode called `name`, or BadRequest."""
    if name not in list(Mode):
        raise BadRequest(f"'{name}' is no mode of the gate. There are: {', '.join(Mode)}.")
    return Mode(name)


def proposed(ladder: Sequence[Step], holds: Sequence[bool | None]) -> Step | None:
    """The step in force that asks for a freeze, an automatic one first."""
    asking = [s for s, there in zip(ladder, holds, strict=True) if s.freeze and there is True]
    return next((s for s in asking if s.automatic), asking[0] if asking else None)


def to_freeze(mode: GateMode, step: Step | None, today: date) -> bool:
    """Whether the ladder freezes the gate by itself now.

    Not against a person who has just opened it: that word is good until its day.
    """
    if mode.frozen or step is None or not step.automatic:
        return False
    return mode.until is None or today >= date.fromisoformat(mode.until)


def under(
    mode: GateMode, said: tuple[Answer, str], run: str, fix: str | None
) -> tuple[Answer, str]:
    """What the gate answers under `mode`, and why: frozen, what is no fix is blocked."""
    answer, reason = said
    if not mode.frozen:
        return said
    if fix:
        return answer, f"{reason} It is stated as a fix ({fix}): {mode.told()}."
    rest = "" if answer is Answer.PASS else f" Besides: {reason}"
    frozen = f"The gate is frozen: {mode.told()}, and {run} is not stated as a fix (--fix)."
    return Answer.BLOCKED, frozen + rest


def still_says(mode: GateMode, said: Mapping[str, Any]) -> tuple[Answer | None, str]:
    """What a recorded answer of the gate is worth under `mode`; a fix stands as it was told.

    None: it was blocked by a freeze that is over, so only the gate can say it anew.
    """
    answer, frozen_then = Answer(said["verdict"]), said.get("mode") == Mode.FREEZE
    if said.get("fix") or mode.frozen is frozen_then:
        return answer, said["reason"]
    if mode.frozen:
        return under(mode, (answer, said["reason"]), said["run"], None)
    return None, f"{ASK_AGAIN}it was judged while the gate was frozen."


def fix_named(said: str | None) -> str | None:
    """What a run is a fix of, on one line; None where nothing was said."""
    words = " ".join((said or "").split())
    if said is not None and not words:
        raise BadRequest("Say what it mends: --fix INC-1, or --fix with a few words.")
    return words or None
