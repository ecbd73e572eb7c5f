"""Whether the groups of a protected column are treated alike, for one positive label."""

from dataclasses import replace

from curation.errors import BadRequest
from curation.measures.cohort import label_list
from curation.measures.confusion import Confusion, tabulated
from curation.measures.fairness import Fairness
from curation.measures.fairness import fairness as measured
from curation.thresholds import MIN_SUPPORT
from store.answers.cohorts import Question, samples_of
from store.desk import Desk


def fairness(desk: Desk, question: Question, protected: str) -> Fairness:
    """The differences between the groups of `protected`; unknown groups are left out.

    The positive label is the question's, else the last of two.
    """
    found = samples_of(desk, replace(question, by=((protected,),)))
    labels = label_list(found.cells)
    positive = question.positive or (labels[-1] if len(labels) == 2 else None)
    if positive is None or positive not in labels:
        known = ", ".join(labels[:20]) or "none"
        raise BadRequest(
            "Fairness is about one label that somebody hopes for: name it with --positive. "
            f"There are: {known}."
        )
    with desk.ledger.reading() as asked:
        floor = asked.policy().value(MIN_SUPPORT)
    groups: dict[str, Confusion] = {
        str(value): tabulated(labels, sample.cells)
        for sample in found.samples(positive)
        for value in sample.cohort.values()
        if value is not None
    }
    return measured(groups, positive, floor)
