"""When two texts, answers, cases and groups are the same."""

import unicodedata

import hypothesis.strategies as st
import pytest
from hypothesis import given

from curation.identity import case_id, group_id, is_number, normalise, plain_label, same_answer


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Where is my REFUND?!", "where is my refund"),
        ("  two\t words\n", "two words"),
        ("don't", "don t"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("STRASSE", normalise("straße")),
        ("„Wo bleibt mein Geld…“", "wo bleibt mein geld"),
        ("1 + 1 = $2", "1 + 1 = $2"),
        ("???", ""),
    ],
)
def test_a_text_is_known_by_what_it_means(text: str, meant: str) -> None:
    assert normalise(text) == meant


@given(st.text())
def test_a_normalised_text_has_no_punctuation_and_single_spaces(text: str) -> None:
    found = normalise(text)
    assert not any(unicodedata.category(c)[0] == "P" for c in found)
    assert found == " ".join(found.split())


def test_an_id_never_changes() -> None:
    # Cases are referred to by these ids for ever: sha256 of the spelled-out parts, by hand.
    assert case_id("refunds", "Where is my refund?") == "c-c0e5406e57373fbd"
    assert case_id("refunds", "where is my refund") == "c-c0e5406e57373fbd"
    assert group_id("wrong_answer", "refund", None, "refunds") == "g-4c8b6d04f067"


def test_the_route_is_part_of_the_case() -> None:
    assert case_id("a", "hello") != case_id("b", "hello")


@pytest.mark.parametrize(
    ("said", "compared"),
    [
        ("7.0", "7"), ("7.00", "7"), (" 7 ", "7"), ("-1.0", "-1"), ("True", "true"),
        ("7.5", "7.5"), ("007", "007"), ("1.10", "1.10"), ("v1.0", "v1.0"), ("Ok", "Ok"),
    ],
)  # fmt: skip
def test_an_id_from_integers_and_one_from_floats_are_the_same(said: str, compared: str) -> None:
    assert plain_label(said) == compared


@pytest.mark.parametrize("text", ["0", "-1", "1.50", "12", "1e5", "999999999999999"])
def test_a_number_is_told_by_its_look(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize(
    "text", ["", "007", "+1", "1.", ".5", "1e15", "1234567890123456", "NaN", "٣"]
)
def test_codes_long_ids_and_words_are_no_numbers(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ("Yes, of course.", "yes of course", True),
        ("12", "12.0", True),
        ("-5", "5", False),
        ("refund", "billing", False),
    ],
)
def test_an_answer_is_compared_by_value_or_by_meaning(
    expected: str, actual: str, same: bool
) -> None:
    assert same_answer(expected, actual) is same
