"""Real data on the whole way: cohorts come out as scikit-learn and scipy have computed them."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.terminal import Evaldesk, Said, terminal

MODELS = ("champion-lr-unigram", "challenger-lr-char", "legacy-cnb")


def done(answer: Said) -> Any:
    """The JSON of a command that went well."""
    assert answer.code == 0, answer.text
    return answer.json


def exactly(value: Any) -> Any:
    return pytest.approx(value, abs=1e-9)


@pytest.fixture(scope="module")
def loans(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """50,000 loans, and whether they were repaid, which was known later."""
    folder = shared_data / "carloan"
    said = terminal(tmp_path_factory.mktemp("loans") / "desk")
    said("init", "--owner", "ana")
    events = folder / "synthetic_car_loan_analysis.parquet"
    done(said("import", events, "--as", "events", "--json"))
    labels = folder / "synthetic_car_loan_analysis_target.parquet"
    done(said("import", labels, "--as", "labels", "--json"))
    return said


@pytest.fixture(scope="module")
def known_loans(shared_data: Path) -> Any:
    return json.loads((shared_data / "carloan" / "reference_values.json").read_text())


@pytest.fixture(scope="module")
def bank(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """What three models made of 3,080 questions to a bank."""
    said = terminal(tmp_path_factory.mktemp("bank") / "desk")
    said("init", "--owner", "ana")
    events = shared_data / "banking77" / "predictions.parquet"
    done(said("import", events, "--as", "events", "--json"))
    return said


@pytest.fixture(scope="module")
def known_bank(shared_data: Path) -> Any:
    return json.loads((shared_data / "banking77" / "reference_values.json").read_text())


def cohorts(evaldesk: Evaldesk, *words: str) -> Any:
    return done(evaldesk("cohorts", *words, "--json"))


def agrees(found: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    """Every number that the data set knows of a cohort is the one that the desk answers."""
    assert found["n"] == known["n"]
    assert found["matrix"] == known["matrix_rows_true"]
    names = ("accuracy", "macro_f1", "mcc", "kappa", "roc_auc", "average_precision", "brier")
    assert {n: found[n]["value"] for n in names} == exactly({n: known[n] for n in names})
    for one in found["per_class"]:
        of_class = known["per_class"][one["label"]]
        values = {n: one[n]["value"] for n in ("precision", "recall", "f1")}
        assert {**values, "support": one["support"]} == exactly(of_class)
    assert len(found["per_class"]) == len(known["per_class"])


def test_all_loans_measure_as_scikit_learn_measures_them(
    loans: Evaldesk, known_loans: Any
) -> None:
    found = cohorts(loans)
    assert (found["labels"], found["columns"]) == (["0", "1"], ["0", "1"])
    assert (found["scores_mean"], found["positive"]) == ("probability of 1", "1")
    assert found["cohorts"] == []
    agrees(found["overall"], known_loans["analysis"])


def test_loans_of_every_cohort_measure_as_scikit_learn_measures_them(
    loans: Evaldesk, known_loans: Any
) -> None:
    found = cohorts(loans, "--by", "salary_range", "--by", "repaid_loan_on_prev_car")
    told = {_named(one["cohort"]): one for one in found["cohorts"]}
    known = {_lowered(n): v for n, v in known_loans["analysis_by_cohort"].items()}
    assert told.keys() == known.keys()
    for name, one in told.items():
        agrees(one, known[name])
    assert sum(one["n"] for one in told.values()) == 2 * found["n"]


def test_loans_of_every_month_measure_as_scikit_learn_measures_them(
    loans: Evaldesk, known_loans: Any
) -> None:
    months = known_loans["analysis_by_month"]
    found = cohorts(loans, "--by", "month")
    told = {one["cohort"]["month"]: one for one in found["cohorts"]}
    assert told.keys() == {*months, "2018-10"}  # two days, which are not in the reference
    for month, known in months.items():
        agrees(told[month], known)
    window = cohorts(loans, "--from", "2019-04-01", "--to", "2019-05-01")
    agrees(window["overall"], months["2019-04"])


def test_what_changed_since_the_reference_is_two_independent_shares(
    loans: Evaldesk, known_loans: Any
) -> None:
    words = ("--from", "2019-04-01", "--to", "2019-05-01", "--by", "salary_range")
    found = cohorts(loans, *words, "--reference", "2019-03-01..2019-04-01")
    before = known_loans["analysis_by_month"]["2019-03"]
    told = found["overall"]["reference"]
    assert (told["n"], told["matrix"]) == (before["n"], before["matrix_rows_true"])
    value = found["overall"]["accuracy"]["value"] - before["accuracy"]
    assert told["change"]["value"] == exactly(value)
    assert told["change"]["low"] < value < told["change"]["high"] < 0
    parts = [one["reference"]["n"] for one in found["cohorts"]]
    assert sum(parts) == before["n"]
    worst = found["cohorts"][0]
    assert worst["cohort"] == {"salary_range": "0 - 20K €"}
    assert worst["rank"]["q_value"] < 1e-6


def _named(cohort: Mapping[str, str]) -> str:
    return "".join(f"{column}={value}" for column, value in cohort.items())


def _lowered(name: str) -> str:
    """`repaid_loan_on_prev_car=True` as the desk spells it."""
    return name.replace("=True", "=true").replace("=False", "=false")


def test_a_banks_77_classes_measure_as_scikit_learn_measures_them(
    bank: Evaldesk, known_bank: Any
) -> None:
    found = cohorts(bank, "--by", "model_version")
    told = {one["cohort"]["model_version"]: one for one in found["cohorts"]}
    assert len(found["labels"]) == 77
    assert found["labels"] == sorted(found["labels"])
    assert found["scores_mean"] == "confidence in the prediction"
    for model, known in known_bank["models"].items():
        one = told[model]
        names = ("accuracy", "macro_f1", "balanced_accuracy", "mcc", "kappa")
        assert {n: one[n]["value"] for n in names} == exactly({n: known[n] for n in names})
        assert one["ece"]["value"] == exactly(known["ece_top_label_10_equal_width_right_open"])
        assert one["confidence_auc"]["value"] == exactly(known["confidence_auc_for_correct"])
        assert one["roc_auc"]["value"] is None
        place = {label: i for i, label in enumerate(found["labels"])}
        for truth, said, n in known["top_confusions"]:  # of equal ones it lists other ones
            assert one["matrix"][place[truth]][place[said]] == n
        counts = [n for *_, n in one["top_confusions"]]
        assert counts == [n for *_, n in known["top_confusions"]]
        assert sum(map(sum, one["matrix"])) == one["n"] == known["n"]


@pytest.mark.parametrize("column", ["topic", "length_bucket"])
def test_a_banks_cohorts_have_the_accuracy_and_interval_that_is_known(
    bank: Evaldesk, known_bank: Any, column: str
) -> None:
    for model in MODELS:
        found = cohorts(bank, "--by", column, "--where", f"model_version={model}")
        told = {one["cohort"][column]: one for one in found["cohorts"]}
        known = known_bank["models"][model][column]
        assert told.keys() == known.keys()
        for value, one in told.items():
            accuracy = one["accuracy"]
            assert (one["n"], accuracy["value"]) == exactly(
                (known[value]["n"], known[value]["accuracy"])
            )
            assert [accuracy["low"], accuracy["high"]] == exactly(known[value]["wilson95"])


def lines(path: Path, found: Iterable[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in found))
    return path


def of_bank(file: Path, sql: str) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        connection.read_parquet(str(file)).create_view("data")
        found = connection.execute(sql)
        names = [c for c, *_ in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


# A few questions differ only in spelling and would be one case: their id keeps them apart.
CASES = """SELECT DISTINCT text || ' ' || case_id AS input, y_true AS expected,
  case_id AS source_ref, ['topic=' || topic, 'length=' || length_bucket] AS tags,
  'ana' AS owner, 'monitoring' AS "set" FROM data"""
RESULTS = "SELECT case_id, y_pred AS prediction, confidence AS score FROM data WHERE model = "


@pytest.fixture(scope="module")
def runs(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """The same questions as cases, and each model as a run on them."""
    place = tmp_path_factory.mktemp("runs")
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    file = shared_data / "banking77" / "predictions.parquet"
    cases = lines(place / "cases.jsonl", of_bank(file, CASES))
    done(said("import", cases, "--as", "cases", "--json"))
    done(said("freeze", "monitoring", "--json"))
    for model in MODELS:
        results = lines(place / f"{model}.jsonl", of_bank(file, f"{RESULTS}'{model}'"))
        words = ("--as", "results", "--run", model, "--model", model, "--set", "monitoring@1")
        done(said("import", results, *words, "--json"))
    return said


def test_a_run_measures_as_the_events_do(runs: Evaldesk, known_bank: Any) -> None:
    for model in MODELS:
        found = cohorts(runs, "--run", model, "--by", "topic")
        known = known_bank["models"][model]
        one = found["overall"]
        names = ("accuracy", "macro_f1", "balanced_accuracy", "mcc", "kappa")
        assert {n: one[n]["value"] for n in names} == exactly({n: known[n] for n in names})
        assert one["n"] == known["n"]
        assert one["ece"]["value"] == exactly(known["ece_top_label_10_equal_width_right_open"])
        assert one["pass_rate"]["value"] == exactly(known["accuracy"])
        told = {c["cohort"]["topic"]: c for c in found["cohorts"]}
        values = {topic: c["accuracy"]["value"] for topic, c in told.items()}
        assert values == exactly({t: known["topic"][t]["accuracy"] for t in known["topic"]})


def test_a_run_changes_against_another_as_their_accuracies_differ(
    runs: Evaldesk, known_bank: Any
) -> None:
    found = cohorts(runs, "--run", MODELS[1], "--reference", MODELS[0])
    models = known_bank["models"]
    moved = models[MODELS[1]]["accuracy"] - models[MODELS[0]]["accuracy"]
    assert found["overall"]["reference"]["change"]["value"] == exactly(moved)


def test_two_models_compare_as_their_paired_answers_say(
    runs: Evaldesk, known_bank: Any
) -> None:
    for name, known in known_bank["pairs"].items():
        found = done(runs("compare", *name.split("__vs__"), "--by", "topic", "--json"))
        whole = known["overall"]
        assert (found["both"], found["neither"]) == (whole["both"], whole["neither"])
        assert (found["pairs"], found["unmatched"], found["warnings"]) == (3080, 0, [])
        same_pairs(found, whole)
        assert len(found["broke"]) == whole["only_a"]
        assert len(found["fixed"]) == whole["only_b"]
        assert len(found["still_failing"]) == whole["neither"]
        topics = {one["cohort"]["topic"]: one for one in found["cohorts"]}
        assert topics.keys() == known["by_topic"].keys()
        for topic, one in topics.items():
            same_pairs(one, known["by_topic"][topic])
            assert one["p_holm"] == exactly(known["by_topic"][topic]["holm"])


def same_pairs(found: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    counts = (known["only_a"], known["only_b"])
    assert (found["only_baseline"], found["only_candidate"]) == counts
    assert found["p_value"] == exactly(known["exact_p"])
    assert found["difference"]["value"] == exactly(known["diff_b_minus_a"])


def test_a_model_that_fails_more_is_called_worse(runs: Evaldesk) -> None:
    found = done(runs("compare", MODELS[0], MODELS[2], "--by", "topic", "--json"))
    assert found["verdict"] == "worse"
    assert found["difference"]["high"] < 0
    back = done(runs("compare", MODELS[2], MODELS[0], "--by", "topic", "--json"))
    assert back["verdict"] == "not_worse"
    assert {one["verdict"] for one in back["cohorts"]} == {"not_worse"}
