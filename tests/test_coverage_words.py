"""What a coverage matrix says of itself: never that all is well where nobody knows."""

import pytest

from curation.coverage import Loss, cells, summary
from store.answers.coverage_words import sentence


@pytest.mark.parametrize(
    ("losses", "there", "said"),
    [
        ([Loss((None,), 9, 60.0)], 5, "Nobody can say what is lacking by category. 100 % of"),
        ([Loss(("a",), 9, 0.0)], 5, "These failures cost nothing"),
        ([Loss(("a",), 9, 0.0, unpriced=9)], 5, "Nobody has said what these failures cost"),
        ([Loss(("a",), 1, 40.0), Loss((None,), 1, 60.0)], 2, "that the known 40 % of the cost"),
        ([Loss(("a",), 1, 40.0)], 2, "Each of 2 cases that the cost of failure asks for is"),
        ([], 2, "No failure is known of this time: nothing says what 2 cases lack. 3 failures"),
    ],
)
def test_a_sentence_calls_nothing_well_that_nobody_knows(
    losses: list[Loss], there: int, said: str
) -> None:
    found = cells(losses, [("a",)] * there)
    assert said in sentence(found, summary(found, ["category"]), ["category"], 3)
