"""Agreement on a part of the labels: of a kind of case, of two raters, of one version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from curation.label_bands import Band, band
from curation.label_ratings import answer_of, counted, ratings, said
from curation.labelling_standard import Question, Scale, Standard
from curation.labels import Answer, Label
from curation.measures.agreement import NOBODY_TWICE, Alpha, raw_agreement
from curation.measures.kappa import cohen_kappa, crossed, fleiss_kappa
from curation.measures.measure import TOO_FEW, Measure, supported, undefined
from curation.names import key
from curation.thresholds import MIN_SUPPORT, Policy
from store.answers.category_agreement import alpha_of

Members = Mapping[tuple[str, str], set[str]]  # the cases by (dimension, value)
Answers = Mapping[str, Sequence[Answer]]  # by case


@dataclass(frozen=True, slots=True)
class KappaShown:
    """Cohen's kappa of `raters`; of more than two the mean over their pairs (Light 1971)."""

    value: float | None
    low: float | None
    high: float | None
    n: int  # cases that both labelled
    raters: tuple[str, ...]
    linear: float | None = None  # by how far apart ordered answers are
    quadratic: float | None = None
    se: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Agreement on a part of the cases, or of the raters."""

    dimension: str  # category, kind, route, region …; raters; standard
    value: str
    n: int  # cases that two of them labelled
    raw: Measure
    alpha: Alpha
    kappa: KappaShown | None
    band: Band


def parts(
    question: Question,
    labels: Sequence[Label],
    members: Members,
    policy: Policy,
) -> Iterable[Part]:
    """Every kind of case or cohort, then every pair of raters, those with most cases first."""
    answers = said(labels, question)
    for (dimension, value), cases in members.items():
        some = {case: its for case, its in answers.items() if case in cases}
        if some:
            yield part(dimension, value, some, question, policy)
    pairs = [_pair(labels, question, two) for two in combinations(raters(labels, question), 2)]
    for kappa, some in sorted(pairs, key=lambda one: -one[0].n):
        if kappa.n:
            name = " and ".join(kappa.raters)
            told = enough(kappa, policy.value(MIN_SUPPORT))
            yield replace(part("raters", name, some, question, policy), kappa=told)


def versions(
    question: Question, standards: Sequence[Standard], labels: Sequence[Label], policy: Policy
) -> Iterable[Part]:
    """Every version of the standard that asks the question in the same form, apart."""
    for one in standards:
        its = one.question(question.name)
        some = said(counted(labels, [one.version]), question)
        if its is not None and its.form == question.form and some:
            yield part("standard", f"v{one.version}", some, question, policy)


def part(
    dimension: str, value: str, answers: Answers, question: Question, policy: Policy
) -> Part:
    """Agreement on `answers`, called `dimension`=`value`."""
    alpha = alpha_of(answers, question)
    raw = raw_of(answers, question, policy)
    note = raw.note if alpha.value is not None else alpha.note
    told = replace(alpha, note=note)  # too few are too few of either
    return Part(dimension, value, alpha.n_units, raw, told, None, band(alpha, policy))


def raw_of(answers: Answers, question: Question, policy: Policy) -> Measure:
    """Raw agreement, and whether it is of too few cases to say."""
    return supported(raw_agreement(ratings(answers, question)), policy.value(MIN_SUPPORT))


def fleiss_of(answers: Answers, question: Question, policy: Policy) -> Measure:
    """Fleiss' kappa; of too few cases to say there is none."""
    found = fleiss_kappa(ratings(answers, question))
    told = supported(found, policy.value(MIN_SUPPORT))
    return found if told is found else undefined(found.n, found.method, told.note or TOO_FEW)


def enough(kappa: KappaShown, floor: float) -> KappaShown:
    """`kappa`; without any number where it is of too few cases to say."""
    if kappa.value is None or kappa.n >= floor:
        return kappa
    note = f"{TOO_FEW}: {kappa.n}, {floor:.0f} needed"
    return KappaShown(None, None, None, kappa.n, kappa.raters, note=note)


def raters(labels: Iterable[Label], question: Question) -> tuple[str, ...]:
    """Who answered the question, by name; two ways to write one name are one person."""
    found = {key(o.rater): o.rater for o in labels if answer_of(o, question) is not None}
    return tuple(found[one] for one in sorted(found))


def kappa_of(labels: Sequence[Label], question: Question) -> KappaShown:
    """Kappa of two raters, or the mean over the pairs of more."""
    people = raters(labels, question)
    pairs = [_pair(labels, question, two)[0] for two in combinations(people, 2)]
    if len(pairs) == 1:
        return pairs[0]
    known = [one for one in pairs if one.value is not None]
    if not known:
        return KappaShown(None, None, None, 0, people, note=NOBODY_TWICE)
    mean = sum(one.value or 0 for one in known) / len(known)
    note = f"the mean over {len(known)} pairs of raters, each of its own cases: no interval"
    return KappaShown(mean, None, None, sum(one.n for one in known), people, note=note)


def _pair(
    labels: Sequence[Label], question: Question, two: tuple[str, str]
) -> tuple[KappaShown, Answers]:
    """Kappa of `two`, and the answers of both about the cases that both labelled."""
    one, other = (
        {label.case: a for label in labels if key(label.rater) == key(name)
         and (a := answer_of(label, question)) is not None}
        for name in two
    )  # fmt: skip
    both = {case: [answer, other[case]] for case, answer in one.items() if case in other}
    if question.scale is Scale.INTERVAL:
        note = "of numbers alpha is the measure"
        return KappaShown(None, None, None, len(both), two, note=note), both
    table = crossed([(a, b) for a, b in both.values()], question.values)
    found = cohen_kappa(table, ordered=question.scale is Scale.ORDINAL)
    it = found.plain
    return KappaShown(
        it.value, it.low, it.high, it.n, two,
        found.linear.value if found.linear else None,
        found.quadratic.value if found.quadratic else None,
        found.se, it.note,
    ), both  # fmt: skip
