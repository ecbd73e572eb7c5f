"""What leakage comes to, in sentences, and what of it wants to be looked at."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from curation.cases import State
from curation.twins import Twins

_IMPORT = "evaldesk import FILE --as training"
_BESIDE = "evaldesk leakage --with FILE"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: what it is about, why, and where to go."""

    kind: str
    subject: str
    why: str
    link: str


def sentence(
    between: Mapping[str, Mapping[str, int]],
    *,
    cases: int,
    leaked: int,
    training: int,
    perhaps: int = 0,
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
    more = f" {_may_be(perhaps, leaked)}" if perhaps else ""
    if not leaked:
        texts = f"{training:,} different training texts"
        return f"None of {cases:,} cases is found in the {texts}.{more} {doubled}."
    told = between["training"]
    parts = [
        f"{told[Twins.EXACT]:,} word by word",
        f"{told[Twins.NORMALISED]:,} but for spelling",
        f"{told[Twins.NEAR]:,} nearly",
    ]
    share = f"{leaked:,} of {cases:,} cases"
    return f"{share} repeat training texts: {', '.join(parts)} (pairs).{more} {doubled}."


def _may_be(perhaps: int, leaked: int) -> str:
    cases = f"{perhaps:,} more" if leaked else _many(perhaps, "case")
    return f"{cases} may be near one: an estimate leaves it open, {_BESIDE} counts."


def sentence_of(
    case_id: str,
    alike: Sequence[tuple[str, Twins, bool]],
    *,
    training: int,
    short: bool,
) -> str:
    """What is alike to one case. `alike`: training or sets, how, and whether only perhaps."""
    trained = Counter(
        kind for where, kind, perhaps in alike if where == "training" and not perhaps
    )
    perhaps = sum(one for _, _, one in alike)
    inside = sum(where == "sets" for where, _, _ in alike)
    if not training:
        known = f"no training data is known, so nobody can say whether it leaks ({_IMPORT})"
    elif trained:
        parts = [f"{_many(trained[kind], 'training text')} {how}"
                 for kind, how in _ALIKE.items() if trained[kind]]  # fmt: skip
        known = f"it repeats {', '.join(parts)}"
    else:
        known = f"it is not found in the {training:,} different training texts"
    if perhaps:
        known += f"; it may be near {_many(perhaps, 'training text')}, as far as estimates tell"
    other = (
        f"it is alike to {_many(inside, 'other case')}" if inside else "no other case is alike"
    )
    close = ". It is too short to be nearly the same as another" if short else ""
    return f"{case_id}: {known}; {other}{close}."


_ALIKE = {
    Twins.EXACT: "word by word",
    Twins.NORMALISED: "but for spelling",
    Twins.NEAR: "nearly",
}


def _many(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def findings(pairs: Iterable[tuple[str, str, State, str, str]]) -> tuple[Finding, ...]:
    """Blocking cases with a twin in training, and blocking cases that repeat one another.

    `pairs`: case, other, set of the case, place of the other, and training, perhaps or sets.
    """
    leaked: Counter[str] = Counter()
    doubled: dict[str, str] = {}
    perhaps: dict[str, None] = {}
    for case, other, state, place, where in pairs:
        if state is not State.BLOCKING:
            continue
        if where == "training":
            leaked[case] += 1
        elif where == "perhaps":
            perhaps[case] = None
        elif place == State.BLOCKING:
            doubled[case] = other
    told = [
        Finding(
            "in_training", case, "it blocks releases, and is in the training data", _to(case)
        )
        for case in leaked
    ]
    told += [
        Finding("in_training", case, "it blocks releases, and may be in the training data, as "
                "far as an estimate tells", _to(case))
        for case in perhaps if case not in leaked
    ]  # fmt: skip
    told += [
        Finding("near_duplicate", case, f"it blocks releases, and so does {other}, which is "
                "nearly the same", _to(case))
        for case, other in doubled.items()
    ]  # fmt: skip
    return tuple(told)


def _to(case: str) -> str:
    return f"duplicates?case={case}"
