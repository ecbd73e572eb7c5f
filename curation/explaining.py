"""Whether a fact that differs between two runs could explain why one is worse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curation.changes import Change, Fact
from curation.comparison import NonInferiority


class Explains(StrEnum):
    """What is known of one fact as the reason."""

    NO = "no"  # it is the same in both, or cannot move cases that ask the same
    COULD = "could"  # runs that differ in it alone are worse, too
    UNLIKELY = "unlikely"  # runs that differ in it alone are not worse
    OPEN = "open"  # it differs, and no two runs show what it does by itself
    NOT_EXCLUDED = "not_excluded"  # nobody stated it


@dataclass(frozen=True, slots=True)
class Alone:
    """Two runs that differ in one fact alone, as far as stated, and how they compare."""

    baseline: str
    candidate: str
    n: int
    verdict: NonInferiority
    not_stated: Sequence[str] = ()


def explained(change: Change, besides: Sequence[Alone]) -> tuple[Explains, str]:
    """Whether `change` could be the reason, with the sentence that says why."""
    if change.differs is None:
        return Explains.NOT_EXCLUDED, "Not stated for both runs, so it cannot be excluded."
    if not change.differs:
        return Explains.NO, "The same in both."
    if change.fact is Fact.DATA:
        return Explains.NO, _SAME_QUESTIONS
    return _by(besides)


_SAME_QUESTIONS = (
    "Only cases that ask the same in both versions are compared, so the version moves none "
    "of them. It does move the pass rate of each whole run."
)


def _by(besides: Sequence[Alone]) -> tuple[Explains, str]:
    for verdict, explains, word in (
        (NonInferiority.WORSE, Explains.COULD, "worse"),
        (NonInferiority.NOT_WORSE, Explains.UNLIKELY, "not worse"),
    ):
        one = next((one for one in besides if one.verdict is verdict), None)
        if one is not None:
            but = f" ({' and '.join(one.not_stated)} not stated)" if one.not_stated else ""
            said = f"With only this changed{but}, {one.candidate} is {word} than {one.baseline}"
            return explains, f"{said} on {one.n:,} cases."
    if besides:
        return Explains.OPEN, "The runs that differ in it alone leave it undecided."
    return Explains.OPEN, "No two runs differ in it alone: score one that does."


def summary(
    found: Sequence[tuple[Change, Explains]], broke: int, flaky: int, *, worse: bool
) -> str:
    """All of it in a few sentences; `flaky` of the cases that `broke` contradict themselves."""
    by = {way: [_CALLED[c.fact] for c, e in found if e is way] for way in Explains}
    differs = any(change.differs for change, _ in found if change.fact is not Fact.DATA)
    said = _differing(by, worse) if differs else "Nothing that both runs state differs."
    unknown = by[Explains.NOT_EXCLUDED]
    if unknown:
        return f"{said} Not stated, so not excluded: {', '.join(unknown)}."
    if not differs and broke:
        return f"{said} What moved is chance or flaky cases: {flaky} of {broke} contradict \
themselves."
    return said


def _differing(by: Mapping[Explains, Sequence[str]], worse: bool) -> str:
    if not worse:
        names = [*by[Explains.COULD], *by[Explains.OPEN], *by[Explains.UNLIKELY]]
        return f"What differs: {', '.join(names)}."
    words = (
        (Explains.COULD, "could explain it alone"),
        (Explains.OPEN, "may have a part in it"),
        (Explains.UNLIKELY, "hardly explains it"),
    )
    parts = [f"{', '.join(by[way])} {said}" for way, said in words if by[way]]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


_CALLED = {
    Fact.DATA: "the set version",
    Fact.CODE: "the code",
    Fact.LIBRARIES: "the libraries",
    Fact.HARDWARE: "the hardware",
    Fact.MODEL: "the model",
}
