"""A cohort is named when it is hit beyond its share, by more than chance and with its n."""

import pytest

from curation.cohorts import Hit, cohorts_hit

EVENTS = {"region=eu": 6000, "region=us": 4000, "channel=web": 9000, "channel=voice": 1000}


def hits(group: dict[str, int]) -> list[Hit]:
    """The cohorts of a group that is large enough to say something."""
    found = cohorts_hit({"g": group}, EVENTS, 20)["g"].hits
    assert found is not None
    return list(found)


def test_the_cohort_that_is_hit_most_beyond_its_share_comes_first() -> None:
    voice, us = hits({"region=us": 80, "region=eu": 20, "channel=voice": 50, "channel=web": 50})
    assert (voice.cohort, voice.k, voice.n, voice.events, voice.of) == (
        "channel=voice", 50, 100, 1000, 10_000,
    )  # fmt: skip
    assert (voice.share, voice.usual) == (0.5, 0.1)
    assert us.cohort == "region=us"


@pytest.mark.parametrize(
    "group",
    [
        {"region=eu": 62, "region=us": 38},  # its share
        {"region=eu": 50, "region=us": 50},  # more, but not half as much again
        {"channel=voice": 4, "channel=web": 21},  # fewer than five
        {"region=unheard": 40},  # no event is known to be in it
    ],
)
def test_what_is_near_its_share_is_not_named(group: dict[str, int]) -> None:
    assert hits(group) == []


def test_under_the_minimum_support_it_is_too_few_to_say() -> None:
    found = cohorts_hit({"g": {"channel=voice": 19}, "none": {}}, EVENTS, 20)
    assert (found["g"].n, found["g"].hits) == (19, None)
    assert (found["none"].n, found["none"].hits) == (0, None)


def test_an_empty_cell_is_in_no_cohort_of_its_column() -> None:
    (only,) = hits({"region=us": 30, "channel=voice": 3})
    assert (only.cohort, only.n) == ("region=us", 30)


def test_each_group_gets_its_own_cohorts() -> None:
    found = cohorts_hit({"a": {"channel=voice": 30}, "b": {"region=us": 30}}, EVENTS, 20)
    named = {name: [hit.cohort for hit in one.hits or ()] for name, one in found.items()}
    assert named == {"a": ["channel=voice"], "b": ["region=us"]}
