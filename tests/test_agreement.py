"""What hangs on labels: who gets into blocking, what is to be done, what is certified."""

from collections.abc import Mapping
from contextlib import closing
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from curation import labels as shapes
from curation.cases import Case, State, body
from curation.decisions import Decision, Kind
from curation.labelling_standard import Option, Question
from curation.labels import Label
from curation.promotion import objections
from curation.standing import saying
from curation.thresholds import policy
from store.acts.adjudicating import adjudicate
from store.answers.agreement import agreement
from store.answers.agreement_parts import KappaShown, enough, fleiss_of
from store.answers.evidence import evidence
from store.desk import Desk, open_desk
from store.ledger import Transaction
from tests.blocking_desk import blocking_desk
from tests.builders import a_case
from tests.labelled_desk import labelled_desk
from tests.terminal import Evaldesk
from tests.test_the_main_job import results


def refused(evaldesk: Evaldesk, case: str) -> set[str]:
    answer = evaldesk("move", case, "--to", "blocking", "-m", "it hurts", "--json").json
    return {one["code"] for no in answer["refused"] for one in no["objections"]}


def labels(evaldesk: Evaldesk, case: str, rater: str, outcome: str) -> None:
    evaldesk("label", case, "--answer", f"outcome={outcome}", "--actor", rater)


def test_a_case_gets_into_blocking_by_labels_that_agree_or_by_an_adjudication(
    tmp_path: Path,
) -> None:
    evaldesk, first, second = labelled_desk(tmp_path)
    assert refused(evaldesk, first) == {"too_few_labels"}
    labels(evaldesk, first, "ben", "refund")
    assert refused(evaldesk, first) == {"too_few_labels"}
    labels(evaldesk, first, "cem", "answer")
    assert refused(evaldesk, first) == {"labels_differ"}

    found = evaldesk("agreement", "--json").json
    (apart,) = found["disagreements"]
    assert (apart["case"], apart["questions"], apart["adjudicated"]) == (
        first,
        ["outcome"],
        None,
    )
    assert [(one["kind"], one["subject"]) for one in found["findings"]] == [
        ("too_few_labels", second)  # it blocks already, and would not get there any more
    ]
    said = ("--answer", "outcome=refund", "--reason", "the rule of double charges")
    assert evaldesk("adjudicate", first, *said, "--actor", "ben").code != 0  # he labelled it
    assert evaldesk("adjudicate", first, *said, "--actor", "dana").code == 0
    assert refused(evaldesk, first) == set()
    after = evaldesk("agreement", "--json").json
    # Adjudication mends the case, not the agreement: its author is no rater.
    assert after["raw"] == found["raw"]
    assert after["raters"] == ["ben", "cem"]
    assert after["disagreements"][0]["adjudicated"]["by"] == "dana"

    evaldesk("freeze", "blocking")
    run = results(tmp_path / "rc.jsonl", {first: [True], second: [True]})
    evaldesk("import", run, "--as", "results", "--run", "rc", "--model", "v2")
    assert evaldesk("gate", "rc", "--json").json["label_agreement"]["adjudicated"] == 1
    certified = evaldesk("report", "release", "rc", "--json").json["evaldesk_certificate"]
    told = certified["stated"]["label_agreement"]
    assert (certified["form"], told["n"], told["labels"], told["standard"]) == (2, 1, 2, 1)
    paper = tmp_path / "rc.md"
    evaldesk("report", "release", "rc", "-o", paper)
    assert "on 1 of 2 cases that two people labelled" in paper.read_text()
    assert evaldesk("verify", "--certificate", paper).code == 0


def test_who_brings_labels_of_people_nobody_knows_does_not_promote_on_them(
    tmp_path: Path,
) -> None:
    evaldesk, first, _ = labelled_desk(tmp_path)
    file = tmp_path / "labels.csv"
    file.write_text(f"case_id,annotator,outcome\n{first},carl,refund\n{first},dora,refund\n")
    brought = evaldesk("import", file, "--as", "labels", "--json").json
    assert refused(evaldesk, first) == {"too_few_labels"}
    evaldesk("imports", "undo", brought["import_id"], "-m", "by somebody else")
    evaldesk("import", file, "--as", "labels", actor="zoe")
    assert "carl (brought by zoe)" in evaldesk("labels", "show", first).text
    assert refused(evaldesk, first) == set()
    run = results(tmp_path / "rc.jsonl", {first: [True]})
    evaldesk("freeze", "blocking")
    evaldesk("import", run, "--as", "results", "--run", "rc", "--model", "v2")
    assert evaldesk("gate", "rc", "--json").json["label_agreement"]["brought"] == {"zoe": 2}


def test_without_a_standard_nothing_is_asked_and_the_pages_say_so(tmp_path: Path) -> None:
    evaldesk, first, _ = blocking_desk(tmp_path)
    evaldesk("move", first, "--to", "monitoring", "-m", "noise")
    assert refused(evaldesk, first) == set()
    none = "No labelling standard: blocking cases are not labelled twice."
    assert evaldesk("sets", "--json").json["labels"] == none
    found = evaldesk("agreement", "--json").json
    assert (found["sentence"], found["alpha"]["value"], found["findings"]) == (none, None, [])
    assert "label_agreement" not in evaldesk("gate", "rc").text


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Sixty cases, labelled elsewhere by three people and a judge; half of one category."""
    place = tmp_path_factory.mktemp("labelled")
    labelled_desk(place)
    with closing(open_desk(place / "desk")) as desk:
        with desk.ledger.transaction() as tx:
            for number, answer in zip(range(60), cycle(("refund", "answer")), strict=False):
                _labelled(tx, number, answer)
        yield desk


def _labelled(tx: Transaction, number: int, answer: str) -> None:
    """Of `legal` cases every second label of ben differs; the judge says what ana does."""
    clear = number < 30
    category = "refund" if clear else "legal"
    case = a_case(id=f"c-{number:04}", attributes=(("category", category),))
    tx.record(_opened(case))
    other = "answer" if answer == "refund" else "refund"
    said = {"ana": answer, "ben": answer if clear or number % 4 < 2 else other}
    said |= {"cem": answer} if number % 3 == 0 else {}
    for rater, outcome in {**said, "judge": answer if number % 10 else other}.items():
        answers = {"outcome": outcome, "tone": "even" if number % 5 else "warm"}
        one = Label(case.id, rater, 1, answers, tx.clock(), judge=rater == "judge",
                    brought=True)  # fmt: skip
        subject = shapes.subject(case.id, rater, 1)
        tx.record(saying(Kind.LABEL_SET, subject, shapes.body(one), actor=rater))


def _opened(case: Case) -> Decision:
    return Decision(Kind.OPENED, case.id, body(case), "ana", "")


def parts(desk: Desk, dimension: str, *by: str) -> Mapping[str, Any]:
    return {one.value: one for one in agreement(desk, by=by).by if one.dimension == dimension}


def test_agreement_is_told_apart_by_kind_of_case_pair_and_question(labelled: Desk) -> None:
    found = agreement(labelled)
    assert (found.cases, found.raters, found.alpha.n_ratings) == (
        60,
        ("ana", "ben", "cem"),
        140,
    )
    category = parts(labelled, "category")
    assert category["refund"].alpha.value == 1
    assert category["refund"].band == "tentative"  # 30 cases that agree prove no more
    assert category["legal"].band == "unreliable"
    assert category["legal"].n == 30
    raters = parts(labelled, "raters")
    assert raters["ana and cem"].raw.value == raters["ana and cem"].kappa.value == 1
    # ana and ben: 44 of 60 alike, chance one half.
    assert raters["ana and ben"].kappa.value == pytest.approx(1 - (16 / 60) / 0.5, abs=0.01)
    assert [one.question for one in found.questions] == ["outcome", "tone"]
    assert agreement(labelled, "tone").level == "ordinal"


def test_kappa_of_a_few_cases_is_no_number() -> None:
    told = enough(KappaShown(0.0, -1.0, 1.0, 1, ("ana", "ben")), 20)
    assert (told.value, told.low, told.note) == (None, None, "too few to say: 1, 20 needed")
    question = Question("outcome", "?", options=(Option("a", ""), Option("b", "")))
    fleiss = fleiss_of({"c-1": ["a", "b"]}, question, policy([]))
    assert (fleiss.value, fleiss.n) == (None, 1)
    assert "too few to say" in (fleiss.note or "")


def test_a_judge_is_held_against_what_people_agree_on_and_is_no_rater(labelled: Desk) -> None:
    (judge,) = agreement(labelled).judges
    assert "judge" not in agreement(labelled).raters
    assert (judge.labelled, judge.unsettled, judge.agreement.n) == (60, 16, 44)
    right = sum(n % 10 != 0 for n in range(60) if n < 30 or n % 4 < 2)
    assert judge.agreement.value == pytest.approx(right / 44)
    assert sum(map(sum, judge.matrix)) == 44
    assert {one.label for one in judge.classes} == {"refund", "answer"}
    assert {(one.dimension, one.value) for one in judge.by} >= {("category", "legal")}


def test_cases_of_a_kind_on_which_nobody_agrees_stay_out_unless_adjudicated(
    labelled: Desk,
) -> None:
    def codes(case_id: str) -> set[str]:
        with labelled.ledger.reading() as asked:
            case = asked.case(case_id)
            assert case is not None
            known = evidence(asked, [case], {})[case_id]
        found = objections(case, State.BLOCKING, known, actor="ana", reason="it hurts")
        return {one.code for one in found}

    assert "category_unreliable" in codes("c-0032")
    assert "category_unreliable" not in codes("c-0002")
    adjudicate(labelled, "c-0032", {"outcome": "refund"}, actor="dana", reason="the rule")
    assert "category_unreliable" not in codes("c-0032")
