"""How far to trust the gate: what settles a red, what follows a green, what n cases can see."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from curation.gate import Answer
from curation.gate_trust import (
    Answered,
    Ending,
    Event,
    Hurt,
    LetThrough,
    TakenOut,
    failures_of_cohort,
    failures_of_comparison,
    failures_of_rate,
    followed,
    settle,
    smallest_drop,
)
from curation.thresholds import MARGIN
from store.answers.noise_words import noise
from store.answers.trust_events import ALL_PASS, stood_in_the_way

NOW = datetime(2026, 11, 21, tzinfo=UTC)
CASES = frozenset({"c-1", "c-2", "c-3"})


def answered(
    seq: int,
    run: str,
    answer: Answer = Answer.PASS,
    stood: Sequence[str] = (),
    *,
    model: str = "v1",
    sha256: str = "s1",
    needed_waiver: bool = False,
) -> Answered:
    return Answered(
        seq, run, model, model, answer, frozenset(stood), CASES, sha256, needed_waiver
    )


RED = answered(5, "rc1", Answer.BLOCKED, ["c-1", "c-2"])
BY_NUMBER = answered(5, "rc1", Answer.BLOCKED, ["gate.latency"])


@pytest.mark.parametrize(
    ("red", "events", "ending", "how"),
    [
        (RED, [], Ending.OPEN, "nothing has shown yet"),
        (RED, [answered(3, "rc1")], Ending.OPEN, "nothing"),  # before it
        (RED, [answered(6, "rc1")], Ending.OVERTURNED, "it passed on the same set"),
        (RED, [answered(6, "rc1b")], Ending.OVERTURNED, "rc1b, the same version, passed"),
        (RED, [answered(6, "rc1", sha256="s2")], Ending.OPEN, "nothing"),
        (RED, [answered(6, "rc1", needed_waiver=True)], Ending.OPEN, "nothing"),
        (RED, [answered(6, "rc1b", Answer.BLOCKED, ["c-2"])], Ending.CONFIRMED, "alike"),
        (RED, [answered(6, "rc1b", Answer.BLOCKED, ["c-3"])], Ending.OPEN, "nothing"),
        (RED, [answered(6, "rc2", model="v2")], Ending.CONFIRMED, "mended: rc2 passed"),
        (RED, [answered(6, "rc2", Answer.INCOMPLETE, model="v2")], Ending.OPEN, "nothing"),
        (RED, [Hurt(6, "INC-1", "rc1", NOW)], Ending.CONFIRMED, "INC-1 is on record"),
        (RED, [Hurt(6, "INC-1", "rc0", NOW)], Ending.OPEN, "nothing"),
        (RED, [TakenOut(6, "c-1", "dismissed")], Ending.OPEN, "nothing"),
        (
            RED,
            [TakenOut(6, "c-1", "dismissed"), TakenOut(7, "c-2", "monitoring")],
            Ending.OVERTURNED,
            "taken out of blocking (to monitoring)",
        ),
        (
            RED,
            [TakenOut(6, "c-1", "dismissed"), LetThrough(7, "W-1", "c-2", "rc1", None)],
            Ending.OVERTURNED,
            "waived: W-1",
        ),
        (
            RED,
            [TakenOut(6, "c-1", "dismissed"), LetThrough(7, "W-1", "c-2", "rc9", None)],
            Ending.OPEN,
            "nothing",
        ),
        (
            RED,
            [answered(6, "rc2", model="v2"), TakenOut(7, "c-1", "x"), TakenOut(8, "c-2", "x")],
            Ending.CONFIRMED,
            "mended",
        ),
        (
            RED,
            [TakenOut(6, "c-1", "x"), TakenOut(7, "c-2", "x"), answered(8, "rc2", model="v2")],
            Ending.OVERTURNED,
            "taken out",
        ),
        (BY_NUMBER, [answered(6, "rc2", model="v2")], Ending.CONFIRMED, "mended"),
        (BY_NUMBER, [LetThrough(6, "W-1", "gate.latency", None, "v1")], Ending.OVERTURNED, ""),
        (BY_NUMBER, [LetThrough(6, "W-1", "gate.latency", None, "v2")], Ending.OPEN, ""),
        (BY_NUMBER, [TakenOut(6, "c-1", "dismissed")], Ending.OPEN, "nothing"),
    ],
)
def test_what_first_shows_whether_a_red_was_right_settles_it(
    red: Answered, events: list[Event], ending: Ending, how: str
) -> None:
    found = settle(red, events[::-1])  # in whatever order they are read
    assert (found.ending, how in found.how) == (ending, True), found.how


@pytest.mark.parametrize(
    ("began", "incident", "young"),
    [
        (None, None, False),
        (-1, None, False),
        (0, "INC-1", False),
        (28, "INC-1", False),
        (29, None, False),
    ],
)
def test_an_incident_counts_against_a_green_for_so_many_days(
    began: int | None, incident: str | None, young: bool
) -> None:
    at = NOW - timedelta(days=100)
    hurts = [] if began is None else [Hurt(1, "INC-1", "rc1", at + timedelta(days=began))]
    (green,) = followed([("rc1", "v1", at)], hurts, 28, NOW)
    assert (green.incident, green.young) == (incident, young)


def test_a_green_of_yesterday_is_too_young_unless_it_has_hurt_already() -> None:
    at = NOW - timedelta(days=1)
    (young,) = followed([("rc1", "v1", at)], [], 28, NOW)
    (hurt,) = followed([("rc1", "v1", at)], [Hurt(1, "INC-1", "rc1", NOW)], 28, NOW)
    assert (young.young, hurt.young, hurt.incident) == (True, False, "INC-1")


def test_a_version_that_passed_twice_is_one_release() -> None:
    at = NOW - timedelta(days=90)
    later = at + timedelta(days=1)
    hurts = [Hurt(1, "INC-1", "rc1", later + timedelta(days=1))]
    (one,) = followed([("rc1b", "v1", later), ("rc1", "v1", at)], hurts, 28, NOW)
    assert (one.run, one.incident) == ("rc1b", "INC-1")


def test_a_green_that_hurt_somebody_counts_though_a_later_run_of_it_was_red() -> None:
    at = NOW - timedelta(days=90)
    hurt = Hurt(9, "INC-1", "nightly", at + timedelta(days=9), frozenset({"rc1", "nightly"}))
    (one,) = followed([("rc1", "v1", at)], [hurt], 28, NOW)
    assert (one.run, one.incident) == ("rc1", "INC-1")


def test_an_incident_between_two_passes_counts_against_the_first() -> None:
    at, runs = NOW - timedelta(days=90), frozenset({"rc1"})
    hurt = Hurt(9, "INC-1", "rc1", at + timedelta(days=2), runs)
    greens = [("rc1", "v1", at), ("rc1b", "v1", at + timedelta(days=9))]
    (one,) = followed(greens, [hurt], 28, NOW)
    assert (one.run, one.incident) == ("rc1", "INC-1")


@pytest.mark.parametrize(
    ("failed", "missed", "compared", "stood"),
    [
        (["c-1"], [ALL_PASS], "not_worse", {"c-1"}),
        ([], [ALL_PASS], "not_worse", {ALL_PASS}),
        (["c-1"], [ALL_PASS, "gate.latency"], "not_worse", {"c-1", "gate.latency"}),
        (["c-1"], [], "worse", {"c-1", MARGIN}),
        ([], [], "undecided", set[str]()),
    ],
)
def test_all_that_blocked_a_run_stood_in_its_way(
    failed: list[str], missed: list[str], compared: str, stood: set[str]
) -> None:
    checks = [{"name": name, "met": False} for name in missed]
    said = {"failed": failed, "thresholds": checks, "comparison": {"outcome": compared}}
    assert stood_in_the_way(said) == stood


@pytest.mark.parametrize(
    ("n", "failures", "drop"),
    [
        (45, 1, 1 - 0.2 ** (1 / 45)),  # the chance that none of 45 breaks is .2
        (20, 1, 0.0773),
        (100, 6, 0.07791),  # scipy.stats.beta.ppf(.8, 6, 95)
        (0, 1, None),
        (10, 11, None),
    ],
)
def test_the_smallest_drop_that_is_seen_eight_times_in_ten(
    n: int, failures: int, drop: float | None
) -> None:
    assert smallest_drop(n, failures) == (
        None if drop is None else pytest.approx(drop, abs=5e-5)
    )


@given(st.integers(1, 300), st.integers(1, 300))
def test_at_the_smallest_drop_the_gate_stops_as_often_as_it_says(n: int, failures: int) -> None:
    drop = smallest_drop(n, failures)
    if drop is None:
        assert failures > n
    else:
        assert stats.binom.sf(failures - 1, n, drop) == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize(
    ("n", "limit", "failures"), [(45, 1.0, 1), (100, 0.95, 6), (20, 0.9, 3), (10, 0.0, 11)]
)
def test_how_many_must_break_before_a_rate_is_under_its_limit(
    n: int, limit: float, failures: int
) -> None:
    assert failures_of_rate(n, limit) == failures


@given(st.integers(1, 80), st.floats(0.5, 0.99), st.integers(1, 6))
def test_a_cohort_needs_more_failures_the_more_cohorts_are_tested(
    n: int, limit: float, tested: int
) -> None:
    alone, among = failures_of_cohort(n, limit, 1), failures_of_cohort(n, limit, tested)
    assert alone <= among <= n + 1
    if among <= n:
        assert stats.binomtest(n - among, n, limit, alternative="less").pvalue < 0.05 / tested


def test_how_many_must_break_before_a_run_may_be_worse_than_its_baseline() -> None:
    assert failures_of_comparison(200, 0.5) > failures_of_comparison(200, 0.05)
    assert failures_of_comparison(10, 0.02) == 0  # so few cases never show "not worse"


@pytest.mark.parametrize(
    ("measured", "at_most", "said"),
    [
        (None, None, "too few to say"),
        (0.0, 0.95, "too few to say (no contradiction seen so far; up to 95 % possible)"),
        (0.0, 0.02, "0.0 % (up to 2 % not ruled out)"),
        (0.3, 0.9, "30.0 % (up to 90 % not ruled out)"),
        (0.3, 0.301, "30.0 %"),
    ],
)
def test_that_nothing_wobbled_yet_is_no_share(
    measured: float | None, at_most: float | None, said: str
) -> None:
    assert noise(measured, at_most) == said
