"""A quarantine ends with the stay in blocking, and undo brings both back."""

from pathlib import Path

import pytest

from tests.test_gate_limits import SOON, WOBBLY, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    found = Desk(tmp_path)
    found.score("rc", WOBBLY, [True] * 5)
    return found


def held(desk: Desk) -> dict[str, str] | None:
    """The quarantine of the first case."""
    return desk.say("case", desk.first, "--json").json["standing"]["quarantine"]


@pytest.mark.parametrize("to", ["monitoring", "retired"])
def test_leaving_blocking_lifts_the_quarantine_and_undo_brings_it_back(
    desk: Desk, to: str
) -> None:
    desk.quarantine(desk.first)
    assert desk.say("move", desk.first, "--to", to, "-m", "noisy").code == 0
    assert held(desk) is None
    assert desk.say("flakes", "lift", desk.first).code == 2  # there is none
    assert desk.say("flakes", "--json").json["quarantined"] == 0
    assert desk.say("verify").code == 0
    assert desk.say("undo").code == 0
    assert held(desk) == {"owner": "dev", "until": SOON}
    assert desk.say("gate", "rc").code == 0
    assert desk.say("verify").code == 0


def test_a_case_that_comes_back_into_blocking_is_in_no_quarantine(desk: Desk) -> None:
    desk.quarantine(desk.first)
    desk.say("move", desk.first, "--to", "monitoring", "-m", "noisy")
    desk.score("more", [True] * 20, [True] * 5)
    back = desk.say("move", desk.first, "--to", "blocking", "-m", "back")
    assert back.code == 0, back.text
    assert held(desk) is None
    assert desk.say("gate", "rc", "--json").json["quarantined"] == []
    assert desk.say("verify").code == 0
