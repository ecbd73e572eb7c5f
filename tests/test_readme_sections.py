"""What the README says of watching and deciding works as it stands there, in its order."""

import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.desk import SETTINGS
from tests.blocking_desk import blocking_desk
from tests.post_office import web
from tests.terminal import Evaldesk, Said, terminal
from tests.test_the_main_job import lines, results

ROOT = Path(__file__).parent.parent
MONDAY = datetime(2026, 5, 4, 10, tzinfo=UTC)


def commands(section: str) -> list[list[str]]:
    """The words of each command of `section`, in order."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.partition(f"## {section}")[2].split("```")[1]
    said = [shlex.split(line, comments=True) for line in block.splitlines()[1:]]
    return [words[1:] for words in said if words and words[0] == "evaldesk"]


def test_production_is_watched_by_the_commands_one_after_the_other(tmp_path: Path) -> None:
    evaldesk = terminal(tmp_path / "desk")
    evaldesk("init", "--owner", "ana")
    rows = [
        {
            "id": f"{week}-{n}",
            "timestamp": (MONDAY + timedelta(weeks=week, minutes=n)).isoformat(),
            "route": "refunds" if n % 2 else "login",
            "input": f"question {n}",
            "prediction": "billing",
            "truth": "billing" if n else "other",
        }
        for week in range(10)
        for n in range(40)
    ]
    evaldesk("import", lines(tmp_path / "events.jsonl", rows), "--as", "events")
    with web(200) as office:
        channel = f'[alarms.channels.oncall]\ntype = "webhook"\naddress = "{office.url}"\n'
        settings = tmp_path / "desk" / SETTINGS
        settings.write_text(f"{settings.read_text()}\n{channel}")
        told = {
            " ".join(words[:2]): evaldesk(*words) for words in commands("Watching production")
        }
    assert {name: said.code for name, said in told.items() if said.code} == {}
    assert list(told) == [
        "baseline set", "watch", "objective set", "alarms test", "alarms deliver",
        "incidents record", "postmortem INC-1",
    ]  # fmt: skip
    assert "to that of 2026-07-06: 0 severe" in told["watch"].text
    assert "Paid twice" in told["postmortem INC-1"].text
    assert "docs/alarms.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / "docs" / "alarms.md").is_file()


@pytest.fixture
def judged(tmp_path: Path) -> Evaldesk:
    """A desk whose release rc2 failed one of its two blocking cases, in every attempt."""
    evaldesk, first, second = blocking_desk(tmp_path, deputy="ben")
    for run, passed in (("rc1", True), ("rc2", False)):
        scored: dict[str, list[bool | None]] = {first: [True] * 5, second: [passed] * 5}
        file = results(tmp_path / f"{run}.jsonl", scored)
        evaldesk("import", file, "--as", "results", "--run", run, "--model", run)
        evaldesk("gate", run)
    return evaldesk


def test_the_bar_is_moved_by_the_commands_one_after_the_other(
    judged: Evaldesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (failed,) = judged("gate", "rc2", "--json").json["failed"]
    today = datetime.now(UTC).date()
    meant = {
        "c-…": failed,
        "2026-12-01": f"{today + timedelta(days=7)}",
        "2026-11-01": f"{today}",
    }
    told: dict[str, Said] = {}
    for words in commands("Who may move the bar"):
        said = [meant.get(word, word) for word in words]
        told[" ".join(words[:2])] = judged(*said)
    assert {name: said.text for name, said in told.items() if said.code} == {}
    assert len(told) == 11
    assert judged("gate", "rc2").code == 0  # what it failed on is waived
    numbers = judged("thresholds", "--json").json["thresholds"]
    (margin,) = [one for one in numbers if one["name"] == "gate.non_inferiority_margin"]
    assert margin["value"] == 0.05
    assert judged("verify", "--pinned", "head.json").code == 0


def test_the_set_is_kept_golden_by_the_commands_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    evaldesk, case, _ = blocking_desk(tmp_path, deputy="ben")
    evaldesk("move", case, "--to", "monitoring", "-m", "to be labelled first")
    lines(tmp_path / "train.jsonl", [{"input": "Where is my parcel?", "label": "parcel"}])
    told: dict[str, Said] = {}
    for words in commands("Keeping the set golden"):
        said = [case if word == "c-…" else word for word in words]
        told[" ".join(said)] = evaldesk(*said)
        if words[-1] == "dev":
            refused = evaldesk("move", case, "--to", "blocking", "-m", "again")
            assert "differ" in refused.text
    assert {name: said.text for name, said in told.items() if said.code not in (0, 1)} == {}
    assert len(told) == 15
    assert evaldesk("move", case, "--to", "blocking", "-m", "adjudicated").code == 0
    assert "[PHONE-" in told["privacy try Call Ada Byron on 202-555-0143"].text


def test_the_room_is_served_by_the_commands_one_after_the_other(
    judged: Evaldesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    due = f"{datetime.now(UTC).date() + timedelta(days=7)}"
    told: dict[str, Said] = {}
    for words in commands("The people in the room"):
        said = [due if word == "2026-12-01" else word for word in words]
        told[" ".join(said[:2])] = judged(*said)
    assert {name: said.text for name, said in told.items() if said.code not in (0, 1)} == {}
    assert list(told) == [
        "health --period", "report health", "review", "review start", "review promise",
        "review close", "review minutes", "handover", "check production", "oncall",
        "find refund",
    ]  # fmt: skip
    for name in ("health.html", "minutes.html"):
        assert (tmp_path / name).read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "Label the new refunds" in (tmp_path / "minutes.html").read_text(encoding="utf-8")
