"""Twins among texts: the published example, what counts as the same, and what is found."""

import csv
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import datasketch  # pyright: ignore[reportMissingTypeStubs]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.minhash import bands, estimated, margin, packed, recall, signatures, unpacked
from curation.twins import (
    NEAR,
    Twins,
    diverse,
    families,
    jaccard,
    likeness,
    pairs,
    shingles,
    similarity,
    stripped,
)

PIN = "How do I reset my card PIN from the mobile app?"
PLEASE = "How do I reset my card PIN from the mobile app please?"
OTHER = "My transfer has not arrived yet"
WORDS = st.text(alphabet="abc ?!Ä", max_size=24)


def test_the_worked_example_of_shingles_and_minhash_comes_out() -> None:
    one, other, far = (shingles(text.lower()) for text in (PIN, PLEASE, OTHER))
    assert jaccard(one, other) == pytest.approx(0.823529, abs=1e-6)
    assert jaccard(one, far) == 0
    signed = signatures([one, other, far])
    assert estimated(signed[:1], signed[1:2])[0] == pytest.approx(0.8359375)
    assert estimated(signed[:1], signed[2:])[0] == 0


def test_signatures_are_those_of_datasketch_and_survive_being_packed() -> None:
    minhash: Any = datasketch.MinHash
    theirs = minhash(128, seed=1)
    theirs.update_batch(shingle.encode() for shingle in shingles(PIN))
    ours = signatures([shingles(PIN)])
    assert ours[0].tolist() == theirs.hashvalues.tolist()
    assert unpacked([packed(ours[0])]).tolist() == ours.tolist()


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (PIN, PIN, Twins.EXACT),
        ("Refund!", "\nrefund ?", Twins.NORMALISED),
        ("It was reverted.  Why?", "it was reverted, why", Twins.NORMALISED),
        (PIN, PLEASE, Twins.NEAR),
        ("Where is my top-up code?", "Where is my top up code?", Twins.NEAR),
        (PIN, OTHER, None),
        ("refund it", "refund me", None),  # too short to be nearly the same
        ("refund 1", "refund 1", Twins.EXACT),
        ("refund 3.5", "Refund 35", None),  # a mark within a number is no spelling
        (PIN, PIN.replace(" ", " \u200b").replace("a", "a\u00ad"), Twins.NEAR),  # unseen
        (PIN, PIN.replace("o", "\u043e").replace("H", "\u041d"), Twins.NEAR),  # Cyrillic
        ("refund", "r\u0435f\u200dund!", Twins.NEAR),  # it looks the same, however short
        ("\u0412\u043e\u0434\u0430", "\u0432\u043e\u0434\u0430!", Twins.NORMALISED),
    ],
)  # fmt: skip
def test_two_texts_are_twins_as_people_read_them(
    one: str, other: str, kind: Twins | None
) -> None:
    found = likeness(one, other)
    assert (found and found[0]) == kind
    assert likeness(other, one) == found


@given(st.lists(WORDS, max_size=8))
def test_texts_that_are_the_same_but_for_spelling_are_always_found(texts: list[str]) -> None:
    same = {(p.first, p.second) for p in pairs(texts) if p.kind is not Twins.NEAR}
    linked = families(same)
    for one, other in combinations(range(len(texts)), 2):
        if stripped(texts[one]) == stripped(texts[other]):
            assert any({one, other} <= set(family) for family in linked)


def templated(number: int) -> list[str]:
    """Questions of a few templates, many of them nearly the same."""
    chance = Random(7)
    asks = ["Why was I charged twice for", "How can I cancel the order of", "Where do I find"]
    things = ["the blue desk lamp", "my headphones", "the yoga mat", "our family plan"]
    ends = ["", " please", " in my account", " that I bought in May", " today", "??"]
    return [
        f"{chance.choice(asks)} {chance.choice(things)} {n % 89}{chance.choice(ends)}"
        for n in range(number)
    ]  # fmt: skip


@pytest.mark.parametrize("threshold", [0.6, 0.7, 0.8, 0.9])
def test_hashing_finds_what_counting_all_pairs_finds(threshold: float) -> None:
    texts = list(dict.fromkeys(map(stripped, templated(120))))
    true = {
        (a, b): share
        for a, b in combinations(range(len(texts)), 2)
        if (share := similarity(texts[a], texts[b])) >= threshold
    }
    found = {(p.first, p.second): p.similarity for p in pairs(texts, threshold)}
    assert found.items() <= true.items()
    assert len(found) >= 0.98 * len(true) > 10


def test_bands_leave_few_pairs_at_the_threshold_out() -> None:
    for threshold in (0.5, 0.7, 0.9):
        number, rows = bands(threshold)
        assert number * rows <= 128
        assert 1 - (1 - threshold**rows) ** number >= 0.99
        assert 0.96 < recall(threshold) < 1


def test_an_estimate_is_as_near_as_its_margin_says() -> None:
    texts = templated(80)
    signed = signatures(shingles(stripped(text)) for text in texts)
    inside = total = 0
    for a, b in combinations(range(len(texts)), 2):
        true = jaccard(shingles(stripped(texts[a])), shingles(stripped(texts[b])))
        share = float(estimated(signed[a : a + 1], signed[b : b + 1])[0])
        inside += abs(share - true) <= margin(true)
        total += 1
    assert 0.92 <= inside / total <= 1


@settings(max_examples=40)
@given(st.lists(st.sampled_from(templated(30)), max_size=12))
def test_what_is_chosen_holds_no_twins_and_leaves_none_without_one(texts: list[str]) -> None:
    named = {f"t{n}": text for n, text in enumerate(texts)}
    kept = diverse(named)
    assert all(likeness(named[a], named[b]) is None for a, b in combinations(kept, 2))
    for one, text in named.items():
        assert one in kept or any(likeness(text, named[other]) for other in kept)


def test_a_crowd_of_one_template_stays_one_family() -> None:
    crowd = [f"The parcel of order {n:05} has not arrived at our house yet" for n in range(150)]
    (family,) = families((p.first, p.second) for p in pairs(crowd))
    assert len(family) == 150


def test_twins_in_real_questions_are_found_and_told_apart(shared_data: Path) -> None:
    train, test = (
        _texts(shared_data / "banking77" / f"{part}.csv") for part in ("train", "test")
    )
    found = [
        p
        for p in pairs([*train, *test])
        if p.first < len(train) <= p.second
    ]  # fmt: skip
    kinds = [p.kind for p in found]
    assert kinds.count(Twins.EXACT) == 0
    assert kinds.count(Twins.NORMALISED) == 11
    assert all(p.similarity >= NEAR for p in found)
    assert kinds.count(Twins.NEAR) > 300


def _texts(path: Path) -> list[str]:
    with path.open(newline="", encoding="utf-8") as file:
        return [row["text"] for row in csv.DictReader(file)]
