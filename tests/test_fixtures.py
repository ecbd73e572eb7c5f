"""Fixtures: the same for ever, all different, and believable for their kind."""

import json
import re

import pytest

from curation.cases import Behaviour, Source
from curation.errors import BadRequest, Unknown
from curation.failures import FailureKind
from curation.fixtures import ALIASES, KINDS, generate
from curation.fixtures.drawing import Draw
from curation.fixtures.noise import hurried, misspelt
from curation.identity import case_id

UNFILLED = re.compile(r"\{[a-z0-9]+\}")
PLAIN = ("wrong_answer", "error", "timeout", "refusal_expected", "unsafe", "needs_human")
BEHAVIOUR = {
    "refusal_expected": Behaviour.REFUSAL,
    "unsafe": Behaviour.REFUSAL,
    "needs_human": Behaviour.NEEDS_HUMAN,
}


def test_there_are_fixtures_for_every_kind_of_failure() -> None:
    assert set(KINDS) == set(FailureKind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_kind_and_seed_give_the_same_cases(kind: str) -> None:
    assert generate(kind, 30, 5) == generate(kind, 30, 5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_larger_number_goes_on_with_the_same_sequence(kind: str) -> None:
    assert generate(kind, 200, 3)[:20] == generate(kind, 20, 3)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [0, 1, 77])
def test_two_hundred_of_a_kind_are_two_hundred_cases(kind: str, seed: int) -> None:
    assert len({case_id(d.route, d.input) for d in generate(kind, 200, seed)}) == 200


@pytest.mark.parametrize("kind", KINDS)
def test_another_seed_gives_other_cases(kind: str) -> None:
    one, other = ({d.input for d in generate(kind, 50, seed)} for seed in (1, 2))
    assert len(one & other) < 5


@pytest.mark.parametrize("kind", KINDS)
def test_a_fixture_says_what_the_model_ought_to_do(kind: str) -> None:
    for draft in generate(kind, 100, 1):
        assert draft.kind == kind
        assert draft.behaviour is BEHAVIOUR.get(kind, Behaviour.ANSWER)
        assert draft.source is Source.SYNTHETIC
        assert draft.cost_of_failure > 0
        assert draft.tags
        assert len(draft.expected) > 10


@pytest.mark.parametrize("kind", KINDS)
def test_every_slot_of_a_template_is_filled(kind: str) -> None:
    for draft in generate(kind, 300, 1):
        assert not UNFILLED.search(draft.input)
        assert not UNFILLED.search(draft.expected)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_speaks_more_than_english(kind: str) -> None:
    assert len({draft.language for draft in generate(kind, 200, 1)}) >= 3


@pytest.mark.parametrize("kind", PLAIN)
@pytest.mark.parametrize("tag", ["typos", "hurried", "long-input"])
def test_some_fixtures_are_written_in_a_hurry_or_at_length(kind: str, tag: str) -> None:
    found = [draft for draft in generate(kind, 200, 1) if tag in draft.tags]
    assert 2 <= len(found) <= 60


def test_long_inputs_are_long() -> None:
    drafts = generate("needs_human", 200, 1)
    lengths = [len(draft.input) for draft in drafts if "long-input" in draft.tags]
    assert min(lengths) > 350


def test_a_source_is_quoted_where_the_source_is_the_trouble() -> None:
    for kind in ("bad_source", "stale_record"):
        for draft in generate(kind, 50, 1):
            assert draft.input.startswith("[")
            assert "\n\nCustomer: " in draft.input


def test_the_expected_tool_call_is_valid_json() -> None:
    drafts = generate("malformed_tool_call", 200, 1)
    calls = [d.expected for d in drafts if d.expected.startswith("create_refund {")]
    assert len(calls) >= 10
    for call in calls:
        arguments = json.loads(call.removeprefix("create_refund "))
        assert arguments["amount_cents"] > 0


def test_unsafe_requests_go_by_both_names() -> None:
    assert ALIASES == {"unsafe_request": "unsafe"}
    assert generate("unsafe_request", 5, 1) == generate("unsafe", 5, 1)


def test_an_unknown_kind_is_refused_with_the_kinds_there_are() -> None:
    with pytest.raises(Unknown, match="malformed_tool_call"):
        generate("grumpy", 3, 1)


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(BadRequest, match="not -1"):
        generate("error", -1, 1)


def test_asking_for_none_gives_none() -> None:
    assert generate("error", 0, 1) == ()


def test_lots_are_the_same_on_every_machine() -> None:
    # Golden: divmod over sha256("evaldesk\x1f7\x1f1"), computed apart from this module.
    draw = Draw("evaldesk", 7)
    assert [draw.below(1000) for _ in range(6)] == [432, 388, 567, 702, 203, 909]


def test_lots_fall_evenly() -> None:
    draw = Draw("even")
    counts = [0] * 10
    for _ in range(20_000):
        counts[draw.below(10)] += 1
    assert 1_850 < min(counts) <= max(counts) < 2_150


def test_mixing_keeps_everything() -> None:
    assert sorted(Draw("mix").mixed(range(40))) == list(range(40))


def test_a_slip_changes_one_word_and_its_first_letter_stays() -> None:
    text = "Please refund the coffee machine"
    for turn in range(50):
        slipped = misspelt(text, Draw("slip", turn))
        pairs = zip(text.split(), slipped.split(), strict=True)
        changed = [(a, b) for a, b in pairs if a != b]
        assert len(changed) <= 1  # two equal letters swapped are no slip
        assert all(a[0] == b[0] and abs(len(a) - len(b)) <= 1 for a, b in changed)


def test_words_that_are_too_short_are_never_misspelt() -> None:
    assert misspelt("No, it is 12 / 34.", Draw("short")) == "No, it is 12 / 34."


def test_a_hurried_message_asks_the_same() -> None:
    text = "Hello, where is order 12345?"
    found = {hurried(text, Draw("hurry", turn)).casefold() for turn in range(20)}
    assert len(found) >= 3
    assert all("order 12345" in one for one in found)
