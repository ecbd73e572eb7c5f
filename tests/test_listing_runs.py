"""Runs as they are listed, shown, traded off and explained: nothing is made up."""

from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Evaldesk, Said, terminal
from tests.test_the_main_job import lines

COMMIT = "a" * 40
HERE = ("--environment", "python=3.12", "--environment", "hardware=8 cores")


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    """Forty cases, frozen in monitoring."""
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    cases = [
        {
            "input": f"question {n}",
            "expected": "yes",
            "id": str(n),
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


def _nth(value: Any, n: int) -> Any:
    """Of a list the value of case n; anything else holds for all of them."""
    return value[n] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]


@pytest.fixture
def score(evaldesk: Evaldesk, tmp_path: Path) -> Any:
    """Import a run of the first `cases` in which the cases `wrong` fail."""

    def score(
        run: str, *words: str, wrong: tuple[int, ...] = (), cases: int = 40, **more: Any
    ) -> None:
        rows: list[dict[str, Any]] = [
            {"id": str(n), "passed": n not in wrong, **{k: _nth(v, n) for k, v in more.items()}}
            for n in range(cases)
        ]
        file = lines(tmp_path / f"{run}.jsonl", rows)
        done(evaldesk("import", file, "--as", "results", "--run", run, *words, "--json"))

    return score


def test_what_nobody_stated_is_null(evaldesk: Evaldesk, score: Any) -> None:
    score("bare")
    (run,) = done(evaldesk("runs", "--json"))["runs"]
    unsaid = ("model_version", "commit", "environment", "seed", "tier", "started_at",
              "finished_at", "duration_s", "duration_from", "verdict")  # fmt: skip
    assert {name: run[name] for name in unsaid} == dict.fromkeys(unsaid)
    assert run["recorded_at"]
    one = done(evaldesk("runs", "bare", "--json"))
    assert one["cold_latency_ms"] is one["cost_usd"]["value"] is None
    assert "do not mark cold" in evaldesk("runs", "bare").text
    assert evaldesk("runs", "bare").text.count("not stated") == 8


def test_what_was_stated_is_kept(evaldesk: Evaldesk, score: Any, tmp_path: Path) -> None:
    frozen = tmp_path / "requirements.txt"
    frozen.write_text("# pip freeze\nnumpy==2.1\n")
    score("rc", "--model", "m", "--commit", COMMIT, "--tier", "quick", *HERE,
          "--environment", str(frozen), "--started", "2026-11-20T10:00:00+01:00",
          "--finished", "2026-11-20T09:04:00", wrong=(1, 2))  # fmt: skip
    (run,) = done(evaldesk("runs", "--json"))["runs"]
    assert run["libraries"] == {"python": "3.12", "numpy": "2.1"}
    assert run["hardware"] == {"hardware": "8 cores"}
    assert (run["tier"], run["duration_s"], run["duration_from"]) == ("quick", 240, "stated")
    assert (run["pass_rate"]["value"], run["pass_rate"]["n"]) == (0.95, 40)


def test_a_duration_comes_from_results_only_when_each_has_its_own_time(
    evaldesk: Evaldesk, score: Any
) -> None:
    score("own", latency_ms=500, started_at=[f"2026-11-20T10:00:{n:02}Z" for n in range(40)])
    score("same", latency_ms=500, started_at="2026-11-20T10:00:00Z")
    runs = {run["run"]: run for run in done(evaldesk("runs", "--json"))["runs"]}
    own, same = runs["own"], runs["same"]
    assert (own["duration_s"], own["duration_from"]) == (39.5, "results")
    assert own["started_at"].startswith("2026-11-20T10:00:00")
    assert (same["duration_s"], same["duration_from"]) == (None, None)


def test_too_few_cases_are_said_to_be_too_few(evaldesk: Evaldesk, score: Any) -> None:
    score("few", cases=3)
    (run,) = done(evaldesk("runs", "--json"))["runs"]
    assert run["pass_rate"]["note"].startswith("too few to say: 3")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ([], ["b", "a"]),
        (["--tier", "quick"], ["a"]),
        (["--model", "m-2"], ["b"]),
        (["--text", "ARM"], ["b"]),
        (["--verdict", "not judged"], ["b", "a"]),
        (["--verdict", "pass"], []),
        (["--set", "monitoring@1"], ["b", "a"]),
        (["--set", "blocking"], []),
        (["--set", "monitoring", "--tier", "quick"], ["a"]),
    ],
)
def test_runs_are_narrowed_by_what_is_asked(
    evaldesk: Evaldesk, score: Any, words: list[str], names: list[str]
) -> None:
    score("a", "--tier", "quick", "--model", "m-1")
    score("b", "--model", "m-2", "--environment", "hardware=2 ARM cores")
    found = done(evaldesk("runs", *words, "--json"))
    assert ([run["run"] for run in found["runs"]], found["known"]) == (names, 2)


def test_cold_calls_stand_apart_where_they_are_marked(evaldesk: Evaldesk, score: Any) -> None:
    score("rc", latency_ms=[900] * 4 + [100] * 36,
          is_cold=[True] * 4 + [False] * 35 + [None])  # fmt: skip
    one = done(evaldesk("runs", "rc", "--json"))
    cold, warm = one["cold_latency_ms"], one["warm_latency_ms"]
    assert (cold["p95"]["value"], cold["p95"]["n"]) == (900, 4)
    assert (warm["p95"]["value"], warm["p95"]["n"], one["unmarked"]) == (100, 35, 1)
    assert one["latency_ms"]["p95"]["n"] == 40


def test_only_runs_that_scored_the_same_cases_stand_on_one_chart(
    evaldesk: Evaldesk, score: Any
) -> None:
    score("large", cost_usd=0.004, latency_ms=1500)
    score("small", cost_usd=0.001, latency_ms=800)
    score("half", cases=20, cost_usd=0.0001)
    found = done(evaldesk("runs", "--on", "monitoring@1", "--json"))
    assert [one["run"] for one in found["candidates"]] == ["small", "large"]
    assert found["left_out"] == [{"run": "half", "why": "scored 20 of the 40 cases"}]
    assert (found["front"], found["candidates"][1]["beaten_by"]) == (["small"], ["small"])
    assert found["pick"] is None  # nothing is blocking, so the gate cannot say
    assert found["candidates"][0]["cost_per_1000_usd"]["value"] == pytest.approx(1)
    assert (
        "None meets the thresholds for sure." in evaldesk("runs", "--on", "monitoring@1").text
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere"], "nowhere"),
        (["--on", "monitoring"], "Say which version, like monitoring@3"),
        (["--on", "monitoring@9"], "monitoring@9"),
        (["a", "--on", "monitoring@1"], "not several of them"),
        (["--set", "golden"], "is no set"),
    ],
)
def test_what_cannot_be_listed_is_refused(
    evaldesk: Evaldesk, score: Any, words: list[str], says: str
) -> None:
    score("a")
    answer = evaldesk("runs", *words, "--json")
    assert answer.code == 2
    assert says in answer.json["error"]["message"]


def test_a_time_that_is_none_is_refused_with_an_example(evaldesk: Evaldesk) -> None:
    answer = evaldesk("import", "x.jsonl", "--as", "results", "--started", "noon", "--json")
    assert "'noon' is no time: write it like 2026-11-21T09:30:00Z" in answer.text


def test_a_run_whose_results_were_all_kept_out_says_nothing(
    evaldesk: Evaldesk, score: Any, tmp_path: Path
) -> None:
    score("a")
    file = lines(tmp_path / "b.jsonl", [{"id": "unknown", "passed": True}])
    evaldesk("import", file, "--as", "results", "--run", "b", "--json")
    runs = {run["run"]: run for run in done(evaldesk("runs", "--json"))["runs"]}
    assert (runs["b"]["pass_rate"]["n"], runs["b"]["pass_rate"]["note"]) == (0, "no results")
    found = done(evaldesk("compare", "a", "b", "--json"))
    assert (found["pairs"], found["verdict"]) == (0, "undecided")
    assert "The runs have no case in common: nothing can be said." in found["warnings"]
    assert done(evaldesk("runs", "b", "--json"))["latency_ms"]["p95"]["value"] is None
    traded = done(evaldesk("runs", "--on", "monitoring@1", "--json"))
    assert traded["left_out"] == [{"run": "b", "why": "scored 0 of the 40 cases"}]


def test_the_one_change_that_makes_a_run_worse_by_itself_is_named(
    evaldesk: Evaldesk, score: Any
) -> None:
    lost = tuple(range(12))
    there = ("--environment", "python=3.12", "--environment", "hardware=2 cores")
    score("base", "--model", "m-1", "--commit", COMMIT, *HERE)
    score("moved", "--model", "m-1", "--commit", COMMIT, *there)
    score("both", "--model", "m-2", "--commit", COMMIT, *there, wrong=lost)
    changed = done(evaldesk("compare", "base", "both", "--json"))["changed"]
    explains = {one["fact"]: one["explains"] for one in changed["facts"]}
    assert explains == {
        "data": "no", "code": "no", "libraries": "no", "hardware": "open", "model": "could",
    }  # fmt: skip
    assert changed["worse"]
    model = changed["facts"][-1]["side_by_side"]
    assert [(one["baseline"], one["candidate"], one["broke_too"]) for one in model] == [
        ("moved", "both", 12)
    ]
    assert "The model could explain it alone" in evaldesk("compare", "base", "both").text


def test_a_loss_that_nothing_known_explains_is_said_to_be_open(
    evaldesk: Evaldesk, score: Any
) -> None:
    score("first", "--model", "m", "--commit", COMMIT)
    score("again", "--model", "m", "--commit", COMMIT, wrong=tuple(range(12)))
    changed = done(evaldesk("compare", "first", "again", "--json"))["changed"]
    assert changed["summary"] == (
        "Nothing that both runs state differs. Not stated, so not excluded: the libraries, "
        "the hardware."
    )


@pytest.mark.parametrize("words", [("--verdict", "foo"), ("--tier", "foo")])
def test_an_answer_or_tier_that_no_run_can_have_is_refused(
    tmp_path: Path, words: tuple[str, str]
) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    answer = said("runs", *words)
    assert (answer.code, "'foo' is none of" in answer.text) == (2, True)
