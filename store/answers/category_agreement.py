"""How far people agree on every kind of case: found once, until somebody labels again."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from curation.cases import Case
from curation.decisions import Kind
from curation.label_bands import prevails
from curation.label_evidence import CategoryAgreement
from curation.label_ratings import LEVELS, counted, ratings, said
from curation.labelling_standard import Question, Standard
from curation.labels import Answer, Label
from curation.measures.agreement import Alpha, Level, Ratings, krippendorff_alpha
from curation.thresholds import MIN_SUPPORT, REVIEWERS
from store.answers.last_answers import LastAnswers
from store.ledger.reading import Reading

Agreements = Mapping[tuple[str, str], tuple[CategoryAgreement, ...]]
# What it rests on: moves of cases change nothing of it.
RESTS_ON = (
    Kind.LABEL_SET,
    Kind.LABEL_TASK_SET,
    Kind.STANDARD_SET,
    Kind.OPENED,
    Kind.DESCRIBED,
)
_kept: LastAnswers[Agreements] = LastAnswers()


def categories_of(case: Case) -> dict[str, str]:
    """What kind of case it is: its attributes, the kind of its failure, its route."""
    own = {"kind": case.kind, "route": case.route}
    return {**{name: value for name, value in own.items() if value}, **dict(case.attributes)}


def agreements(asked: Reading, standard: Standard, versions: Sequence[int]) -> Agreements:
    """Alpha of each question that decides, per category that has enough cases to say.

    Hidden labels do not count.
    """
    policy = asked.policy()
    floor = policy.value(MIN_SUPPORT)
    seen = (asked.origin(), asked.last_of(*RESTS_ON), floor, policy.value(REVIEWERS))
    return _kept.get(
        (*seen, *versions),
        lambda: _found(asked, standard, counted(asked.labels(judges=False), versions), floor),
    )


def _found(
    asked: Reading, standard: Standard, labels: Sequence[Label], floor: float
) -> Agreements:
    members: dict[tuple[str, str], set[str]] = {}
    for case in asked.cases_named(sorted({one.case for one in labels})):
        for pair in categories_of(case).items():
            members.setdefault(pair, set()).add(case.id)
    answered = {question: said(labels, question) for question in standard.deciding}
    return {
        pair: tuple(_enough(pair, ids, answered, floor))
        for pair, ids in members.items()
        if len(ids) >= floor
    }


def _enough(
    pair: tuple[str, str],
    ids: Iterable[str],
    answered: Mapping[Question, Mapping[str, Sequence[Answer]]],
    floor: float,
) -> Iterable[CategoryAgreement]:
    name = "=".join(pair)
    cases = list(ids)
    for question, of in answered.items():
        alpha = alpha_of({c: of[c] for c in cases if c in of}, question)
        if alpha.n_units < floor or prevails(alpha):
            continue
        if alpha.value is not None and alpha.high is not None:
            yield CategoryAgreement(name, question.name, alpha.value, alpha.high)


def alpha_of(of: Mapping[str, Sequence[Answer]], question: Question) -> Alpha:
    """Alpha of one question over some cases, remembered: resampling takes its time."""
    rated = ratings(dict(sorted(of.items())), question).pairable
    counts = rated.counts
    shape = (counts.shape[0], counts.shape[1])
    return _alpha(rated.domain, counts.tobytes(), shape, LEVELS[question.scale])


@lru_cache(maxsize=2048)
def _alpha(
    domain: tuple[str | float, ...], counts: bytes, shape: tuple[int, int], level: Level
) -> Alpha:
    table = np.frombuffer(counts, dtype=np.float64).reshape(shape)
    return krippendorff_alpha(Ratings(domain, table), level)
