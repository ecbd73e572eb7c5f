"""When a value is the one that a filter asks for, of cases and of events alike."""

from pathlib import Path

import pytest

from curation.cohort_values import length_word, range_of, ranges, same_value
from store.facts.sliced import Part
from store.facts.slicing import Slicing
from tests.shelf import Shelf


@pytest.mark.parametrize(
    ("column", "value", "said", "same"),
    [
        ("route", "True", "true", False),
        ("model_version", "1.0", "1", False),
        ("customer_id", "7.0", "7", False),
        ("beta", "true", "True", True),
        ("ratio", "0.5", "0.50", True),
        ("seats", "7", "7.0", True),
        ("seats", "7", "5 to under 7", False),
        ("seats", "7", "7 to under 9", True),
        ("seats", "-7", "under -6.5", True),
        ("seats", "1e+5", "7 and over", True),
        ("seats", None, "under 3", False),
        ("seats", None, None, True),
        ("seats", "3", None, False),
        ("plan", "under 3", "2", False),
        ("plan", "under 3", "under 3", True),
        ("plan", "007", "7", False),
    ],
)
def test_a_value_is_what_a_filter_asks_for(
    column: str, value: str | None, said: str | None, same: bool
) -> None:
    assert same_value(column, value, said) is same


@pytest.mark.parametrize(
    "edges", [[1.0], [2.5, 2.5, 9.123456789], [-1e9, 0.1 + 0.2, 12345678.9]]
)
def test_every_part_is_read_as_the_range_that_it_is(edges: list[float]) -> None:
    found = ranges(edges)
    told = [range_of(word) for word, _ in found]
    ends = [end for _, end in found]
    assert [one and one[1] for one in told] == ends
    assert [one and one[0] for one in told[1:]] == ends[:-1]


@pytest.mark.parametrize("said", ["7", "7.0", "5 to under 8", "under 8", "seven", "8 and over"])
def test_events_are_filtered_as_cases_are(tmp_path: Path, said: str) -> None:
    shelf = Shelf(tmp_path)
    values = (-7.5, 0, 7, 7.25, 8, 100)
    rows = [
        {"event_id": f"e-{n}", "input": f"question {n}", "prediction": "a", "seats": value}
        for n, value in enumerate(values)
    ]
    shelf.bring(shelf.lines(rows))
    (found,) = Slicing(shelf.facts).counts("cohort_counts", Part((), {"seats": said}))
    assert found.cells["events"] == sum(same_value("seats", f"{v:g}", said) for v in values)


@pytest.mark.parametrize(
    ("n", "word"),
    [(0, None), (1, "1 to 40 characters"), (40, "1 to 40 characters"),
     (41, "41 to 160 characters"), (640, "161 to 640 characters"),
     (641, "over 640 characters")],
)  # fmt: skip
def test_the_length_of_a_case_is_told_in_the_words_of_events(n: int, word: str | None) -> None:
    assert length_word("a" * n) == word
