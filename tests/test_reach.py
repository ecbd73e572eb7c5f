"""How far what decides about a column lies in its own limits, and what moves by it."""

from dataclasses import replace

import pytest

from curation.drift import ColumnDrift, Concept, Kind, Limits, Period, Role, Severity
from curation.reach import by_chance, reach
from curation.thresholds import DEFAULTS, Policy
from store.answers.drift_moves import moves

JS = Limits(0.1, 0.2, 0.3)
GONE = ColumnDrift(
    "gone", Kind.NUMBER, Role.INPUT, 500, 500, 0.0, 0.0, 0.0, 0.1, 0.0, None, 0.01, None, 1e-9,
    "missing", 0.0, JS, Severity.NONE, "",
)  # fmt: skip
QUIET = Concept(
    None, 500, 500, 1.0, 1.0, 0.05, 0.05, 0.0, 0.0, 0.0, 0.9, Severity.NONE, ""
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "limits", "far"),
    [
        (0.0, JS, 0),
        (0.05, JS, 0.5),
        (0.1, JS, 1),
        (0.15, JS, 1.5),
        (0.3, JS, 3),
        (0.6, JS, 6),
        (0.5, Limits(0.1, 0.25, 0.5), 3),
        (None, JS, None),
    ],
)
def test_whatever_decides_is_told_in_its_own_limits(
    value: float | None, limits: Limits, far: float | None
) -> None:
    assert reach(replace(GONE, value=value, limits=limits)) == (far and pytest.approx(far))


def test_what_passes_a_limit_by_chance_is_vetoed() -> None:
    assert by_chance(replace(GONE, value=0.4))
    assert not by_chance(replace(GONE, value=0.4, severity=Severity.SEVERE))
    assert not by_chance(replace(GONE, value=0.05))


def test_a_column_that_is_missing_from_a_week_on_moved_then() -> None:
    """Although its Wasserstein distance, of the rows that are left, did not."""
    gone = replace(GONE, value=0.8, severity=Severity.SEVERE, wasserstein_over_std=None)
    weeks = [
        Period(f"2026-{w:02}", "", 500, (gone if w >= 10 else GONE,), QUIET) for w in range(20)
    ]
    (moved,), _ = moves(weeks, Policy({one.name: one for one in DEFAULTS}))
    assert (moved.what, moved.since, moved.after) == ("gone", "2026-10", pytest.approx(8))
    assert moved.reason == "gone rose from 0 to 8 times its limit at 2026-10"
