"""Alarms from the terminal: what cron and the one on call type."""

from contextlib import closing
from pathlib import Path

import pytest

from store.acts.alarming import raise_alarms
from store.desk import SETTINGS, open_desk
from tests.post_office import web
from tests.terminal import Evaldesk, terminal
from tests.test_alarms import a_deviation
from tests.test_docs import CONTRACT, keys


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a desk with an alarm about two columns."""
    terminal(tmp_path / "desk")("init", "--owner", "ana")
    with closing(open_desk(tmp_path / "desk")) as desk:
        raise_alarms(desk, [a_deviation(), a_deviation("topic")])
    return tmp_path / "desk"


@pytest.fixture
def evaldesk(folder: Path) -> Evaldesk:
    return terminal(folder)


def tell(folder: Path, address: str) -> None:
    """Name a channel in the settings of the desk."""
    said = (folder / SETTINGS).read_text()
    channel = f'[alarms.channels.ops]\ntype = "webhook"\naddress = "{address}"\n'
    (folder / SETTINGS).write_text(f"{said}\n{channel}")


def test_the_one_on_call_sees_takes_and_resolves_an_alarm(evaldesk: Evaldesk) -> None:
    first = evaldesk("alarms", "--json")
    (one,) = first.json["alarms"]
    assert (first.code, one["state"], len(one["deviations"])) == (1, "open", 2)
    assert "Nobody is told of A-1" in first.json["sentence"]
    assert evaldesk("alarms", "ack", "A-1").text == "A-1 is taken by ana.\n"
    assert "taken by ana" in evaldesk("alarms").text
    refused = evaldesk("alarms", "ack", "A-1", actor="ben")
    assert (refused.code, "taken by ana already" in refused.text) == (1, True)
    assert evaldesk("alarms", "resolve", "A-1").code == 2  # without a reason
    done = evaldesk("alarms", "resolve", "A-1", "--reason", "a holiday", "--json")
    assert (done.json["state"], done.json["resolved_because"]) == ("resolved", "a holiday")
    assert evaldesk("alarms", "--open", "--json").json["alarms"] == []
    last = evaldesk("alarms")
    assert (last.code, "A-1 was resolved by ana and still deviates." in last.text) == (0, True)
    assert evaldesk("alarms", "--json").json["tone"] == "warn"


def test_cron_is_told_by_the_exit_code_whether_people_were_told(
    folder: Path, evaldesk: Evaldesk
) -> None:
    assert evaldesk("alarms", "deliver").code == 1
    with web(200) as office:
        tell(folder, office.url)
        assert evaldesk("alarms", "test", "ops").text == "ops has taken the test message.\n"
        assert evaldesk("alarms", "deliver").text == "A-1 to ops, raised: sent.\n"
        assert "ops: told " in " ".join(evaldesk("alarms").text.split())
        again = evaldesk("alarms", "deliver")
        assert (again.code, again.text) == (0, "Nothing is to be told now.\n")
    failed = evaldesk("alarms", "test", "ops", "--json")
    assert (failed.code, failed.json["problem"]) == (1, "no connection: Connection refused")
    assert "s3cr3t" not in failed.text


def test_a_maintenance_is_started_listed_and_ended(evaldesk: Evaldesk) -> None:
    words = ["alarms", "maintenance", "start", "--hours", "2", "--where", "region=eu"]
    assert evaldesk(*words).code == 2  # without a reason
    started = evaldesk(*words, "--reason", "migration")
    assert started.text.startswith("M-1: alarms about region=eu are muted until ")
    muted = evaldesk("alarms", "--json").json
    assert (muted["muted"], muted["alarms"][0]["muted_until"] is None) == (1, False)
    assert evaldesk("alarms", "maintenance", "list", "--json").json["maintenances"][0][
        "by"
    ] == ("ana")
    assert evaldesk("alarms", "maintenance", "end", "M-1").code == 0
    assert "migration" not in evaldesk("alarms", "maintenance", "list").text


def test_a_runbook_of_the_desk_stands_before_the_products(evaldesk: Evaldesk) -> None:
    evaldesk("alarms", "runbook", "drift", "--text", "Ring the bell")
    assert evaldesk("alarms", "--json").json["alarms"][0]["runbook"] == "Ring the bell"
    evaldesk("alarms", "runbook", "drift", "--text", "")
    assert "1. Open the column" in evaldesk("alarms", "--json").json["alarms"][0]["runbook"]


def test_every_name_of_the_answers_stands_in_the_contract(
    folder: Path, evaldesk: Evaldesk
) -> None:
    with web(500) as office:
        tell(folder, office.url)
        found = keys(evaldesk("alarms", "deliver", "--json").json)
    words = ["alarms", "maintenance", "start", "--hours", "2", "-m", "x", "--json"]
    found |= keys(evaldesk(*words).json) | keys(evaldesk("alarms", "--json").json)
    found |= keys(evaldesk("alarms", "ack", "A-1", "--json").json)
    assert {name for name in found if name not in CONTRACT} == set()
