"""A run and the set versions it names."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from curation.decisions import plain
from curation.errors import BadRequest
from curation.runs import Run, SetVersion, body, parse_set


def test_a_run_survives_the_way_through_the_log() -> None:
    run = Run(
        "v2", {"blocking": 7, "monitoring": 2}, "m-2", "abc", "linux", 1, "quick", "2026-11-02"
    )
    assert Run(**plain(body(run))) == run


@given(st.sampled_from(["backlog", "monitoring", "blocking"]), st.integers(1, 999_999_999))
def test_a_set_version_is_read_as_it_is_written(name: str, number: int) -> None:
    assert parse_set(SetVersion(name, number, "0" * 64, {}).name) == (name, number)
    assert parse_set(name) == (name, None)


@pytest.mark.parametrize(
    "words", ["golden", "golden@7", "Blocking", "", "@7", "dismissed", " blocking"]
)
def test_a_word_that_is_no_set_is_refused_with_the_sets(words: str) -> None:
    with pytest.raises(BadRequest, match="The sets are backlog, monitoring and blocking; "):
        parse_set(words)


@pytest.mark.parametrize(
    "number", ["", "0", "-1", "1.0", "07", "latest", "²", "٣", "7@8", " 7", "9" * 20]
)
def test_a_word_that_is_no_version_is_refused_with_an_example(number: str) -> None:
    with pytest.raises(BadRequest, match=r"names no version\. Write it like blocking@7"):
        parse_set(f"blocking@{number}")
