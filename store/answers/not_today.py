"""Blocking cases that could not be moved there today: they leak, or lack what carries them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curation.cases import State
from curation.promotion import Objection, objections
from curation.thresholds import NEAR_TWINS
from store.answers.evidence import evidence
from store.answers.training import TrainingMemory
from store.answers.twins import Looking
from store.desk import Desk

_OF_LABELS = ("too_few_labels", "labels_hidden", "labels_differ", "category_unreliable")
_WORDS = {
    "in_training": "in the training data",
    "near_duplicate": "nearly the same as another",
    "personal_data": "with personal data",
    "erased": "erased",
    **dict.fromkeys(_OF_LABELS, "short of labels that carry them"),
}
_NAMED = 5


@dataclass(frozen=True, slots=True)
class NotToday:
    """A blocking case, and what would keep it out of blocking today, whoever moved it."""

    case: str
    objections: tuple[Objection, ...]


def not_today(desk: Desk) -> tuple[NotToday, ...]:
    """Those that leak, are twins, hold personal data or lack labels."""
    looking = Looking(desk)
    with desk.ledger.reading() as asked:
        cases = [replace(c, state=State.MONITORING) for c in asked.cases(State.BLOCKING)]
        known = evidence(asked, cases, {}, looking)
    told = {
        case.id: tuple(
            one
            for one in objections(case, State.BLOCKING, known[case.id], actor="", reason="-")
            if one.code in _WORDS
        )
        for case in cases
    }
    return tuple(NotToday(case, found) for case, found in told.items() if found)


def leaking(desk: Desk) -> str:
    """How many blocking cases say what a training text says; empty where none does.

    For a page that is drawn often: near twins are not counted, `not_today` finds them too.
    """
    with desk.ledger.reading() as asked:
        policy, cases = asked.policy(), asked.cases(State.BLOCKING)
    training = desk.kept(TrainingMemory).now(policy.value(NEAR_TWINS))
    found = sum(bool(training.same(case.input)) for case in cases)
    if not found:
        return ""
    told = "blocking case is" if found == 1 else "blocking cases are"
    return f"{found} {told} in the training data, word by word or but for spelling."


def sentence(found: Sequence[NotToday]) -> str:
    """How many could not be moved there today, and why; empty where all could."""
    if not found:
        return ""
    counts = Counter(
        word for one in found for word in {_WORDS[o.code]: 1 for o in one.objections}
    )
    cases = "1 blocking case" if len(found) == 1 else f"{len(found)} blocking cases"
    why = ", ".join(f"{n} {words}" for words, n in counts.items())
    return f"{cases} would not be moved there today: {why}."


def named(found: Sequence[NotToday]) -> tuple[str, ...]:
    """The first few with their objections, a line each."""
    lines = [f"{one.case}: {'; '.join(o.what for o in one.objections)}" for one in found]
    more = len(lines) - _NAMED
    return (*lines[:_NAMED], *([f"and {more} more"] if more > 0 else []))
