"""Whether the groups of a protected column are treated alike, for one positive label."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from curation.errors import BadRequest
from curation.measures.cohort import label_list
from curation.measures.confusion import Confusion, tabulated
from curation.measures.fairness import Fairness, Group
from curation.measures.fairness import fairness as measured
from curation.measures.measure import Measure
from curation.thresholds import MIN_SUPPORT
from store.answers.cohorts import Question, Samples, samples_of
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class FairnessAnswer:
    """Differences between the groups of `protected`; groups under the floor are `left_out`.

    `left_out_of` names for each difference the groups with too few whom it is about.
    `unknown` are labelled ones whose group nobody knows: they are in no group.
    """

    protected: str
    positive: str
    labels: tuple[str, ...]
    demographic_parity_difference: Measure
    equalised_odds_difference: Measure
    equal_opportunity_difference: Measure
    groups: tuple[Group, ...]
    left_out: tuple[str, ...]
    left_out_of: Mapping[str, tuple[str, ...]]
    unknown: int
    min_support: float


def fairness(desk: Desk, question: Question, protected: str) -> FairnessAnswer:
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
    groups, unknown = _groups(found, labels, positive)
    return _told(protected, labels, measured(groups, positive, floor), unknown, floor)


def labels(desk: Desk, question: Question) -> tuple[str, ...]:
    """The labels of what is asked about, of which one is to be hoped for."""
    return label_list(samples_of(desk, replace(question, by=())).cells)


def _groups(
    found: Samples, known: tuple[str, ...], positive: str
) -> tuple[dict[str, Confusion], int]:
    """The confusion matrix of each group, and how many are in none."""
    groups: dict[str, Confusion] = {}
    unknown = 0
    for sample in found.samples(positive):
        for value in sample.cohort.values():
            matrix = tabulated(known, sample.cells)
            if value is None:
                unknown += matrix.n
            else:
                groups[value] = matrix
    return groups, unknown


def _told(
    protected: str, known: tuple[str, ...], found: Fairness, unknown: int, floor: float
) -> FairnessAnswer:
    return FairnessAnswer(
        protected=protected,
        positive=found.positive,
        labels=known,
        demographic_parity_difference=found.demographic_parity_difference,
        equalised_odds_difference=found.equalised_odds_difference,
        equal_opportunity_difference=found.equal_opportunity_difference,
        groups=found.groups,
        left_out=found.left_out,
        left_out_of=found.left_out_of,
        unknown=unknown,
        min_support=floor,
    )
