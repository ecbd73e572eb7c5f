"""Whether the words of two windows tell them apart."""

from collections.abc import Sequence

import numpy as np
import pytest

from curation.drift import Severity
from curation.measures.text_windows import Text
from curation.text_drift import TextDrift, text_drift
from curation.thresholds import policy

WORDS = "card transfer balance pin account fee payment limit statement branch"
POLICY = policy(())


def _drift(reference: Sequence[str], current: Sequence[str]) -> TextDrift:
    return text_drift([Text(x) for x in reference], [Text(x) for x in current], POLICY)


def _texts(n: int, seed: int, extra: str = "", share: float = 0.0) -> list[str]:
    rng = np.random.default_rng(seed)
    told = [" ".join(rng.choice(WORDS.split(), 4)) for _ in range(n)]
    return [f"{text} {extra}" if rng.random() < share else text for text in told]


def test_the_same_words_tell_nothing_apart() -> None:
    found = _drift(_texts(600, 1), _texts(600, 2))
    assert found.severity is Severity.NONE
    assert found.auc.value == pytest.approx(0.5, abs=0.06)


def test_texts_sent_again_and_again_are_not_learnt_by_heart() -> None:
    rng = np.random.default_rng(3)
    names = ["".join(rng.choice([*"aeioulnrst"], 3)) for _ in range(150)]
    texts = [" ".join(rng.choice(names, 5)) for _ in range(400)]
    found = _drift(texts[:200] * 3, texts[200:] * 3)
    assert found.severity is Severity.NONE


def test_a_new_topic_is_found_and_its_words_are_named() -> None:
    found = _drift(_texts(600, 1), _texts(600, 2, "crypto wallet", 0.5))
    assert found.severity is Severity.MODERATE
    assert {word.word for word in found.more[:2]} == {"crypto", "wallet"}
    assert found.more[0].reference == 0.0
    assert found.more[0].current == pytest.approx(0.5, abs=0.05)
    assert "more of: " in found.reason


def test_the_same_texts_in_another_order_give_the_same_answer() -> None:
    reference, current = _texts(500, 1), _texts(500, 2, "crypto", 0.4)
    assert _drift(reference, current) == _drift(reference[::-1], current[::-1])


@pytest.mark.parametrize(
    "stamp",
    [
        "at {0}-01-05T10:00:00Z order 48{0}",
        "on Monday 3 January, ref a{0}b7",
        "id 9f{0}c2-4b1d-{0}",
    ],
)
def test_ids_and_dates_do_not_tell_windows_apart(stamp: str) -> None:
    reference = [f"{text} {stamp.format(2025)}" for text in _texts(500, 1)]
    other = stamp.replace("Monday", "Friday").replace("January", "March").format(2026)
    current = [f"{text} {other}" for text in _texts(500, 2)]
    assert _drift(reference, current).severity is Severity.NONE


def test_one_text_over_and_over_is_drift() -> None:
    found = _drift(_texts(500, 1), ["please verify your wallet"] * 500)
    assert found.severity is Severity.SEVERE


def test_few_texts_say_nothing() -> None:
    found = _drift(_texts(500, 1), _texts(499, 2))
    assert found.severity is Severity.UNKNOWN
    assert found.reason == "too few to say: 500 and 499 texts, 500 needed in each"


def test_texts_without_words_say_nothing() -> None:
    found = _drift(["123 456"] * 500, ["789"] * 500)
    assert found.severity is Severity.UNKNOWN
    assert found.auc.value is None
    assert found.reason == "no word stands in 5 texts"


def _drawn(seed: int, *shares: tuple[str, float], n: int = 600) -> list[str]:
    texts, weights = zip(*shares, strict=True)
    return np.random.default_rng(seed).choice(texts, n, p=weights).tolist()


@pytest.mark.parametrize(
    ("before", "now", "severity"),
    [
        ([("a bill", 0.9), ("a card", 0.1)], [("a bill", 0.1), ("a card", 0.9)], "severe"),
        ([("the bill", 1.0)], [("the bill", 0.6), ("lost abroad", 0.4)], "moderate"),
        ([("the bill", 0.6), ("a card", 0.4)], [("the bill", 0.6), ("a card", 0.4)], "none"),
        ([("the bill", 1.0)], [("the bill", 1.0)], "none"),
    ],
)
def test_shares_of_a_few_templates_are_seen(
    before: list[tuple[str, float]], now: list[tuple[str, float]], severity: str
) -> None:
    assert _drift(_drawn(1, *before), _drawn(2, *now)).severity == severity


def test_a_new_template_among_many_texts_is_seen() -> None:
    current = [*_texts(360, 2), *["please verify your wallet"] * 240]
    found = _drift(_texts(600, 1), current)
    assert found.severity is Severity.MODERATE


def _conversations(seed: int, named: bool, n: int = 120) -> list[Text]:
    """Eight texts each, with a name that no other conversation has."""
    rng = np.random.default_rng(seed)
    found: list[Text] = []
    for i in range(n):
        name = "".join(rng.choice([*"abcdefghijklmnop"], 7))
        for text in _texts(8, int(rng.integers(1 << 30))):
            found.append(Text(f"{name} {text}", f"c{seed}-{i}" if named else None))
    return found


def test_what_only_a_conversation_says_does_not_tell_windows_apart() -> None:
    found = text_drift(_conversations(1, True), _conversations(2, True), POLICY)
    assert found.severity is Severity.NONE
    assert found.auc.n == 240
    assert found.auc.low is not None
    assert found.auc.low < 0.5


def test_a_topic_that_comes_with_new_conversations_is_seen() -> None:
    current = [Text(f"{one.text} crypto", one.conversation) for one in _conversations(2, True)]
    found = text_drift(_conversations(1, True), current, POLICY)
    assert found.severity is Severity.SEVERE
    assert found.more[0].word == "crypto"


def test_one_conversation_says_nothing() -> None:
    reference = [Text(text, "one") for text in _texts(500, 1)]
    found = text_drift(reference, [Text(text) for text in _texts(500, 2)], POLICY)
    assert found.severity is Severity.UNKNOWN


def _unspaced(seed: int, begins: str) -> list[str]:
    rng = np.random.default_rng(seed)
    return [begins + "".join(rng.choice([*"天地玄黄宇宙洪荒日月"], 6)) for _ in range(500)]


def test_scripts_without_spaces_have_words_too() -> None:
    quiet = _drift(_unspaced(1, "我的订单"), _unspaced(2, "我的订单"))
    assert quiet.severity is Severity.NONE
    found = _drift(_unspaced(1, "我的订单"), _unspaced(2, "信用卡丢失"))
    assert found.severity is Severity.SEVERE
    assert {"信用", "用卡"} & {word.word for word in found.more}


def test_what_was_guessed_worse_than_by_chance_is_not_known() -> None:
    """Nineteen copies of each of few texts: what is learnt of the others is the contrary."""
    rng = np.random.default_rng(3)
    texts = [" ".join(rng.choice(WORDS.split()[:8], 3)) for _ in range(64)]
    found = _drift(texts[:32] * 19, texts[32:] * 19)
    assert found.auc.high is not None
    assert found.auc.high < 0.4
    assert found.severity is Severity.UNKNOWN
    assert found.reason.endswith("see how the words themselves drift")
