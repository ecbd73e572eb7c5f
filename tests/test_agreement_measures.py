"""Agreement of raters: published tables, the library as an oracle, and what is undefined."""

from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from krippendorff import alpha as of_the_library

from curation.label_bands import Band, band, prevails
from curation.measures.agreement import (
    NOBODY_TWICE,
    ONE_ANSWER,
    Alpha,
    Level,
    Ratings,
    krippendorff_alpha,
    rated,
    raw_agreement,
    resampled,
)
from curation.measures.kappa import BOTH_ONE_ANSWER, cohen_kappa, crossed, fleiss_kappa
from curation.thresholds import policy

# Hayes and Krippendorff (2007), 4 raters on 12 units, and the table of Wikipedia's article.
HAYES = """1 2 3 3 2 1 4 1 2 * * *
1 2 3 3 2 2 4 1 2 5 * 3
* 3 3 3 2 3 4 2 2 5 1 *
1 2 3 3 2 4 4 1 2 5 1 *"""
WIKIPEDIA = """* * * * * 3 4 1 2 1 1 3 3 * 3
1 * 2 1 3 3 4 3 * * * * * * *
* * 2 1 3 4 4 * 2 1 1 3 3 * 4"""
# Fleiss (1971) as Wikipedia's article gives it: 14 raters, 10 subjects, 5 categories.
FLEISS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def table(text: str) -> Ratings:
    """One line a rater, one column a unit, * where a rater gave no answer."""
    columns = zip(*(line.split() for line in text.splitlines()), strict=True)
    return rated([[int(said) for said in column if said != "*"] for column in columns])


@pytest.mark.parametrize(
    ("text", "level", "value", "units", "ratings"),
    [
        (HAYES, "nominal", 0.743421052631579, 11, 40),
        (HAYES, "ordinal", 0.8153875037548814, 11, 40),
        (HAYES, "interval", 0.8491071428571428, 11, 40),
        (HAYES, "ratio", 0.7974027747116121, 11, 40),
        (WIKIPEDIA, "nominal", 0.691358024691358, 12, 26),
        (WIKIPEDIA, "ordinal", 0.8067214199413153, 12, 26),
        (WIKIPEDIA, "interval", 0.8108448928121059, 12, 26),
    ],
)
def test_alpha_is_the_published_one_and_lies_in_its_interval(
    text: str, level: Level, value: float, units: int, ratings: int
) -> None:
    found = krippendorff_alpha(table(text), level)
    assert found.value == pytest.approx(value, abs=1e-9)
    assert (found.n_units, found.n_ratings) == (units, ratings)
    assert found.low is not None
    assert found.high is not None
    assert found.low < value < found.high
    assert found == krippendorff_alpha(table(text), level)  # seeded: the same every time


COUNTS = st.lists(
    st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=8
).filter(lambda rows: sum(map(any, zip(*[r for r in rows if sum(r) > 1], strict=True))) > 1)


@given(COUNTS, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]), st.data())
def test_a_draw_of_the_units_has_the_alpha_that_the_library_gives_it(
    rows: list[list[int]], level: Level, data: st.DataObject
) -> None:
    ratings = Ratings((1, 2, 3), np.array(rows, dtype=float)).pairable
    often = data.draw(
        st.lists(st.integers(0, 2), min_size=ratings.units, max_size=ratings.units)
    )
    drawn = np.repeat(ratings.counts, often, axis=0).astype(int)
    (mine,) = resampled(ratings, level, np.array([often], dtype=float))
    if np.count_nonzero(drawn.sum(axis=0)) < 2:
        assert np.isnan(mine)
        return
    theirs = of_the_library(
        value_counts=drawn, value_domain=np.array([1, 2, 3]), level_of_measurement=level
    )
    assert mine == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(
    ("units", "why"),
    [
        ([], NOBODY_TWICE),
        ([["yes"], ["no"], []], NOBODY_TWICE),
        ([["yes", "yes"], ["yes", "yes", "yes"], ["no"]], ONE_ANSWER),
    ],
)
def test_where_alpha_is_not_defined_it_is_none_and_says_why(
    units: list[list[str]], why: str
) -> None:
    found = krippendorff_alpha(rated(units), "nominal")
    assert (found.value, found.low, found.high, found.note) == (None, None, None, why)
    assert fleiss_kappa(rated(units)).value is None


def test_full_agreement_of_few_cases_proves_little_and_of_many_much() -> None:
    few = krippendorff_alpha(rated([["a", "a"], ["b", "b"], ["a", "a"]]), "nominal")
    many = krippendorff_alpha(rated([["a", "a"], ["b", "b"]] * 100), "nominal")
    assert few.value == many.value == few.high == 1
    assert few.low is not None
    assert many.low is not None
    # 0 of 3 and 0 of 200 that differ: Clopper-Pearson's 97.5 % limits .707598 and .018276;
    # chance: 8 of 15 pairs of answers differ, and 200/399.
    assert few.low == pytest.approx(1 - 0.7075982261 / (8 / 15), abs=1e-6)
    assert many.low == pytest.approx(1 - 0.0182760767 / (200 / 399), abs=1e-4)


def test_raw_agreement_counts_pairs_and_leaves_single_labels_out() -> None:
    found = raw_agreement(rated([["a", "a"], ["a", "b"], ["a", "a", "b"], ["b"]]))
    assert found.value == pytest.approx((1 + 0 + 1 / 3) / 3)
    assert found.n == 3


def test_fleiss_is_the_published_one_and_leaves_other_counts_out() -> None:
    ratings = Ratings((1, 2, 3, 4, 5), np.array(FLEISS, dtype=float))
    found = fleiss_kappa(ratings)
    assert found.value == pytest.approx(0.20993070442195522, abs=1e-9)
    assert cast("float", found.low) < 0.20993 < cast("float", found.high)
    more = np.vstack([ratings.counts, [[1, 1, 0, 0, 0]]])
    other = fleiss_kappa(Ratings(ratings.domain, more))
    assert (other.value, other.n) == (found.value, 10)
    assert other.note == "1 of 11 cases have another number of labels"


def test_cohen_has_the_textbook_error_and_limits() -> None:
    found = cohen_kappa(np.array([[20.0, 5], [10, 15]]), ordered=False)
    assert found.se == pytest.approx(0.12699606293110033)
    limits = (found.plain.value, found.plain.low, found.plain.high)
    assert limits == pytest.approx((0.4, 0.151092290476661, 0.6489077095233389))


def test_cohen_weighs_how_far_apart_ordered_answers_are() -> None:
    found = cohen_kappa(np.array([[10.0, 3, 1], [2, 12, 4], [0, 3, 15]]), ordered=True)
    assert found.linear is not None
    assert found.quadratic is not None
    values = (found.plain.value, found.linear.value, found.quadratic.value)
    assert values == pytest.approx((0.6055825242718447, 0.6735074626865671, 0.744897959183674))


def test_kappa_is_undefined_where_both_only_ever_say_one_word() -> None:
    found = cohen_kappa(crossed([("yes", "yes")] * 9, ("yes", "no")), ordered=False).plain
    assert (found.value, found.note, found.n) == (None, BOTH_ONE_ANSWER, 9)
    none = cohen_kappa(crossed([], ("yes", "no")), ordered=False).plain
    assert (none.value, none.note) == (None, NOBODY_TWICE)


def test_kappa_of_raters_who_always_differ_alike_has_no_interval() -> None:
    found = cohen_kappa(crossed([("yes", "no")], ("yes", "no")), ordered=False)
    assert (found.plain.value, found.plain.low, found.se) == (0, None, None)


def test_kappa_of_raters_who_never_differ_says_how_little_few_cases_prove() -> None:
    found = cohen_kappa(crossed([("y", "y"), ("n", "n")] * 5, ("y", "n")), ordered=False)
    # Clopper-Pearson of 10 of 10 is .691503; half of all pairs would agree by chance.
    assert found.plain.low == pytest.approx(1 - (1 - 0.6915028921) / 0.5, abs=1e-6)
    assert found.se is None


def test_where_one_answer_prevails_alpha_is_held_against_next_to_nothing() -> None:
    units = [["a", "a"]] * 33 + [["a", "b"]] * 4
    found = krippendorff_alpha(rated(units), "nominal")
    # 70 and 4 of 74 answers: 2 * 70 * 4 / (74 * 73) of the pairs differ.
    assert found.by_chance == pytest.approx(37 * 2 * 70 * 4 / (74 * 73))
    assert found.value is not None
    assert found.value < 0
    assert prevails(found)
    assert band(found, policy(())) is Band.ONE_ANSWER
    assert not prevails(krippendorff_alpha(rated([["a", "a"], ["b", "b"]] * 9), "nominal"))


@pytest.mark.parametrize(
    ("limits", "units", "expected"),
    [
        ((0.81, 0.95), 40, Band.RELIABLE),
        ((0.7, 0.95), 40, Band.TENTATIVE),
        ((0.5, 0.7), 40, Band.NOT_PROVEN),
        ((0.2, 0.6), 40, Band.UNRELIABLE),
        ((0.81, 0.95), 19, Band.TOO_FEW),
        ((None, None), 40, Band.UNDEFINED),
    ],
)
def test_what_labels_are_worth_is_decided_by_the_whole_interval(
    limits: tuple[float | None, float | None], units: int, expected: Band
) -> None:
    low, high = limits
    value = None if low is None else 0.85  # the point alone decides nothing
    alpha = Alpha(value, low, high, "nominal", units, 2 * units, "drawn", None, units / 2)
    assert band(alpha, policy(())) is expected
