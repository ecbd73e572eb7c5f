"""What failures are about: clusters that come again, and names that stay."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from curation.errors import BadRequest, NotAllowed
from curation.golden_words import topics_phrase
from curation.languages import SMALL_WORDS, languages
from curation.topic_history import Kept, Topic, body, from_body, keeping, matched
from curation.topic_words import names, words
from curation.topics import Clustering, clustered
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import lines

ABOUT = {
    "parcel": "parcel courier delivery lost doorstep tracking",
    "password": "password login locked reset sign code",
    "invoice": "invoice charged twice bill amount wrong",
}


def texts(each: int = 14, seed: int = 1) -> list[tuple[str, str]]:
    """(topic, text): four words of the topic in any order, and one of everybody's."""
    rng = random.Random(seed)
    return [
        (topic, " ".join([*rng.sample(known.split(), 4), rng.choice(["please", "today"])]))
        for topic, known in ABOUT.items()
        for _ in range(each)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def told() -> tuple[list[str], Clustering]:
    topics, said = zip(*texts(), strict=True)
    return list(topics), clustered(list(said))


def test_texts_fall_into_what_they_are_about(told: tuple[list[str], Clustering]) -> None:
    topics, found = told
    inside = [{topics[place] for place in one.members} for one in found.clusters]
    assert sorted(inside, key=sorted) == [{"invoice"}, {"parcel"}, {"password"}]
    assert found.aside + sum(len(one.members) for one in found.clusters) == found.of == 42
    for one in found.clusters:
        (topic,) = {topics[place] for place in one.members}
        assert set(" ".join(one.words).split()) <= set(ABOUT[topic].split())


def test_what_is_plainly_apart_comes_again_in_resamples(
    told: tuple[list[str], Clustering],
) -> None:
    _, found = told
    assert found.stability is not None
    assert found.stability > 0.7
    assert all((one.stability or 0) > 0.7 for one in found.clusters)


def test_the_same_texts_give_the_same_clusters(told: tuple[list[str], Clustering]) -> None:
    assert clustered([text for _, text in texts()]) == told[1]


def test_words_by_chance_are_no_stable_topics() -> None:
    rng = random.Random(7)
    vocabulary = [a + b for a in "bcdfghklmn" for b in ("ab", "er", "in", "ot")]
    found = clustered([" ".join(rng.sample(vocabulary, 5)) for _ in range(60)])
    assert [one for one in found.clusters if (one.stability or 0) >= 0.7] == []


SAID = {
    "English": "Where is my parcel, and when will it be here?",
    "German": "Wo ist mein Paket und wann kommt es an?",
    "French": "Où est mon colis et quand est-ce qu'il arrive ?",
    "Spanish": "¿Dónde está mi paquete y cuándo llega a mi casa?",
    "Portuguese": "Onde está a minha encomenda e quando é que chega?",
    "Italian": "Dove è il mio pacco e quando arriva alla mia casa?",
    "Dutch": "Waar is mijn pakje en wanneer komt het aan?",
    "Japanese": "荷物はどこですか。",
    "Chinese": "我的包裹在哪里",
    "Korean": "제 소포가 어디에 있나요",
    "Cyrillic": "Где моя посылка?",
}


def test_a_language_is_known_by_its_letters_and_its_small_words() -> None:
    assert languages(list(SAID.values())) == list(SAID)
    assert languages(["parcel lost", "12"]) == ["Latin", "Latin"]
    assert languages([SAID["German"], SAID["English"], "Paket 7", "!"]) == [
        "German", "English", "German", "English",
    ]  # fmt: skip


def test_a_language_is_no_topic() -> None:
    small = {"English": "where is the {} of this", "German": "wo ist denn das {} von mir"}
    said = [f"{words.format(text)}" for words in small.values() for _, text in texts()]
    found = clustered(said)
    assert {one.language for one in found.clusters} == set(small)
    topics = [topic for topic, _ in texts()] * 2
    for one in found.clusters:
        assert len({topics[place] for place in one.members}) == 1
        assert not SMALL_WORDS & set(" ".join(one.words).split())


@pytest.mark.parametrize(
    "said", [[], ["one text"], ["same"] * 9, [""] * 40, [f"word{n}" for n in range(40)]]
)
def test_too_few_texts_or_none_in_common_have_no_topics(said: Sequence[str]) -> None:
    assert clustered(said) == Clustering((), len(said), len(said), None)


def test_numbers_are_no_words_and_unspaced_scripts_have_some() -> None:
    assert words("Order 95788: where IS it?") == ["order", "where", "is", "it"]
    assert words("認証コード") == ["認証", "証コ", "コー", "ード"]
    assert names(["a lost parcel", "a lost parcel"], [0, 0], [0]) == {0: ("lost", "parcel")}


KEPT = Kept((Topic("T-1", "Lost", ("a", "b", "c"), "emi"), Topic("T-2", "Locked", ("d", "e"))),
            ("z",), 4)  # fmt: skip


def test_a_topic_is_found_again_by_its_members_and_never_numbered_anew() -> None:
    grown = {"a", "b", "c", "new 1", "new 2", "new 3", "new 4", "new 5"}
    found = matched(KEPT, [{"x", "y"}, grown], [("refund",), ("anything",)])
    new, again = found.topics
    assert (new.id[:4], new.name, new.owner) == ("new-", "refund", None)
    assert (again.id, again.name, again.owner) == ("T-1", "Lost", "emi")
    assert (found.fresh, [one.id for one in found.gone]) == ({new.id}, ["T-2"])
    assert found.unsure == {"T-1"}  # five of its eight came since
    assert [one.id for one in keeping(found, [], {}, {}, set()).topics] == ["T-5", "T-1"]


def test_a_topic_that_was_missing_once_comes_back_as_it_was() -> None:
    without = keeping(matched(KEPT, [{"d", "e"}], [()]), ["a", "b", "c"], {}, {}, set())
    assert ([one.id for one in without.gone], without.last) == (["T-1"], 4)
    assert from_body(body(without)) == without
    back = matched(without, [{"d", "e"}, {"a", "b", "c", "new"}], [(), ("other",)])
    assert [(one.id, one.name, one.owner) for one in back.topics] == [
        ("T-2", "Locked", None),
        ("T-1", "Lost", "emi"),
    ]
    assert (back.gone, back.fresh, back.unsure) == ((), set(), set())
    kept = keeping(back, [], {}, {}, set())
    assert kept.gone == ()
    assert "gave" not in str(topics_phrase("g-1", body(without), body(kept)))


def test_a_handle_is_of_its_members_alone() -> None:
    first = matched(Kept(), [{"a"}, {"b", "c"}], [("x",), ("y",)])
    second = matched(Kept(), [{"c", "b"}, {"d"}], [("y",), ("z",)])
    assert first.topics[1].id == second.topics[0].id != second.topics[1].id


def test_two_clusters_never_share_an_earlier_topic() -> None:
    found = matched(KEPT, [{"a"}, {"b", "c"}], [("one",), ("two",)])
    assert [one.id for one in found.topics if one.id not in found.fresh] == ["T-1"]


def test_names_are_told_apart() -> None:
    found = matched(Kept(), [{"a"}, {"b"}, {"c"}], [("same",), ("same",), ()])
    assert [one.name for one in found.topics] == [
        "same",
        "same (2)",
        "no words in common",
    ]


def test_only_a_stable_topic_gets_an_owner() -> None:
    now = matched(KEPT, [{"a", "b", "c"}], [("lost",)])
    kept = keeping(now, ["z"], {"T-1": "Lost on its way"}, {"T-1": "ben"}, {"T-1"})
    assert kept.topics == (Topic("T-1", "Lost on its way", ("a", "b", "c"), "ben"),)
    assert from_body(body(kept)) == kept
    assert (
        topics_phrase("g-1", body(KEPT), body(kept))
        == "gave T-1 (Lost on its way) to ben, in g-1"
    )
    with pytest.raises(NotAllowed, match="not stable"):
        keeping(now, [], {}, {"T-1": "ben"}, set())
    with pytest.raises(BadRequest, match="T-9 is no topic"):
        keeping(now, [], {"T-9": "?"}, {}, set())


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """A desk with one group of 42 inputs, and 42 failures without any label."""
    place = tmp_path_factory.mktemp("topics")
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    rows = [
        {"id": f"{n}", "timestamp": f"2026-11-0{1 + n % 7}T10:00:00Z", "route": "support",
         "input": text, "prediction": "a", "truth": "b", "model": "v1"}
        for n, (_, text) in enumerate(texts())
    ]  # fmt: skip
    said("import", lines(place / "labelled.jsonl", rows))
    free = [
        {"id": f"f{n}", "timestamp": f"2026-11-0{1 + n % 7}T10:00:00Z", "route": "chat",
         "input": text, "passed": False}
        for n, (_, text) in enumerate(texts(seed=2))
    ]  # fmt: skip
    said("import", lines(place / "free.jsonl", free))
    return said


def test_a_topic_is_kept_owned_split_off_and_its_number_is_never_used_again(
    evaldesk: Evaldesk,
) -> None:
    offered = evaldesk("topics", "--json").json["groups"]
    group = next(one["group"] for one in offered if one["route"] == "support")
    assert {one["group"] for one in offered} >= {group, "free-text"}
    found = evaldesk("topics", group, "--json").json
    assert all(one["stable"] and one["fresh"] for one in found["topics"])
    second = found["topics"][1]["id"]
    assert second.startswith("new-")
    assert evaldesk("topics", group, "--name", "T-2=Which").code == 2

    kept = evaldesk(
        "topics", group, "--name", f"{second}=What it is", "--owner", f"{second}=emi"
    )
    assert kept.code == 0, kept.text
    split = evaldesk("topics", group, "--split", "T-2", "-m", "one cause", "--json").json
    now = evaldesk("topics", group, "--json").json
    assert sorted((one["id"], one["fresh"]) for one in now["topics"]) == [
        ("T-1", False),
        ("T-3", False),
    ]
    assert now["gone"] == [
        {"id": "T-2", "name": "What it is", "cases": len(found["topics"][1]["cases"]),
         "now": split["groups"][0]}
    ]  # fmt: skip
    assert (
        evaldesk("group", "show", split["groups"][0], "--json").json["group"]["name"]
        == "What it is"
    )
    evaldesk("undo")
    back = evaldesk("topics", group, "--json").json
    assert {one["id"]: one["owner"] for one in back["topics"]} == {
        "T-1": None, "T-2": "emi", "T-3": None,
    }  # fmt: skip
    assert evaldesk("verify").code == 0


def test_failures_without_a_label_have_topics_and_stay_in_their_groups(
    evaldesk: Evaldesk,
) -> None:
    found = evaldesk("topics", "free-text", "--json").json
    assert (found["failures"], len(found["topics"])) == (42, 3)
    first = found["topics"][0]["id"]
    refused = evaldesk("topics", "free-text", "--split", first, "-m", "why")
    assert (refused.code, "of several groups" in refused.text) == (2, True)
    assert evaldesk("topics", "g-nothing").code == 2
    assert evaldesk("topics", "free-text", "--owner", "T-1").code == 2


def test_a_small_group_has_too_few_inputs_to_say(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    row = {"id": 1, "timestamp": "2026-11-01T10:00:00Z", "route": "r", "input": "lost parcel",
           "prediction": "a", "truth": "b"}  # fmt: skip
    said("import", lines(tmp_path / "one.jsonl", [row]))
    (group,) = said("inbox", "--json").json["groups"]
    assert "Too few to say: 1 inputs" in said("topics", group["group"]).text
    assert said("topics", group["group"], "--keep").code == 2
