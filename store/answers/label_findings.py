"""What labels leave to be done: cases to adjudicate, and blocking cases that lack labels."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.cases import Case, State
from curation.label_evidence import shortfall
from curation.labelling_standard import Standard
from curation.labels import Adjudication, Answer, Label, differing
from curation.thresholds import MIN_ALPHA, MIN_LABELS
from store.answers.label_evidence import label_evidence
from store.ledger.reading import Reading

NO_STANDARD = "no labelling standard: blocking cases are not labelled twice"
TITLE = 100
_FIRST = ("labels_differ", "category_unreliable", "labels_hidden", "too_few_labels")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing for the agenda: what kind, about what, why, and the page that settles it."""

    kind: str
    subject: str
    title: str
    why: str
    clear: str
    link: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one person answered."""

    rater: str
    answers: Mapping[str, Answer]
    note: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A case whose labels differ on `questions`; open until somebody adjudicates it."""

    case: str
    title: str
    state: State
    questions: tuple[str, ...]
    labels: tuple[Said, ...]
    adjudicated: Adjudication | None

    @property
    def open(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.adjudicated is None


def disagreements(
    cases: Mapping[str, Case],
    standard: Standard,
    labels: Sequence[Label],
    settled: Mapping[str, Adjudication],
) -> tuple[Disagreement, ...]:
    """The cases whose labels differ on what decides: open ones first, blocking before all."""
    names = [one.name for one in standard.deciding]
    by_case: dict[str, list[Label]] = {}
    for one in labels:
        by_case.setdefault(one.case, []).append(one)
    found = [
        Disagreement(
            case,
            cases[case].input[:TITLE],
            cases[case].state,
            questions,
            tuple(Said(one.rater, one.answers, one.note) for one in its),
            settled.get(case),
        )
        for case, its in by_case.items()
        if case in cases and (questions := differing(its, names))
    ]
    return tuple(
        sorted(found, key=lambda d: (not d.open, d.state is not State.BLOCKING, d.case))
    )


def findings(asked: Reading) -> tuple[Finding, ...]:
    """Blocking cases whose labels would not carry them there today, the gravest first."""
    blocking = asked.cases(State.BLOCKING)
    policy = asked.policy()
    needed, least = math.ceil(policy.value(MIN_LABELS)), policy.value(MIN_ALPHA)
    known = label_evidence(asked, blocking)
    found: list[Finding] = []
    for case in blocking:
        if case.id not in known:
            continue
        amiss = shortfall(case.id, known[case.id], needed=needed, least_alpha=least)
        if amiss:
            link = f"/case?id={case.id}"
            title = case.input[:TITLE]
            found.append(Finding(amiss.code, case.id, title, amiss.what, amiss.clear, link))
    return tuple(sorted(found, key=lambda one: (_FIRST.index(one.kind), one.subject)))


def told(asked: Reading, blocking: int) -> str:
    """What labels say of the `blocking` cases that stand there, as a sentence."""
    if asked.standard() is None:
        return NO_STANDARD.capitalize() + "."
    lacking = len(findings(asked))
    if not lacking:
        return f"All {blocking} blocking cases have labels that carry them."
    return f"{lacking} of {blocking} blocking cases lack labels that carry them."
