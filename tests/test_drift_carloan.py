"""Drift of the car loans, against scipy's values per month and as a whole."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pandas has no types.

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from curation.concept import Labelled, concepts
from curation.deviation import judged
from curation.drift import ColumnDrift, Kind, Severity
from curation.measures.drift import wasserstein_interval
from curation.profile import ColumnProfile
from curation.thresholds import policy
from tests.binned import category, number, windows

POLICY = policy(())
MONTHS = [f"2018-{m}" for m in (11, 12)] + [f"2019-0{m}" for m in range(1, 9)]
NUMBERS = ("car_value", "debt_to_income_ratio", "loan_length", "driver_tenure", "y_pred_proba")
CATEGORIES = (
    *("salary_range", "repaid_loan_on_prev_car", "size_of_downpayment", "y_pred", "repaid"),
)
MOVED = {"car_value", "loan_length", "salary_range", "repaid_loan_on_prev_car", "y_pred_proba"}


@dataclass(frozen=True)
class Loans:
    """Both windows, each column judged, and what scipy says of them."""

    reference: Any
    current: Any
    profiles: Mapping[str, ColumnProfile]
    found: Mapping[str, list[ColumnDrift]]  # the whole current window, then each month
    expected: Mapping[str, Mapping[str, Any]]
    months: Mapping[str, Mapping[str, Mapping[str, Any]]]


@pytest.fixture(scope="module")
def loans(shared_data: Path) -> Loans:
    """Truths are floats in one file and ints in the other; here both are names."""
    folder = shared_data / "carloan"
    known = json.loads((folder / "reference_values.json").read_text(encoding="utf-8"))
    names = ("reference", "analysis", "analysis_target")
    frames: list[Any] = [
        pd.read_parquet(folder / f"synthetic_car_loan_{name}.parquet") for name in names
    ]
    reference, current, truth = frames
    current = current.merge(truth, on="id")
    for frame in (reference, current):
        frame["repaid"] = frame["repaid"].astype(int)
    profiles = {column: _profile(reference, column) for column in (*NUMBERS, *CATEGORIES)}
    parts = [current, *_months(current)]
    found = {
        name: judged(one, windows(one, *(_values(part, name) for part in parts)), POLICY)
        for name, one in profiles.items()
    }
    expected, months = known["drift_reference_vs_analysis"], known["drift_by_month"]
    return Loans(reference, current, profiles, found, expected, months)


def _months(current: Any) -> list[Any]:
    month = current["timestamp"].dt.strftime("%Y-%m")
    return [current[month == name] for name in MONTHS]


def _profile(reference: Any, column: str) -> ColumnProfile:
    values = _values(reference, column)
    return number(values, column) if column in NUMBERS else category(values, column)


def _values(frame: Any, column: str) -> Any:
    found = frame[column]
    return found.to_numpy() if column in NUMBERS else found.astype(str).tolist()


def _expected(loans: Loans, column: str) -> list[Mapping[str, Any]]:
    return [loans.expected[column], *(loans.months[month][column] for month in MONTHS)]


@pytest.mark.parametrize("column", CATEGORIES)
def test_categories_are_as_far_as_scipy_says(loans: Loans, column: str) -> None:
    for one, known in zip(loans.found[column], _expected(loans, column), strict=True):
        assert one.js == pytest.approx(known["js_distance_base2"], abs=1e-9)
        assert one.psi == pytest.approx(known["psi_half"], abs=1e-9)
        assert one.cramers_v == pytest.approx(known["cramers_v"], abs=1e-9)
        assert one.p_value == pytest.approx(known["p"], rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("column", NUMBERS)
def test_numbers_are_as_far_as_scipy_says(loans: Loans, column: str) -> None:
    expected = _expected(loans, column)
    assert loans.profiles[column].deciles == pytest.approx(expected[0]["edges"], rel=1e-12)
    for one, known in zip(loans.found[column], expected, strict=True):
        assert one.psi == pytest.approx(known["psi_ref_deciles_half"], abs=1e-9)
        assert one.ks is not None
        assert one.ks.low - 1e-12 <= known["ks"] <= one.ks.high + 1e-12
        assert one.ks.high - one.ks.low <= 0.02
        assert one.wasserstein_over_std is not None
        gap = known["wasserstein_over_ref_std"] - one.wasserstein_over_std
        assert -1e-9 <= gap <= 0.001


def test_few_different_values_are_exact(loans: Loans) -> None:
    assert loans.profiles["loan_length"].discrete
    found = zip(loans.found["loan_length"], _expected(loans, "loan_length"), strict=True)
    for one, known in found:
        assert one.ks is not None
        assert (one.ks.low, one.ks.high) == pytest.approx((known["ks"], known["ks"]), abs=1e-9)
        assert one.wasserstein_over_std == pytest.approx(
            known["wasserstein_over_ref_std"], abs=1e-9
        )


@pytest.mark.parametrize("column", NUMBERS)
def test_the_interval_of_wasserstein_holds_scipys(loans: Loans, column: str) -> None:
    profile = loans.profiles[column]
    seen = windows(profile, _values(loans.current, column))
    found = wasserstein_interval(
        *(profile.edges, profile.counts, seen.counts, profile.sums, seen.sums or ())
    )
    low, high = (float(np.ravel(end)[0]) for end in found)
    known = loans.expected[column]["wasserstein"]
    assert low <= known * (1 + 1e-9)
    assert known * (1 - 1e-9) <= high


def _severities(found: Sequence[ColumnDrift]) -> set[Severity]:
    return {one.severity for one in found}


@pytest.mark.parametrize("column", [*NUMBERS, *CATEGORIES])
def test_drift_is_found_in_april_2019_and_not_before(loans: Loans, column: str) -> None:
    _, *months = loans.found[column]
    before, after = months[:5], months[5:]
    assert _severities(before) == {Severity.NONE}
    if column in MOVED:
        assert Severity.NONE not in _severities(after)
    else:
        assert _severities(after) == {Severity.NONE}


def test_the_gravest_column_says_why(loans: Loans) -> None:
    whole, *_ = loans.found["car_value"]
    assert whole.kind is Kind.NUMBER
    assert whole.severity is Severity.MODERATE
    assert whole.reason == "W1/std 0.47, limit 0.25; KS 0.22 to 0.23; p < .001"


def test_the_loans_became_harder_and_the_model_not_worse(loans: Loans) -> None:
    # Accuracy falls from .944 to .914 in April; within bins of the score it does not.
    edges = loans.profiles["y_pred_proba"].deciles

    def labelled(frame: Any) -> tuple[list[int], list[int]]:
        bins = np.searchsorted(edges, np.asarray(frame["y_pred_proba"]), "right")
        wrong = bins[np.asarray(frame["y_pred"] != frame["repaid"])]
        size = len(edges) + 1
        counts = (np.bincount(part, minlength=size).tolist() for part in (bins, wrong))
        return next(counts), next(counts)

    parts = _months(loans.current)
    told = [labelled(part) for part in parts]
    windows_ = Labelled([len(p) for p in parts], [t[0] for t in told], [t[1] for t in told])
    reference = Labelled(len(loans.reference), *labelled(loans.reference))
    assert {one.severity for one in concepts("score", reference, windows_, POLICY)} == {
        Severity.NONE
    }
    crude = concepts(
        None,
        Labelled(reference.rows, [np.sum(reference.labelled)], [np.sum(reference.errors)]),
        Labelled(windows_.rows, *([[sum(t[i])] for t in told] for i in (0, 1))),
        POLICY,
    )
    assert [one.severity for one in crude] == [Severity.NONE] * 5 + [Severity.MINOR] * 5
