"""Who may move the baseline, from which windows, and what proves that it is the same."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from curation.baselines import (
    Baseline,
    Known,
    Pinned,
    body_of,
    from_body,
    require_may_set,
    require_window,
    window_of,
)
from curation.errors import BadRequest, NotAllowed
from curation.ownership import Ownership
from tests.builders import ANA, BEN, CARL

BASELINE = Ownership("baseline", CARL, BEN)
BLOCKING = Ownership("blocking", ANA, BEN)
FIRST, LAST = date(2026, 5, 4), date(2026, 6, 29)
KNOWN = Known(date(2026, 7, 6), date(2026, 5, 4), date(2026, 7, 5), n=500, weeks=8, floor=100)


@pytest.mark.parametrize(
    ("baseline", "blocking", "actor", "refusal"),
    [
        (BASELINE, BLOCKING, CARL, None),
        (BASELINE, BLOCKING, BEN, None),
        (BASELINE, BLOCKING, ANA, "who own baseline; you are ana. Ask carl"),
        (None, BLOCKING, ANA, None),
        (None, BLOCKING, BEN, None),
        (None, BLOCKING, CARL, "who own blocking; you are carl. Ask ana"),
        (BASELINE, None, CARL, None),
        (BASELINE, None, ANA, "Ask carl"),
        (None, None, ANA, "evaldesk own baseline --owner NAME"),
    ],
)
def test_the_baseline_is_moved_by_its_owner_or_deputy_else_by_who_owns_blocking(
    baseline: Ownership | None, blocking: Ownership | None, actor: str, refusal: str | None
) -> None:
    if refusal is None:
        require_may_set(baseline, blocking, actor, "eight quiet weeks")
    else:
        with pytest.raises(NotAllowed, match=refusal):
            require_may_set(baseline, blocking, actor, "eight quiet weeks")


def test_the_baseline_is_not_moved_without_a_reason() -> None:
    with pytest.raises(BadRequest, match="needs a reason"):
        require_may_set(BASELINE, BLOCKING, CARL, "  ")


@pytest.mark.parametrize(
    ("known", "refusal"),
    [
        ({}, None),
        ({"today": LAST}, None),
        ({"today": date(2026, 6, 28)}, "not over yet. End it with --to 2026-06-28"),
        ({"first": None, "last": None, "n": 0}, "Import events first"),
        ({"first": LAST}, "are from 2026-06-29 to 2026-07-05"),
        ({"last": date(2026, 5, 3)}, "No event lies in 2026-05-04..2026-06-29"),
        ({"n": 99}, "Too few to say: 99 events lie in .*, and 100 are needed"),
        ({"n": 0}, "Too few to say: 0 events"),
    ],
)
def test_a_window_that_says_nothing_is_refused_with_the_way_out(
    known: Mapping[str, Any], refusal: str | None
) -> None:
    if refusal is None:
        require_window(FIRST, LAST, replace(KNOWN, **known))
    else:
        with pytest.raises(BadRequest, match=refusal):
            require_window(FIRST, LAST, replace(KNOWN, **known))


@pytest.mark.parametrize(
    ("since", "until", "refusal"),
    [
        ("2026-06-29", "2026-05-04", "is not before"),
        ("2026-05-04", "2026-05-04", "is not before"),
        ("May", "2026-05-04", "'May' is no day"),
        ("2026-05-04", "2026-13-01", "'2026-13-01' is no day"),
    ],
)
def test_a_window_has_two_days_in_their_order(since: str, until: str, refusal: str) -> None:
    with pytest.raises(BadRequest, match=refusal):
        window_of(since, until)


def a_baseline(**stated: Any) -> Baseline:
    pinned = Pinned("rc-1", {"blocking": 2}, "v1", "abc", "os=Debian 12")
    profile = {"columns": [{"column": "amount", "counts": [1, 2], "mean": 0.1}]}
    said = body_of(FIRST, LAST, n=500, weeks=8, pinned=pinned, profile=profile)
    return from_body({**said, **stated}, by=ANA, at="2026-07-06", reason="quiet", decision=7)


def test_a_baseline_names_the_sha256_of_all_it_is() -> None:
    assert a_baseline().intact
    assert a_baseline().calibrated
    assert a_baseline().window == "2026-05-04..2026-06-29"


@pytest.mark.parametrize(
    "changed",
    [
        {"n": 501},
        {"until": "2026-06-30"},
        {"run": "rc-2"},
        {"sets": {"blocking": 3}},
        {"environment": None},
        {"profile": {"columns": [{"column": "amount", "counts": [2, 1], "mean": 0.1}]}},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_baseline_that_was_changed_is_not_intact(changed: Mapping[str, Any]) -> None:
    assert not a_baseline(**changed).intact


def test_seven_weeks_do_not_show_how_much_weeks_differ() -> None:
    assert not a_baseline(weeks=7).calibrated
