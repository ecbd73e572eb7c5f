"""One cohort has one number, whichever way it is asked for."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Evaldesk, Said, terminal
from tests.test_gate_limits import Desk as GateDesk
from tests.test_the_main_job import lines

Rows = Sequence[Mapping[str, Any]]
Bring = Callable[[Rows], Evaldesk]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Import rows as events of October; the desk that has them."""
    evaldesk = terminal(tmp_path / "desk")
    evaldesk("init", "--owner", "ana")
    files: list[Path] = []

    def bring(rows: Rows) -> Evaldesk:
        files.append(tmp_path / f"events-{len(files)}.jsonl")
        ids = (f"e-{len(files)}-{n}" for n in range(len(rows)))
        found = [
            {
                "id": id_,
                "timestamp": f"2026-10-{1 + n % 28:02}T10:00:00Z",
                "input": f"question {id_}",
                **row,
            }
            for n, (id_, row) in enumerate(zip(ids, rows, strict=True))
        ]
        done(evaldesk("import", lines(files[-1], found), "--as", "events", "--json"))
        return evaldesk

    return bring


def done(answer: Said) -> Any:
    assert answer.code == 0, answer.text
    return answer.json


def cohorts(evaldesk: Evaldesk, *words: str) -> Any:
    return done(evaldesk("cohorts", *words, "--json"))


def by(evaldesk: Evaldesk, column: str, value: str) -> Any:
    """The measures of one cohort of those by `column`."""
    found = cohorts(evaldesk, "--by", column)["cohorts"]
    return next(one for one in found if one["cohort"][column] == value)


def refused(answer: Said) -> str:
    assert answer.code == 2, answer.text
    return answer.json["error"]["message"]


def predicted_here_and_answered_there(number: int) -> dict[str, Any]:
    truth = "ab"[number % 2]
    if number < 40:
        return {"truth": truth, "region": "eu", "prediction": truth}
    return {"truth": truth, "region": "us", "output": truth}


def test_whether_outputs_are_predictions_is_decided_once_for_all_events(bring: Bring) -> None:
    evaldesk = bring([predicted_here_and_answered_there(n) for n in range(80)])
    asked = cohorts(evaldesk, "--where", "region=us")["overall"]
    told = by(evaldesk, "region", "us")
    for name in ("n", "missing", "accuracy", "pass_rate"):
        assert asked[name] == told[name]
    listed = cohorts(evaldesk, "--where", "region=us", "--truth", "a", "--predicted", "a")
    assert listed["n"] == 0
    window = ["--from", "2026-10-15", "--reference", "..2026-10-15"]
    moved = cohorts(evaldesk, "--where", "region=us", *window)["overall"]["reference"]
    assert moved["change"]["value"] == 0


def test_a_reference_reads_outputs_as_the_window_does(bring: Bring) -> None:
    rows = [{"truth": "ab"[n % 2], "output": "ab"[n % 2]} for n in range(56)]
    rows[0]["prediction"] = rows[0]["truth"]
    window = ["--from", "2026-10-15", "--reference", "..2026-10-15"]
    overall = cohorts(bring(rows), *window)["overall"]
    assert overall["accuracy"]["value"] == 0
    assert overall["reference"]["accuracy"]["value"] == pytest.approx(1 / 28)


def test_own_columns_are_filtered_as_they_are_written(bring: Bring) -> None:
    versions = ("1.0", "1", "2024.10", "007")
    rows = [
        {
            "truth": "a",
            "prediction": "a",
            "model": versions[n % 4],
            "route": ("True", "true")[n % 2],
        }
        for n in range(40)
    ]
    evaldesk = bring(rows)
    for version in versions:
        assert by(evaldesk, "model_version", version)["n"] == 10
        assert cohorts(evaldesk, "--where", f"model_version={version}")["n"] == 10
    for route in ("True", "true"):
        assert cohorts(evaldesk, "--where", f"route={route}")["n"] == 20


@pytest.mark.parametrize("said", ["plan=1.50", "plan=1.5"])
def test_further_columns_are_filtered_however_they_are_written(bring: Bring, said: str) -> None:
    rows = [
        {"truth": "a", "prediction": "a", "plan": plan}
        for plan in ("1.50", "free")
        for _ in "ab"
    ]
    assert cohorts(bring(rows), "--where", said)["n"] == 2


def test_a_filter_on_a_number_means_the_same_whatever_arrives_later(bring: Bring) -> None:
    label = {"truth": "a", "prediction": "a"}
    evaldesk = bring([{**label, "seats": n % 12} for n in range(48)])
    found: list[tuple[int, ...]] = []
    asked = ("seats=3", "seats=3.0", "seats=under 3", "seats=3 to under 5", "seats=10 and over")
    for later in (
        [{**label, "seats": 12}],
        [{**label, "seats": 1000.5 + n} for n in range(40)],
    ):
        found.append(tuple(cohorts(evaldesk, "--where", one)["n"] for one in asked))
        bring(later)
    found.append(tuple(cohorts(evaldesk, "--where", one)["n"] for one in asked))
    assert found == [(4, 4, 12, 8, 8), (4, 4, 12, 8, 9), (4, 4, 12, 8, 49)]
    for one in cohorts(evaldesk, "--by", "seats")["cohorts"]:
        shown = cohorts(evaldesk, "--where", f"seats={one['cohort']['seats']}")
        assert shown["n"] == one["n"]


TAGS = ["beta:True", "seats:7.0", "ratio:0.50"]


def test_cases_of_a_run_are_filtered_by_what_their_cohorts_are_called(tmp_path: Path) -> None:
    desk = GateDesk(tmp_path)
    evaldesk = desk.say
    cases = [
        {"id": f"q{n}", "input": f"question number {n}", "expected": "a", "owner": "ana",
         "set": "monitoring", "tags": TAGS}
        for n in range(30)
    ]  # fmt: skip
    results = [{"case_id": f"q{n}", "passed": True} for n in range(30)]
    results += [{"case_id": one, "passed": True} for one in (desk.first, desk.second)]
    done(evaldesk("import", lines(tmp_path / "c.jsonl", cases), "--as", "cases", "--json"))
    done(evaldesk("freeze", "monitoring", "--json"))
    pins = ("--set", "blocking@1", "--set", "monitoring@2", "--model", "v2", "--json")
    brought = ("--as", "results", "--run", "r", *pins)
    done(evaldesk("import", lines(tmp_path / "r.jsonl", results), *brought))
    for tag in TAGS:
        column, _, written = tag.partition(":")
        listed = cohorts(evaldesk, "--run", "r", "--by", column)["cohorts"]
        told = next(one for one in listed if one["cohort"][column])
        for said in (written, told["cohort"][column]):
            found = cohorts(evaldesk, "--run", "r", "--where", f"{column}={said}")
            assert found["overall"]["events"] == told["events"] == 30
    cohort = ("--where", "beta=True", "--at-least", "0.5", "--owner", "ana", "-m", "law")
    done(evaldesk("critical", "cohort", *cohort, "--json"))
    checks = evaldesk("gate", "r", "--json").json["thresholds"]
    assert [one["n"] for one in checks if "beta" in one["name"]] == [30]


def scored(number: int) -> dict[str, Any]:
    """Probabilities of yes; all of them are over a half in the us."""
    region = ("eu", "us")[number % 2]
    score = 0.5 + number % 50 / 100 if region == "us" else number % 100 / 100
    truth = "yes" if number * 37 % 100 < score * 100 else "no"
    said = "yes" if score > 0.8 else "no"
    return {"truth": truth, "prediction": said, "score": score, "region": region}


def test_what_a_score_means_is_decided_by_all_events(bring: Bring) -> None:
    evaldesk = bring([scored(n) for n in range(400)])
    told = cohorts(evaldesk, "--by", "region")
    asked = cohorts(evaldesk, "--where", "region=us")
    assert told["scores_mean"] == asked["scores_mean"] == "probability of yes"
    measures = by(evaldesk, "region", "us")
    for name in ("roc_auc", "brier", "ece"):
        assert asked["overall"][name] == measures[name]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--from", "2026-10-20", "--to", "2026-10-01"), "2026-10-20 is not before 2026-10-01"),
        (("--from", "2026-10-20", "--to", "2026-10-20"), "Say the first day first"),
        (
            ("--reference", "2026-10-01..2026-10-10"),
            "The reference 2026-10-01..2026-10-10 overlaps",
        ),
        (
            ("--from", "2026-10-09T23:00+00:00", "--reference", "..2026-10-10"),
            "End it where --from begins",
        ),
        (
            ("--from", "2026-10-20", "--reference", "2026-10-10..2026-10-01"),
            "2026-10-10 is not before 2026-10-01",
        ),
    ],
)
def test_a_window_holds_something_and_its_reference_lies_apart(
    bring: Bring, words: tuple[str, ...], says: str
) -> None:
    rows = [{"truth": "ab"[n % 2], "prediction": "a", "region": "eu"} for n in range(28)]
    evaldesk = bring(rows)
    commands: list[tuple[str, ...]] = [("cohorts",), ("slices",)]
    if "--reference" not in words:
        commands.append(("fairness", "region", "--positive", "a"))
    for command in commands:
        assert says in refused(evaldesk(*command, *words, "--json"))


def test_a_column_of_too_many_values_is_not_searched_for_slices(bring: Bring) -> None:
    rows = [
        {"truth": "a", "prediction": "ab"[n % 9 == 0], "session": f"s{n}"} for n in range(1500)
    ]
    said = refused(bring(rows)("slices", "--by", "session", "--json"))
    assert said.startswith("'session' has about 1,")
    assert "more than the 1,000 that can be searched. Leave it out of --by" in said


def test_matrices_that_nobody_could_read_are_not_measured(bring: Bring) -> None:
    rows = [
        {"truth": f"l{n % 190}", "prediction": f"l{n % 190}", "shop": f"s{n % 139}"}
        for n in range(2000)
    ]
    evaldesk = bring(rows)
    said = refused(evaldesk("cohorts", "--by", "shop", "--json"))
    assert said.startswith("139 cohorts with a matrix of 190 labels each have more cells")
    assert "Name columns of fewer values with --by" in said
    assert cohorts(evaldesk, "--where", "shop=s1")["n"] == 15
