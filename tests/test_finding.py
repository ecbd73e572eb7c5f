"""A few typed words find what has a name; the palette and the command say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.finding import fit, name, wanted
from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk

NOTHING = name("")


def fits(said: str, title: str) -> float:
    return fit(wanted(said), name(title), NOTHING)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("drift", "Drift"),
        ("dri", "Drift"),
        ("ALVAREZ", "Inés Álvarez"),
        ("noninf", "gate.non_inferiority_margin"),
        ("margin gate", "gate.non_inferiority_margin"),
        ("invoce", "The invoice is wrong"),
        ("inovice", "The invoice is wrong"),
        ("invoicr", "The invoice is wrong"),
        ("thrshld", "Thresholds"),
        ("c-12ab", "c-12abcdef00"),
    ],
)
def test_a_name_is_found_by_its_words_their_beginnings_and_a_slip(
    said: str, title: str
) -> None:
    assert fits(said, title) > 0


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("", "Drift"),
        ("drift gate", "Drift"),
        ("xq", "Drift"),
        ("tfird", "Drift"),
        ("ds", "Drs"),
    ],
)
def test_what_does_not_say_every_word_is_not_found(said: str, title: str) -> None:
    assert fits(said, title) == 0


def test_whole_words_come_before_beginnings_and_those_before_slips() -> None:
    found = [fits(said, "gate margin") for said in ("gate", "gat", "argi", "gatf", "mrgn")]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 5


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_typed_gets_an_answer_between_nothing_and_all(
    said: str, title: str
) -> None:
    assert 0 <= fits(said, title) <= 1


@given(st.text(alphabet="abcdefgh-_. ", min_size=1, max_size=30))
def test_everything_is_found_by_its_own_name(title: str) -> None:
    assert not wanted(title) or fits(title, title) == 1


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Evaldesk, str, str]:
    said, first, second = blocking_desk(tmp_path_factory.mktemp("find"), deputy="ben")
    said("people", "add", "Zoë Álvarez", "--role", "reviewer", "--reason", "joined")
    said("propose", "promotion.min_attempts", "7", "--reason", "steadier evidence")
    return said, first, second


@pytest.mark.parametrize(
    ("words", "what", "link"),
    [
        (["alvarez"], "people", "decisions?by=Zo%C3%AB+%C3%81lvarez"),
        (["ben"], "people", "decisions?by=ben"),
        (["min_attempts"], "thresholds", "thresholds?name=promotion.min_attempts"),
        (["steadier"], "proposals", "thresholds?proposal=P-1"),
        (["warm"], "runs", "runs?run=warm"),
    ],
)
def test_what_has_a_name_is_found_and_leads_to_its_page(
    desk: tuple[Evaldesk, str, str], words: list[str], what: str, link: str
) -> None:
    found = desk[0]("find", *words, "--json").json
    assert (what, link) in {(one["what"], one["link"]) for one in found["things"]}


def test_a_case_is_found_by_its_id_how_it_begins_and_what_it_says(
    desk: tuple[Evaldesk, str, str],
) -> None:
    said, first, _ = desk
    case = said("case", first, "--json").json["case"]
    for words in (first, first[:8], " ".join(case["input"].split()[1:3])):
        found = said("find", words, "--json", "--limit", "50").json["things"]
        assert f"case?id={first}" in {one["link"] for one in found}, words


def test_what_was_decided_since_is_found_at_once(desk: tuple[Evaldesk, str, str]) -> None:
    said, _, _ = desk
    assert "Nothing is called “Quentin”" in said("find", "Quentin").text
    said("people", "add", "Quentin Ode", "--role", "viewer", "--reason", "joined")
    assert "Quentin Ode" in said("find", "quentin").text


def test_what_is_left_out_is_counted(desk: tuple[Evaldesk, str, str]) -> None:
    found = desk[0]("find", "thresholds", "--json", "--limit", "1").json
    listed = [one for one in found["things"] if one["what"] == "thresholds"]
    assert len(listed) == 1
    assert found["more"]["thresholds"] > 10
