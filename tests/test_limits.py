"""Who may hold a cohort or the groups of a column to a limit, and how it is named."""

from typing import Any

import pytest

from curation.errors import BadRequest, NotAllowed
from curation.limits import (
    called,
    cohort_limit,
    fairness_limit,
    is_limit,
    require_may_limit,
)
from curation.ownership import Ownership
from curation.thresholds import Direction
from tests.builders import ANA, BEN, CARL, OWNERSHIP

DIFFERENCE = "demographic_parity_difference"


@pytest.mark.parametrize(
    ("stated", "name", "metric"),
    [
        ({}, "gate.cohort.pass_rate.region=eu", "pass_rate"),
        ({"metric": "accuracy"}, "gate.cohort.pass_rate.region=eu", "pass_rate"),
        (
            {"metric": "recall", "label": "billing"},
            "gate.cohort.recall.expected=billing,region=eu",
            "recall",
        ),
    ],
)
def test_a_critical_cohort_is_a_threshold_with_a_scope(
    stated: dict[str, Any], name: str, metric: str
) -> None:
    found = cohort_limit({"region": "eu"}, 0.9, owner=BEN, **stated)
    assert (found.name, found.metric, found.owner) == (name, metric, BEN)
    assert found.direction is Direction.AT_LEAST


def test_a_fairness_limit_is_a_threshold_that_may_not_be_exceeded() -> None:
    found = fairness_limit("sex", "yes", 0.1, metric=DIFFERENCE, owner=ANA)
    assert found.name == f"gate.fairness.{DIFFERENCE}.protected=sex,positive=yes"
    assert found.direction is Direction.AT_MOST


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"owner": " "}, "--owner"),
        ({"at_least": 95.0}, "from 0 to 1"),
        ({"at_least": float("nan")}, "from 0 to 1"),
        ({"metric": "f1"}, "pass_rate, accuracy, recall"),
        ({"metric": "recall"}, "--label"),
        ({"label": "billing"}, "--metric recall"),
        ({"where": {}}, "--where"),
    ],
)
def test_a_limit_that_says_too_little_is_refused(stated: dict[str, Any], said: str) -> None:
    words: dict[str, Any] = {"where": {"region": "eu"}, "at_least": 0.9, "owner": ANA, **stated}
    with pytest.raises(BadRequest, match=said):
        cohort_limit(words.pop("where"), words.pop("at_least"), **words)


@pytest.mark.parametrize(
    ("column", "positive", "metric"), [("", "yes", DIFFERENCE), ("sex", " ", DIFFERENCE),
                                       ("sex", "yes", "pass_rate")]
)  # fmt: skip
def test_a_fairness_limit_that_says_too_little_is_refused(
    column: str, positive: str, metric: str
) -> None:
    with pytest.raises(BadRequest):
        fairness_limit(column, positive, 0.1, metric=metric, owner=ANA)


@pytest.mark.parametrize(
    ("blocking", "actor", "refused"),
    [
        (OWNERSHIP, ANA, None),
        (OWNERSHIP, BEN, None),
        (OWNERSHIP, CARL, "ana or ben"),
        (None, ANA, "own blocking"),
    ],
)
def test_who_owns_blocking_states_a_limit(
    blocking: Ownership | None, actor: str, refused: str | None
) -> None:
    if refused is None:
        require_may_limit(blocking, actor)
        return
    with pytest.raises(NotAllowed, match=refused):
        require_may_limit(blocking, actor)


@pytest.mark.parametrize(
    ("name", "words", "limit"),
    [
        ("gate.cohort.pass_rate.region=eu", "pass rate where region = eu", True),
        ("gate.pass_rate.blocking", "gate.pass_rate.blocking", False),
    ],
)
def test_a_limit_is_called_by_what_it_is_about(name: str, words: str, limit: bool) -> None:
    assert called(name) == words
    assert is_limit(name) is limit
