"""How grave a deviation is: the effect decides, chance vetoes, few rows say nothing."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from curation.deviation import (
    calibrated,
    judged,
    judged_columns,
    judged_exactly,
    limits_of,
    odd_weeks,
)
from curation.distances import Counted
from curation.drift import ColumnDrift, Kind, Severity, Within
from curation.thresholds import Policy, policy
from tests.binned import category, number, windows

POLICY = policy(())
RNG = np.random.default_rng(20)
REFERENCE = RNG.normal(0, 1, 20_000)


def _number(current: Any, reference: Any = REFERENCE) -> ColumnDrift:
    profile = number(reference)
    return judged(profile, windows(profile, current), POLICY)[0]


def _category(reference: list[str | None], current: list[str | None]) -> ColumnDrift:
    profile = category(reference)
    return judged(profile, windows(profile, current), POLICY)[0]


@pytest.mark.parametrize(
    ("shift", "severity"),
    [
        (0.0, Severity.NONE),
        (0.08, Severity.NONE),
        (0.17, Severity.MINOR),
        (0.35, Severity.MODERATE),
        (0.6, Severity.SEVERE),
    ],
)
def test_a_number_is_as_grave_as_its_shift(shift: float, severity: Severity) -> None:
    found = _number(np.random.default_rng(3).normal(shift, 1, 5000))
    assert (found.severity, found.effect) == (severity, "wasserstein_over_std")
    assert found.value == pytest.approx(shift, abs=0.04)


def test_a_shape_that_moves_without_its_mean_is_found_by_ks() -> None:
    # Two humps where one was, far smaller than an outlier that makes the spread.
    reference = np.concatenate([RNG.normal(0, 0.02, 5000), [-50, 50]])
    current = np.concatenate([RNG.choice([-0.1, 0.1], 5000), [-50, 50]])
    found = _number(current, reference)
    assert (found.severity, found.effect) == (Severity.SEVERE, "ks")
    assert found.reason == (
        f"KS {found.ks.low:.2f} to {found.ks.high:.2f}, limit 0.30; p < .001"
        if found.ks
        else None
    )


def test_a_limit_within_the_interval_of_ks_is_left_to_the_exact_one() -> None:
    reference = np.arange(10_000.0)
    current = np.where(reference < 900, reference + 905, reference)
    found = _number(current, reference)
    assert found.ks is not None
    assert found.ks.low < 0.1 <= found.ks.high
    assert found.severity is Severity.NONE
    assert found.reason.endswith("; only the exact KS tells whether it reaches its limit 0.10")


@pytest.mark.parametrize(("ks", "severity"), [(0.0999, Severity.NONE), (0.1, Severity.MINOR)])
def test_the_exact_ks_is_judged_in_place_of_the_interval(ks: float, severity: Severity) -> None:
    reference = np.arange(10_000.0)
    current = np.where(reference < 900, reference + 905, reference)
    profile = number(reference)
    (found,) = judged_exactly(profile, windows(profile, current), [ks], POLICY)
    assert found.severity is severity
    assert found.ks == Within(ks, ks)
    assert "only the exact" not in found.reason


def test_a_tail_that_grows_is_found_though_no_decile_moves() -> None:
    current = np.sort(np.random.default_rng(5).normal(0, 1, 20_000))
    current[-1200:] *= 4
    found = _number(current)
    assert found.effect == "wasserstein_over_std"
    assert found.severity is Severity.MODERATE
    assert found.psi is not None
    assert found.psi_bound is not None
    assert found.psi < found.psi_bound


@pytest.mark.parametrize(
    ("current", "severity"),
    [
        ([500, 300, 150, 50], Severity.NONE),
        ([420, 310, 190, 80], Severity.NONE),  # JS .08: p = .0003 alone decides nothing
        ([380, 310, 200, 110], Severity.MINOR),
        ([250, 250, 300, 200], Severity.MODERATE),
        ([100, 200, 300, 400], Severity.SEVERE),
    ],
)
def test_a_category_is_as_grave_as_its_js(current: list[int], severity: Severity) -> None:
    reference = np.repeat([*"abcd"], [500, 300, 150, 50]).tolist()
    found = _category(reference, np.repeat([*"abcd"], current).tolist())
    assert (found.severity, found.effect) == (severity, "js")


def test_a_huge_window_with_a_tiny_p_value_stays_quiet() -> None:
    # 2 million rows a side, and about one in a thousand of them moved.
    counts = np.array([800_000, 600_000, 400_000, 200_000, 0, 0])
    moved = counts + np.array([-2500, 0, 0, 2500, 0, 0])
    profile = replace(category([*"abcd"]), counts=tuple(counts.tolist()), n=2_000_000)
    (found,) = judged(profile, Counted([2_000_000], [0], [moved]), POLICY)
    assert found.p_value is not None
    assert found.p_value < 0.001
    assert found.severity is Severity.NONE
    assert found.reason == "JS 0.00, under 0.10; PSI 0.00, by chance up to 1e-05"


def test_a_huge_window_of_numbers_with_a_tiny_p_value_stays_quiet() -> None:
    reference = np.random.default_rng(6).normal(0, 1, 400_000)
    found = _number(np.random.default_rng(7).normal(0.02, 1, 400_000), reference)
    assert found.p_value is not None
    assert found.p_value < 1e-9
    assert found.severity is Severity.NONE


@pytest.mark.parametrize("size", [100, 150, 300])
def test_small_windows_do_not_alarm(size: int) -> None:
    # Of 800 windows in which nothing moved, 3 columns each: under 1 in 1,000 alarms.
    rng = np.random.default_rng(size)
    few, many = [*"abcde"], [str(i) for i in range(60)]
    heavy = rng.lognormal(0, 1, 5000)
    columns = [
        category(rng.choice(few, 5000).tolist(), "few"),
        category(rng.choice(many, 5000).tolist(), "many"),
        number(heavy, "heavy"),
    ]
    drawn = [
        [rng.multinomial(size, np.array(column.counts) / column.n) for _ in range(800)]
        for column in columns
    ]
    means = np.array(columns[2].sums) / np.maximum(columns[2].counts, 1)
    seen = [
        Counted([size] * 800, [0] * 800, counts, np.array(counts) * means)
        if column.kind is Kind.NUMBER
        else Counted([size] * 800, [0] * 800, counts)
        for column, counts in zip(columns, drawn, strict=True)
    ]
    judgements = [one for found in judged_columns(columns, seen, POLICY) for one in found]
    assert {one.severity for one in judgements} <= {Severity.NONE, Severity.MINOR}
    alarms = [one.reason for one in judgements if one.severity is not Severity.NONE]
    assert len(alarms) <= 0.001 * len(judgements), alarms
    # The effect alone would have alarmed in a third of them.
    assert np.mean([(one.js or 0) >= 0.1 for one in judgements]) > 0.3


@pytest.mark.parametrize(
    ("reference", "current", "reason"),
    [
        (1000, 43, "too few to say: 43 rows, 100 needed"),
        (60, 1000, "too few to say: 60 rows in the reference, 100 needed"),
        (1000, 0, "too few to say: 0 rows, 100 needed"),
    ],
)
def test_few_rows_say_nothing(reference: int, current: int, reason: str) -> None:
    found = _number(np.full(current, 9.0), REFERENCE[:reference])
    assert (found.severity, found.reason) == (Severity.UNKNOWN, reason)
    named = _category(["a"] * reference, ["b"] * current)
    assert (named.severity, named.reason) == (Severity.UNKNOWN, reason)


def test_an_empty_window_has_no_distance() -> None:
    found = _number([])
    assert (found.psi, found.js, found.ks, found.wasserstein_over_std) == (None,) * 4
    assert (found.p_value, found.value, found.missing_current) == (None, None, None)


def test_values_that_go_missing_are_drift() -> None:
    current = REFERENCE[:3000].copy()
    current[:900] = np.nan
    found = _number(current)
    assert (found.severity, found.effect) == (Severity.SEVERE, "missing")
    assert found.reason == (
        "missing 0.0 % → 30.0 %, JS of the missing share 0.41, limit 0.30; p < .001"
    )
    assert found.missing_current == pytest.approx(0.3)


def test_a_column_that_went_missing_altogether_is_severe() -> None:
    found = _number(np.full(500, np.nan))
    assert (found.severity, found.effect) == (Severity.SEVERE, "missing")
    assert found.wasserstein_over_std is None
    named = _category(["a", "b"] * 300, [None] * 500)
    assert (named.severity, named.js) == (Severity.SEVERE, pytest.approx(1.0))


def test_too_few_values_among_enough_rows_say_nothing_of_the_values() -> None:
    values = np.where(np.arange(2000) % 40 == 0, 1.0, np.nan) * np.arange(2000)
    found = _number(values[:1000], values)
    assert found.severity is Severity.UNKNOWN
    assert found.reason == "too few to say: 25 rows with a value, 100 needed"


def test_the_rows_told_are_those_that_the_decision_rests_on() -> None:
    values = np.where(np.arange(4000) % 10 == 0, 1.0, np.nan) * np.arange(4000)
    found = _number(values[:2000], values)
    assert (found.n_current, found.n_reference) == (200, 400)
    assert found.missing_current == pytest.approx(0.9)


def test_infinity_counts_as_missing() -> None:
    current = REFERENCE[:1000].copy()
    current[:50] = np.inf
    found = _number(current)
    assert found.missing_current == pytest.approx(0.05)
    assert found.wasserstein_over_std == pytest.approx(0.0, abs=0.1)


def test_a_new_category_is_counted_as_other() -> None:
    found = _category(["a", "b"] * 500, ["a", "b", "c"] * 300)
    assert found.severity is Severity.SEVERE


def test_a_constant_that_stays_is_no_drift_and_one_that_moves_is() -> None:
    stays, moves = _number([5.0] * 500, [5.0] * 900), _number([6.0] * 500, [5.0] * 900)
    assert (stays.severity, stays.wasserstein_over_std) == (Severity.NONE, None)
    assert (stays.effect, stays.value, stays.reason) == ("ks", 0.0, "KS 0.00, under 0.10")
    assert (moves.severity, moves.effect) == (Severity.SEVERE, "ks")
    one = _category(["a"] * 500, ["a"] * 500)
    assert (one.severity, one.js, one.p_value) == (Severity.NONE, 0.0, None)


def test_weeks_of_the_reference_that_differ_lift_all_limits_alike() -> None:
    rng = np.random.default_rng(8)
    weeks = [rng.normal(shift, 1, 800) for shift in np.tile([-0.3, 0.3], 5)]
    profile = number(np.concatenate(weeks))
    found = calibrated(profile, windows(profile, *weeks))
    limits, plain = limits_of(POLICY, found), limits_of(POLICY, profile)
    assert found.weekly_q99 is not None
    assert (plain.minor, plain.calibrated) == (0.1, False)
    assert limits.minor == pytest.approx(found.weekly_q99)
    assert limits.calibrated
    assert limits.severe - plain.severe == pytest.approx(limits.minor - plain.minor)
    week = windows(profile, rng.normal(0.3, 1, 800))
    assert judged(profile, week, POLICY)[0].severity is Severity.MODERATE
    (told,) = judged(found, week, POLICY)
    assert told.severity is Severity.NONE
    assert "(its own weeks differ as much)" in told.reason


def _named(weeks: int) -> list[str]:
    return [f"week {week}" for week in range(weeks)]


@pytest.mark.parametrize("odd", [1, 2])
def test_an_odd_week_of_the_reference_lifts_no_limit_and_is_named(odd: int) -> None:
    rng = np.random.default_rng(9)
    weeks = [rng.normal(3.0 if week < odd else 0.0, 1, 800) for week in range(8)]
    profile = number(np.concatenate(weeks))
    found = calibrated(profile, windows(profile, *weeks), _named(8))
    assert found.odd_weeks == tuple(_named(odd))
    assert not limits_of(POLICY, found).calibrated
    quiet, moved = rng.normal(0, 1, 800), rng.normal(2.5, 1, 800)
    told = judged(found, windows(profile, quiet, moved), POLICY)
    assert [one.severity for one in told] == [Severity.NONE, Severity.SEVERE]
    assert found.std == pytest.approx(1.0, abs=0.03)
    assert found.n == 800 * (8 - odd)


def test_weeks_that_differ_by_chance_are_not_odd() -> None:
    rng = np.random.default_rng(10)
    effects = [np.abs(rng.normal(0.05, 0.02, 8)) for _ in range(200)]
    assert not any(odd_weeks([one], np.full(8, 300.0)).any() for one in effects)


def test_when_half_the_weeks_lie_apart_none_of_them_is_odd() -> None:
    effects = np.array([0.01, 0.02, 0.01, 0.02, 0.01, 0.9, 0.8, 0.9])
    assert not odd_weeks([effects], np.full(8, 300.0)).any()


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_no_limit_is_lifted_so_far_that_nothing_could_be_severe(share: float) -> None:
    weeks = (["a"] * 300 + ["b"] * 300) * 4
    profile = replace(category(weeks), weekly_q99=share, weekly_q99_gone=share)
    limits = limits_of(POLICY, profile)
    assert (limits.minor, limits.moderate, limits.severe) == pytest.approx((0.4, 0.5, 0.6))
    (told,) = judged(profile, windows(profile, ["never seen"] * 300), POLICY)
    assert told.severity is Severity.SEVERE
    measured = replace(number(REFERENCE), weekly_q99=9.0)
    assert limits_of(POLICY, measured).severe == pytest.approx(1.0)


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.CATEGORY])
def test_gaps_that_the_reference_has_too_are_no_drift(kind: Kind) -> None:
    rng = np.random.default_rng(11)
    shares = [0.1, 0.3] * 5
    if kind is Kind.NUMBER:
        gaps = [rng.random(900) < gap for gap in shares]
        weeks = [np.where(gap, np.nan, rng.normal(0, 1, 900)) for gap in gaps]
        profile = number(np.concatenate(weeks))
    else:
        weeks = [[None if rng.random() < gap else "a" for _ in range(900)] for gap in shares]
        profile = category([value for week in weeks for value in week])
    found = calibrated(profile, windows(profile, *weeks))
    assert judged(profile, windows(profile, weeks[0]), POLICY)[0].severity is Severity.MINOR
    assert judged(found, windows(profile, weeks[0]), POLICY)[0].severity is Severity.NONE


def test_fewer_than_eight_weeks_lift_no_limit() -> None:
    weeks = np.split(REFERENCE[:7000], 7)
    profile = number(REFERENCE[:7000])
    assert calibrated(profile, windows(profile, *weeks)).weekly_q99 is None


def test_a_limit_that_was_approved_is_the_one_in_force() -> None:
    strict = Policy(
        {
            name: replace(t, value=t.value / 10) if name.startswith("drift.wass") else t
            for name, t in POLICY.thresholds.items()
        }
    )
    profile = number(REFERENCE)
    current = windows(profile, np.random.default_rng(3).normal(0.08, 1, 20_000))
    assert judged(profile, current, POLICY)[0].severity is Severity.NONE
    assert judged(profile, current, strict)[0].severity is Severity.SEVERE


def test_words_of_a_text_are_not_counted_as_independent_rows() -> None:
    # 200 texts that say one word fifty times each: the veto knows of 200, not of 10,000.
    rng = np.random.default_rng(13)
    reference = category(rng.choice([*"abcdefgh"], 4000).tolist())
    profile = replace(reference, kind=Kind.WORDS)
    texts = rng.multinomial(200, np.array(reference.counts[:-2]) / 4000)
    counts = [[*(50 * texts).tolist(), 0, 0]]
    (found,) = judged(profile, Counted([200], [0], counts), POLICY)
    assert found.p_value is not None
    assert found.p_value > 0.001
    assert found.severity is Severity.NONE


def test_columns_judged_together_are_judged_as_alone() -> None:
    columns = [
        number(REFERENCE, "a"),
        number([1.0, 2.0, 3.0] * 90, "b"),
        category([*"xy"] * 99),
    ]
    seen = [
        windows(columns[0], RNG.normal(0.2, 1, 900), RNG.normal(0, 2, 700)),
        windows(columns[1], [2.0] * 500, [1.0, 3.0] * 300),
        windows(columns[2], [*"xxxy"] * 99, ["z"] * 99),
    ]
    together = judged_columns(columns, seen, POLICY)
    alone = [judged(c, w, POLICY) for c, w in zip(columns, seen, strict=True)]
    assert [[*map(_rounded, of)] for of in together] == [[*map(_rounded, of)] for of in alone]


def _rounded(one: ColumnDrift) -> ColumnDrift:
    """A sum over more bins rounds otherwise in the last digit."""
    known = one.wasserstein
    rounded = Within(round(known.low, 12), round(known.high, 12)) if known else None
    return replace(one, wasserstein=rounded)


@pytest.mark.parametrize("spread", [1.0, 1.06])
def test_the_distance_of_all_rows_lies_in_what_the_bins_tell(spread: float) -> None:
    rows, now = RNG.standard_t(2, 6000), RNG.standard_t(2, 2000) * spread
    profile = number(rows)
    (found,) = judged(profile, windows(profile, now), POLICY)
    exact = stats.wasserstein_distance(rows, now)
    assert found.wasserstein is not None
    assert profile.std is not None
    assert found.wasserstein.low <= exact / profile.std <= found.wasserstein.high
    assert found.wasserstein_over_std == found.wasserstein.low
    (known,) = judged_exactly(profile, windows(profile, now), [0.01], POLICY, [exact])
    assert known.wasserstein == Within(exact / profile.std, exact / profile.std)


def test_a_limit_between_what_the_bins_tell_is_said() -> None:
    profile = number(RNG.normal(0, 1, 6000))
    seen = windows(profile, RNG.normal(0, 1.5, 3000))
    (found,) = judged(profile, seen, POLICY)
    assert found.wasserstein is not None
    between = (found.wasserstein.low + found.wasserstein.high) / 2
    moved = {"drift.wasserstein.moderate": between, "drift.wasserstein.severe": 9.0}
    policy = Policy(
        {n: replace(t, value=moved.get(n, t.value)) for n, t in POLICY.thresholds.items()}
    )
    (found,) = judged(profile, seen, policy)
    assert found.severity is Severity.MINOR
    assert (
        f"only the exact W1/std tells whether it reaches its limit {between:.2f}"
        in found.reason
    )
