"""A judge against people: what it says where they agree on the answer, and where it errs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.consensus import against, judges
from curation.label_ratings import said
from curation.labelling_standard import Question, Scale
from curation.labels import Answer, Label
from curation.measures.agreement import Alpha
from curation.measures.classes import ClassMeasures, per_class
from curation.measures.confusion import shown, tabulated
from curation.measures.intervals import share
from curation.measures.kappa import Kappa, cohen_kappa, crossed
from curation.measures.measure import Measure, supported
from store.answers.category_agreement import alpha_of

NOTHING = "it labelled no case on whose answer people agree"
Pairs = Mapping[str, tuple[Answer, Answer]]  # by case: what people agree on, what it says


@dataclass(frozen=True, slots=True)
class JudgePart:
    """The judge on one kind of case, or in one cohort."""

    dimension: str
    value: str
    agreement: Measure
    kappa: Kappa | None


@dataclass(frozen=True, slots=True)
class JudgeAgreement:
    """One judge. `unsettled` of its cases have no answer that people agree on.

    Rows of `matrix` are what people say, columns what the judge says, both in the order of
    `labels`; a number has neither.
    """

    judge: str
    labelled: int
    unsettled: int
    agreement: Measure
    alpha: Alpha
    kappa: Kappa | None
    classes: tuple[ClassMeasures, ...]
    labels: tuple[str, ...]
    matrix: tuple[tuple[int, ...], ...]
    by: tuple[JudgePart, ...]


def calibrated(
    labels: Sequence[Label],
    agreed: Mapping[str, Answer],
    question: Question,
    members: Mapping[tuple[str, str], set[str]],
    floor: float,
) -> tuple[JudgeAgreement, ...]:
    """Every judge among `labels`, held against what people agree on."""
    return tuple(
        _one(name, its, agreed, question, members, floor)
        for name, its in judges(labels).items()
    )


def _one(
    name: str,
    labels: Sequence[Label],
    agreed: Mapping[str, Answer],
    question: Question,
    members: Mapping[tuple[str, str], set[str]],
    floor: float,
) -> JudgeAgreement:
    answers = said(labels, question)
    pairs = against(answers, agreed)
    measured = question.scale is Scale.INTERVAL
    cells = Counter((str(people), str(judge)) for people, judge in pairs.values())
    matrix = tabulated(
        () if measured else question.values,
        () if measured else [(t, p, n) for (t, p), n in cells.items()],
    )
    return JudgeAgreement(
        judge=name,
        labelled=len(answers),
        unsettled=len(answers) - len(pairs),
        agreement=_agreement(pairs, floor),
        alpha=alpha_of(pairs, question),
        kappa=_kappa(pairs, question),
        classes=() if measured else tuple(per_class(matrix)),
        labels=() if measured else question.values,
        matrix=() if measured else tuple(map(tuple, shown(matrix, with_missing=False))),
        by=tuple(_parts(pairs, question, members, floor)),
    )


def _agreement(pairs: Pairs, floor: float) -> Measure:
    same = sum(people == judge for people, judge in pairs.values())
    return supported(share(same, len(pairs), NOTHING), floor)


def _kappa(pairs: Pairs, question: Question) -> Kappa | None:
    if question.scale is Scale.INTERVAL:
        return None
    table = crossed(list(pairs.values()), question.values)
    return cohen_kappa(table, ordered=question.scale is Scale.ORDINAL)


def _parts(
    pairs: Pairs,
    question: Question,
    members: Mapping[tuple[str, str], set[str]],
    floor: float,
) -> list[JudgePart]:
    found: list[JudgePart] = []
    for (dimension, value), cases in members.items():
        some = {case: pair for case, pair in pairs.items() if case in cases}
        if some:
            kappa = _kappa(some, question)
            found.append(JudgePart(dimension, value, _agreement(some, floor), kappa))
    return found
