"""Into blocking go cases that people labelled alike, or that somebody adjudicated."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from curation.label_evidence import CategoryAgreement, LabelEvidence, shortfall
from curation.label_ratings import comparable, counted, said
from curation.label_tasks import Blind
from curation.labelling_standard import Option, Question, Standard
from curation.labels import Adjudication, Answer, Label
from tests.builders import ANA, BEN, CARL

NOW = datetime(2026, 11, 21, tzinfo=UTC)
OUTCOME = Question("outcome", "What?", options=(Option("refund"), Option("answer")))
TONE = Question("tone", "How?", options=(Option("kind"), Option("curt")), decides=False)


def a_label(rater: str, outcome: Answer, version: int = 2, case: str = "c-1") -> Label:
    return Label(case, rater, version, {"outcome": outcome, "tone": "kind"}, NOW)


def an_evidence(*labels: Label, given: int | None = None, **further: object) -> LabelEvidence:
    known = len(labels) if given is None else given
    return LabelEvidence(2, known, labels, (OUTCOME,), **further)  # pyright: ignore


SETTLED = Adjudication("c-1", 2, {"outcome": "refund"}, CARL, "as the rules say", NOW)
HIDDEN = Blind("c-1", 2, 3, "T-1")
ALIKE = (a_label(ANA, "refund"), a_label(BEN, "refund"))
APART = (a_label(ANA, "refund"), a_label(BEN, "answer"))
WEAK = (CategoryAgreement("kind=wrong_answer", "outcome", 0.21, 0.5),)
STRONG = (CategoryAgreement("kind=wrong_answer", "outcome", 0.5, 0.7),)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (an_evidence(), "too_few_labels"),
        (an_evidence(ALIKE[0]), "too_few_labels"),
        (an_evidence(given=2, hidden=HIDDEN), "labels_hidden"),
        (an_evidence(given=1, hidden=HIDDEN), "too_few_labels"),
        (an_evidence(ALIKE[0], a_label(BEN, None)), "too_few_labels"),
        (an_evidence(*APART), "labels_differ"),
        (an_evidence(*ALIKE), None),
        (an_evidence(*APART, adjudication=SETTLED), None),
        (an_evidence(adjudication=SETTLED), "too_few_labels"),
        (an_evidence(ALIKE[0], adjudication=SETTLED), "too_few_labels"),
        (an_evidence(*ALIKE, categories=WEAK), "category_unreliable"),
        (an_evidence(*ALIKE, categories=WEAK, adjudication=SETTLED), None),
        (an_evidence(*ALIKE, categories=STRONG), None),  # its interval reaches over the limit
    ],
)
def test_what_is_amiss_with_the_labels_of_a_case(
    found: LabelEvidence, code: str | None
) -> None:
    told = shortfall("c-1", found, needed=2, least_alpha=0.667)
    assert (told.code if told else None) == code


@pytest.mark.parametrize(
    ("actor", "code"), [(CARL, "too_few_labels"), (CARL.upper(), "too_few_labels"), (ANA, None)]
)
def test_strangers_count_only_for_the_move_of_somebody_else_than_who_brought_them(
    actor: str, code: str | None
) -> None:
    found = an_evidence(*ALIKE, strangers={ANA: CARL, BEN: CARL})
    told = shortfall("c-1", found, needed=2, least_alpha=0.667, actor=actor)
    assert (told.code if told else None) == code
    assert told is None or f"of {ANA} and {BEN} this desk knows nothing" in told.what


def test_who_said_what_is_told_with_the_way_out() -> None:
    told = shortfall("c-1", an_evidence(*APART), needed=2, least_alpha=0.667)
    assert told is not None
    assert told.what == f"its labels differ on outcome ({ANA} said refund, {BEN} said answer)"
    assert told.clear == "evaldesk adjudicate c-1 --answer outcome=ANSWER --reason WHY"


def test_nothing_is_told_of_what_hidden_labels_say() -> None:
    found = shortfall("c-1", an_evidence(given=2, hidden=HIDDEN), needed=2, least_alpha=0.667)
    assert found is not None
    assert not {ANA, BEN, "refund", "answer"} & set(found.what.replace(",", " ").split())


def a_standard(version: int, *questions: Question, title: str = "Support") -> Standard:
    return Standard(version, title, questions)


def test_earlier_versions_count_while_they_ask_the_same() -> None:
    other = Question("outcome", "What?", options=(Option("refund"),))
    versions = [
        a_standard(1, OUTCOME),
        a_standard(2, other),
        a_standard(3, OUTCOME),
        a_standard(4, OUTCOME, title="In other words"),
    ]
    assert comparable(versions, 4) == (3, 4)
    assert comparable(versions, 2) == (2,)


def test_of_a_rater_the_newer_label_counts_and_a_person_is_one_however_they_write() -> None:
    labels = [a_label(ANA, "refund", 1), a_label(ANA.upper(), "answer", 2), a_label(BEN, None)]
    found = counted(labels, (1, 2))
    assert said(found, OUTCOME) == {"c-1": ["answer"]}
    assert said(counted(labels, (1,)), OUTCOME) == {"c-1": ["refund"]}
    late = replace(a_label(BEN, "answer"), after_shown=True)
    assert said([a_label(ANA, "refund"), late], OUTCOME) == {"c-1": ["refund"]}
