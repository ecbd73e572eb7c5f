"""No planted secret reaches the disk, by facts, ledger, exports or killed imports."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pytest

from store.desk import found_desk, open_desk
from store.privacy_key import FILE, key_of
from tests.labelled_desk import labelled_desk
from tests.terminal import Evaldesk, terminal

SECRETS = (
    "jane.doe@shop.test", "4111 1111 1111 1111", "Özgür Yılmaz", "202-555-0143",
    "DE89 3704 0044 0532 0130 00", "2025550143", "Tessa Quillfeather", "203.0.113.77",
    "491701234567", "CH93\u00a00076\u00a02011", "1985-03-12",
    "221B Baker Street", "bob@late.test", "ann@cases.test", "joe@results.test",
)  # fmt: skip
SAYS = (
    "My name is Özgür Yılmaz, jane.doe@shop.test. Card 4111 1111 1111 1111, "
    "I live at 221B Baker Street. Question {}"
)
BROKEN = '{"event_id": "x", "input": "jane.doe@shop.test" oops\n'


def rows() -> Iterator[dict[str, object]]:
    """Forty events, ten of them with secrets, two of which cannot be used."""
    for n in range(40):
        told = n % 4 == 0
        yield {
            "event_id": f"e{n}",
            "occurred_at": "bob@late.test" if n == 8 else "2026-11-20T10:00:00Z",
            "input": SAYS.format(n) if told else f"Where is parcel {n * 7919}?",
            "output": "Call 202-555-0143 or DE89 3704 0044 0532 0130 00" if told else "Soon.",
            "prediction": "a",
            "truth": "b" if told else "a",
            "score": "jane.doe@shop.test" if n == 12 else 0.5,
            "phone": 2025550143,
            "contact_number": 491701234567,
            "note_to": "CH93\u00a00076\u00a02011\u00a06238\u00a05295\u00a07",
            "dob": "1985-03-12",
            "customer_name": "Tessa Quillfeather",
            "client_ip": "203.0.113.77",
        }


def lines(path: Path, found: Sequence[Mapping[str, object]], more: str = "") -> Path:
    told = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
    path.write_text(told + more, encoding="utf-8")
    return path


def leaks(folder: Path) -> list[str]:
    """Every secret in a file below `folder`: in its bytes, and in what Parquet packs."""
    found: list[str] = []
    for path in (one for one in folder.rglob("*") if one.is_file()):
        told = path.read_bytes().decode("utf-8", "replace")
        if path.suffix in (".parquet", ".tmp"):
            cells = f"SELECT columns(*)::VARCHAR FROM read_parquet('{path}')"  # noqa: S608
            told += str(duckdb.execute(cells).fetchall())
        found += [f"{path.name}: {s}" for s in SECRETS if s.lower() in told.lower()]
    return found


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    return said


def test_no_secret_reaches_facts_ledger_quarantine_or_exports(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    found, desk = list(rows()), tmp_path / "desk"
    source = lines(tmp_path / "events.jsonl", found, BROKEN)
    look = evaldesk("import", source, "--dry-run")
    done = evaldesk("import", source, "--json").json
    assert (done["rows_added"], done["rows_rejected"]) == (38, 3)
    masked = {(m["column"], m["kind"]): m["places"] for m in done["masked"]}
    assert masked["customer_name", "name"] == masked["phone", "phone"] == 40
    assert masked["input", "email"] == masked["output", "iban"] == 10
    told = [look.text, json.dumps(done), evaldesk("rejects", done["import_id"]).text]
    told += [evaldesk("inbox", "--json").text, evaldesk("decisions", "--json").text]

    with (tmp_path / "more.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["input", "expected", "note", "set"])
        writer.writeheader()
        writer.writerow({"input": "Was ann@cases.test charged?", "expected": "ann@cases.test",
                         "note": "ask Tessa Quillfeather", "set": "monitoring"})  # fmt: skip
    told.append(evaldesk("import", tmp_path / "more.csv", "--as", "cases").text)
    evaldesk("rejects", done["import_id"], "-o", desk / "rejects.jsonl")
    evaldesk("freeze", "monitoring", "--reason", "first")
    evaldesk("export", "monitoring", "-o", desk / "set.jsonl")
    assert leaks(desk) == []
    assert [s for s in SECRETS for text in told if s in text] == []


def test_the_same_file_again_brings_nothing_and_another_format_brings_the_same(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    good = [row for n, row in enumerate(rows()) if n not in (8, 12)]
    source = lines(tmp_path / "a.jsonl", good)
    assert evaldesk("import", source, "--json").json["rows_added"] == 38
    assert evaldesk("import", source, "--json").json["rows_known"] == 38
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(good[0]))
        writer.writeheader()
        writer.writerows(good)
    again = evaldesk("import", tmp_path / "a.csv", "--json").json
    assert (again["rows_known"], again["rows_rejected"]) == (38, 0)


def test_results_find_their_case_by_its_masked_input_and_keep_no_secret(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    case = lines(tmp_path / "c.jsonl", [
        {"input": "Was ann@cases.test charged?", "expected": "yes", "set": "monitoring",
         "owner": "ana"}])  # fmt: skip
    evaldesk("import", case, "--as", "cases")
    evaldesk("freeze", "monitoring", "--reason", "first")
    said = {"input": "Was ann@cases.test charged?", "output": "Yes. Ask joe@results.test"}
    run = lines(tmp_path / "r.jsonl", [said])
    done = evaldesk("import", run, "--as", "results", "--run", "r", "--model", "v1",
                    "--set", "monitoring", "--json").json  # fmt: skip
    assert (done["rows_added"], done["rows_rejected"]) == (1, 0)
    assert leaks(tmp_path / "desk") == []


def test_a_killed_import_leaves_no_secret_behind(tmp_path: Path) -> None:
    desk, source = tmp_path / "desk", lines(tmp_path / "events.jsonl", list(rows()))
    found_desk(desk)
    dies = (
        "import os, signal, sys; from pathlib import Path\n"
        "from store.acts.importing import import_files; from store.desk import open_desk\n"
        "from store.facts import staging; real = staging.copy_rows\n"
        "def last(*words):\n    real(*words); os.kill(os.getpid(), signal.SIGKILL)\n"
        "staging.copy_rows = last\n"
        "desk, source = map(Path, sys.argv[1:])\n"
        "import_files(open_desk(desk), [source], 'events', actor='ana')\n"
    )
    done = subprocess.run([sys.executable, "-c", dies, desk, source], check=False)
    assert done.returncode == -9
    assert list((desk / "facts" / "staging").rglob("*.parquet"))
    assert leaks(desk) == []


def test_the_policy_holds_for_what_is_imported_from_then_on(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    words = ("privacy", "set", "--kind", "email=keep", "--column", "output=drop",
             "--pattern", "loyalty_id=LC-[0-9]{6}", "--reason", "asked for")  # fmt: skip
    assert evaldesk(*words, actor="eve").code == 1
    assert evaldesk(*words[:-2]).code == 2
    assert evaldesk(*words).code == 0
    event = {"event_id": "e", "input": "LC-123456 of jane.doe@shop.test", "output": "fine",
             "prediction": "a", "truth": "b"}  # fmt: skip
    done = evaldesk("import", lines(tmp_path / "e.jsonl", [event]), "--json").json
    assert done["masked"] == [{"column": "input", "kind": "loyalty_id", "places": 1}]
    report = evaldesk("privacy", "show", "--json").json
    assert (report["kinds"]["email"], report["by_kind"]) == ("keep", {"loyalty_id": 1})
    tried = evaldesk("privacy", "try", "LC-123456 jane.doe@shop.test", "--json").json
    assert tried["masked"].endswith("] jane.doe@shop.test")
    assert "Not found: names all in capitals" in tried["limits"]
    checked = evaldesk("privacy", "check", tmp_path / "e.jsonl", "--json").json
    assert (checked["places"], checked["masked"]) == (1, done["masked"])


DOORS = (  # who says it, and the words of the command: `{}` is somebody's address
    ("mia", "label {first} --answer outcome=refund --note {}"),
    ("tom", "label {first} --answer outcome=answer"),
    ("mia", "feedback {first} --note {}"),
    ("zoe", "adjudicate {first} --answer outcome=refund -m {}"),
    ("ana", "move {first} --to blocking -m {}"),
    ("ana", "labels new {} --case {second}"),
    ("ana", "expect {first} --attribute customer={} -m {}"),
    ("ana", "expect {first} --attribute phone=2025550143"),
    ("ana", "expect {first} --tag {} --tag who:{} --tag phone=2025550143"),
    ("ana", "expect {first} --answer {} --note {}"),
    ("ana", "freeze blocking -m {}"),
    ("ana", "import {folder}/{}.jsonl"),
    ("ana", "import {folder}/training.jsonl --as training --source {}"),
    ("ana", "export blocking -o {desk}/set.jsonl"),
)


def test_no_door_through_which_people_type_lets_a_secret_in(tmp_path: Path) -> None:
    said, first, second = labelled_desk(tmp_path)
    mail, desk = "jane.doe@shop.test", tmp_path / "desk"
    event = {"event_id": "e", "input": "Where is it?", "passed": False, mail: "x"}
    lines(tmp_path / f"{mail}.jsonl", [event, event | {"passed": "maybe"}], BROKEN)
    lines(tmp_path / "training.jsonl", [{"text": "Where is it?", "label": "answer"}])
    for actor, words in DOORS:
        named = {"first": first, "second": second, "folder": tmp_path, "desk": desk}
        told = [word.replace("{}", mail).format(**named) for word in words.split()]
        done = said(*told, actor=actor)
        assert (told, done.code, done.text) == (told, 0, done.text)
    assert leaks(desk) == []
    case = said("case", first, "--json").text
    assert "customer" in case
    assert "[PHONE-" in case
    assert said("verify").code == 0


def test_who_decides_on_the_desk_stays_named_in_what_is_typed(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "Tessa Quillfeather")
    lines(
        tmp_path / "c.jsonl", [{"input": "Was I charged?", "expected": "yes", "set": "backlog"}]
    )
    said("import", tmp_path / "c.jsonl", "--as", "cases")
    (case,) = said("sets", "--of", "backlog", "--json").json["cases"]
    words = ("--note", "Dear Tessa Quillfeather, ask Mr Özgür Yılmaz")
    assert said("expect", case["id"], *words).code == 0
    note = said("case", case["id"], "--json").json["case"]["note"]
    assert note.startswith("Dear Tessa Quillfeather, ask Mr [NAME-")


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    found_desk(tmp_path / "desk")
    first = key_of(tmp_path / "desk")
    assert key_of(tmp_path / "desk") == first
    assert ((tmp_path / "desk" / FILE).stat().st_mode & 0o777, len(first)) == (0o600, 32)
    found_desk(tmp_path / "other")
    assert key_of(tmp_path / "other") != first
    desk = open_desk(tmp_path / "desk")
    assert first.hex() not in repr(desk.masking())
    desk.close()
