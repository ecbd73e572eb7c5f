"""From real events to a release that is stopped, said on the command line from end to end."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.terminal import Evaldesk, terminal

EVENTS = [
    {"id": n, "timestamp": f"2026-11-0{1 + n % 7}T10:00:00Z", "route": "refunds",
     "input": text, "prediction": said, "truth": right, "model": "v1"}
    for n, (text, said, right) in enumerate([
        ("I was charged twice", "refund", "billing"),
        ("Please send my money back", "billing", "refund"),
        ("Where is my invoice?", "billing", "billing"),
    ])
]  # fmt: skip


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana", "--deputy", "ben")
    return said


@pytest.fixture
def events(tmp_path: Path) -> Path:
    return lines(tmp_path / "events.jsonl", EVENTS)


def lines(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def results(path: Path, passed: dict[str, list[bool | None]]) -> Path:
    rows = [
        {"case_id": case, "attempt": n, "passed": ok, "error": None if ok is not None else "x"}
        for case, found in passed.items()
        for n, ok in enumerate(found, start=1)
    ]
    return lines(path, rows)


def into_blocking(evaldesk: Evaldesk, tmp_path: Path) -> list[str]:
    """Two failures on the whole way: described, monitored, scored five times, promoted."""
    groups = evaldesk("inbox", "--json").json["groups"]
    shown = [evaldesk("inbox", "--group", g["group"], "--json").json for g in groups]
    cases = sorted(row["case"] for answer in shown for row in answer["cases"])
    evaldesk("expect", *cases, "--owner", "ana", "--severity", "high", "--cost", 40)
    evaldesk("move", *cases, "--to", "monitoring")
    evaldesk("freeze", "monitoring")
    scored = results(tmp_path / "warm.jsonl", {c: [True] * 5 for c in cases})
    evaldesk("import", scored, "--as", "results", "--run", "warm", "--set", "monitoring@1")
    moved = evaldesk("move", *cases, "--to", "blocking", "-m", "they hurt", "--json")
    assert moved.code == 0, moved.text
    evaldesk("freeze", "blocking", "-m", "first gate")
    return cases


def test_a_production_failure_becomes_a_case_that_stops_a_release(
    evaldesk: Evaldesk, events: Path, tmp_path: Path
) -> None:
    imported = evaldesk("import", events, "--as", "events", "--json").json
    assert (imported["rows_read"], imported["rows_added"], imported["failures"]) == (3, 3, 2)
    first, second = into_blocking(evaldesk, tmp_path)

    bad = results(tmp_path / "rc1.jsonl", {first: [True], second: [False]})
    evaldesk("import", bad, "--as", "results", "--run", "rc1", "--model", "v2")
    blocked = evaldesk("gate", "rc1", "--json")
    assert blocked.code == 1
    assert blocked.json["verdict"] == "BLOCKED"
    assert blocked.json["failed"] == [second]
    assert evaldesk("runs", "--json").json["runs"][0]["verdict"] == "BLOCKED"

    good = results(tmp_path / "rc2.jsonl", {first: [True], second: [True, True]})
    evaldesk("import", good, "--as", "results", "--run", "rc2")
    assert evaldesk("gate", "rc2").code == 0
    assert evaldesk("verify").code == 0


@pytest.mark.parametrize(
    ("attempts", "code", "named"),
    [
        ([], 3, "missing"),
        ([None], 3, "errored"),
        ([True, None], 3, "errored"),
        ([True, False], 3, "flaky"),
        ([False, False], 1, "failed"),
        ([False, None], 1, "failed"),
    ],
)
def test_a_case_that_did_not_simply_pass_is_named_and_never_green(
    evaldesk: Evaldesk,
    events: Path,
    tmp_path: Path,
    attempts: list[bool | None],
    code: int,
    named: str,
) -> None:
    evaldesk("import", events)
    first, second = into_blocking(evaldesk, tmp_path)
    file = results(tmp_path / "rc.jsonl", {first: [True], second: attempts})
    evaldesk("import", file, "--as", "results", "--run", "rc")
    answer = evaldesk("gate", "rc", "--json")
    assert answer.code == code
    assert answer.json[named] == [second]


def test_promotion_is_refused_with_every_objection_at_once(
    evaldesk: Evaldesk, events: Path
) -> None:
    evaldesk("import", events)
    group = evaldesk("inbox", "--json").json["groups"][0]["group"]
    case = evaldesk("inbox", "--group", group, "--json").json["cases"][0]["case"]
    refused = evaldesk("move", case, "--to", "blocking", "--json", actor="carl")
    assert refused.code == 1
    codes = {o["code"] for o in refused.json["refused"][0]["objections"]}
    assert codes == {"no_owner", "no_severity", "no_cost", "too_few_attempts", "not_the_owner",
                     "no_reason"}  # fmt: skip
    assert all(o["clear"] for o in refused.json["refused"][0]["objections"])


def test_an_export_is_what_its_manifest_says(
    evaldesk: Evaldesk, events: Path, tmp_path: Path
) -> None:
    evaldesk("import", events)
    cases = into_blocking(evaldesk, tmp_path)
    out = tmp_path / "blocking.jsonl"
    manifest = evaldesk("export", "blocking@1", "-o", out, "--json").json
    exported = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["case_id"] for row in exported] == cases
    assert hashlib.sha256(out.read_bytes()).hexdigest() == manifest["file_sha256"]
    spelled = [json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
               for row in exported]  # fmt: skip
    found = {row["case_id"]: hashlib.sha256(text.encode()).hexdigest()
             for row, text in zip(exported, spelled, strict=True)}  # fmt: skip
    assert found == manifest["case_sha256"]
    address = "".join(f"{case} {found[case]}\n" for case in sorted(found))
    assert hashlib.sha256(address.encode()).hexdigest() == manifest["sha256"]


def test_a_run_on_another_version_is_refused_as_stale_unless_asked_for_by_name(
    evaldesk: Evaldesk, events: Path, tmp_path: Path
) -> None:
    evaldesk("import", events)
    first, second = into_blocking(evaldesk, tmp_path)
    run = results(tmp_path / "rc.jsonl", {first: [True], second: [True]})
    evaldesk("import", run, "--as", "results", "--run", "rc", "--set", "blocking@1")
    evaldesk("move", first, "--to", "monitoring", "-m", "noisy")
    evaldesk("freeze", "blocking")
    stale = evaldesk("gate", "rc", "--json")
    assert stale.code == 2
    assert stale.json["error"]["kind"] == "StaleRun"
    assert stale.json["error"]["in_force"] == "blocking@2"
    assert evaldesk("gate", "rc", "--set", "blocking@1").code == 0
    diff = evaldesk("diff", "blocking@1", "blocking@2", "--json").json
    assert diff["removed"] == [first]


def test_an_act_is_taken_back_by_a_new_decision(evaldesk: Evaldesk, events: Path) -> None:
    evaldesk("import", events)
    group = evaldesk("inbox", "--json").json["groups"][0]["group"]
    case = evaldesk("inbox", "--group", group, "--json").json["cases"][0]["case"]
    evaldesk("expect", case, "--owner", "ana")
    evaldesk("move", case, "--to", "monitoring")
    before = len(evaldesk("decisions", "--limit", "0", "--json").json["decisions"])
    assert evaldesk("undo").code == 0
    assert evaldesk("case", case, "--json").json["case"]["state"] == "inbox"
    assert len(evaldesk("decisions", "--limit", "0", "--json").json["decisions"]) == before + 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["gate", "nope"], 2, "No run 'nope' is known"),
        (["freeze", "golden"], 2, "The sets are backlog, monitoring, blocking"),
        (["freeze", "blocking"], 1, "holds no case"),
        (["export", "blocking@3"], 2, "No set version 'blocking@3'"),
        (["case", "c-0000000000000000"], 2, "No case or failure"),
        (["move", "c-0000000000000000", "--to", "backlog"], 2, "No case or failure"),
        (["undo"], 1, "nothing left|left to take back"),
        (["gate", "nope", "--set", "monitoring@1"], 2, "No run 'nope' is known"),
        (["rejects", "imp-nope"], 2, "No import 'imp-nope' is known"),
        (["import", "absent.csv"], 2, "absent.csv"),
        (["import", "x.csv", "--as", "golden"], 2, "--as events"),
    ],
)
def test_a_wrong_call_gets_a_sentence_and_an_exit_code(
    evaldesk: Evaldesk, words: list[str], code: int, said: str
) -> None:
    answer = evaldesk(*words)
    assert answer.code == code
    assert any(part in answer.text.replace("\n", " ") for part in said.split("|"))


def test_a_command_without_a_desk_says_how_to_make_one(tmp_path: Path) -> None:
    answer = terminal(tmp_path / "nowhere")("inbox")
    assert answer.code == 2
    assert "evaldesk init" in answer.text


def test_only_the_owner_of_blocking_changes_what_a_blocking_case_expects(
    evaldesk: Evaldesk, events: Path, tmp_path: Path
) -> None:
    evaldesk("import", events)
    case, _ = into_blocking(evaldesk, tmp_path)
    refused = evaldesk("expect", case, "--answer", "anything", actor="carl")
    assert refused.code == 1
    assert "blocking belongs to ana or ben (deputy); carl may not" in refused.text
    assert evaldesk("expect", case, "--answer", "billing, at once", actor="ben").code == 0


def test_a_models_output_cannot_steer_the_terminal(evaldesk: Evaldesk, tmp_path: Path) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J[bold]hello[/bold]"
    row = {"id": 1, "input": hostile, "prediction": "a", "truth": "b"}
    evaldesk("import", lines(tmp_path / "hostile.jsonl", [row]))
    group = evaldesk("inbox", "--json").json["groups"][0]["group"]
    shown = evaldesk("inbox", "--group", group).text
    assert "\x1b" not in shown
    assert "[bold]hello[/bold]" in shown


def test_a_second_file_completes_cases_and_overrules_nothing(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    first = lines(tmp_path / "cases.jsonl", [{"input": "Where is it?", "owner": "ana"}])
    assert evaldesk("import", first, "--as", "cases", "--json").json["rows_added"] == 1
    more = {"input": "Where is it?", "owner": "ben", "expected": "at the depot", "cost": 40}
    again = evaldesk("import", lines(first, [more]), "--as", "cases", "--json").json
    assert (again["rows_added"], again["rows_known"]) == (0, 1)
    found = evaldesk("sets", "--of", "backlog", "--json").json["cases"][0]
    assert (found["expected"], found["behaviour"]) == ("at the depot", "answer")
    assert (found["cost_of_failure"], found["owner"]) == (40, "ana")


def test_a_gate_without_a_blocking_set_cannot_decide(
    evaldesk: Evaldesk, events: Path, tmp_path: Path
) -> None:
    evaldesk("import", events)
    group = evaldesk("inbox", "--json").json["groups"][0]["group"]
    case = evaldesk("inbox", "--group", group, "--json").json["cases"][0]["case"]
    evaldesk("expect", case, "--owner", "ana")
    evaldesk("move", case, "--to", "monitoring")
    evaldesk("freeze", "monitoring")
    file = results(tmp_path / "rc.jsonl", {case: [True]})
    evaldesk("import", file, "--as", "results", "--run", "rc")
    assert evaldesk("gate", "rc").code == 3


def test_an_unknown_group_is_no_empty_table(evaldesk: Evaldesk) -> None:
    assert evaldesk("inbox", "--group", "nope").code == 2


def overwrite(path: Path) -> None:
    path.write_bytes(b"PAR1")


@pytest.mark.parametrize("spoil", [Path.unlink, overwrite])
def test_verify_names_the_facts_that_are_not_what_was_imported(
    evaldesk: Evaldesk, events: Path, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    evaldesk("import", events)
    whole = evaldesk("verify", "--json").json
    assert (whole["ok"], whole["spoiled"]) == (True, [])
    victim = sorted((tmp_path / "desk" / "facts" / "batches").iterdir())[0]
    spoil(victim)
    proof = evaldesk("verify", "--json")
    assert proof.code == 1
    assert proof.json["spoiled"] == [f"batches/{victim.name}"]
    assert "restore it from a backup" in evaldesk("verify").text
