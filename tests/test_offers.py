"""Who is beaten by nobody, and which candidate to pick."""

import math

import hypothesis.strategies as st
import pytest
from hypothesis import given

from curation.measures.front import Offer, beaten_by, front
from curation.offers import Candidate, picked, summary

LARGE = Offer(0.95, 1500, 4.0)


@pytest.mark.parametrize(
    ("other", "beaten"),
    [
        (Offer(0.95, 900, 1.3), True),  # as good, faster, cheaper
        (Offer(0.95, 1500, 4.0), False),  # the same
        (Offer(0.94, 900, 1.3), False),  # worse in one thing
        (Offer(0.96, 1500, 4.0), True),
        (Offer(0.99, None, 1.0), False),  # not measured in the same things
        (Offer(0.99, 900, None), False),
        (Offer(None, 900, 1.0), False),
    ],
)
def test_a_run_is_beaten_only_by_one_that_is_as_good_in_everything(
    other: Offer, beaten: bool
) -> None:
    offers = {"large": LARGE, "other": other}
    assert beaten_by("large", offers) == (("other",) if beaten else ())
    assert ("large" in front(offers)) is not beaten


_OFFERS = st.builds(Offer, *(st.integers(0, 4).map(float) for _ in range(3)))


@given(st.dictionaries(st.text(max_size=3), _OFFERS, min_size=1, max_size=8))
def test_somebody_is_always_unbeaten_and_beats_whoever_is(offers: dict[str, Offer]) -> None:
    unbeaten = front(offers)
    assert unbeaten
    for name in offers:
        assert name in unbeaten or set(beaten_by(name, offers)) & set(unbeaten)


def a_run(name: str, cost: float, meets: bool | None, *, on_front: bool = True) -> Candidate:
    return Candidate(name, 0.9, cost, on_front, meets)


@pytest.mark.parametrize(
    ("found", "pick", "says"),
    [
        ([], None, "No run has scored all 45 cases of blocking@3."),
        ([a_run("a", 1, True)], "a", "Only a has scored all 45 cases"),
        (
            [
                a_run("a", 4, True, on_front=False),
                a_run("b", 1.3, True),
                a_run("c", 0.4, False),
            ],
            "b",
            "Not beaten in accuracy, p95 and cost together are b, c. The cheapest that meets "
            "the thresholds is b, $1.30 per 1,000.",
        ),
        ([a_run("a", 1, False), a_run("b", 2, False)], None, "None meets the thresholds."),
        (
            [a_run("a", 1, None), a_run("b", 2, False)],
            None,
            "None meets the thresholds for sure.",
        ),
        ([a_run("a", math.inf, True), a_run("b", 2, None)], None, "no cost is known"),
    ],
)
def test_the_pick_is_the_cheapest_that_meets_the_thresholds_for_sure(
    found: list[Candidate], pick: str | None, says: str
) -> None:
    assert picked(found) == pick
    assert says in summary(found, "blocking@3", 45)
