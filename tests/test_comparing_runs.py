"""Runs measured and compared: one vote per case, the same question in both, loud where not."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Evaldesk, Said, terminal
from tests.test_the_main_job import lines

LABELS = ("billing", "refund")
Attempts = Sequence[tuple[str | None, bool | None]]  # what was said, and whether it passed


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    """Forty cases in two topics, frozen."""
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    cases = [
        {
            "input": f"question {n}",
            "expected": LABELS[n % 2],
            "id": str(n),
            "tags": [f"topic={'card' if n < 20 else 'cash'}"],
            "owner": "ana",
            "set": "monitoring",
        }
        for n in range(40)
    ]
    done(said("import", lines(tmp_path / "cases.jsonl", cases), "--as", "cases", "--json"))
    done(said("freeze", "monitoring", "--json"))
    return said


def done(answer: Said) -> Any:
    assert answer.code == 0, answer.text
    return answer.json


@pytest.fixture
def score(evaldesk: Evaldesk, tmp_path: Path) -> Any:
    """Import a run in which all pass but what is said of single cases."""

    def score(run: str, said: Mapping[int, Attempts], on: str = "monitoring@1") -> None:
        found = [
            {"id": str(n), "attempt": k, "prediction": label, "passed": passed,
             "error": None if label or passed is not None else "TimeoutError"}
            for n in range(40)
            for k, (label, passed) in enumerate(said.get(n, [(LABELS[n % 2], True)]), start=1)
        ]  # fmt: skip
        file = lines(tmp_path / f"{run}.jsonl", found)
        done(evaldesk("import", file, "--as", "results", "--run", run, "--set", on,
                      "--model", "m1", "--json"))  # fmt: skip

    return score


WRONG: Attempts = [("refund", False)]
FLAKY: Attempts = [("billing", True), ("refund", False), ("billing", True)]
ERRORED: Attempts = [(None, None)]


def test_a_run_that_predicts_beside_a_text_has_its_predictions_in_the_matrix(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    text = "I am sorry to hear that. Let me look into it for you at once. " * 3
    said = {0: "refund", 2: "login", 4: None}
    found = [
        {"id": str(n), "output": f"{text}({n})", "prediction": said.get(n, LABELS[n % 2]),
         "passed": n not in said}
        for n in range(40)
    ]  # fmt: skip
    words = ("--as", "results", "--run", "rc", "--set", "monitoring@1", "--json")
    done(evaldesk("import", lines(tmp_path / "rc.jsonl", found), *words))
    whole = done(evaldesk("cohorts", "--run", "rc", "--json"))
    assert whole["columns"] == ["billing", "login", "refund", None]
    assert whole["overall"]["matrix"] == [[17, 1, 1, 1], [0, 0, 0, 0], [0, 0, 20, 0]]


def test_a_case_has_one_vote_and_a_flaky_one_votes_as_it_failed(
    evaldesk: Evaldesk, score: Any
) -> None:
    score("rc", {0: FLAKY, 2: ERRORED, 4: [], 6: [("billing", True)] * 5})
    found = done(evaldesk("cohorts", "--run", "rc", "--by", "topic", "--json"))
    assert found["n"] == 39  # 4 was not run: nothing is known of it
    assert (found["labels"], found["columns"]) == (list(LABELS), [*LABELS, None])
    assert found["overall"]["matrix"] == [[17, 1, 1], [0, 20, 0]]
    rate = found["overall"]["pass_rate"]
    assert (rate["n"], rate["value"]) == (38, 37 / 38)  # an error is no verdict
    told = {one["cohort"]["topic"]: one["n"] for one in found["cohorts"]}
    assert told == {"card": 19, "cash": 20}


def test_a_run_is_sliced_by_what_its_cases_are_and_not_by_a_window(
    evaldesk: Evaldesk, score: Any
) -> None:
    score("rc", {0: WRONG})
    narrowed = evaldesk("cohorts", "--run", "rc", "--where", "topic=cash", "--json")
    assert done(narrowed)["n"] == 20
    unknown = evaldesk("cohorts", "--run", "rc", "--by", "planet", "--json")
    assert unknown.code == 2
    assert "'planet' makes no cohorts of cases. What can:" in unknown.json["error"]["message"]
    assert "topic" in unknown.json["error"]["message"]
    dated = evaldesk("cohorts", "--run", "rc", "--from", "2026-10-01", "--json")
    assert (dated.code, "A run has no window" in dated.text) == (2, True)


def test_two_runs_are_compared_case_by_case(evaldesk: Evaldesk, score: Any) -> None:
    score("v1", {0: WRONG, 2: WRONG, 4: WRONG})
    score("v2", {0: WRONG, 2: FLAKY, 20: WRONG, 22: ERRORED})
    found = done(evaldesk("compare", "v1", "v2", "--by", "topic", "--json"))
    counts = {
        n: len(found[n]) for n in ("broke", "fixed", "still_failing", "flaky", "unscored")
    }
    assert counts == {"broke": 1, "fixed": 1, "still_failing": 2, "flaky": 1, "unscored": 1}
    assert (found["pairs"], found["unmatched"], found["warnings"]) == (39, 0, [])
    assert (found["only_baseline"], found["only_candidate"]) == (1, 1)
    assert (found["both"], found["neither"]) == (35, 2)
    assert (found["p_value"], found["verdict"]) == (1.0, "undecided")
    assert found["difference"]["value"] == 0
    assert [one["n"] for one in found["cohorts"]] == [19, 20]
    small = found["cohorts"][0]
    assert (small["cohort"], small["note"]) == (
        {"topic": "cash"},
        "too few to say: 19, 20 needed",
    )
    assert small["verdict"] == "undecided"
    assert evaldesk("compare", "v1", "v2").code == 0


def test_runs_on_different_set_versions_are_compared_aloud_on_what_is_the_same(
    evaldesk: Evaldesk, score: Any
) -> None:
    score("v1", {})
    sets = done(evaldesk("sets", "--of", "monitoring", "--json"))["cases"]
    cases = {case["source_ref"]: case["id"] for case in sets}
    done(evaldesk("expect", cases["0"], "--answer", "another", "--json"))
    done(evaldesk("move", cases["1"], "--to", "backlog", "-m", "not clear", "--json"))
    done(evaldesk("freeze", "monitoring", "--json"))
    score("v2", {0: [("another", True)], 1: []}, on="monitoring@2")
    found = done(evaldesk("compare", "v1", "v2", "--json"))
    assert (found["pairs"], found["unmatched"]) == (38, 2)
    assert sorted(found["unmatched_cases"]) == sorted([cases["0"], cases["1"]])
    assert found["warnings"] == [
        "DIFFERENT SET VERSIONS: v1 was scored on monitoring@1, v2 on monitoring@2. Only the "
        "38 cases that ask the same in both are compared.",
        "2 cases count for nothing: scored in one run only, or changed since.",
    ]
    assert "DIFFERENT SET VERSIONS" in evaldesk("compare", "v1", "v2").text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["v1", "v1"], "v1 is one run: name two different ones to compare."),
        (["v1", "nowhere"], "No run 'nowhere' is known"),
        (["v1", "v2", "--by", "a", "--by", "b"], "Compare by one set of columns at a time"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    evaldesk: Evaldesk, score: Any, words: list[str], says: str
) -> None:
    score("v1", {})
    answer = evaldesk("compare", *words, "--json")
    assert answer.code == 2
    assert says in answer.json["error"]["message"]


def test_flakes_are_told_by_what_all_runs_of_one_version_show(
    evaldesk: Evaldesk, score: Any
) -> None:
    score("n1", {0: FLAKY, 1: [("refund", True)] * 3, 3: [("billing", False)] * 3})
    score("n2", {0: FLAKY, 1: [("refund", True)] * 3, 3: [("billing", False)] * 3})
    found = done(evaldesk("flakes", "--set", "monitoring", "--json"))
    assert (found["set"], found["version"], found["runs"]) == ("monitoring", 1, ["n2", "n1"])
    counts = {n: found[n] for n in ("flaky", "stable_pass", "stable_fail", "too_few")}
    assert counts == {"flaky": 1, "stable_pass": 1, "stable_fail": 1, "too_few": 37}
    worst = found["cases"][0]
    assert (worst["steadiness"], worst["passed"], worst["scored"]) == ("flaky", 4, 6)
    assert worst["pass_share"]["method"] == "jeffreys"
    assert found["red_by_noise"] is None  # most of its cases were never scored
    assert "None of them can block." in evaldesk("flakes", "--set", "monitoring").text


def test_flakes_of_a_set_that_was_never_frozen_cannot_be_told(evaldesk: Evaldesk) -> None:
    answer = evaldesk("flakes", "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (3, "NothingToJudge")
    assert evaldesk("flakes", "--set", "monitoring@7", "--json").code == 2
    unknown = evaldesk("flakes", "--set", "monitoring", "--model", "v9", "--json")
    assert "No model version 'v9'" in unknown.json["error"]["message"]
    empty = done(evaldesk("flakes", "--set", "monitoring", "--json"))
    assert (empty["red_by_noise"], empty["too_few"]) == (None, 40)


def test_the_cases_of_a_run_are_searched_for_slices_too(evaldesk: Evaldesk, score: Any) -> None:
    score("rc", {n: [("nothing", False)] for n in range(20)})
    found = done(evaldesk("slices", "--run", "rc", "--json"))
    assert (found["n"], found["wrong"]) == (40, 20)
    best = found["slices"][0]
    assert (best["cohort"], best["effect"]["value"]) == ({"topic": "card"}, 1.0)
    assert {one["title"] for one in best["examples"]} <= {f"question {n}" for n in range(20)}


def test_what_the_candidate_never_ran_may_have_failed(evaldesk: Evaldesk, score: Any) -> None:
    score("v1", {})
    score("v2", {n: [] for n in range(20)})
    found = done(evaldesk("compare", "v1", "v2", "--json"))
    assert (found["pairs"], found["unmatched"], len(found["unscored"])) == (20, 0, 20)
    assert found["verdict"] == "undecided"
    assert found["warnings"] == [
        "v2 did not run 20 of the cases that it was to score: each of them may have failed."
    ]


def test_two_runs_are_paired_wherever_they_are_held_against_each_other(
    evaldesk: Evaldesk, score: Any
) -> None:
    """Ten of the same forty cases broke, none was fixed: Tango's limits, exact McNemar."""
    score("v1", {})
    score("v2", {n: [("nothing", False)] for n in range(20, 30)})
    change = done(evaldesk("cohorts", "--run", "v2", "--reference", "v1", "--json"))
    moved = change["overall"]["reference"]["change"]
    assert (moved["method"], moved["n"]) == ("tango, paired", 40)
    assert moved["value"] == pytest.approx(-10 / 40)
    assert moved["high"] < 0
    asked = ("slices", "--run", "v2", "--reference", "v1", "--by", "topic", "--json")
    slices = done(evaldesk(*asked))
    assert slices["method"].startswith("mcnemar exact, one-sided")
    assert slices["overall"]["value"] == pytest.approx(10 / 40)
    (one,) = slices["slices"]
    assert (one["n"], one["wrong"], one["before"]) == (20, 10, {"n": 20, "wrong": 0})
    assert one["p_value"] == pytest.approx(0.5**10)


def test_too_few_pairs_are_undecided_however_they_fall(evaldesk: Evaldesk, score: Any) -> None:
    score("v1", {n: [("nothing", False)] for n in range(40)})
    sets = done(evaldesk("sets", "--of", "monitoring", "--json"))["cases"]
    for case in sets:
        if int(case["source_ref"]) >= 5:
            done(evaldesk("move", case["id"], "--to", "backlog", "-m", "small", "--json"))
    done(evaldesk("freeze", "monitoring", "--json"))
    score("v2", {n: [] for n in range(5, 40)}, on="monitoring@2")
    found = done(evaldesk("compare", "v1", "v2", "--json"))
    assert (found["pairs"], found["fixed"] != [], found["verdict"]) == (5, True, "undecided")
    assert "Too few to say: 5 pairs, 20 needed." in found["warnings"]
