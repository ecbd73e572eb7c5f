"""A frozen gate on the command line: blocked, unless the run is stated as a fix."""

from pathlib import Path

import pytest

from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk
from tests.test_the_main_job import results


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """A desk with two runs, one that passes and one that fails a case."""
    folder = tmp_path_factory.mktemp("freeze")
    said, first, second = blocking_desk(folder)
    good = results(folder / "good.jsonl", {first: [True], second: [True]})
    said("import", good, "--as", "results", "--run", "good", "--model", "v2")
    bad = results(folder / "bad.jsonl", {first: [True], second: [False]})
    said("import", bad, "--as", "results", "--run", "bad", "--model", "v3")
    said("gate", "good")
    return said


def test_frozen_only_a_stated_fix_passes_and_says_so_for_ever(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    assert evaldesk("gate-mode", "freeze", "-m", "budget spent", actor="carl").code == 1
    assert evaldesk("gate-mode", "freeze", "-m", "budget spent").code == 0
    blocked = evaldesk("gate", "good", "--json")
    assert (blocked.code, blocked.json["mode"], blocked.json["fix"]) == (1, "freeze", None)
    assert "ana: budget spent" in blocked.json["reason"]
    health = evaldesk("health", "--json").json
    assert health["tone"] == "bad"
    assert health["sentence"].startswith("Do not ship: the gate is frozen.")

    told = tmp_path / "gate.md"
    fix = evaldesk("gate", "good", "--fix", "the double charge", "--markdown", told, "--json")
    assert (fix.code, fix.json["verdict"], fix.json["fix"]) == (0, "PASS", "the double charge")
    assert "It is stated as a fix" in told.read_text()
    assert evaldesk("gate", "good").code == 0  # it stays stated
    assert evaldesk("health", "--json").json["tone"] == "warn"  # no event for weeks

    failing = evaldesk("gate", "bad", "--fix", "haste", "--json")
    assert (failing.code, failing.json["verdict"]) == (1, "BLOCKED")
    unknown = evaldesk("gate", "bad", "--fix", "INC-9")
    assert unknown.code == 2
    assert "INC-9" in unknown.text

    assert evaldesk("gate-mode", "normal", "-m", "mended").code == 0
    assert evaldesk("gate-mode", "--json").json["mode"] == "normal"
    assert evaldesk("gate", "bad", "--json").json["reason"].startswith("1 blocking case failed")
    assert evaldesk("verify").code == 0


def test_a_budget_that_nobody_can_tell_is_no_green_exit(evaldesk: Evaldesk) -> None:
    assert evaldesk("budget").code == 3
    assert evaldesk("objective", "set", "0.9", "-m", "bearable").code == 0
    told = evaldesk("budget")
    assert told.code == 3
    assert "too few" in told.text.lower()
    said = evaldesk("objective", "--json").json
    assert [one["target"] for one in said["objectives"]] == [0.9]
    assert evaldesk("objective", "set", "2", "-m", "odd").code == 2
    assert evaldesk("objective", "drop", "-m", "only tried").code == 0
