"""Whether the words of two windows tell them apart."""

import numpy as np
import pytest

from curation.drift import Severity
from curation.text_drift import text_drift
from curation.thresholds import policy

WORDS = "card transfer balance pin account fee payment limit statement branch"
POLICY = policy(())


def _texts(n: int, seed: int, extra: str = "", share: float = 0.0) -> list[str]:
    rng = np.random.default_rng(seed)
    told = [" ".join(rng.choice(WORDS.split(), 4)) for _ in range(n)]
    return [f"{text} {extra}" if rng.random() < share else text for text in told]


def test_the_same_words_tell_nothing_apart() -> None:
    found = text_drift(_texts(600, 1), _texts(600, 2), POLICY)
    assert found.severity is Severity.NONE
    assert found.auc.value == pytest.approx(0.5, abs=0.06)


def test_texts_sent_again_and_again_are_not_learnt_by_heart() -> None:
    rng = np.random.default_rng(3)
    names = ["".join(rng.choice([*"aeioulnrst"], 3)) for _ in range(150)]
    texts = [" ".join(rng.choice(names, 5)) for _ in range(400)]
    found = text_drift(texts[:200] * 3, texts[200:] * 3, POLICY)
    assert found.severity is Severity.NONE


def test_a_new_topic_is_found_and_its_words_are_named() -> None:
    found = text_drift(_texts(600, 1), _texts(600, 2, "crypto wallet", 0.5), POLICY)
    assert found.severity is Severity.MODERATE
    assert {word.word for word in found.more[:2]} == {"crypto", "wallet"}
    assert found.more[0].reference == 0.0
    assert found.more[0].current == pytest.approx(0.5, abs=0.05)
    assert "more of: " in found.reason


def test_the_same_texts_in_another_order_give_the_same_answer() -> None:
    reference, current = _texts(500, 1), _texts(500, 2, "crypto", 0.4)
    assert text_drift(reference, current, POLICY) == text_drift(
        reference[::-1], current[::-1], POLICY
    )


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
    assert text_drift(reference, current, POLICY).severity is Severity.NONE


def test_one_text_over_and_over_is_drift() -> None:
    found = text_drift(_texts(500, 1), ["please verify your wallet"] * 500, POLICY)
    assert found.severity is Severity.SEVERE


def test_few_texts_say_nothing() -> None:
    found = text_drift(_texts(500, 1), _texts(499, 2), POLICY)
    assert found.severity is Severity.UNKNOWN
    assert found.reason == "too few to say: 500 and 499 texts, 500 needed in each"


def test_texts_without_words_say_nothing() -> None:
    found = text_drift(["123 456"] * 500, ["789"] * 500, POLICY)
    assert found.severity is Severity.UNKNOWN
    assert found.auc.value is None
    assert found.reason == "no word stands in 5 texts"
