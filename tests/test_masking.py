"""Personal data is found where it is, and something that always agrees stands in its place."""

import re

import pytest

from curation.errors import BadRequest
from curation.masking import found, mask
from curation.personal import SUSPECTS
from curation.personal_columns import kind_of_column
from curation.privacy import STRICT, Policy, Treatment, body, changed, from_body
from curation.pseudonyms import pseudonym

KEY = b"k" * 32


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("write to jane.doe@shop.test please", ["email"]),
        ("jane [at] corp [dot] com", ["email"]),
        ("call me at +49 30 1234567", ["phone"]),
        ("my number is (202) 555-0143", ["phone"]),
        ("06 12 34 56 78, c'est mon portable", ["phone"]),
        ("card 4111 1111 1111 1111, expires 12/27", ["card"]),
        ("IBAN DE89 3704 0044 0532 0130 00 bitte", ["iban"]),
        ("IBAN CH93 0076 2011 6238 5295 7", ["iban"]),
        ("iban de89 3704 0044 0532 0130 00, bitte", ["iban"]),
        ("at24 hours: LV80.BANK.0000.4351.9500.1 OK", ["iban"]),
        ("my iban is DE89\u00a03704\u202f0044\u00a00532\u00a00130\u00a000", ["iban"]),
        ("card 4111\u00a01111\u00a01111\u00a01111", ["card"]),
        ("4111–1111–1111–1111 or 5500.0055.5555.5559", ["card", "card"]),
        ("card 4111 1111 1111 1111 123", ["card"]),
        ("4111111111111111 12/27, ٤١١١١١١١١١١١١١١١", ["card", "card"]),
        ("payment id 4111111111111111, code 5500005555555559", ["card", "card"]),
        ("max.muster＠example．com", ["email"]),
        ("from=+491701234567", ["phone"]),
        ("account=12345678 of member 123456", ["account", "account"]),
        ("born on 12.03.1985, DOB: March 12, 1985", ["birth_date", "birth_date"]),
        ("my ssn is 123-45-6789", ["national_id"]),
        ("from 203.0.113.7 and 2001:db8::ff00:42:8329", ["ip", "ip"]),
        ("Ich wohne Musterstraße 12, 10115 Berlin", ["address"]),
        ("at 221B Baker Street, London NW1 6XE", ["address"]),
        ("12 rue de la Paix, 75002 Paris", ["address"]),
        ("my account number is 12345678", ["account"]),
        ("My name is Özgür Yılmaz", ["name"]),
        ("my name is john smith", ["name"]),
        ("Dear Mr Smith, thanks", ["name"]),
        ("Bye.\nRegards,\nJane Doe", ["name"]),
        ("I spoke to María José García López", ["name"]),
        ("Anna van der Berg has not paid", ["name"]),
    ],
)
def test_personal_data_is_found(text: str, kinds: list[str]) -> None:
    assert [finding.kind for finding in found(text, STRICT)] == kinds
    assert any(re.search(pattern, text) for pattern in SUSPECTS)


@pytest.mark.parametrize(
    "text",
    [
        "order 2025550143 was late",
        "order number is 4111111111111111",
        "1 250 000 on 2026-11-21 at 10:30:15, or 12/11/2026",
        "version 1.2.3.4 of 127.0.0.1",
        "Will Apple refund me? Chase Bank and Grace Period say no.",
        "I have been a customer for 3 years",
        "Dear Customer Service, Good Morning",
        '{"score": 0.98765432, "tokens": 1234567}',
        "[EMAIL-0123456789ab] and [PHONE-202555014312] wrote",
        "ACCOUNT [ACCOUNT-BB2A0460C84D] WROTE !!",
        "account account bb2a0460c84d wrote",
        "policy 2024 changes, license 2023 expired, member 2024-2025",
        "the account was 12345 EUR over, member 500000 points",
        "client 2024.1, konto 1234,50 EUR, account 123456,50",
        "Harry Potter book, Jack Daniels bottle on Martin Luther King Day",
        "steps 1-2-3-4-5-6-7-8 of PO 45-00-12345678",
        "invoice no. 4111111111111111",
        "",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text, STRICT) == ()
    assert mask(text, STRICT, KEY).text == text


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("email", "Jane.Doe@Shop.test", "jane.doe@shop.test"),
        ("email", "jane [at] corp [dot] com", "jane@corp.com"),
        ("phone", "+49 30 1234567", "030/123 45 67"),
        ("phone", "(202) 555-0143", "+1 202.555.0143"),
        ("card", "4111 1111 1111 1111", "4111-1111-1111-1111"),
        ("iban", "DE89 3704 0044 0532 0130 00", "de89370400440532013000"),
        ("name", "JANE  DOE", "Jane Doe"),
    ],
)
def test_the_same_thing_written_in_another_way_has_one_pseudonym(
    kind: str, one: str, other: str
) -> None:
    assert pseudonym(kind, one, KEY) == pseudonym(kind, other, KEY)
    assert pseudonym(kind, one, KEY) != pseudonym(kind, one, b"another key")
    assert one not in pseudonym(kind, one, KEY)


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("customer_phone", "phone"),
        ("contact_number", "phone"),
        ("work_mobile_no", "phone"),
        ("iban_no", "iban"),
        ("pan_number", "card"),
        ("dob", "birth_date"),
        ("user.date_of_birth", "birth_date"),
        ("order_number", None),
        ("shipping", None),
        ("email_opened", None),
        ("card_type", None),
    ],
)
def test_the_end_of_a_column_s_name_says_what_its_cells_are(
    column: str, kind: str | None
) -> None:
    assert kind_of_column(column) == kind


def test_masking_twice_changes_nothing_more() -> None:
    once = mask("I am Jane Doe, jane@shop.test, 202-555-0143", STRICT, KEY)
    assert once.counts == {"name": 1, "email": 1, "phone": 1}
    assert mask(once.text, STRICT, KEY).text == once.text


def test_a_made_up_person_is_always_the_same_one() -> None:
    policy = changed(STRICT, kinds={"name": "synthesise", "email": "synthesise"})
    one = mask("Dear Mr Anders Holm, is anders@holm.test right?", policy, KEY).text
    other = mask("My name is anders holm", policy, KEY).text
    assert "Holm" not in one
    assert "holm" not in one
    assert "@masked.example" in one
    assert one.split(",")[0].removeprefix("Dear Mr ") == other.removeprefix("My name is ")


def test_a_column_s_own_word_beats_the_kind_s() -> None:
    policy = changed(
        STRICT,
        kinds={"phone": "keep"},
        columns={"output": "keep", "output/card": "mask", "note": "drop"},
    )
    text = "jane@shop.test, 202-555-0143, 4111 1111 1111 1111"
    assert mask(text, policy, KEY, "input").counts == {"email": 1, "card": 1}
    assert mask(text, policy, KEY, "output").counts == {"card": 1}
    assert policy.dropped("note")
    assert from_body(body(policy)) == policy
    assert from_body(None) == Policy()
    assert changed(policy, columns={"note": ""}).treatment("note", "email") is Treatment.MASK


def test_a_pattern_of_one_s_own_is_a_kind_of_its_own() -> None:
    policy = changed(STRICT, patterns={"loyalty_id": r"\bLC-[0-9]{6}\b"})
    assert mask("card LC-123456 expired", policy, KEY).counts == {"loyalty_id": 1}
    assert "loyalty_id" not in changed(policy, patterns={"loyalty_id": ""}).known_kinds


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(a+)+$", "repeats a group"),
        ("(a|aa)+$", "repeats a group"),
        ("(?:[a-z]+[0-9]?){2,}x", "repeats a group"),
        (r"(\w)\1", "refers back"),
        ("(?=a)a", "looks around"),
        ("a*", "an empty text"),
        ("[a-z", "no pattern"),
        ("x" * 201, "longer than"),
        (r"\s*\s*\s*\s*\s*!x", "takes too long"),
    ],
)
def test_a_pattern_that_could_run_for_ever_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        changed(STRICT, patterns={"own": pattern})


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"kinds": {"shoe_size": "mask"}}, "no kind of personal data"),
        ({"kinds": {"email": "drop"}}, "nothing that can be done"),
        ({"columns": {"input": "burn"}}, "nothing that can be done"),
        ({"patterns": {"email": "x+"}}, "cannot name a pattern"),
        ({"regions": ("XX",)}, "no such region"),
    ],
)
def test_words_that_mean_nothing_are_refused(
    words: dict[str, dict[str, str]], why: str
) -> None:
    with pytest.raises(BadRequest, match=why):
        changed(STRICT, **words)  # pyright: ignore[reportArgumentType] (that is the point)
