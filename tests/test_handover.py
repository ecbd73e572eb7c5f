"""The five answers are this desk's own, and what is missing says so and who can mend it."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from curation.checklist_items import CHECKLISTS
from store.answers.checks_before import SEEN
from store.answers.checks_running import SEEN_INCIDENT, SEEN_LIVE
from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import EVENTS, lines, results

NAMES = ["blocks", "monitored", "path", "thresholds", "budgets"]


@pytest.fixture
def empty(tmp_path: Path) -> Evaldesk:
    said = terminal(tmp_path / "desk")
    said("init")
    return said


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Evaldesk, str, str]:
    return blocking_desk(tmp_path, deputy="ben")


def asked(said: Evaldesk) -> tuple[dict[str, Any], dict[str, Any]]:
    """The questions by name, and every check as LIST/ITEM."""
    found = said("handover", "--json").json
    questions = {one["name"]: one for one in found["questions"]}
    checks = {
        f"{of['name']}/{one['item']}": one for of in found["checklists"] for one in of["checks"]
    }
    return questions, checks


def rollback(said: Evaldesk, *further: object) -> dict[str, Any]:
    """One item of the checklist for production, which is ticked by hand."""
    found = said("handover", "--checklist", "production", "--json", *further).json
    return {one["item"]: one for one in found["checks"]}["rollback"]


def evidence(question: Mapping[str, Any]) -> dict[str, str]:
    return {one["what"]: one["said"] for one in question["evidence"]}


def test_the_desk_looks_at_every_item_that_is_not_by_hand() -> None:
    for one, seen in zip(CHECKLISTS, (SEEN, SEEN_LIVE, SEEN_INCIDENT), strict=True):
        assert {item.name for item in one.items if not item.by_hand} == set(seen)


def test_an_empty_desk_answers_all_five_and_says_what_is_missing(empty: Evaldesk) -> None:
    questions, checks = asked(empty)
    assert list(questions) == NAMES
    assert questions["blocks"]["answer"].startswith("None yet: no case is in blocking")
    assert questions["monitored"]["answer"].startswith("None yet")
    assert "Nobody can say what it takes" in questions["budgets"]["answer"]
    lack = [one["what"] for one in questions["blocks"]["missing"]]
    assert lack == ["No case blocks"]
    assert "No contract says what was agreed" in [
        one["what"] for one in questions["thresholds"]["missing"]
    ]
    assert all(one["who"] and one["clear"] for q in questions.values() for one in q["missing"])
    assert checks["production/gate"]["said"] == "the gate was never asked"
    assert checks["pre-production/stated"]["state"] == "cannot know"
    assert checks["incident/tied"]["state"] == "cannot know"


def test_the_answers_hold_the_numbers_of_the_desk(desk: tuple[Evaldesk, str, str]) -> None:
    said, first, second = desk
    questions, checks = asked(said)
    blocks, path = questions["blocks"], questions["path"]
    assert blocks["answer"].startswith("The 2 cases of blocking@1 (frozen by ana on ")
    assert evidence(blocks)["Cases"] == "2"
    assert evidence(blocks)["Decides about the set"] == "ana or ben (deputy)"
    assert "5 scored attempts of which at most 5 % flip" in path["answer"]
    assert "the word of ana or ben (deputy)" in path["answer"]
    held = evidence(questions["thresholds"])["ana (deputy ben)"]
    assert held.startswith(f"{len(said('thresholds', '--json').json['thresholds'])} numbers")
    assert checks["pre-production/frozen"]["state"] == "done"
    assert {first, second}.isdisjoint(blocks["answer"].split())


def test_what_somebody_decides_is_in_the_next_answer(
    desk: tuple[Evaldesk, str, str], tmp_path: Path
) -> None:
    said, first, second = desk
    assert asked(said)[1]["production/gate"]["state"] == "not done"
    run = results(tmp_path / "rc.jsonl", {first: [True], second: [False]})
    said("import", run, "--as", "results", "--run", "rc")
    assert said("gate", "rc").code == 1
    questions, checks = asked(said)
    assert "The last run judged, rc, was BLOCKED." in questions["blocks"]["sentences"]
    assert (checks["production/gate"]["state"], checks["production/gate"]["link"]) == (
        "not done", "runs?run=rc",
    )  # fmt: skip
    newer = results(tmp_path / "rc2.jsonl", {first: [True], second: [True]})
    said("import", newer, "--as", "results", "--run", "rc2")
    gate = asked(said)[1]["production/gate"]
    assert gate["said"] == "rc2 was scored, and the gate was not asked"
    said("waive", second, "--owner", "dev", "--until", _soon(said), "-m", "mended", actor="ben")
    assert "Meanwhile 1 failure is waived" in asked(said)[0]["blocks"]["answer"]


def _soon(said: Evaldesk) -> str:
    today = date.fromisoformat(said("handover", "--json").json["as_of"][:10])
    return (today + timedelta(days=5)).isoformat()


def test_a_route_is_held_to_the_budget_of_the_gate_before_that_of_production(
    empty: Evaldesk, tmp_path: Path
) -> None:
    rows = [
        {**EVENTS[0], "id": str(n), "timestamp": f"2026-11-{2 + n % 7:02}T10:00:00Z",
         "route": ("fast", "slow")[n % 2], "latency_ms": (100, 900)[n % 2], "cost_usd": 0.01}
        for n in range(600)
    ]  # fmt: skip
    empty("import", lines(tmp_path / "timed.jsonl", rows))
    empty("own", "blocking", "--owner", "ana", "--deputy", "ben")
    empty("trends", "budget", "latency_p95_ms", "500", "-m", "users leave")
    name = "gate.latency_p95_ms.route=slow"
    proposal = empty("propose", name, "2000", "-m", "it thinks", "--json").json["proposal"]
    assert empty("approve", proposal, "-m", "so be it", actor="ben").code == 0
    questions, checks = asked(empty)
    rows_of = {one["what"]: one for one in questions["budgets"]["evidence"]}
    fast, slow = rows_of["fast, p95 latency"], rows_of["slow, p95 latency"]
    assert (fast["limit"], fast["holds"], fast["n"]) == (500, True, 300)
    assert (slow["limit"], slow["holds"]) == (2000, True)
    assert "the gate holds a release to it" in slow["said"]
    assert checks["production/latency"]["state"] == "done"
    assert checks["production/cost"]["said"] == "nothing is agreed"
    assert checks["production/route-budgets"]["state"] == "not done"


def test_a_tick_is_in_a_persons_name_can_be_taken_away_and_undone(
    desk: tuple[Evaldesk, str, str],
) -> None:
    said, *_ = desk
    done = said("check", "production", "rollback", "-m", "in 4 minutes", "--json").json
    assert (done["by"], done["ticked"]) == ("ana", True)
    one = rollback(said)
    assert (one["state"], one["by"], one["note"]) == ("done", "ana", "in 4 minutes")
    assert said("check", "production", "rollback", "--untick", actor="ben").code == 2
    assert (
        said("check", "production", "rollback", "--untick", "-m", "moved", actor="ben").code
        == 0
    )
    assert rollback(said)["state"] == "not done"
    assert said("undo", actor="ben").code == 0
    again = rollback(said)
    assert (again["state"], again["by"]) == ("done", "ana")  # not who undid it
    assert said("check", "production", "steps", "--untick").code == 2
    assert said("verify").code == 0


def test_a_job_a_viewer_and_a_look_at_the_desk_tick_nothing(
    desk: tuple[Evaldesk, str, str],
) -> None:
    said, *_ = desk
    said("people", "add", "ci", "--role", "job")
    said("people", "add", "vera", "--role", "viewer")
    assert said("check", "production", "rollback", actor="ci").code == 1
    assert said("check", "production", "rollback", actor="vera").code == 1
    assert said("check", "production", "rollback", actor="gpt-judge").code == 1  # nobody's name
    assert said("check", "production", "gate").code == 2
    assert rollback(said)["state"] == "not done"


def test_a_tick_is_not_there_in_the_past(desk: tuple[Evaldesk, str, str]) -> None:
    said, *_ = desk
    before = said("decisions", "--limit", "1", "--json").json["decisions"][0]["seq"]
    said("check", "production", "rollback")
    assert rollback(said)["state"] == "done"
    assert rollback(said, "--as-of", before)["state"] == "not done"


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_sheet_holds_what_people_wrote_as_plain_text(
    desk: tuple[Evaldesk, str, str], tmp_path: Path, form: str
) -> None:
    said, *_ = desk
    said("check", "production", "rollback", "-m", "<img src=x onerror=alert(1)> [a](http://x)")
    file = tmp_path / f"h.{form}"
    assert said("report", "handover", "--format", form, "-o", file).code == 0
    text = file.read_text(encoding="utf-8")
    assert re.search(r"(?<!\\)<img", text) is None
    assert form == "html" or "[a](" not in text
    assert text.count("Which cases block a release?") == 1
    assert "Checklist: Production readiness" in text
    assert "http" not in text.replace("http://x", "").replace("http://www.w3.org", "")
    assert said("report", "handover", "--format", "pdf").code == 2
    assert "report handover" in (tmp_path / "desk" / "exports.jsonl").read_text()
