"""The gate: what it says, why, and that nothing bad ever moves it towards PASS."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from curation.attempts import Outcome, Tally
from curation.comparison import Difference, NonInferiority, compare
from curation.gate import Answer, Check, Verdict, judge, outcomes, share_passed
from curation.thresholds import Direction
from tests.builders import ERROR, FAIL, PASS, a_check, a_threshold, scored

PASSED, FAILED, FLAKY = Outcome.PASSED, Outcome.FAILED, Outcome.FLAKY
MISSING, ERRORED = Outcome.MISSING, Outcome.ERRORED
WOBBLY = Tally(passed=2, failed=1)


def asked(
    tallies: Mapping[str, Tally],
    cases: Sequence[str] = ("a", "b"),
    checks: Sequence[Check] = (),
    comparison: Difference | None = None,
) -> Verdict:
    baseline = "v1" if comparison else None
    return judge(scored(tallies), ("blocking", 3, cases), checks, comparison, baseline)


def a_comparison(outcome: NonInferiority, *, unscored: int = 0) -> Difference:
    names = tuple(f"u-{n}" for n in range(unscored))
    return Difference(90, -0.02, -0.05, -0.01, outcome, ("x", "y"), ("z",), names)


@pytest.mark.parametrize(
    ("tallies", "cases", "answer", "reason"),
    [
        (
            {"a": PASS, "b": PASS},
            ["a", "b"],
            Answer.PASS,
            "All 2 cases of blocking@3 passed and every threshold is met.",
        ),
        (
            {"a": PASS},
            ["a"],
            Answer.PASS,
            "The one case of blocking@3 passed and every threshold is met.",
        ),
        ({"a": PASS, "b": FAIL}, ["a", "b"], Answer.BLOCKED, "1 blocking case failed."),
        ({"a": FAIL, "b": FAIL}, ["a", "b"], Answer.BLOCKED, "2 blocking cases failed."),
        ({"a": PASS}, ["a", "b"], Answer.INCOMPLETE, "1 case was not run."),
        ({}, ["a", "b"], Answer.INCOMPLETE, "2 cases were not run."),
        ({"a": PASS, "b": ERROR}, ["a", "b"], Answer.INCOMPLETE, "1 case errored."),
        ({"a": ERROR, "b": Tally(9, 0, 1)}, ["a", "b"], Answer.INCOMPLETE, "2 cases errored."),
        ({"a": PASS, "b": WOBBLY}, ["a", "b"], Answer.INCOMPLETE, "1 case is flaky."),
        ({"a": WOBBLY, "b": WOBBLY}, ["a", "b"], Answer.INCOMPLETE, "2 cases are flaky."),
        (
            {"a": FAIL, "c": ERROR, "d": WOBBLY},
            ["a", "b", "c", "d"],
            Answer.BLOCKED,
            "1 blocking case failed; 1 case was not run; 1 case errored; 1 case is flaky.",
        ),
        (
            {"a": PASS},
            [],
            Answer.INCOMPLETE,
            "Blocking@3 holds no case, so nothing was judged.",
        ),
        (
            {"a": PASS, "b": PASS, "elsewhere": FAIL},
            ["a", "b"],
            Answer.PASS,
            "All 2 cases of blocking@3 passed and every threshold is met.",
        ),
    ],
)
def test_the_answer_follows_from_the_cases_and_says_why(
    tallies: dict[str, Tally], cases: list[str], answer: Answer, reason: str
) -> None:
    verdict = asked(tallies, cases)
    assert (verdict.answer, verdict.reason) == (answer, reason)


GOOD, BAD, OPEN = a_check(met=True), a_check(met=False), a_check(met=None)
NOT_MET = "threshold gate.latency is not met (p95 900 ms)"
UNDECIDED = "threshold gate.latency cannot be decided (p95 900 ms)"


@pytest.mark.parametrize(
    ("tallies", "checks", "answer", "reason"),
    [
        (
            PASS,
            [GOOD],
            Answer.PASS,
            "All 2 cases of blocking@3 passed and every threshold is met.",
        ),
        (PASS, [GOOD, BAD], Answer.BLOCKED, f"{NOT_MET.capitalize()}."),
        (PASS, [OPEN, GOOD], Answer.INCOMPLETE, f"{UNDECIDED.capitalize()}."),
        (PASS, [OPEN, BAD], Answer.BLOCKED, f"{NOT_MET.capitalize()}; {UNDECIDED}."),
        (
            FAIL,
            [BAD, OPEN],
            Answer.BLOCKED,
            f"2 blocking cases failed; {NOT_MET}; {UNDECIDED}.",
        ),
        (ERROR, [BAD], Answer.BLOCKED, f"{NOT_MET.capitalize()}; 2 cases errored."),
    ],
)
def test_a_threshold_stops_or_holds_up_a_release_by_its_name(
    tallies: Tally, checks: list[Check], answer: Answer, reason: str
) -> None:
    verdict = asked({"a": tallies, "b": tallies}, checks=checks)
    assert (verdict.answer, verdict.reason) == (answer, reason)
    assert verdict.checks == tuple(checks)


TOLD = "90 cases in common, 2 broke, 1 fixed"


@pytest.mark.parametrize(
    ("comparison", "answer", "reason"),
    [
        (
            a_comparison(NonInferiority.NOT_WORSE),
            Answer.PASS,
            "All 2 cases of blocking@3 passed and every threshold is met. "
            "It is not worse than its baseline.",
        ),
        (
            a_comparison(NonInferiority.WORSE),
            Answer.BLOCKED,
            f"It is worse than its baseline ({TOLD}).",
        ),
        (
            a_comparison(NonInferiority.UNDECIDED, unscored=7),
            Answer.INCOMPLETE,
            f"It may be worse than its baseline ({TOLD}, 7 not scored).",
        ),
    ],
)
def test_a_baseline_is_held_to_three_outcomes(
    comparison: Difference, answer: Answer, reason: str
) -> None:
    verdict = asked({"a": PASS, "b": PASS}, comparison=comparison)
    assert (verdict.answer, verdict.reason) == (answer, reason)
    assert (verdict.comparison, verdict.baseline) == (comparison, "v1")


def test_every_case_that_did_not_pass_is_named_in_order() -> None:
    tallies = {"d": FAIL, "a": FAIL, "c": ERROR, "e": WOBBLY, "b": PASS}
    verdict = asked(tallies, ["e", "d", "f", "c", "b", "a"])
    assert (verdict.run, verdict.set, verdict.version) == ("v2", "blocking", 3)
    assert (verdict.cases, verdict.passed) == (6, 1)
    assert (verdict.failed, verdict.missing) == (("a", "d"), ("f",))
    assert (verdict.errored, verdict.flaky) == (("c",), ("e",))


def test_a_case_that_is_listed_twice_counts_once() -> None:
    assert asked({"a": PASS}, ["a", "a"]).cases == 1


# --- shares of cases held against a threshold


def cases_of(**counts: int) -> dict[str, Outcome]:
    return {f"{o}-{n}": Outcome(o) for o, many in counts.items() for n in range(many)}


@pytest.mark.parametrize(
    ("limit", "found", "met", "why"),
    [
        (0.9, cases_of(passed=18, failed=2), True, "90.0 % of 20, limit 90.0 %"),
        (0.9, cases_of(passed=17, failed=3), False, "85.0 % of 20, limit 90.0 %"),
        (0.9, cases_of(passed=17, missing=3), None, "85.0 % of 20, limit 90.0 %; 3 open"),
        (
            0.9,
            cases_of(passed=17, errored=1, flaky=2),
            None,
            "85.0 % of 20, limit 90.0 %; 3 open",
        ),
        (0.9, cases_of(passed=16, failed=3, missing=1), False, "80.0 % of 20, limit 90.0 %"),
        (0.9, cases_of(passed=19, missing=1), True, "95.0 % of 20, limit 90.0 %"),
        (0.9, cases_of(passed=19), None, "too few to say: 19 cases, 20 needed"),
        (0.9, cases_of(failed=19), None, "too few to say: 19 cases, 20 needed"),
        (1.0, cases_of(passed=2), True, "100.0 % of 2, limit 100.0 %"),
        (1.0, cases_of(passed=1, failed=1), False, "50.0 % of 2, limit 100.0 %"),
        (1.0, cases_of(passed=1, missing=1), None, "50.0 % of 2, limit 100.0 %; 1 open"),
        (1.0, cases_of(), None, "no case to judge on"),
        (0.0, cases_of(), None, "no case to judge on"),
    ],
)
def test_a_share_is_held_against_its_limit(
    limit: float, found: dict[str, Outcome], met: bool | None, why: str
) -> None:
    check = share_passed(a_threshold(value=limit), found, floor=20)
    assert (check.met, check.why, check.n) == (met, why, len(found))


def test_a_share_is_shown_with_its_interval() -> None:
    check = share_passed(a_threshold(), cases_of(passed=8, failed=2), floor=10)
    # Wilson for 8 of 10: statsmodels 0.15, proportion_confint(method="wilson")
    assert (check.low, check.high) == pytest.approx((0.490162, 0.943318), abs=5e-7)
    assert (check.name, check.value, check.limit) == ("gate.pass_rate", 0.8, 0.9)


@pytest.mark.parametrize(
    ("found", "met"),
    [
        (cases_of(passed=10, failed=10), True),
        (cases_of(passed=11, failed=9), False),
        (cases_of(passed=10, failed=9, missing=1), None),  # it could still rise above
    ],
)
def test_what_is_open_is_open_in_the_other_direction_too(
    found: dict[str, Outcome], met: bool | None
) -> None:
    at_most = a_threshold(value=0.5, direction=Direction.AT_MOST)
    assert share_passed(at_most, found, floor=20).met is met


# --- the gate is monotone

ORDER = {Answer.PASS: 0, Answer.INCOMPLETE: 1, Answer.BLOCKED: 2}
COUNT = st.integers(0, 2)
TALLIES = st.builds(Tally, COUNT, COUNT, COUNT)
DESKS = st.dictionaries(st.sampled_from("abcdefgh"), TALLIES, max_size=8)
LIMITS = st.sampled_from([0.5, 0.9, 1.0])
FLOORS = st.sampled_from([0, 3, 20])


def whole_answer(
    tallies: Mapping[str, Tally], limit: float, floor: float, baseline: Mapping[str, Outcome]
) -> Answer:
    """The answer with everything that the gate looks at: cases, a share, a baseline."""
    cases = sorted("abcdefgh")
    found = outcomes(cases, scored(tallies))
    check = share_passed(a_threshold(value=limit), found, floor)
    comparison = compare(found, baseline, 0.3) if baseline else None
    return asked(tallies, cases, [check], comparison).answer


BASELINES = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([PASSED, FAILED]))


@settings(max_examples=200)
@given(DESKS, st.sampled_from("abcdefgh"), LIMITS, FLOORS, BASELINES)
def test_one_more_failed_attempt_never_moves_the_answer_towards_pass(
    tallies: dict[str, Tally],
    case_id: str,
    limit: float,
    floor: float,
    baseline: dict[str, Outcome],
) -> None:
    before = tallies.get(case_id, Tally())
    further = {**tallies, case_id: replace(before, failed=before.failed + 1)}
    assert (
        ORDER[whole_answer(further, limit, floor, baseline)]
        >= ORDER[whole_answer(tallies, limit, floor, baseline)]
    )


@settings(max_examples=200)
@given(
    DESKS,
    st.sampled_from("abcdefgh"),
    st.sampled_from([FAIL, ERROR, WOBBLY, Tally()]),
    LIMITS,
    FLOORS,
    BASELINES,
)
def test_a_pass_turned_into_anything_else_never_moves_the_answer_towards_pass(
    tallies: dict[str, Tally],
    case_id: str,
    instead: Tally,
    limit: float,
    floor: float,
    baseline: dict[str, Outcome],
) -> None:
    passing, worse = {**tallies, case_id: PASS}, {**tallies, case_id: instead}
    assert (
        ORDER[whole_answer(worse, limit, floor, baseline)]
        >= ORDER[whole_answer(passing, limit, floor, baseline)]
    )


@pytest.mark.parametrize("tallies", [Tally(*counts) for counts in product(range(3), repeat=3)])
def test_only_a_case_whose_every_attempt_passed_lets_a_release_ship(tallies: Tally) -> None:
    ships = asked({"a": tallies, "b": PASS}).answer is Answer.PASS
    assert ships == (tallies.passed > 0 and tallies.failed == tallies.errored == 0)


SOME_TALLIES = st.builds(Tally, st.integers(0, 2), st.integers(0, 2), st.integers(0, 1))


@given(
    st.dictionaries(st.sampled_from("abcd"), SOME_TALLIES, min_size=1),
    st.sets(st.sampled_from("abcd")),
    st.data(),
)
def test_with_quarantines_a_removed_result_never_makes_the_gate_pass(
    tallies: dict[str, Tally], quarantined: set[str], data: st.DataObject
) -> None:
    removed = data.draw(st.sampled_from(sorted(tallies)))
    less = {c: t for c, t in tallies.items() if c != removed}
    before, after = (
        judge(scored(found), ("blocking", 3, "abcd"), quarantined=quarantined)
        for found in (tallies, less)
    )
    assert after.answer is not Answer.PASS or before.answer is Answer.PASS


@pytest.mark.parametrize(
    ("tally", "answer", "set_aside"),
    [
        (FAIL, Answer.PASS, ("a",)),
        (WOBBLY, Answer.PASS, ("a",)),
        (PASS, Answer.PASS, ()),
        (ERROR, Answer.INCOMPLETE, ()),
        (Tally(), Answer.INCOMPLETE, ()),
    ],
)
def test_a_case_in_quarantine_cannot_block_but_has_to_be_run(
    tally: Tally, answer: Answer, set_aside: tuple[str, ...]
) -> None:
    found = judge(
        scored({"a": tally, "b": PASS}), ("blocking", 3, ["a", "b"]), quarantined={"a"}
    )
    assert (found.answer, found.quarantined) == (answer, set_aside)


def test_when_every_case_is_in_quarantine_nothing_was_judged() -> None:
    found = judge(scored({"a": FAIL}), ("blocking", 3, ["a"]), quarantined={"a"})
    assert found.answer is Answer.INCOMPLETE
    assert found.reason.startswith("Every case is in quarantine, so nothing was judged.")
