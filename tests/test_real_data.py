"""Real data on the whole way: the desk counts what the data sets themselves say."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from curation.identity import case_id
from tests.terminal import Evaldesk, Said, terminal

CHAMPION, CHALLENGER = "champion-lr-unigram", "challenger-lr-char"
WRONG = (
    "SELECT case_id, text, y_true, y_pred FROM data WHERE model = $model AND y_true <> y_pred"
)
WEEKS = """SELECT date_trunc('week', timestamp)::DATE, count(*),
  count(*) FILTER (repaid <> y_pred)
FROM data GROUP BY 1 ORDER BY 1"""


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana", "--deputy", "ben")
    return said


@pytest.fixture
def banking(shared_data: Path) -> Path:
    """3,080 questions to a bank, with what three models really made of them."""
    return shared_data / "banking77" / "predictions.parquet"


@pytest.fixture
def loans(shared_data: Path) -> Path:
    """50,000 loans with a prediction each; whether they were repaid was known later."""
    return shared_data / "carloan"


def rows(sql: str, file: Path, **parameters: object) -> list[tuple[Any, ...]]:
    """What the data set in `file` answers by itself; `FROM data` stands for it."""
    with duckdb.connect() as connection:
        connection.read_parquet(str(file)).create_view("data")
        return connection.execute(sql, parameters).fetchall()


def part(file: Path, condition: str, out: Path, columns: str = "*") -> Path:
    """Some rows of `file` as a file of their own; CSV or Parquet, by the name."""
    with duckdb.connect() as connection:
        found = connection.read_parquet(str(file)).filter(condition).project(columns)
        if out.suffix == ".csv":
            found.write_csv(str(out))
        else:
            found.write_parquet(str(out))
    return out


def lines(path: Path, found: Iterable[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in found))
    return path


def done(answer: Said) -> Any:
    """The JSON of a command that went well."""
    assert answer.code == 0, answer.text
    return answer.json


def opened_failures(evaldesk: Evaldesk, banking: Path, tmp_path: Path) -> list[str]:
    """Import the champion's predictions as events, and open a case of every failure."""
    events = part(banking, f"model = '{CHAMPION}'", tmp_path / "champion.parquet")
    imported = done(evaldesk("import", events, "--as", "events", "--json"))
    assert (imported["rows_read"], imported["rows_added"]) == (3080, 3080)
    wrong = rows(WRONG, banking, model=CHAMPION)
    assert imported["failures"] == len(wrong) == 309
    groups = done(evaldesk("inbox", "--json"))["groups"]
    counts = {(group["expected"], group["actual"]): group["count"] for group in groups}
    assert counts == Counter((truth, said) for _, _, truth, said in wrong)
    cases = sorted({case_id("default", text) for _, text, _, _ in wrong})
    assert sorted(done(evaldesk("move", *cases, "--to", "backlog", "--json"))["moved"]) == cases
    found = done(evaldesk("sets", "--of", "backlog", "--json"))["cases"]
    assert {(c["source_ref"], c["input"], c["expected"]) for c in found} == {
        (source, text, truth) for source, text, truth, _ in wrong
    }
    assert done(evaldesk("inbox", "--json"))["failures"] == 0
    return cases


def blocking(evaldesk: Evaldesk, cases: list[str], tmp_path: Path) -> list[dict[str, Any]]:
    """Take all cases the whole way into blocking; what CI would export."""
    stated = ("--owner", "ana", "--severity", "high", "--cost", 25, "--json")
    done(evaldesk("expect", *cases, *stated))
    assert done(evaldesk("move", *cases, "--to", "monitoring", "--json"))["refused"] == []
    assert done(evaldesk("freeze", "monitoring", "--json"))["cases"] == len(cases)
    early = evaldesk("move", *cases, "--to", "blocking", "-m", "too early", "--json")
    assert len(early.json["refused"]) == len(cases)
    again = [{"case_id": c, "attempt": n, "passed": False} for c in cases for n in range(1, 6)]
    file = lines(tmp_path / "again.jsonl", again)
    words = (
        "--as",
        "results",
        "--run",
        "champion",
        "--model",
        CHAMPION,
        "--set",
        "monitoring@1",
    )
    assert done(evaldesk("import", file, *words, "--json"))["rows_added"] == 5 * len(cases)
    first = evaldesk("move", *cases, "--to", "blocking", "-m", "they repeat", "--json").json
    twins = [one["case"] for one in first["refused"]]
    found = {objection["code"] for one in first["refused"] for objection in one["objections"]}
    assert (found, len(twins)) == ({"near_duplicate"}, 1)
    assert evaldesk("propose", "twins.near", "1", "-m", "they differ", actor="ben").code == 0
    assert evaldesk("approve", "P-1", "-m", "each is a case of its own").code == 0
    moved = done(evaldesk("move", *twins, "--to", "blocking", "-m", "they repeat", "--json"))
    assert sorted(first["moved"] + moved["moved"]) == cases
    assert done(evaldesk("freeze", "blocking", "--json"))["cases"] == len(cases)
    exported = tmp_path / "blocking.jsonl"
    done(evaldesk("export", "blocking@1", "-o", exported, "--json"))
    return [json.loads(line) for line in exported.read_text().splitlines()]


def test_a_banks_309_failures_stop_the_challenger_on_those_that_it_repeats(
    evaldesk: Evaldesk, banking: Path, tmp_path: Path
) -> None:
    cases = opened_failures(evaldesk, banking, tmp_path)
    frozen = blocking(evaldesk, cases, tmp_path)
    said = dict(rows("SELECT case_id, y_pred FROM data WHERE model = $model", banking,
                     model=CHALLENGER))  # fmt: skip
    scored = [{"case_id": c["case_id"], "prediction": said[c["source_ref"]]} for c in frozen]
    words = ("--as", "results", "--model", CHALLENGER, "--set", "blocking@1", "--run")
    file = lines(tmp_path / "scored.jsonl", scored)
    imported = done(evaldesk("import", file, *words, "challenger", "--json"))
    assert (imported["rows_added"], imported["rows_rejected"]) == (309, 0)

    failed_before, failed_now = (
        {source for source, *_ in rows(WRONG, banking, model=model)}
        for model in (CHAMPION, CHALLENGER)
    )
    repeated = failed_before & failed_now
    sources = {c["case_id"]: c["source_ref"] for c in frozen}
    answer = evaldesk("gate", "challenger", "--json")
    assert answer.code == 1
    gate = answer.json
    assert (gate["verdict"], gate["cases"]) == ("BLOCKED", 309)
    assert {sources[case] for case in gate["failed"]} == repeated
    assert len(gate["failed"]) == len(repeated) == 309 - gate["passed"]
    assert (gate["missing"], gate["errored"], gate["flaky"]) == ([], [], [])

    raw = part(banking, f"model = '{CHALLENGER}'", tmp_path / "raw.parquet", "text, y_pred")
    whole = done(evaldesk("import", raw, *words, "raw", "--json"))
    known = {case_id("default", text) for (text,) in rows("SELECT text FROM data", raw)}
    assert known > set(cases)
    assert whole["rows_added"] + whole["rows_rejected"] == 3080
    assert evaldesk("gate", "raw", "--json").json["failed"] == gate["failed"]
    assert done(evaldesk("verify", "--json"))["ok"]


def waiting(evaldesk: Evaldesk) -> dict[tuple[str, str], int]:
    """Failures in the inbox by (right, said)."""
    groups = done(evaldesk("inbox", "--json"))["groups"]
    return {(group["expected"], group["actual"]): group["count"] for group in groups}


def test_labels_that_come_weeks_later_show_which_loans_were_misjudged(
    evaldesk: Evaldesk, loans: Path, tmp_path: Path
) -> None:
    truth = loans / "synthetic_car_loan_analysis_target.parquet"
    known = json.loads((loans / "reference_values.json").read_text())["analysis"]
    (_, missed), (unduly, _) = known["matrix_rows_true"]
    events = loans / "synthetic_car_loan_analysis.parquet"
    imported = done(evaldesk("import", events, "--as", "events", "--json"))
    assert (imported["rows_added"], imported["failures"]) == (50_000, 0)
    assert waiting(evaldesk) == {}

    # The first half writes whole numbers, the second half the same numbers with a point.
    whole = part(truth, "id < 75000", tmp_path / "spring.parquet")
    columns = "CAST(id AS DOUBLE) AS id, CAST(repaid AS DOUBLE) AS repaid"
    points = part(truth, "id >= 75000", tmp_path / "summer.csv", columns)
    assert "75000.0,0.0" in points.read_text()
    first, second = (
        done(evaldesk("import", file, "--as", "labels", "--json")) for file in (whole, points)
    )
    assert first["rows_added"] + second["rows_added"] == 50_000
    assert first["failures"] + second["failures"] == missed + unduly
    assert (missed + unduly) / known["n"] == pytest.approx(1 - known["accuracy"])
    assert waiting(evaldesk) == {("0", "1"): missed, ("1", "0"): unduly}

    again = done(evaldesk("import", truth, "--as", "labels", "--json"))
    assert (again["rows_added"], again["rows_known"], again["import_id"]) == (0, 50_000, None)
    assert waiting(evaldesk) == {("0", "1"): missed, ("1", "0"): unduly}

    done(evaldesk("imports", "undo", second["import_id"], "-m", "tried", "--json"))
    assert sum(waiting(evaldesk).values()) == first["failures"]
    done(evaldesk("imports", "undo", first["import_id"], "-m", "tried", "--json"))
    assert waiting(evaldesk) == {}
    assert done(evaldesk("verify", "--json"))["ok"]


def test_loans_fail_week_by_week_as_often_as_their_truth_says(
    evaldesk: Evaldesk, loans: Path
) -> None:
    events = loans / "synthetic_car_loan_reference.parquet"  # with the truth beside each loan
    words = ("--as", "events", "--map", "truth=repaid", "--json")
    imported = done(evaldesk("import", events, *words))
    known = json.loads((loans / "reference_values.json").read_text())["reference"]
    (_, missed), (unduly, _) = known["matrix_rows_true"]
    assert imported["failures"] == missed + unduly
    weeks = done(evaldesk("health", "--json"))["weeks"]
    assert sum(week["events"] for week in weeks) == known["n"]
    assert sum(week["failures"] for week in weeks) == missed + unduly
    counted = rows(WEEKS, events)
    found = [(week["week"], week["events"], week["failures"]) for week in weeks]
    assert found == [(str(week), n, failed) for week, n, failed in counted]
