"""What leakage comes to, in sentences, and what of it wants to be looked at."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curation.cases import State
from curation.twins import Twins

_IMPORT = "evaldesk import FILE --as training"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: what it is about, why, and where to go."""

    kind: str
    subject: str
    why: str
    link: str


def sentence(
    between: Mapping[str, Mapping[str, int]], *, cases: int, leaked: int, training: int
) -> str:
    """All of it in a sentence or two."""
    if not cases:
        return "No case stands in a set, so nothing can leak or repeat."
    inside = sum(between["sets"].values())
    twice = "No two cases are alike" if not inside else f"{_many(inside, 'pair')} of cases"
    doubled = twice if not inside else f"{twice} {'is' if inside == 1 else 'are'} alike"
    if not training:
        return (
            f"No training data is known, so nobody can say what leaks ({_IMPORT}). "
            f"{doubled} among {cases:,}."
        )
    if not leaked:
        return f"None of {cases:,} cases is in the {training:,} training texts. {doubled}."
    told = between["training"]
    parts = [
        f"{told[Twins.EXACT]:,} word by word",
        f"{told[Twins.NORMALISED]:,} but for spelling",
        f"{told[Twins.NEAR]:,} nearly",
    ]
    share = f"{leaked:,} of {cases:,} cases"
    return f"{share} repeat training texts: {', '.join(parts)} (pairs). {doubled}."


def _many(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def findings(pairs: Iterable[tuple[str, str, State, str, str]]) -> tuple[Finding, ...]:
    """Blocking cases with a twin in training, and blocking cases that repeat one another.

    `pairs`: case, other, set of the case, place of the other, and training or sets.
    """
    leaked: Counter[str] = Counter()
    doubled: dict[str, str] = {}
    for case, other, state, place, where in pairs:
        if state is not State.BLOCKING:
            continue
        if where == "training":
            leaked[case] += 1
        elif place == State.BLOCKING:
            doubled[case] = other
    told = [
        Finding(
            "in_training", case, "it blocks releases, and is in the training data", _to(case)
        )
        for case in leaked
    ]
    told += [
        Finding("near_duplicate", case, f"it blocks releases, and so does {other}, which is "
                "nearly the same", _to(case))
        for case, other in doubled.items()
    ]  # fmt: skip
    return tuple(told)


def _to(case: str) -> str:
    return f"duplicates?case={case}"
