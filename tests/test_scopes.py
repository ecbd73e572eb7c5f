"""A cohort as text: what is written is read again, and nothing else is taken for one."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from curation.errors import BadRequest
from curation.scopes import cohort, scope_of, told, where_of

COLUMNS = st.text(st.characters(exclude_characters=",=\\\0", codec="utf-8"), min_size=1)
VALUES = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1)


@given(st.dictionaries(COLUMNS, st.none() | VALUES, min_size=1))
def test_a_scope_is_read_as_it_was_written(where: dict[str, str | None]) -> None:
    assert where_of(scope_of(where)) == where


@pytest.mark.parametrize(
    ("where", "scope"),
    [
        ({"region": "eu"}, "region=eu"),
        ({"region": "eu", "channel": "web"}, "channel=web,region=eu"),
        ({"city": "York, PA"}, "city=York\\, PA"),
        ({"region": None}, "region="),
    ],
)
def test_a_cohort_has_one_spelling(where: dict[str, str | None], scope: str) -> None:
    assert scope_of(cohort(where)) == scope


@pytest.mark.parametrize("where", [{}, {"": "eu"}, {"a=b": "eu"}, {"a,b": "eu"}])
def test_what_names_no_column_is_refused(where: dict[str, str | None]) -> None:
    with pytest.raises(BadRequest, match="region=eu"):
        cohort(where)


def test_people_read_what_is_not_known_as_unknown() -> None:
    assert told({"region": "eu", "channel": None}) == "region = eu, channel = unknown"
