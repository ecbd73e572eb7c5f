"""What a release is held to beyond its cases, said on the command line: cohorts and flakes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from store.acts.judging import judge_run
from store.desk import open_desk
from tests.blocking_desk import blocking_desk
from tests.test_the_main_job import results

Score = Callable[..., None]
SOON = (datetime.now(UTC).date() + timedelta(days=10)).isoformat()


class Desk:
    """Two blocking cases on the route refunds, and the words to score runs on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.say, self.first, self.second = blocking_desk(folder, deputy="ben")

    def score(self, run: str, first: list[bool | None], second: list[bool | None]) -> None:
        """Results of one run under the model v2."""
        file = results(self.folder / f"{run}.jsonl", {self.first: first, self.second: second})
        done = self.say("import", file, "--as", "results", "--run", run, "--model", "v2")
        assert done.code == 0, done.text

    def quarantine(self, case: str, actor: str = "ana", **said: str) -> None:
        """Put a case into quarantine, which must work."""
        words = {"owner": "dev", "until": SOON, "reason": "it wobbles", **said}
        options = [word for name, value in words.items() for word in (f"--{name}", value)]
        done = self.say("flakes", "quarantine", case, *options, "--json", actor=actor)
        assert done.code == 0, done.text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


WOBBLY: list[bool | None] = [True, True, False, True, True]


def test_a_flaky_case_is_named_with_its_chance_and_leaves_the_gate_open(desk: Desk) -> None:
    desk.score("rc", WOBBLY, [True] * 5)
    said = desk.say("gate", "rc", "--json")
    assert said.code == 3
    (one,) = said.json["unsteady"]
    assert (one["case"], one["passed"], one["scored"]) == (desk.first, 4, 5)
    assert said.json["red_by_noise"] == pytest.approx(1 - 0.8**5)
    assert one["red_by_noise"] == pytest.approx(1 - 0.8**5)
    assert f"evaldesk flakes quarantine {desk.first}" in desk.say("gate", "rc").text


def test_a_flaky_case_in_quarantine_cannot_block_and_is_listed(
    desk: Desk, tmp_path: Path
) -> None:
    desk.score("rc", WOBBLY, [True] * 5)
    desk.quarantine(desk.first)
    junit, markdown = tmp_path / "gate.xml", tmp_path / "gate.md"
    said = desk.say("gate", "rc", "--json", "--junit", junit, "--markdown", markdown)
    assert said.code == 0, said.text
    assert said.json["set_aside"] == [desk.first]
    assert said.json["flaky"] == []
    assert said.json["red_by_noise"] == 0
    (one,) = said.json["quarantined"]
    assert (one["owner"], one["until"]) == ("dev", SOON)
    assert "cannot block" in said.json["reason"]
    (skipped,) = ElementTree.parse(junit).findall(".//skipped")
    assert f"in quarantine until {SOON}" in (skipped.get("message") or "")
    assert "in quarantine, cannot block" in markdown.read_text()


@pytest.mark.parametrize(("run", "code"), [([], 3), ([False] * 5, 0)])
def test_a_case_in_quarantine_may_fail_but_has_to_be_run(
    desk: Desk, run: list[bool | None], code: int
) -> None:
    desk.score("before", WOBBLY, [True] * 5)
    desk.quarantine(desk.first)
    desk.score("rc", run, [True] * 5)
    assert desk.say("gate", "rc").code == code


def test_a_quarantine_ends_by_itself_and_the_case_blocks_again(desk: Desk) -> None:
    desk.score("rc", WOBBLY, [True] * 5)
    desk.quarantine(desk.first)
    on_the_day = datetime.fromisoformat(f"{SOON}T00:00:00+00:00")
    opened = open_desk(desk.folder / "desk", lambda: on_the_day)
    try:
        answer = judge_run(opened, "rc", actor="ci")
    finally:
        opened.close()
    assert answer.verdict == "INCOMPLETE"
    assert answer.flaky == (desk.first,)
    assert answer.quarantined == ()


def test_a_steady_case_and_a_stranger_are_refused(desk: Desk) -> None:
    desk.score("rc", WOBBLY, [False] * 5)
    said = ["--owner", "dev", "--until", SOON, "-m", "why not"]
    steady = desk.say("flakes", "quarantine", desk.second, *said, "--json")
    assert steady.code == 1
    assert [o["code"] for o in steady.json["refused"][0]["objections"]] == ["not_flaky"]
    stranger = desk.say("flakes", "quarantine", desk.first, *said, "--json", actor="carl")
    assert stranger.code == 1
    assert [o["code"] for o in stranger.json["refused"][0]["objections"]] == ["not_the_owner"]
    assert desk.say("gate", "rc").code == 1  # what fails steadily still blocks


@pytest.mark.parametrize("words", [["undo"], ["flakes", "lift"]])
def test_a_quarantine_can_be_taken_back_and_lifted(desk: Desk, words: list[str]) -> None:
    desk.score("rc", WOBBLY, [True] * 5)
    desk.quarantine(desk.first)
    held = desk.say("case", desk.first, "--json").json["standing"]["quarantine"]
    assert held == {"owner": "dev", "until": SOON}
    told = [*words, desk.first] if words == ["flakes", "lift"] else words
    assert desk.say(*told, "--json").code == 0
    assert desk.say("case", desk.first, "--json").json["standing"]["quarantine"] is None
    assert desk.say("gate", "rc").code == 3
    assert desk.say("verify").code == 0


def test_flakes_say_what_the_quarantine_changes(desk: Desk) -> None:
    desk.score("rc", WOBBLY, [True] * 5)
    desk.quarantine(desk.first)
    found = desk.say("flakes", "--json").json
    assert (found["flaky"], found["stable_pass"], found["quarantined"]) == (1, 1, 1)
    assert found["red_by_noise"] == 0
    assert found["red_without_quarantine"] == pytest.approx(1 - 0.8**5)
    (one, _) = found["cases"]
    assert (one["owner"], one["until"]) == ("dev", SOON)


REFUNDS = ["critical", "cohort", "--where", "route=refunds", "--at-least"]


def test_a_critical_cohort_holds_the_gate_open_until_somebody_can_say(desk: Desk) -> None:
    desk.score("rc", [True], [True])
    stated = desk.say(*REFUNDS, 0.9, "--owner", "carl", "-m", "money", "--json")
    assert stated.code == 0, stated.text
    (one,) = desk.say("critical", "--json").json["critical"]
    assert (one["where"], one["value"], one["owner"]) == ({"route": "refunds"}, 0.9, "carl")
    said = desk.say("gate", "rc", "--json")
    assert said.code == 3
    check = next(t for t in said.json["thresholds"] if t["name"] == one["name"])
    assert (check["met"], check["n"], check["owner"]) == (None, 2, "carl")
    assert "too few to say" in check["why"]


def test_a_cohort_blocks_until_its_owner_approves_that_it_is_lifted(desk: Desk) -> None:
    desk.score("rc", [True], [False])
    desk.say(*REFUNDS, 1.0, "--owner", "carl", "-m", "money")
    said = desk.say("gate", "rc", "--json")
    assert said.code == 1
    assert "pass rate where route = refunds is not met" in said.json["reason"]
    name = "gate.cohort.pass_rate.route=refunds"
    lifted = desk.say("critical", "drop", name, "-m", "gone", "--json").json
    assert (lifted["from"], lifted["to"], lifted["waits_for"]) == (1.0, None, ["carl"])
    assert desk.say("gate", "rc").code == 1
    assert desk.say("approve", lifted["proposal"], "-m", "gone", actor="carl").code == 0
    assert desk.say("critical", "--json").json["critical"] == []
    assert desk.say("gate", "rc", "--json").json["thresholds"] != said.json["thresholds"]
    assert desk.say("critical", "drop", name, "-m", "gone").code == 2


def test_a_critical_cohort_that_is_stated_moves_by_proposal_only(desk: Desk) -> None:
    assert desk.say(*REFUNDS, 0.9, "--owner", "carl", "-m", "x", actor="carl").code == 1
    assert desk.say(*REFUNDS, 0.9, "--owner", "carl").code == 2  # no reason
    stated = desk.say(*REFUNDS, 0.9, "--owner", "carl", "-m", "money", "--json", actor="ben")
    for who in ("ana", "ben", "carl"):
        again = desk.say(*REFUNDS, 0.5, "--owner", who, "-m", "less", actor=who)
        assert (again.code, "evaldesk propose" in again.text) == (1, True)
        undone = desk.say("undo", stated.json["act"], actor=who)
        assert (undone.code, "by proposal only" in undone.text) == (2, True)
    (one,) = desk.say("critical", "--json").json["critical"]
    assert (one["value"], one["owner"]) == (0.9, "carl")
    assert desk.say("verify").code == 0


def test_a_fairness_limit_with_too_little_to_say_is_not_green(desk: Desk) -> None:
    desk.score("rc", [True], [True])
    words = ["critical", "fairness", "route", "--positive", "billing", "--at-most", 0.1]
    assert desk.say(*words, "--owner", "ana", "-m", "law", "--json").code == 0
    said = desk.say("gate", "rc", "--json")
    assert said.code == 3
    check = next(t for t in said.json["thresholds"] if "fairness" in t["name"])
    assert check["met"] is None
    assert check["why"].startswith("too few to say")


def test_a_cohort_that_no_case_tells_of_is_undecided(desk: Desk) -> None:
    desk.score("rc", [True], [True])
    desk.say("critical", "cohort", "--where", "planet=mars", "--at-least", 0.9,
             "--owner", "ana", "-m", "far")  # fmt: skip
    said = desk.say("gate", "rc", "--json")
    assert said.code == 3
    assert "tell nothing of planet=mars" in said.text


def test_slices_tell_what_broke(desk: Desk) -> None:
    desk.score("before", [True], [True])
    desk.score("rc", [True], [False])
    said = desk.say("gate", "rc", "--baseline", "before", "--by", "route,severity", "--json")
    found = said.json["slices"]
    assert [one["cohort"] for one in found["slices"]] == [
        {}, {"route": "refunds"}, {"severity": "high"}, {"route": "refunds", "severity": "high"}
    ]  # fmt: skip
    assert {(s["n"], s["broke"], s["fixed"]) for s in found["slices"]} == {(2, 1, 0)}
    assert found["difference"]["value"] == -0.5
    for one in (found, *found["slices"]):
        assert one["difference"]["low"] < -0.5 < one["difference"]["high"]
        assert one["difference"]["note"] == "too few to say: 2, 20 needed"
    text = desk.say("gate", "rc", "--baseline", "before", "--by", "route").text
    assert "change too few to say: 2, 20 needed" in text
    assert "slice" in desk.say("gate", "rc", "--by", "route").text
    assert desk.say("gate", "rc", "--by", "route,severity,kind,owner").code == 2


def test_a_weaker_question_does_not_turn_the_answer_green(desk: Desk) -> None:
    """What was held against a baseline is held against it again, unless another is named."""
    desk.score("before", [True], [True])
    desk.score("rc", [True], [False])
    first = desk.say("gate", "rc", "--baseline", "before", "--json").json
    again = desk.say("gate", "rc", "--json").json
    assert (again["baseline"], again["verdict"]) == ("before", first["verdict"])
    assert again["comparison"] == first["comparison"]
