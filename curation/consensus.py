"""What people expect of a case, as one answer: what a judge is held against."""

from collections.abc import Iterable, Mapping, Sequence

from curation.label_ratings import said
from curation.labelling_standard import Question
from curation.labels import Adjudication, Answer, Label


def consensus(
    labels: Iterable[Label],
    settled: Mapping[str, Adjudication],
    question: Question,
    needed: float,
) -> dict[str, Answer]:
    """The answer per case: the adjudicated one, else what at least `needed` people all say."""
    found: dict[str, Answer] = {}
    for case, answers in said((one for one in labels if not one.judge), question).items():
        if len(answers) >= needed and len(set(answers)) == 1:
            found[case] = answers[0]
    ruled = {case: one.answers.get(question.name) for case, one in settled.items()}
    return found | {case: answer for case, answer in ruled.items() if answer is not None}


def judges(labels: Iterable[Label]) -> dict[str, list[Label]]:
    """The labels of every judge, by its name."""
    found: dict[str, list[Label]] = {}
    for one in labels:
        if one.judge:
            found.setdefault(one.rater, []).append(one)
    return dict(sorted(found.items()))


def against(
    answers: Mapping[str, Sequence[Answer]], agreed: Mapping[str, Answer]
) -> dict[str, tuple[Answer, Answer]]:
    """What people agree on, and what the judge says, of the cases that have both."""
    return {case: (agreed[case], said[0]) for case, said in answers.items() if case in agreed}
