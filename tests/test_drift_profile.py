"""How a reference window is binned and kept."""

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.drift import Kind, NotWatched, Role
from curation.profile import (
    QUANTILES,
    ColumnProfile,
    Profile,
    StoredErrors,
    body,
    decile_edges,
    from_body,
    in_deciles,
    inner_edges,
    kind_of,
    single_valued,
)


def _counted(values: Sequence[float], edges: Sequence[float]) -> np.ndarray:
    return np.bincount(np.searchsorted(edges, values, "right"), minlength=len(edges) + 1)


LEFT = (NotWatched("ticket", "an id"),)


def test_a_profile_comes_back_from_json_as_it_was() -> None:
    number = ColumnProfile(
        *("age", Kind.NUMBER, Role.INPUT, 10, 1, (4, 5), (12.5, 90.25), (7.0,), (7.0,)),
        mean=11.4,
        std=2.5,
        weekly_q99=0.11,
        odd_weeks=("2026-01-12",),
    )
    category = ColumnProfile(
        "plan", Kind.CATEGORY, Role.INPUT, 9, 1, (5, 3, 0, 1), values=("free", "paid")
    )
    errors = StoredErrors("score", 10, (5, 4), (1, 0))
    of = (number, category)
    profile = Profile("2026-01-05", "2026-03-02", of, ("region",), errors, LEFT)
    assert from_body(json.loads(json.dumps(body(profile)))) == profile
    assert from_body(body(profile)) == profile
    older = {name: value for name, value in body(profile).items() if name != "errors"}
    assert from_body(older) == replace(profile, errors=None)


@given(st.lists(st.integers(-50, 50).map(lambda tenth: tenth / 10), min_size=1))
def test_fine_bins_hold_the_deciles_and_are_no_more_than_a_hundred(
    values: list[float],
) -> None:
    quantiles = np.quantile(values, QUANTILES).tolist()
    edges = inner_edges(quantiles, set(values))
    deciles = decile_edges(quantiles, min(values), max(values))
    assert len(edges) < 100
    assert set(deciles) <= set(edges)
    coarse = in_deciles(_counted(values, edges), edges, deciles)
    assert coarse.tolist() == _counted(values, deciles).tolist()


def test_a_value_that_many_rows_have_gets_a_bin_of_its_own() -> None:
    values = np.concatenate([np.zeros(300), np.linspace(1, 1000, 700)])
    edges = inner_edges(np.quantile(values, QUANTILES).tolist())
    assert _counted(values.tolist(), edges)[single_valued(edges)].tolist() == [300]


def test_few_different_values_each_get_a_bin_of_their_own() -> None:
    values = [1.0] * 500 + [2.0] * 499 + [7.0]
    edges = inner_edges(np.quantile(values, QUANTILES).tolist(), set(values))
    assert _counted(values, edges)[single_valued(edges)].tolist() == [500, 499, 1]


@pytest.mark.parametrize(
    ("numeric", "distinct", "covered", "kind"),
    [
        (True, 11, 1.0, Kind.NUMBER),
        (True, 2, 1.0, Kind.CATEGORY),  # a flag written as 0 and 1
        (False, 200, 1.0, Kind.CATEGORY),
        (False, 5000, 0.9, Kind.CATEGORY),  # a long tail that other can hold
        (False, 5000, 0.04, None),  # an id
    ],
)
def test_a_column_is_counted_by_what_it_holds(
    numeric: bool, distinct: int, covered: float, kind: Kind | None
) -> None:
    assert kind_of(numeric, distinct, covered) is kind
