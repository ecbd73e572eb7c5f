"""No way to PASS without proof: each test is one way that somebody found."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from store.acts import judging
from store.answers.gate import GateAnswer
from store.answers.gate import gate as judging_gate
from store.desk import Desk
from tests.blocking_desk import blocking_desk
from tests.terminal import Said
from tests.test_the_main_job import lines, results


class Gate:
    """A desk with two blocking cases, and the words to score runs on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.say, self.first, self.second = blocking_desk(folder)
        self.files = 0

    def score(self, run: str, rows: list[dict[str, Any]], *words: str) -> Said:
        """Import `rows` as results of `run`."""
        self.files += 1
        path = lines(self.folder / f"{run}-{self.files}.jsonl", rows)
        return self.say("import", path, "--as", "results", "--run", run, *words, "--json")

    def passing(self, **more: object) -> list[dict[str, Any]]:
        """One passed attempt at each case."""
        return [{"case_id": c, "passed": True, **more} for c in (self.first, self.second)]

    def ask(self, run: str, *words: str) -> Said:
        """The gate's answer."""
        return self.say("gate", run, *words, "--json")


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    return Gate(tmp_path)


def test_a_run_that_was_not_scored_on_blocking_is_refused(gate: Gate) -> None:
    gate.score("old", gate.passing(), "--set", "monitoring@1")
    refused = gate.ask("old")
    assert refused.code == 2
    assert refused.json["error"]["kind"] == "StaleRun"


def test_a_result_does_not_prove_an_expectation_that_came_later(gate: Gate) -> None:
    gate.score("old", gate.passing(), "--set", "blocking@1")
    gate.say("expect", gate.first, "--answer", "something else")
    gate.say("freeze", "blocking")
    answer = gate.ask("old", "--set", "blocking@2")
    assert answer.code == 3
    assert answer.json["missing"] == [gate.first]


def test_a_case_of_two_sets_is_judged_by_what_blocking_says(gate: Gate) -> None:
    gate.say("expect", gate.first, "--answer", "right")
    gate.say("freeze", "blocking")
    rows = [
        {"case_id": gate.first, "output": "billing"},  # as monitoring@1 still has it
        {"case_id": gate.second, "passed": True},
    ]
    gate.score("rc", rows, "--set", "monitoring@1", "--set", "blocking@2")
    answer = gate.ask("rc")
    assert answer.code == 1
    assert answer.json["failed"] == [gate.first]


def test_an_error_beside_a_stated_pass_is_an_error(gate: Gate) -> None:
    gate.score("rc", gate.passing(error="TimeoutError"))
    answer = gate.ask("rc")
    assert answer.code == 3
    assert answer.json["errored"] == sorted([gate.first, gate.second])


def test_a_failing_attempt_in_quarantine_is_not_forgotten(gate: Gate) -> None:
    broken = {"case_id": gate.second, "attempt": 2, "passed": False, "latency_ms": -1}
    gate.score("rc", [*gate.passing(attempt=1), broken])
    answer = gate.ask("rc")
    assert answer.code == 3
    assert "1 result is in quarantine" in answer.json["reason"]


def test_a_second_shard_without_attempt_numbers_leaves_the_answer_open(gate: Gate) -> None:
    gate.score("rc", gate.passing())
    gate.score("rc", [{"case_id": gate.first, "passed": False}])
    assert gate.ask("rc").code == 3


def test_only_the_owner_of_blocking_takes_results_out_and_says_why(gate: Gate) -> None:
    gate.score("rc", gate.passing(attempt=1))
    bad = gate.score("rc", [{"case_id": gate.first, "attempt": 2, "passed": False}]).json
    undo = ["imports", "undo", bad["import_id"]]
    assert gate.say(*undo, "-m", "noise", actor="mallory").code == 1
    assert gate.say(*undo).code == 2  # no reason
    assert gate.say(*undo, "-m", "the runner was broken").code == 0
    assert gate.ask("rc").json["bound"]["undone_imports"] == [bad["import_id"]]


def test_an_answer_asked_on_an_old_version_by_name_does_not_speak_for_today(
    gate: Gate,
) -> None:
    gate.score("rc", gate.passing(), "--set", "blocking@1")
    gate.say("move", gate.first, "--to", "monitoring", "-m", "noisy")
    gate.say("freeze", "blocking")
    assert gate.ask("rc", "--set", "blocking@1").code == 0
    health = gate.say("health", "--json").json
    assert health["sentence"].startswith("Nobody can say whether to ship.")
    assert health["tone"] == "unknown"


def test_runs_that_name_no_model_are_one_version(gate: Gate, tmp_path: Path) -> None:
    case = gate.say("write", "Is it new?", "--answer", "yes", "--owner", "ana", "--json")
    new = case.json["id"]
    gate.say("expect", new, "--severity", "high", "--cost", 1)
    gate.say("move", new, "--to", "monitoring")
    gate.say("freeze", "monitoring")
    for number, passed in enumerate([True, False, True, False, True, False]):
        file = results(tmp_path / f"w{number}.jsonl", {new: [passed]})
        gate.say("import", file, "--as", "results", "--run", f"w{number}",
                 "--set", "monitoring@2")  # fmt: skip
    moved = gate.say("move", new, "--to", "blocking", "-m", "why not", "--json").json
    assert [o["code"] for o in moved["refused"][0]["objections"]] == ["flips_too_often"]


def test_a_case_is_not_promoted_on_attempts_at_another_expectation(gate: Gate) -> None:
    gate.say("move", gate.first, "--to", "monitoring", "-m", "to be said better")
    gate.say("expect", gate.first, "--answer", "quite another answer")
    moved = gate.say("move", gate.first, "--to", "blocking", "-m", "back", "--json").json
    codes = [o["code"] for o in moved["refused"][0]["objections"]]
    assert codes == ["too_few_attempts"]


def test_undo_is_no_way_around_the_owner_of_a_blocking_case(gate: Gate) -> None:
    gate.say("expect", gate.first, "--answer", "changed")
    act = gate.say("decisions", "--limit", 1, "--json").json["decisions"][0]
    assert act["kind"] == "described"
    with_act = gate.say("undo", actor="mallory")
    assert with_act.code == 1


def test_an_answer_that_was_overtaken_by_results_is_asked_again(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.score("rc", gate.passing(), "--set", "blocking@1")
    asked: list[str] = []

    def overtaken(desk: Desk, run: str, **on: str | None) -> GateAnswer:
        answer = judging_gate(desk, run, **on)
        asked.append(answer.verdict)
        if len(asked) == 1:  # a second shard comes in while the gate still thinks
            gate.score(run, [{"case_id": gate.first, "passed": False, "attempt": 2}])
        return answer

    monkeypatch.setattr(judging, "gate", overtaken)
    answer = gate.ask("rc")
    assert asked == ["PASS", answer.json["verdict"]]
    assert answer.code != 0
    recorded = gate.say("decisions", "--json").json["decisions"]
    assert [d["after"]["verdict"] for d in recorded if d["kind"] == "judged"] == asked[1:]


def test_junit_lists_every_case_that_the_release_was_held_to(
    gate: Gate, tmp_path: Path
) -> None:
    rows = [{"case_id": gate.first, "passed": False}, {"case_id": gate.second, "passed": True}]
    gate.score("rc", rows, "--set", "blocking@1")
    assert gate.ask("rc", "--junit", str(tmp_path / "gate.xml")).code == 1
    suite = ElementTree.parse(tmp_path / "gate.xml").getroot()[0]  # our own file
    told = {test.get("name"): [kind.tag for kind in test] for test in suite}
    assert told[gate.first] == ["failure"]
    assert told[gate.second] == []
    assert told["release rc"] == ["failure"]
    assert suite.get("tests") == str(len(told))
    assert suite.get("failures") == str(sum(kinds == ["failure"] for kinds in told.values()))
