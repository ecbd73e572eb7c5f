"""A pin kept outside finds out a log that was rewritten as a whole."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curation.errors import BadRequest
from curation.pinning import Pin, held, pinned, read, written
from curation.signing import KEY
from tests.terminal import Evaldesk, terminal

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
PIN = pinned("first", (3, "third"), AT, "secret")


def test_a_pin_is_read_as_it_was_written() -> None:
    assert read(written(PIN), "pin.json") == PIN


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"origin": "a", "seq": "3", "hash": "b"}'])
def test_what_is_no_pin_is_refused_with_the_way_to_one(text: str) -> None:
    with pytest.raises(BadRequest, match="--pin FILE"):
        read(text, "pin.json")


@pytest.mark.parametrize(
    ("pin", "origin", "there", "key", "ok", "signed", "words"),
    [
        (PIN, "first", "third", "secret", True, True, "still contains"),
        (PIN, "first", "third", None, True, None, "set EVALDESK_SIGNING_KEY to check it"),
        (replace(PIN, signature=None), "first", "third", None, True, None, "the pin has none"),
        (replace(PIN, signature=None), "first", "third", "secret", False, None, "not signed,"),
        (PIN, "first", "third", "another", False, False, "signature of the pin does not hold"),
        (replace(PIN, seq=4), "first", "third", "secret", False, False, "does not hold"),
        (PIN, "other", "third", "secret", False, True, "another desk"),
        (PIN, "first", "forged", "secret", False, True, "was rewritten"),
        (PIN, "first", None, "secret", False, True, "is gone from the log"),
    ],
)
def test_a_pin_holds_only_the_log_that_it_was_made_of(
    pin: Pin,
    origin: str,
    there: str | None,
    key: str | None,
    ok: bool,
    signed: bool | None,
    words: str,
) -> None:
    found = held(pin, origin, there, key)
    assert (found.ok, found.signed) == (ok, signed)
    assert words in found.says


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    return said


def test_a_log_that_went_on_still_contains_its_pin(
    evaldesk: Evaldesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "secret")
    file = tmp_path / "pin.json"
    assert "signed." in evaldesk("verify", "--pin", file).text.replace(", signed", " signed.")
    assert set(json.loads(file.read_text())) == {"origin", "seq", "hash", "at", "signature"}
    evaldesk("own", "blocking", "--owner", "ben", "--reason", "the rota")
    proof = evaldesk("verify", "--pinned", file, "--json").json
    assert (proof["ok"], proof["pinned"]["ok"], proof["pinned"]["signed"]) == (True, True, True)


def test_another_desk_does_not_contain_it(evaldesk: Evaldesk, tmp_path: Path) -> None:
    file = tmp_path / "pin.json"
    assert "not signed" in evaldesk("verify", "--pin", file).text
    other = terminal(tmp_path / "other")
    other("init", "--owner", "eve")
    said = other("verify", "--pinned", file)
    assert said.code == 1
    assert "another desk" in said.text


def test_nobody_pins_the_log_of_another_day(evaldesk: Evaldesk, tmp_path: Path) -> None:
    file = tmp_path / "pin.json"
    said = evaldesk("verify", "--pin", file, "--as-of", 1)
    assert (said.code, file.exists()) == (1, False)
    assert "a pin is only made of the desk as it is now" in said.text


def test_a_pin_that_is_not_there_is_a_wrong_call(evaldesk: Evaldesk, tmp_path: Path) -> None:
    assert evaldesk("verify", "--pinned", tmp_path / "none.json").code == 2
