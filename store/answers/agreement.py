"""How far people agree on what cases expect: overall, by kind of case, pair and version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from curation.agreement_words import sentence
from curation.cases import Case
from curation.consensus import consensus
from curation.errors import Unknown
from curation.label_bands import Band, band
from curation.label_ratings import LEVELS, comparable, counted, said
from curation.labelling_standard import About, Question, Standard
from curation.labels import Adjudication, Label
from curation.measures.agreement import Alpha
from curation.measures.measure import Measure, undefined
from curation.thresholds import MIN_ALPHA, MIN_LABELS, MIN_SUPPORT, RELIABLE_ALPHA, Policy
from curation.versions import line
from store.answers.agreement_parts import (
    KappaShown,
    Members,
    Part,
    enough,
    fleiss_of,
    kappa_of,
    parts,
    raters,
    raw_of,
    versions,
)
from store.answers.case_cohorts import cohorts_of
from store.answers.category_agreement import alpha_of, categories_of
from store.answers.judge_agreement import JudgeAgreement, calibrated
from store.answers.label_findings import (
    NO_STANDARD,
    Disagreement,
    Finding,
    disagreements,
    findings,
)
from store.answers.last_answers import LastAnswers
from store.desk import Desk
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """One question of the standard."""

    question: str
    text: str
    level: str
    decides: bool
    raw: Measure
    alpha: Alpha
    band: Band


@dataclass(frozen=True, slots=True)
class AgreementAnswer:
    """Agreement on one question, with everything that it is asked apart by.

    `hidden` cases have labels that nobody may see yet; `after_shown` labels do not count, as
    who gave them could read those of others. `versions` are those whose labels
    count: the standard's own, and earlier ones that ask the same.
    """

    sentence: str
    standard: int | None
    versions: tuple[int, ...]
    question: str | None
    level: str | None
    cases: int
    raters: tuple[str, ...]
    hidden: int
    raw: Measure
    alpha: Alpha
    band: Band
    kappa: KappaShown
    fleiss: Measure
    by: tuple[Part, ...]
    questions: tuple[QuestionAgreement, ...]
    judges: tuple[JudgeAgreement, ...]
    disagreements: tuple[Disagreement, ...]
    findings: tuple[Finding, ...]
    min_alpha: float
    reliable_alpha: float
    after_shown: int = 0


@dataclass(frozen=True, slots=True)
class KnownLabels:
    """The labels that count, by the versions that ask the same, and what is known of them."""

    standards: Sequence[Standard]
    standard: Standard
    versions: tuple[int, ...]
    every: Sequence[Label]  # of all versions, judges as well
    labels: Sequence[Label]  # of people, by the versions that count
    hidden: int
    settled: Mapping[str, Adjudication]
    cases: Mapping[str, Case]
    policy: Policy


def agreement(
    desk: Desk,
    question: str | None = None,
    standard: int | None = None,
    by: Sequence[str] = (),
) -> AgreementAnswer:
    """How far people agree on `question` (the first that decides, unless one is named).

    `by` names columns of the events that cases came from, besides what cases are of.
    """
    with desk.ledger.reading() as asked:
        head = asked.head()
    key = (head, question, standard, tuple(by))
    return desk.kept(_Kept).answers.get(key, lambda: _measured(desk, question, standard, by))


class _Kept:
    """The last answers of one desk; bringing events in is a decision as well."""

    def __init__(self, desk: Desk) -> None:  # noqa: ARG002 (as a desk keeps things)
        self.answers: LastAnswers[AgreementAnswer] = LastAnswers()


def _measured(
    desk: Desk, question: str | None, standard: int | None, by: Sequence[str]
) -> AgreementAnswer:
    with desk.ledger.reading() as asked:
        known = known_labels(asked, standard)
        found = findings(asked)
        if known is None:
            return _nothing(asked.policy())
    chosen = question_of(known.standard, question)
    members = _members(desk, known.cases.values(), by)
    answers = said(known.labels, chosen)
    alpha = alpha_of(answers, chosen)
    worth = band(alpha, known.policy)
    differ = disagreements(known.cases, known.standard, known.labels, known.settled)
    people = [one for one in known.every if not one.judge]
    apart = versions(chosen, known.standards, people, known.policy)
    waiting = sum(one.open for one in differ)
    late = sum(one.after_shown for one in known.labels)
    return AgreementAnswer(
        sentence=sentence(chosen.name, alpha, worth, waiting, known.hidden, late),
        standard=known.standard.version,
        versions=known.versions,
        question=chosen.name,
        level=LEVELS[chosen.scale],
        cases=len(answers),
        raters=raters(known.labels, chosen),
        hidden=known.hidden,
        raw=raw_of(answers, chosen, known.policy),
        alpha=alpha,
        band=worth,
        kappa=enough(kappa_of(known.labels, chosen), known.policy.value(MIN_SUPPORT)),
        fleiss=fleiss_of(answers, chosen, known.policy),
        by=(*parts(chosen, known.labels, members, known.policy), *apart),
        questions=tuple(_asked_of(known, q) for q in known.standard.of(About.EXPECTATION)),
        judges=_judges(known, chosen, members),
        disagreements=differ,
        findings=found,
        min_alpha=known.policy.value(MIN_ALPHA),
        reliable_alpha=known.policy.value(RELIABLE_ALPHA),
        after_shown=late,
    )


def known_labels(asked: Reading, version: int | None) -> KnownLabels | None:
    """By the standard that stands, or `version` of it; None where there is none."""
    standards = asked.standards()
    standard = asked.standard(version)
    if standard is None:
        if version is not None:
            raise Unknown("standard", f"v{version}", "`evaldesk standard history` lists them.")
        return None
    same = comparable(standards, standard.version)
    every = asked.labels()
    labels = counted((one for one in every if not one.judge), same)
    cases = asked.cases_named(sorted({one.case for one in every}))
    settled = asked.adjudications()
    return KnownLabels(
        standards,
        standard,
        same,
        every,
        labels,
        len({case for case, by in asked.blind() if by in same}),
        {case: one for case, one in settled.items() if one.standard in same},
        {case.id: case for case in cases},
        asked.policy(),
    )


def question_of(standard: Standard, name: str | None) -> Question:
    """The question `name`, or the first that decides."""
    of = standard.of(About.EXPECTATION)
    if name is None:
        return next(iter((*standard.deciding, *of)))
    found = next((one for one in of if one.name == name), None)
    if found is None:
        names = ", ".join(one.name for one in of)
        way = f"Standard v{standard.version} asks {names}."
        raise Unknown("question about what a case expects", name, way)
    return found


def _nothing(policy: Policy) -> AgreementAnswer:
    none, said_so = undefined(0, "wilson", NO_STANDARD), NO_STANDARD.capitalize() + "."
    alpha = Alpha(None, None, None, "nominal", 0, 0, "none", NO_STANDARD)
    kappa = KappaShown(None, None, None, 0, (), note=NO_STANDARD)
    fleiss = undefined(0, "fleiss", NO_STANDARD)
    return AgreementAnswer(
        said_so, None, (), None, None, 0, (), 0, none, alpha, Band.UNDEFINED, kappa, fleiss,
        (), (), (), (), (), policy.value(MIN_ALPHA), policy.value(RELIABLE_ALPHA),
    )  # fmt: skip


def _members(
    desk: Desk, cases: Iterable[Case], by: Sequence[str]
) -> dict[tuple[str, str], set[str]]:
    """The cases of every kind, and of every cohort of the columns `by`."""
    found: dict[tuple[str, str], set[str]] = {}
    every = list(cases)
    for case in every:
        for pair in categories_of(case).items():
            found.setdefault(pair, set()).add(case.id)
    lines = {case.id: line(case) for case in every}
    for case_id, cells in cohorts_of(desk, lines, by).items() if by else ():
        for column, value in cells.items():
            found.setdefault((column, value or "unknown"), set()).add(case_id)
    return dict(sorted(found.items()))


def _asked_of(known: KnownLabels, question: Question) -> QuestionAgreement:
    answers = said(known.labels, question)
    alpha = alpha_of(answers, question)
    return QuestionAgreement(
        question=question.name,
        text=question.text,
        level=LEVELS[question.scale],
        decides=question.decides,
        raw=raw_of(answers, question, known.policy),
        alpha=alpha,
        band=band(alpha, known.policy),
    )


def _judges(
    known: KnownLabels, question: Question, members: Members
) -> tuple[JudgeAgreement, ...]:
    """Every judge by the versions that count, against what people agree on."""
    needed = known.policy.value(MIN_LABELS)
    agreed = consensus(known.labels, known.settled, question, needed)
    its = counted((one for one in known.every if one.judge), known.versions)
    floor = known.policy.value(MIN_SUPPORT)
    return calibrated(its, agreed, question, members, floor)
