"""A drift answer as large as pages must bear: 25 columns of every role over 26 weeks."""

from dataclasses import replace
from datetime import date, timedelta
from math import sin

from curation.drift import (
    ChangePoint,
    ColumnDrift,
    Concept,
    GoesWith,
    Kind,
    Limits,
    Period,
    Role,
    Severity,
    Within,
)
from store.answers.drift import DriftAnswer, Reference, Window

FIRST = date(2026, 5, 18)
ROLES = (
    *(Role.INPUT,) * 15,
    *(Role.TEXT,) * 4,
    *(Role.PREDICTION,) * 2,
    *(Role.SCORE,) * 2,
    *(Role.LABEL,) * 2,
)
_NAMES = ("retrieval_score", "customer_tier", "turns", "tool_calls", "kb_age_days")
LIMITS = {"js": Limits(0.1, 0.2, 0.3), "wasserstein_over_std": Limits(0.1, 0.25, 0.5)}


def severity_of(value: float, limits: Limits) -> Severity:
    """How grave `value` is."""
    tiers = (
        (limits.severe, Severity.SEVERE),
        (limits.moderate, Severity.MODERATE),
        (limits.minor, Severity.MINOR),
    )
    return next((found for limit, found in tiers if value >= limit), Severity.NONE)


def a_column_drift(place: int = 0, week: int = 0, *, n: int = 4200) -> ColumnDrift:
    """Column `place` in week `week`: the first ones drift away from the middle on."""
    number = place % 2 == 0
    effect = "wasserstein_over_std" if number else "js"
    limits = LIMITS[effect]
    off = max(0, week - 12) * 0.06 / (1 + place / 2) if place < 5 else 0.0
    value = round(abs(0.03 + 0.02 * sin(place * 7 + week) + off), 5)
    few = n < 100
    severity = Severity.UNKNOWN if few else severity_of(value, limits)
    name = _NAMES[place] if place < len(_NAMES) else f"column {place}"
    return ColumnDrift(
        name,
        Kind.NUMBER if number else Kind.CATEGORY,
        ROLES[place],
        31_000,
        n,
        0.012,
        0.015,
        psi=None if few else value / 2,
        psi_bound=None if few else 0.0071,
        js=None if few else value,
        ks=None if few or not number else Within(value * 0.9, value * 1.1),
        wasserstein_over_std=value if number and not few else None,
        cramers_v=None if number or few else value / 2,
        p_value=None if few else 1e-5,
        effect=effect,
        value=None if few else value,
        limits=limits,
        severity=severity,
        reason="too few to say" if few else f"{value:.2f} is over {limits.minor:g}",
    )


def a_concept(week: int = 0) -> Concept:
    """The error rate at the same scores, a little worse at the end."""
    worse = max(0, week - 20) * 0.012
    return Concept(
        "score", 30_000, 4_000, 0.98, 0.95, 0.061, 0.061 + worse, worse, worse - 0.008,
        worse + 0.008, 0.4 if worse < 0.01 else 0.0001,
        severity_of(worse, Limits(0.02, 0.05, 0.1)), "at the same scores",
    )  # fmt: skip


def a_period(week: int, columns: int = 25) -> Period:
    """One week; the ninth has hardly any event."""
    since = FIRST + timedelta(weeks=week)
    n = 40 if week == 8 else 4200
    found = [a_column_drift(place, week, n=n) for place in range(columns)]
    concept = a_concept(week)
    if n < 100:
        concept = replace(
            concept, difference=None, low=None, high=None, severity=Severity.UNKNOWN,
            reason="too few to say",
        )  # fmt: skip
    until = since + timedelta(weeks=1)
    return Period(since.isoformat(), until.isoformat(), n, found, concept)


def a_drift_answer(columns: int = 25, weeks: int = 26) -> DriftAnswer:
    """All of it against the first eight weeks."""
    found = tuple(a_period(week, columns) for week in range(weeks))
    last = found[-1]
    until = (FIRST + timedelta(weeks=8)).isoformat()
    return DriftAnswer(
        Reference(FIRST.isoformat(), until, 31_000, None, provisional=True,
                  reason="The first 8 weeks stand in until somebody sets a baseline."),
        Window(last.since, last.until, last.n),
        "week",
        tuple(sorted(last.columns, key=lambda one: -(one.value or 0) / one.limits.minor)),
        last.concept,
        found,
        (
            ChangePoint("retrieval_score", found[len(found) // 2].since, 0.03, 0.41,
                        "From this week on it lies on another level."),
        ),
        (
            GoesWith("retrieval_score", weeks, 0.81, 0.6, 0.92, "Spearman over 26 weeks"),
            GoesWith("turns", weeks, 0.2, -0.21, 0.55, "Spearman over 26 weeks"),
        ),
        "retrieval_score drifts severely. It lies 0.81 standard deviations away.",
        100,
    )  # fmt: skip
