"""What the page of thresholds says of who decides."""

import pytest

from pages.governance.threshold_tables import decide


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ([], "nobody decides"),
        (["ana"], "ana decides"),
        (["ana", "ben"], "ana and ben decide"),
        (["ana", "ben", "carl"], "ana, ben and carl decide"),
        (["ana", "ben", "carl", "dora"], "4 people decide"),
    ],
)
def test_who_decides_is_told_as_a_sentence_has_it(people: list[str], told: str) -> None:
    assert decide(people) == told
