"""What keeps a case out of blocking: a twin in training, or one that blocks already."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from curation.errors import BadRequest
from curation.minhash import margin
from curation.percents import percent
from curation.twins import Twins

PREFIX = "duplicate:"
OF_TRAINING = "t-"  # an id of a training text begins with it


class Verdict(StrEnum):
    """What somebody who looked at both said of two texts that are alike."""

    SAME = "same"
    DIFFERENT = "different"


def subject(one: str, other: str) -> str:
    """Under which name the log speaks of the two, whichever is named first."""
    first, second = sorted((one, other))
    return f"{PREFIX}{first}|{second}"


def two_of(named: str) -> tuple[str, str]:
    """The two ids that `subject` put together."""
    one, _, other = named.removeprefix(PREFIX).partition("|")
    return one, other


def training_id(normal_sha256: str) -> str:
    """The id of a training text, by the hash of what it says."""
    return f"{OF_TRAINING}{normal_sha256[:16]}"


def is_training(text_id: str) -> bool:
    """Whether the id is that of a training text."""
    return text_id.startswith(OF_TRAINING)


def body(verdict: Verdict, kind: Twins, similarity: float) -> dict[str, Any]:
    """What the log keeps of a verdict: the texts themselves stand elsewhere, or nowhere."""
    return {"verdict": str(verdict), "kind": str(kind), "similarity": round(similarity, 4)}


def require_reason(verdict: Verdict, reason: str) -> None:
    """Who lets two alike texts stand says why: it clears an objection for good."""
    if verdict is Verdict.DIFFERENT and not reason.strip():
        raise BadRequest("Say in what the two differ (--reason): it clears an objection.")


def may_differ(kind: Twins, *, trained: bool, same_route: bool) -> bool:
    """Whether two twins can be said to differ: the same words on one route, or in training,
    cannot; the same words on another route may ask for something else.
    """
    return kind is Twins.NEAR or not (trained or same_route)


def require_may_differ(kind: Twins, *, trained: bool, same_route: bool) -> None:
    """Refuse that two texts differ which say the same, word by word."""
    if may_differ(kind, trained=trained, same_route=same_route):
        return
    but = "" if kind is Twins.EXACT else " but for case and punctuation"
    way = (
        "Keep the case out of blocking (monitoring holds it), or take the training import back"
        if trained
        else "Say --same, and dismiss one of the two"
    )
    raise BadRequest(f"The two are the same text{but}: they cannot be different. {way}.")


@dataclass(frozen=True, slots=True)
class Twin:
    """A text that is alike to a case. `estimated`: by MinHash, for its words are not kept."""

    other: str
    kind: Twins
    similarity: float
    place: str  # where it stands: train, train.csv row 17; or the set of the other case
    estimated: bool = False
    together: bool = False  # the other case is moved by the same act
    perhaps: bool = False  # the estimate is under the limit, and what it leaves open is not

    @property
    def share(self) -> str:
        """How alike, with what an estimate leaves open."""
        if not self.estimated:
            return f"{percent(self.similarity)} alike"
        open_ = margin(self.similarity)
        return f"about {percent(self.similarity)} alike (± {open_ * 100:.0f} points)"


@dataclass(frozen=True, slots=True)
class TwinsOf:
    """What is alike to one case, the most alike first, without what was found different."""

    trained: tuple[Twin, ...] = ()
    blocking: tuple[Twin, ...] = ()

    def among(self, moved: Collection[str]) -> "TwinsOf":
        """The same where of the cases that the same act moves only `moved` have moved yet."""
        held = tuple(t for t in self.blocking if not t.together or t.other in moved)
        return replace(self, blocking=held)


NO_TWINS = TwinsOf()
_SAYS: Mapping[Twins, str] = {
    Twins.EXACT: "its text is in the training data, word by word",
    Twins.NORMALISED: "its text is in the training data, but for case and punctuation",
}


def leaked(twins: TwinsOf) -> str | None:
    """Why a model that passes may only remember; None where nothing says so."""
    if not twins.trained:
        return None
    first = twins.trained[0]
    verb = "may be near it:" if first.perhaps else "is"
    said = _SAYS.get(first.kind) or f"a text of the training data {verb} {first.share}"
    return f"{said} ({first.place}{_more(len(twins.trained))})"


def doubled(twins: TwinsOf) -> str | None:
    """Why a case would ask again what blocking asks already; None where nothing says so."""
    if not twins.blocking:
        return None
    first = twins.blocking[0]
    which = "which this move puts into blocking" if first.together else "a blocking case"
    near = first.kind is Twins.NEAR
    how = f"is {first.share} to" if near else "says, but for case and punctuation, the same as"
    return f"it {how} {first.other}, {which}{_more(len(twins.blocking))}"


def way_out(case_id: str, twin: Twin) -> str:
    """What clears it: the command that says that the two are different."""
    return f"evaldesk duplicate {case_id} {twin.other} --different --reason TEXT"


def _more(number: int) -> str:
    return f" and {number - 1} more" if number > 1 else ""
