"""docs/json.md is a promise: what a command answers under --json is named there."""

from pathlib import Path
from typing import cast

import pytest

from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk
from tests.test_the_main_job import results

CONTRACT = (Path(__file__).parent.parent / "docs" / "json.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """A desk on which everything has happened once."""
    tmp_path = tmp_path_factory.mktemp("docs")
    said, first, second = blocking_desk(tmp_path)
    run = results(tmp_path / "rc.jsonl", {first: [True], second: [False]})
    said("import", run, "--as", "results", "--run", "rc", "--model", "v2")
    said("gate", "rc", "--baseline", "warm")
    said("objective", "set", "0.9", "--reason", "what users bear")
    said("contract", "set", "--decision", "Ship?", "--scope", "every answer", "-m", "agreed")
    return said


def test_every_name_of_what_is_said_about_one_case_stands_in_the_contract(
    evaldesk: Evaldesk,
) -> None:
    (one, *_) = evaldesk("sets", "--of", "blocking", "--json").json["cases"]
    case = evaldesk("case", one["id"], "--json").json
    move = ["move", one["id"], "--to", "monitoring", "--reason", "noise", "--dry-run"]
    moved = evaldesk(*move, "--json").json
    found = keys(case) | keys(case["standing"]) | keys(case["standing"]["saturation"])
    found |= keys(moved) | keys(one) | keys(evaldesk(*move[:4], "--dry-run", "--json").json)
    assert {name for name in found if name not in CONTRACT} == set()


def keys(answer: object) -> set[str]:
    """The names of an answer and of the things in its lists."""
    if isinstance(answer, list):
        return {name for one in cast("list[object]", answer) for name in keys(one)}
    if not isinstance(answer, dict):
        return set()
    found = cast("dict[str, object]", answer)
    lists = [cast("object", v) for v in found.values() if isinstance(v, list)]
    return {*found, *(name for one in lists for name in keys(one))}


@pytest.mark.parametrize(
    "words",
    [
        ["inbox"],
        ["inbox", "--group", "all", "--state", "blocking"],
        ["views"],
        ["sets"],
        ["sets", "--of", "blocking", "--limit", "1"],
        ["runs"],
        ["waivers"],
        ["review"],
        ["refresh"],
        ["refresh", "list"],
        ["topics"],
        ["topics", "free-text"],
        ["trust"],
        ["gate", "rc"],
        ["gate", "rc", "--baseline", "warm"],
        ["cohorts", "--by", "route"],
        ["cohorts", "--where", "route=billing", "--save", "Billing"],
        ["saved-cohorts"],
        ["cohorts", "--run", "rc", "--by", "route", "--reference", "warm"],
        ["compare", "warm", "rc"],
        ["flakes"],
        ["agreement"],
        ["critical"],
        ["budget"],
        ["objective"],
        ["objective", "set", "0.5", "--dry-run"],
        ["gate-mode"],
        ["trends", "--by", "route"],
        ["alignment"],
        ["clock"],
        ["gate", "rc", "--baseline", "warm", "--by", "route"],
        ["fairness", "route"],
        ["slices"],
        ["imports"],
        ["baseline"],
        ["baseline", "history"],
        ["watch"],
        ["investigations"],
        ["incidents"],
        ["backtest"],
        ["thresholds"],
        ["propose", "gate.pass_rate.blocking", "95%", "--reason", "one case wobbles"],
        ["proposals"],
        ["decisions", "--limit", "3"],
        ["verify"],
        ["contract"],
        ["contract", "history"],
        ["contract", "set", "--scope", "all", "--dry-run"],
        ["report", "release", "rc"],
        ["health"],
        ["standard"],
        ["labels"],
        ["labels", "next"],
        ["labels", "differ"],
        ["diff", "blocking@1", "blocking"],
        ["freeze", "blocking"],
    ],
    ids=" ".join,
)
def test_every_name_of_an_answer_stands_in_the_contract(
    evaldesk: Evaldesk, words: list[str]
) -> None:
    found = keys(evaldesk(*words, "--json").json)
    assert {name for name in found if name not in CONTRACT} == set()
