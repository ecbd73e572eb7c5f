"""Drift of real loans: month by month the numbers of scipy, and found when it begins."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Evaldesk, terminal

WINDOW = "2018-01-01..2018-10-30T18:00"  # the 50,000 reference rows
NAMES = {"score": "y_pred_proba", "prediction": "y_pred", "truth": "repaid"}
NO_COLUMNS = {"route", "words", "input_length"}


@pytest.fixture(scope="module")
def loans(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """100,000 loans; of the later half the truth came late and as whole numbers."""
    folder = shared_data / "carloan"
    said = terminal(tmp_path_factory.mktemp("loans") / "desk")
    said("init", "--owner", "ana")
    for name, words in (
        ("reference", ("--as", "events", "--map", "truth=repaid")),
        ("analysis", ("--as", "events")),
        ("analysis_target", ("--as", "labels")),
    ):
        found = said("import", folder / f"synthetic_car_loan_{name}.parquet", *words, "--json")
        assert found.code == 0, found.text
    return said


@pytest.fixture(scope="module")
def known(shared_data: Path) -> Any:
    return json.loads((shared_data / "carloan" / "reference_values.json").read_text())


@pytest.fixture(scope="module")
def drift(loans: Evaldesk) -> Any:
    return loans("drift", "--reference", WINDOW, "--every", "month", "--json").json


def exactly(value: float) -> Any:
    return pytest.approx(value, abs=1e-9)


def agrees(found: dict[str, Any], known: dict[str, Any]) -> None:
    """The distances of one column in one month are those that scipy computed."""
    if found["kind"] == "category":
        assert found["psi"] == exactly(known["psi_half"])
        assert found["js"] == exactly(known["js_distance_base2"])
        assert found["cramers_v"] == exactly(known["cramers_v"])
        return
    assert found["psi"] == exactly(known["psi_ref_deciles_half"])
    assert found["ks"]["low"] - 1e-12 <= known["ks"] <= found["ks"]["high"] + 1e-12
    assert found["ks"]["high"] - found["ks"]["low"] <= 0.03
    assert found["wasserstein_over_std"] <= known["wasserstein_over_ref_std"] + 1e-9
    assert found["wasserstein_over_std"] == pytest.approx(
        known["wasserstein_over_ref_std"], abs=0.005
    )


def test_every_month_measures_as_scipy_measures_it(drift: Any, known: Any) -> None:
    months = {month["since"][:7]: month for month in drift["weeks"]}
    later = {m: v for m, v in known["drift_by_month"].items() if m in months and m > "2018-10"}
    assert len(later) == 10
    for month, columns in later.items():
        told = {NAMES.get(c["column"], c["column"]): c for c in months[month]["columns"]}
        assert told.keys() - {"route"} == columns.keys()
        for name, values in columns.items():
            agrees(told[name], values)


def test_the_drift_of_the_loans_is_found_in_april_and_not_before(drift: Any) -> None:
    moved = {
        month["since"]: {c["column"] for c in month["columns"] if c["severity"] != "none"}
        for month in drift["weeks"]
    }
    assert not any(columns for since, columns in moved.items() if since < "2019-04")
    assert all("car_value" in columns for since, columns in moved.items() if since >= "2019-04")
    assert {change["since"] for change in drift["changes"]} == {"2019-04-01"}


def test_errors_at_like_scores_rise_when_the_loans_drift(drift: Any) -> None:
    concept = {month["since"]: month["concept"]["severity"] for month in drift["weeks"]}
    assert {s for since, s in concept.items() if since < "2019-04"} == {"none"}
    assert drift["concept"]["labelled_current"] == 1


def test_ks_of_all_rows_is_that_of_scipy(loans: Evaldesk, known: Any) -> None:
    words = ("--reference", WINDOW, "--every", "month", "--column", "car_value", "--exact")
    found = loans("drift", *words, "--from", "2019-04-01", "--to", "2019-05-01", "--json")
    assert found.code == 1
    column = found.json["columns"][0]
    value = known["drift_by_month"]["2019-04"]["car_value"]["ks"]
    assert column["ks"] == {"low": exactly(value), "high": exactly(value)}
