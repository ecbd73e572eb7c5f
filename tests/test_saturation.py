"""A case is saturated when it passed run after run; with too few runs nobody can tell."""

import pytest

from curation.attempts import Outcome
from curation.saturation import Telling, advice, said, saturation

_OUTCOME = {
    "p": Outcome.PASSED,
    "f": Outcome.FAILED,
    "y": Outcome.FLAKY,
    "e": Outcome.ERRORED,
    "m": Outcome.MISSING,
}


@pytest.mark.parametrize(
    ("newest_first", "telling", "passed", "scored"),
    [
        ("ppp", Telling.SATURATED, 3, 3),
        ("pppppf", Telling.SATURATED, 5, 6),
        ("pp", Telling.TOO_FEW, 2, 2),
        ("", Telling.TOO_FEW, 0, 0),
        ("mmm", Telling.TOO_FEW, 0, 0),
        ("eee", Telling.TOO_FEW, 0, 0),
        ("ppf", Telling.TELLING, 2, 3),
        ("ppyppp", Telling.TELLING, 2, 6),
        ("fpppp", Telling.TELLING, 0, 5),
        ("f", Telling.TELLING, 0, 1),
        ("y", Telling.TELLING, 0, 1),
        ("pempep", Telling.SATURATED, 3, 3),  # who did not score it does not count
        ("eppm", Telling.TOO_FEW, 2, 2),
    ],
)
def test_three_passes_in_a_row_saturate_and_less_is_too_few_or_still_telling(
    newest_first: str, telling: Telling, passed: int, scored: int
) -> None:
    found = saturation([_OUTCOME[letter] for letter in newest_first], 3)
    assert (found.telling, found.passed, found.scored) == (telling, passed, scored)


@pytest.mark.parametrize("needed", [0, -4, 0.2, 1])
def test_no_threshold_makes_a_case_saturated_that_was_never_scored(needed: float) -> None:
    assert saturation([], needed).telling is Telling.TOO_FEW
    assert saturation([Outcome.PASSED], needed).telling is Telling.SATURATED


@pytest.mark.parametrize(
    ("newest_first", "words"),
    [
        ("pppp", "passed the last 4 runs that scored it"),
        ("", "too few to say: no run has scored it"),
        ("pp", "too few to say: passed 2 runs, 3 are needed"),
        ("p", "too few to say: passed 1 run, 3 are needed"),
        ("fp", "did not pass the last run that scored it"),
        ("pf", "passed the last run, and not the one before"),
    ],
)
def test_the_judgement_is_said_with_its_numbers(newest_first: str, words: str) -> None:
    assert said(saturation([_OUTCOME[letter] for letter in newest_first], 3)) == words


@pytest.mark.parametrize(
    ("cases", "blocking", "told"),
    [
        (1, True, "still be stopped by it"),
        (3, True, "still be stopped by them"),
        (
            1,
            False,
            "It says little about a new model any more; consider retiring or replacing it",
        ),
        (3, False, "They say little"),
    ],
)
def test_a_saturated_blocking_case_still_stops_a_relapse(
    cases: int, blocking: bool, told: str
) -> None:
    assert told in advice(cases, blocking=blocking)
