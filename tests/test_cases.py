"""A case as plain values and back, with its words checked."""

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from curation.cases import (
    DESCRIBABLE,
    PLACES,
    SETS,
    Behaviour,
    Case,
    Dismissal,
    Severity,
    Source,
    State,
    body,
    from_body,
    typed,
    with_fields,
)
from curation.decisions import plain
from curation.errors import BadRequest
from tests.builders import a_case

NAMES = st.none() | st.text(max_size=6)
CASES = st.builds(
    Case,
    id=st.text(min_size=1, max_size=8),
    route=st.text(max_size=8),
    input=st.text(),
    state=st.sampled_from(State),
    version=st.integers(0, 99),
    behaviour=st.none() | st.sampled_from(Behaviour),
    expected=NAMES,
    severity=st.none() | st.sampled_from(Severity),
    cost_of_failure=st.none() | st.floats(0, 1e9),
    owner=NAMES,
    tags=st.lists(st.text(max_size=4), max_size=3).map(tuple),
    source=st.sampled_from(Source),
    note=NAMES,
    dismissal=st.none() | st.builds(Dismissal, more=st.integers(1, 9), count=st.integers(0, 9)),
)


@given(CASES)
def test_a_case_survives_the_way_through_the_log(case: Case) -> None:
    assert from_body(plain(body(case))) == case


def test_a_case_of_a_later_release_is_read_without_what_is_not_known_here() -> None:
    assert from_body({**body(a_case()), "not_yet_invented": 1}) == a_case()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("state", "blocking", State.BLOCKING),
        ("behaviour", "needs_human", Behaviour.NEEDS_HUMAN),
        ("behaviour", None, None),
        ("severity", Severity.LOW, Severity.LOW),
        ("source", "adversarial", Source.ADVERSARIAL),
        ("tags", ["a", "b"], ("a", "b")),
        ("tags", None, ()),
        ("dismissal", {"more": 3}, Dismissal(more=3)),
        ("dismissal", Dismissal(more=3), Dismissal(more=3)),
        ("expected", "refund", "refund"),
        ("cost_of_failure", 2.5, 2.5),
        ("due", "2026-12-31", "2026-12-31"),
        ("due", None, None),
    ],
)
def test_a_plain_value_becomes_what_the_case_holds(
    name: str,
    value: Any,
    expected: object,
) -> None:
    assert typed(name, value) == expected
    assert getattr(with_fields(a_case(), {name: value}), name) == expected


@pytest.mark.parametrize(
    ("name", "word", "words"),
    [
        ("state", "sorted", "inbox, backlog, monitoring, blocking, dismissed, retired"),
        ("behaviour", "Answer", "answer, refusal, needs_human"),
        ("severity", "urgent", "low, medium, high, critical"),
        ("source", "", "production, expert, adversarial, synthetic"),
    ],
)
def test_an_unknown_word_is_refused_with_the_known_ones(
    name: str, word: str, words: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        typed(name, word)
    assert str(refused.value) == f"'{word}' is no {name}. Use one of: {words}."


def test_every_describable_field_is_a_field_of_a_case_and_the_sets_are_states() -> None:
    assert set(DESCRIBABLE) - {"attributes"} <= set(
        body(a_case())
    )  # left out where there are none
    assert [State.INBOX, *PLACES] == list(State)
    assert [*SETS, State.DISMISSED, State.RETIRED] == list(PLACES)


@pytest.mark.parametrize("said", ["tomorrow", "2026-02-30", 20261231])
def test_a_case_is_due_on_a_day(said: object) -> None:
    with pytest.raises(BadRequest, match="is no day"):
        with_fields(a_case(), {"due": said})


def test_attributes_are_read_in_any_form_and_a_case_without_them_is_written_as_before() -> None:
    said = {"tone": "angry", "category": "refund"}
    case = with_fields(a_case(), {"attributes": said})
    assert case.attributes == (("category", "refund"), ("tone", "angry"))
    assert from_body(body(case)) == case
    assert "attributes" not in body(a_case())
