"""Which attempts excuse a case in quarantine: those at the version that is judged."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from curation.runs import Run
from tests.test_gate_limits import SOON, WOBBLY, Desk
from tests.test_the_main_job import results


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def scored(
    desk: Desk, run: str, first: list[bool | None], second: list[bool | None], *said: str
) -> None:
    """Results of one run, with the words `said` of it."""
    file = results(desk.folder / f"{run}.jsonl", {desk.first: first, desk.second: second})
    done = desk.say("import", file, "--as", "results", "--run", run, *said)
    assert done.code == 0, done.text


@pytest.mark.parametrize(
    ("later", "code", "where"),
    [
        ([False] * 20, 1, "failed"),
        ([False] * 5, 1, "failed"),
        ([False] * 4, 3, "undecided"),
        ([False], 3, "undecided"),
        ([True, False], 0, "set_aside"),
        ([None], 3, "errored"),
        ([], 3, "missing"),
        ([True] * 5, 0, None),
    ],
)
def test_an_old_wobble_excuses_no_later_version(
    desk: Desk, later: list[bool | None], code: int, where: str | None
) -> None:
    scored(desk, "old", WOBBLY, [True] * 5, "--model", "v1")
    desk.quarantine(desk.first)
    scored(desk, "rc", later, [True] * 20, "--model", "v9")
    said = desk.say("gate", "rc", "--json")
    assert said.code == code, said.json["reason"]
    lists = ("failed", "missing", "errored", "flaky", "set_aside", "undecided")
    assert {name: said.json[name] for name in lists if said.json[name]} == (
        {where: [desk.first]} if where else {}
    )


def test_what_cannot_be_decided_in_quarantine_is_named_with_its_way_out(desk: Desk) -> None:
    scored(desk, "old", WOBBLY, [True] * 5, "--model", "v1")
    desk.quarantine(desk.first)
    scored(desk, "rc", [False], [True], "--model", "v9")
    junit, markdown = desk.folder / "gate.xml", desk.folder / "gate.md"
    said = desk.say("gate", "rc", "--baseline", "old", "--junit", junit, "--markdown", markdown)
    assert said.code == 3
    assert f"too few attempts under this version to say ({desk.first}; score 5" in said.text
    assert "evaldesk flakes lift" in said.text
    assert f"**undecided** (1): `{desk.first}`" in markdown.read_text()
    test = f".//testcase[@name='{desk.first}']/error"
    assert len(ElementTree.parse(junit).findall(test)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["--model", "v1", "--commit", "aaaaaaa"], ["--model", "v1", "--commit", "bbbbbbb"]),
        (["--model", "v1"], ["--model", "v1", "--commit", "bbbbbbb"]),
        ([], []),
    ],
)
def test_a_change_between_versions_is_a_regression_and_no_wobble(
    desk: Desk, one: list[str], other: list[str]
) -> None:
    scored(desk, "r1", [True] * 5, [True] * 5, *one)
    scored(desk, "r2", [False] * 5, [True] * 5, *other)
    words = ["--owner", "dev", "--until", SOON, "--reason", "x", "--json"]
    refused = desk.say("flakes", "quarantine", desk.first, *words, actor="ana")
    assert refused.code == 1
    assert refused.json["refused"][0]["objections"][0]["code"] == "not_flaky"
    assert desk.say("gate", "r2").code == 1
    found = desk.say("flakes", "--json").json
    assert (found["runs"], found["flaky"], found["stable_fail"]) == (["r2"], 0, 1)


RUN = Run("rc", {}, "v1", "abc", "linux")


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (Run("rc2", {}, "v1", "abc", "linux"), True),
        (Run("rc2", {}, "v1", "abc"), False),
        (Run("rc2", {}, "v1", "abd", "linux"), False),
        (Run("rc2", {}, "v2", "abc", "linux"), False),
        (Run("v1", {}, None, "abc", "linux"), False),
    ],
)
def test_runs_are_attempts_at_one_thing_when_all_that_they_state_is_alike(
    other: Run, alike: bool
) -> None:
    assert (RUN.tried == other.tried) is alike


def test_a_run_that_names_no_model_is_a_version_of_its_own() -> None:
    assert Run("a", {}, commit="abc").tried != Run("b", {}, commit="abc").tried


@pytest.mark.parametrize(
    ("first", "red", "attempts"),
    [
        ([True], None, 1),
        ([True, True, False, None, None], None, 3),
        ([True, True, True, True, False, None], 1 - 0.8**5, 5),
        ([False] * 5, 0, 5),
    ],
)
def test_gate_and_flakes_agree_on_what_noise_does(
    desk: Desk, first: list[bool | None], red: float | None, attempts: int
) -> None:
    scored(desk, "rc", first, [True] * len(first[:5]), "--model", "v1")
    gate = desk.say("gate", "rc", "--json", "--markdown", desk.folder / "gate.md").json
    flakes = desk.say("flakes", "--json").json
    for name in ("red_by_noise", "red_at_most"):
        assert gate[name] == flakes[name]
    assert gate["red_by_noise"] == (None if red is None else pytest.approx(red))
    if red is None:
        for told in (desk.say("gate", "rc").text, desk.say("flakes").text):
            assert "red: too few to say" in told
        assert "red: too few to say" in (desk.folder / "gate.md").read_text()
        assert desk.say("health", "--json").json["red_by_noise"] is None
    else:
        assert flakes["attempts"] == attempts
