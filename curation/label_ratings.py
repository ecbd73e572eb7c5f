"""Labels as ratings: those that answer the same questions, one of each rater about a case."""

from collections.abc import Iterable, Mapping, Sequence

from curation.labelling_standard import Question, Scale, Standard, same_questions
from curation.labels import Answer, Label
from curation.measures.agreement import Level, Ratings, rated
from curation.names import key

LEVELS: Mapping[Scale, Level] = {
    Scale.NOMINAL: "nominal",
    Scale.ORDINAL: "ordinal",
    Scale.INTERVAL: "interval",
}


def comparable(standards: Sequence[Standard], version: int) -> tuple[int, ...]:
    """The version, and those before it without a break whose questions are the same."""
    upto = [one for one in standards if one.version <= version]
    found: list[int] = []
    for one in reversed(upto):
        if not same_questions(one, upto[-1]):
            break
        found.append(one.version)
    return tuple(reversed(found))


def counted(labels: Iterable[Label], versions: Sequence[int]) -> list[Label]:
    """The labels by one of `versions`; of a rater who labelled a case twice the newer one."""
    newest: dict[tuple[str, str], Label] = {}
    for one in labels:
        if one.standard not in versions:
            continue
        place = (one.case, key(one.rater))
        if place not in newest or newest[place].standard <= one.standard:
            newest[place] = one
    return list(newest.values())


def said(labels: Iterable[Label], question: Question) -> dict[str, list[Answer]]:
    """What was answered about each case; who gave no answer, or one that it has not, is out."""
    found: dict[str, list[Answer]] = {}
    for one in labels:
        answer = answer_of(one, question)
        if answer is not None:
            found.setdefault(one.case, []).append(answer)
    return found


def answer_of(label: Label, question: Question) -> Answer:
    """The answer as it is measured: a number of an interval question, else an option.

    None as well of who could read the labels of others before: agreement is of those who not.
    """
    if label.after_shown:
        return None
    answer = label.answers.get(question.name)
    if answer is None or question.scale is not Scale.INTERVAL:
        return answer if answer in question.values else None
    try:
        return float(answer)
    except ValueError:
        return None


def ratings(found: Mapping[str, Sequence[Answer]], question: Question) -> Ratings:
    """The answers per case, counted in the order of the question's options."""
    measured = question.scale is Scale.INTERVAL
    return rated(list(found.values()), None if measured else question.values)
