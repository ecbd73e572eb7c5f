"""Gather what labels say about cases before they are moved."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from curation.cases import Case
from curation.label_evidence import CategoryAgreement, LabelEvidence
from curation.label_ratings import LEVELS, comparable, counted, ratings, said
from curation.label_tasks import Blind
from curation.labelling_standard import Question
from curation.labels import Label
from curation.measures.agreement import Alpha, Level, Ratings, krippendorff_alpha
from curation.thresholds import MIN_SUPPORT
from store.ledger.reading import Reading


def label_evidence(asked: Reading, cases: Sequence[Case]) -> dict[str, LabelEvidence]:
    """Per case what people said of it; nothing while no labelling standard is in force."""
    standard = asked.standard()
    if standard is None or not cases:
        return {}
    versions = comparable(asked.standards(), standard.version)
    ids = {case.id for case in cases}
    everything = asked.labels(judges=False)
    by_case = _by_case(counted((one for one in everything if one.case in ids), versions))
    given, hidden = _given(asked, ids, versions), _hidden(asked.blind(ids), versions)
    settled = {c: one for c, one in asked.adjudications().items() if one.standard in versions}
    weighed = [case for case in cases if case.id in by_case and case.id not in settled]
    categories = _categories(asked, weighed, counted(everything, versions), standard.deciding)
    return {
        case.id: LabelEvidence(
            version=standard.version,
            given=given.get(case.id, 0),
            labels=tuple(by_case.get(case.id, ())),
            deciding=standard.deciding,
            hidden=hidden.get(case.id),
            adjudication=settled.get(case.id),
            categories=categories.get(case.id, ()),
        )
        for case in cases
    }


def categories_of(case: Case) -> dict[str, str]:
    """What kind of case it is: its attributes, the kind of its failure, its route."""
    own = {"kind": case.kind, "route": case.route}
    return {**{name: value for name, value in own.items() if value}, **dict(case.attributes)}


def _by_case(labels: Iterable[Label]) -> dict[str, list[Label]]:
    found: dict[str, list[Label]] = {}
    for one in labels:
        found.setdefault(one.case, []).append(one)
    return found


def _given(asked: Reading, ids: set[str], versions: Sequence[int]) -> dict[str, int]:
    """How many people have labelled each case by one of the versions, hidden or not."""
    people: dict[str, set[str]] = {}
    for version in versions:
        for case, who in asked.labelled(version, ids).items():
            people.setdefault(case, set()).update(who)
    return {case: len(who) for case, who in people.items()}


def _hidden(
    blind: Mapping[tuple[str, int], Blind], versions: Sequence[int]
) -> dict[str, Blind]:
    return {case: why for (case, version), why in blind.items() if version in versions}


def _categories(
    asked: Reading,
    cases: Sequence[Case],
    labels: Sequence[Label],
    deciding: Sequence[Question],
) -> dict[str, tuple[CategoryAgreement, ...]]:
    """How far people agree on cases of the same kinds as each of `cases`."""
    wanted = {pair for case in cases for pair in categories_of(case).items()}
    if not wanted or not labels:
        return {}
    floor = asked.policy().value(MIN_SUPPORT)
    others = asked.cases_named(sorted({one.case for one in labels}))
    members: dict[tuple[str, str], set[str]] = {}
    for other in others:
        for pair in categories_of(other).items():
            if pair in wanted:
                members.setdefault(pair, set()).add(other.id)
    answered = {question: said(labels, question) for question in deciding}
    found: dict[tuple[str, str], list[CategoryAgreement]] = {}
    for (name, value), ids in members.items():
        for question, of in answered.items():
            alpha = alpha_of({c: of[c] for c in ids if c in of}, question)
            if alpha.value is None or alpha.high is None or alpha.n_units < floor:
                continue
            told = CategoryAgreement(f"{name}={value}", question.name, alpha.value, alpha.high)
            found.setdefault((name, value), []).append(told)
    return {
        case.id: tuple(one for p in categories_of(case).items() for one in found.get(p, ()))
        for case in cases
    }


def alpha_of(of: Mapping[str, Sequence[str | float | None]], question: Question) -> Alpha:
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
