"""A signature holds for one text and one key, and is silent where nobody can tell."""

import pytest

from curation.signing import is_signed, signature

TEXT = "what do ya want for nothing?"
# RFC 4231, test case 2.
VECTOR = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def test_a_signature_is_the_hmac_of_the_standard() -> None:
    assert signature(TEXT, "Jefe") == VECTOR


@pytest.mark.parametrize("key", [None, ""])
def test_without_a_key_nothing_is_signed_and_nothing_can_be_told(key: str | None) -> None:
    assert signature(TEXT, key) is None
    assert is_signed(TEXT, key, VECTOR) is None


@pytest.mark.parametrize(
    ("text", "key", "said", "answer"),
    [
        (TEXT, "Jefe", VECTOR, True),
        (TEXT + ".", "Jefe", VECTOR, False),
        (TEXT, "jefe", VECTOR, False),
        (TEXT, "Jefe", "5bdc", False),
        (TEXT, "Jefe", "naïve", False),
        (TEXT, "Jefe", None, None),
    ],
    ids=["as it was", "another text", "another key", "cut", "no hex", "never signed"],
)
def test_a_signature_tells_its_text_and_its_key_from_every_other(
    text: str, key: str, said: str | None, answer: bool | None
) -> None:
    assert is_signed(text, key, said) is answer
