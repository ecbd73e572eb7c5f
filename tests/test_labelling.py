"""The rules of labels: what a standard may ask, what an answer is, what is hidden how long."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation import label_tasks, labelling_standard, labels
from curation.errors import BadRequest
from curation.label_tasking import made
from curation.label_tasks import Blind, Task, Veil, blind, turn, waiting
from curation.labelling import answers
from curation.labelling_standard import About, Option, Question, Scale, Standard, same_questions
from curation.labels import Label, differing
from curation.names import same_person
from curation.people import NOBODY
from curation.standard_rules import Used, changes, faults
from store.answers.standard import DRAFT
from store.formats.standard_toml import read, written

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
YES_NO = (Option("yes", "it ought to"), Option("no"))
OUTCOME = Question("outcome", "What ought it to do?", options=YES_NO)
URGENCY = Question("urgency", "How urgent?", Scale.INTERVAL, low=0, high=10, decides=False)
GOOD = Question("good", "A good output?", options=YES_NO, about=About.FEEDBACK, decides=False)
STANDARD = Standard(
    1, "Answers", (OUTCOME, URGENCY, GOOD), "What\nwe mean", edge_rules=("Be fair",)
)
TASK = Task("T-1", "First", ("c-1", "c-2", "c-3"), 2, 1, "ana")


def a_label(rater: str, said: str = "yes", **stated: Any) -> Label:
    return replace(Label("c-1", rater, 1, {"outcome": said}, AT), **stated)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title": "Other words", "definitions": "New"}, None),
        ({"questions": (replace(OUTCOME, text="Better asked?"), URGENCY)}, None),
        ({"questions": (replace(OUTCOME, options=(*YES_NO, Option("maybe"))),)}, "frozen"),
        ({"questions": (replace(OUTCOME, scale=Scale.ORDINAL),)}, "frozen"),
        ({"questions": (replace(OUTCOME, name="outcome_2", scale=Scale.ORDINAL),)}, None),
        ({"questions": (OUTCOME, OUTCOME)}, "asked twice"),
        ({"questions": (replace(OUTCOME, name="Not a name"),)}, "cannot name a question"),
        ({"questions": (replace(OUTCOME, name="one", options=(Option("x"),)),)}, "1 options"),
        ({"questions": (GOOD,)}, "No question decides"),
        ({"questions": (OUTCOME, replace(URGENCY, low=3, high=3))}, "low at or above high"),
    ],
)
def test_words_of_a_standard_may_change_and_questions_that_have_labels_may_not(
    change: dict[str, Any], fault: str | None
) -> None:
    found = faults(replace(STANDARD, **change), {"outcome": Used(OUTCOME, 3)})
    assert bool(found) == bool(fault)
    assert fault is None or any(fault in one for one in found)


def test_a_standard_is_the_same_after_its_file_and_after_the_log() -> None:
    assert read(written(STANDARD)) == (replace(STANDARD, version=0), 1)
    assert labelling_standard.from_body(labelling_standard.body(STANDARD)) == STANDARD
    said = labels.from_body(labels.body(a_label("mia")), AT)
    shown = replace(TASK, shown=("c-2",))
    kept = [label_tasks.from_body(label_tasks.body(one)) for one in (TASK, shown)]
    assert (said, kept) == (a_label("mia"), [TASK, shown])
    brought = a_label("mia", brought=True, after_shown=True)
    again = labels.from_body(labels.body(brought, "f00d"), AT, "ana")
    assert again == replace(brought, brought_by="ana")
    assert again.told_by == "mia (brought by ana, after the labels were shown)"
    assert labels.body(brought, "f00d")["salt"] == "f00d"


def test_the_file_of_a_standard_names_the_line_and_the_place_of_what_is_off() -> None:
    text = written(STANDARD).replace('scale = "interval"', 'scale = "words"')
    with pytest.raises(BadRequest, match=r"Line \d+: question.2.scale is not one of nominal"):
        read(text)
    with pytest.raises(BadRequest, match="is no TOML"):
        read("title = ")


def test_versions_ask_the_same_while_only_words_differ() -> None:
    words = replace(STANDARD, questions=(replace(OUTCOME, text="Other?"), URGENCY))
    assert same_questions(STANDARD, words)
    assert not same_questions(STANDARD, replace(STANDARD, questions=(OUTCOME,)))
    assert [one.field for one in changes(STANDARD, words)][:1] == ["question.outcome"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"outcome": " YES "}, {"outcome": "yes"}),
        ({"outcome": ""}, {"outcome": None}),
        ({"urgency": "7.5"}, {"urgency": 7.5}),
        ({"urgency": "11"}, "a number from 0 to 10"),
        ({"urgency": "nan"}, "a number from 0 to 10"),
        ({"outcome": "perhaps"}, "Use one of: yes, no"),
        ({"mood": "yes"}, "does not ask for 'mood'"),
    ],
)
def test_an_answer_is_one_that_its_question_knows(
    said: dict[str, str], kept: dict[str, Any] | str
) -> None:
    if isinstance(kept, dict):
        assert answers(STANDARD, said) == kept
        return
    with pytest.raises(BadRequest, match=kept):
        answers(STANDARD, said)


@pytest.mark.parametrize(
    ("said", "tasks", "hidden"),
    [
        ([a_label("mia")], [TASK], True),
        ([a_label("mia"), a_label("tom")], [TASK], False),
        ([a_label("mia"), a_label("MIA ")], [TASK], True),  # one person
        ([a_label("mia"), a_label("bot", judge=True)], [TASK], True),  # a judge is no person
        ([a_label("mia"), a_label("tom")], [replace(TASK, wanted=3)], True),
        ([a_label("mia")], [replace(TASK, closed_by="ana")], True),  # nobody else has said
        ([a_label("mia")], [], True),
        ([a_label("mia"), a_label("tom")], [], False),
        ([a_label("mia", brought=True)], [], False),  # another tool asked for it
        ([a_label("mia", brought=True)], [TASK], True),
        ([a_label("bot", judge=True)], [], False),
        ([a_label("bot", judge=True)], [TASK], True),
    ],
)
def test_labels_are_hidden_until_everybody_asked_has_labelled_the_case(
    said: list[Label], tasks: list[Task], hidden: bool
) -> None:
    assert (("c-1", 1) in blind(said, tasks, floor=2)) is hidden


@pytest.mark.parametrize(
    ("then", "hidden"),
    [
        (a_label("mia"), True),  # a task hides it again
        (a_label("mia", case="c-2"), False),  # shown then and now
        (a_label("mia", case="c-3"), True),  # taken back since
        (a_label("mia", case="c-3", brought=True), False),  # its import was undone
        (a_label("mia", standard=2), False),
    ],
)
def test_who_looks_back_does_not_see_what_is_hidden_now(then: Label, hidden: bool) -> None:
    veil = Veil({("c-1", 1): Blind("c-1", 1, 2, "T-1")}, frozenset({"c-1", "c-2"}), 2)
    assert ((then.case, then.standard) in veil.over([then])) is hidden


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("mia", "m\u0456a", True),  # a Cyrillic letter among Latin ones
        ("Tom", "T\u03bfm", True),  # a Greek one
        ("Eve", "\u0415ve\u200b", True),
        ("\u0422\u043e\u043c", "Tom", False),  # all of it Cyrillic: a name of its own
        ("mia", "mira", False),
    ],
)
def test_a_name_with_letters_that_only_look_alike_is_the_same_one(
    one: str, other: str, same: bool
) -> None:
    assert same_person(one, other) is same


@given(st.text(min_size=1, max_size=8), st.integers(min_value=1, max_value=30))
def test_everybody_is_asked_about_every_case_in_an_order_of_their_own(
    person: str, number: int
) -> None:
    task = replace(TASK, cases=tuple(f"c-{n}" for n in range(number)))
    assert sorted(turn(task, person)) == sorted(task.cases)
    assert turn(task, person) == turn(task, person)
    assert waiting(task, person, {}) == turn(task, person)
    assert waiting(replace(task, reviewers=("\0nobody",)), person, {}) == ()


def test_what_is_labelled_by_enough_people_waits_for_nobody() -> None:
    given_ = {"c-1": {"mia": "mia"}, "c-2": {"tom": "tom", "eve": "eve"}}
    assert set(waiting(TASK, "mia", given_)) == {"c-3"}
    assert set(waiting(TASK, "zoe", given_)) == {"c-1", "c-3"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"title": " "}, "title"),
        ({"cases": ()}, "nothing to label"),
        ({"wanted": 0}, "At least one person"),
        ({"reviewers": ("mia", "Mia")}, "2 people are to label"),
        ({"due": "2026-11-20"}, "is over already"),
        ({"due": "soon"}, "is no day"),
    ],
)
def test_a_task_asks_only_what_people_can_do(change: dict[str, Any], why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        made(replace(TASK, **change), NOBODY, date(2026, 11, 21))


def test_people_differ_where_two_of_them_answer_otherwise_and_judges_do_not_count() -> None:
    judge = a_label("bot", "no", judge=True)
    silent = a_label("eve", answers={"outcome": None})
    assert differing([a_label("mia"), judge, silent], ["outcome"]) == ()
    assert differing([a_label("mia"), a_label("tom", "no")], ["outcome", "x"]) == ("outcome",)


def test_the_draft_of_a_standard_can_be_set_as_it_is() -> None:
    assert faults(DRAFT, {}) == []
