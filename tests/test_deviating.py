"""What of a week and of a run deviates, since when, and how gravely."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from curation.deviating import (
    RunHeld,
    checked_in,
    checked_run,
    limits_of_runs,
    run_deviation,
    week_deviations,
    worst,
)
from curation.drift import ColumnDrift, Concept, Kind, Limits, Period, Role, Severity
from curation.thresholds import policy

POLICY = policy(())
NONE, MINOR, MODERATE, SEVERE, UNKNOWN = (
    Severity.NONE, Severity.MINOR, Severity.MODERATE, Severity.SEVERE, Severity.UNKNOWN,
)  # fmt: skip
FIRST = date(2026, 5, 4)


def a_column(name: str, severity: Severity) -> ColumnDrift:
    return ColumnDrift(
        column=name, kind=Kind.CATEGORY, role=Role.INPUT, n_reference=800, n_current=100,
        missing_reference=0.0, missing_current=0.0, psi=0.1, psi_bound=0.05, js=0.25, ks=None,
        wasserstein_over_std=None, cramers_v=0.2, p_value=1e-9, effect="js", value=0.25,
        limits=Limits(0.1, 0.2, 0.3), severity=severity, reason="JS 0.25, limit 0.2",
    )  # fmt: skip


def a_concept(severity: Severity) -> Concept:
    return Concept(
        by="score", n_reference=800, n_current=100, labelled_reference=1.0,
        labelled_current=1.0, error_reference=0.1, error_current=0.17, difference=0.07,
        low=0.03, high=0.11, p_value=1e-5, severity=severity, reason="7 points worse",
    )  # fmt: skip


def weeks(*severities: Severity, concept: Severity = NONE) -> list[Period]:
    """One week after the other, in each of which `channel` deviates so gravely."""
    return [
        Period(
            (FIRST + timedelta(weeks=n)).isoformat(),
            (FIRST + timedelta(weeks=n + 1)).isoformat(),
            100,
            [a_column("channel", severity)],
            a_concept(concept),
        )
        for n, severity in enumerate(severities)
    ]


@pytest.mark.parametrize(
    ("severities", "began"),
    [
        ([MODERATE], 0),
        ([NONE, MODERATE], 1),
        ([MINOR, MODERATE], 0),  # it began as a note
        ([MODERATE, NONE, SEVERE], 2),
        ([MODERATE, UNKNOWN, SEVERE], 0),  # a week of too few rows breaks nothing
        ([NONE, UNKNOWN, SEVERE], 2),  # nor does it begin anything
    ],
)
def test_a_deviation_began_with_the_first_week_since_which_it_never_was_gone(
    severities: Sequence[Severity], began: int
) -> None:
    (found,) = week_deviations(weeks(*severities), POLICY)
    assert found.began == (FIRST + timedelta(weeks=began)).isoformat()
    assert found.since == (FIRST + timedelta(weeks=len(severities) - 1)).isoformat()


@pytest.mark.parametrize("severity", [NONE, UNKNOWN])
def test_what_is_quiet_or_too_small_is_no_deviation(severity: Severity) -> None:
    assert week_deviations(weeks(SEVERE, severity), POLICY) == ()
    assert week_deviations([], POLICY) == ()


def test_the_gravest_comes_first_and_names_its_limit() -> None:
    found = week_deviations(weeks(MINOR, concept=MODERATE), POLICY, {"region": "eu"}, "v2")
    assert [(one.key, one.severity, one.limit) for one in found] == [
        ("concept:error rate@region=eu", MODERATE, POLICY.value("drift.concept.moderate")),
        ("drift:channel@region=eu", MINOR, 0.1),
    ]
    assert {one.release for one in found} == {"v2"}
    assert found[1].sentence == "channel drifted where region = eu: JS 0.25, limit 0.2."


def test_what_could_be_judged_is_told_apart_from_what_is_quiet() -> None:
    (period,) = weeks(UNKNOWN, concept=NONE)
    assert [(one.key, one.enough) for one in checked_in(period)] == [
        ("drift:channel", False),
        ("concept:error rate", True),
    ]
    assert worst(period) is NONE
    assert worst(replace(period, concept=a_concept(UNKNOWN))) is UNKNOWN


def a_run(difference: float | None, high: float | None, n: int = 200) -> RunHeld:
    limits = limits_of_runs(POLICY)
    return RunHeld("rc-2", "rc-1", "v2", FIRST, n, difference, None, high, 20, limits)


@pytest.mark.parametrize(
    ("held", "severity"),
    [
        (a_run(-0.015, -0.001), MINOR),
        (a_run(-0.03, -0.01), MODERATE),
        (a_run(-0.25, -0.2), SEVERE),
        (a_run(-0.25, 0.01), None),  # it may be chance
        (a_run(-0.005, -0.001), None),  # for sure, and of no matter
        (a_run(0.1, 0.2), None),
        (a_run(-0.25, -0.2, n=19), None),  # too few to say
        (a_run(None, None, n=0), None),
    ],
)
def test_a_run_deviates_when_it_lost_enough_and_for_sure(
    held: RunHeld, severity: Severity | None
) -> None:
    found = run_deviation(held)
    assert (found.severity if found else None) is severity
    assert checked_run(held).enough is (held.n >= 20)


def test_a_run_that_deviates_says_how_much_for_sure() -> None:
    found = run_deviation(a_run(-0.25, -0.2))
    assert found is not None
    assert found.sentence == (
        "rc-2 passes 25.0 % fewer of 200 cases than rc-1, at least 20.0 % for sure."
    )
    assert (found.link, found.release) == ("compare?baseline=rc-1&candidate=rc-2", "v2")
