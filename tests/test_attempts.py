"""What several attempts at one case amount to: no case is retried into green."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from curation.attempts import UNSCORED, Outcome, Stability, Tally, outcome, stability, tallies

ATTEMPTS = st.lists(st.sampled_from([True, False, None]), max_size=8)


def of(attempts: list[bool | None]) -> Outcome:
    return outcome(tallies(("c", passed) for passed in attempts).get("c"))


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        ([], Outcome.MISSING),
        ([True], Outcome.PASSED),
        ([True, True, True], Outcome.PASSED),
        ([False], Outcome.FAILED),
        ([False, False], Outcome.FAILED),
        ([True, False], Outcome.FLAKY),
        ([False, True, True, True, True], Outcome.FLAKY),
        ([None], Outcome.ERRORED),
        ([True, None], Outcome.ERRORED),
        ([False, None], Outcome.FAILED),
        ([True, False, None], Outcome.FLAKY),
    ],
)
def test_the_rule_for_several_attempts(attempts: list[bool | None], expected: Outcome) -> None:
    assert of(attempts) is expected


def test_a_tally_of_nothing_is_missing() -> None:
    assert outcome(None) is outcome(Tally()) is Outcome.MISSING


@given(ATTEMPTS, ATTEMPTS)
def test_a_case_passes_only_when_every_attempt_passed(
    before: list[bool | None], after: list[bool | None]
) -> None:
    both = before + after
    assert (of(both) is Outcome.PASSED) == (bool(both) and all(both))


@given(ATTEMPTS, st.lists(st.just(True), max_size=50))
def test_trying_again_never_turns_red_into_green(
    attempts: list[bool | None], retries: list[bool | None]
) -> None:
    if not all(attempts):
        assert of([*attempts, *retries]) is not Outcome.PASSED


@given(st.permutations([True, False, None, True, False]))
def test_the_order_of_attempts_does_not_matter(attempts: list[bool | None]) -> None:
    assert of(attempts) is Outcome.FLAKY


def test_attempts_are_tallied_by_case() -> None:
    rows = [("a", True), ("b", None), ("a", False), ("a", True), ("b", False)]
    assert tallies(rows) == {"a": Tally(2, 1, 0), "b": Tally(0, 1, 1)}
    assert Tally(2, 1, 4).scored == 3


@pytest.mark.parametrize(
    ("by_version", "expected"),
    [
        ({}, UNSCORED),
        ({"v1": [Tally(3), Tally(2)]}, Stability(5, 0)),
        ({"v1": [Tally(3, 1), Tally(0, 1)]}, Stability(5, 2)),
        ({"v1": [Tally(1, 4)]}, Stability(5, 1)),
        ({"v1": [Tally(0, 5)], "v2": [Tally(5, 0)]}, Stability(10, 0)),  # mended, not flaky
        ({"v1": [Tally(0, 0, 7)]}, UNSCORED),  # an error is no score
    ],
)
def test_a_flip_contradicts_the_majority_of_its_own_version(
    by_version: dict[str, list[Tally]], expected: Stability
) -> None:
    assert stability(by_version) == expected


def test_the_flip_rate_of_a_case_that_was_never_scored_is_unknown() -> None:
    assert UNSCORED.flip_rate is None
    assert Stability(20, 1).flip_rate == 0.05
