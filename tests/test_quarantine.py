"""A flaky case cannot block for a while: on proof, with an owner, and not for ever."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from curation.attempts import Stability
from curation.cases import Quarantine, State
from curation.errors import BadRequest, NotAllowed
from curation.flakiness import flip_rate, flips_too_often, is_flaky
from curation.quarantine import (
    Standing,
    in_force,
    objections,
    quarantined,
    require_may_lift,
)
from curation.thresholds import policy
from tests.builders import ANA, BEN, CARL, OWNERSHIP, a_case

TODAY = date(2026, 11, 21)
WANTED = Quarantine("dev", "2026-12-05")
KNOWN = Standing(policy(()), Stability(10, 3), OWNERSHIP, TODAY)


@pytest.mark.parametrize(
    ("lacking", "objection"),
    [
        ({}, None),
        ({"actor": BEN}, None),
        ({"actor": CARL}, "not_the_owner"),
        ({"reason": " "}, "no_reason"),
        ({"case": a_case(state=State.MONITORING)}, "not_blocking"),
        ({"known": replace(KNOWN, stability=Stability(10, 0))}, "not_flaky"),
        ({"known": replace(KNOWN, stability=Stability(0, 0))}, "not_flaky"),
        ({"known": replace(KNOWN, stability=Stability(400, 1))}, "not_flaky"),
        ({"known": replace(KNOWN, blocking_owner=None)}, "no_set_owner"),
        ({"wanted": Quarantine("dev", "2026-11-21")}, "until_too_late"),
        ({"wanted": Quarantine("dev", "2026-12-22")}, "until_too_late"),
        ({"wanted": Quarantine("dev", "2026-12-21")}, None),
    ],
)
def test_a_quarantine_is_refused_with_every_reason(
    lacking: dict[str, Any], objection: str | None
) -> None:
    said: dict[str, Any] = {
        "case": a_case(state=State.BLOCKING), "wanted": WANTED, "known": KNOWN,
        "actor": ANA, "reason": "it wobbles", **lacking,
    }  # fmt: skip
    found = objections(
        said["case"], said["wanted"], said["known"], actor=said["actor"], reason=said["reason"]
    )
    assert [one.code for one in found] == ([objection] if objection else [])


def test_the_limits_are_jeffreys() -> None:
    found = flip_rate(Stability(10, 3))  # statistics of 3/10: 1 minus those of 7/10
    assert (found.low, found.high) == pytest.approx((1 - 0.907305, 1 - 0.394182), abs=1e-6)


@pytest.mark.parametrize(
    ("scored", "flips", "flaky"),
    [
        (0, 0, False),
        (10, 0, False),
        (2, 1, True),
        (10, 3, True),
        (60, 1, True),
        (400, 1, False),
    ],
)
def test_a_case_is_flaky_until_many_attempts_show_that_it_hardly_flips(
    scored: int, flips: int, flaky: bool
) -> None:
    assert is_flaky(Stability(scored, flips), 0.05) is flaky


@pytest.mark.parametrize(
    ("scored", "flips", "too_often", "flaky"),
    [
        (0, 0, False, False),
        (20, 1, False, True),  # measured at the limit; far more is not ruled out
        (60, 1, False, True),
        (10, 1, True, True),
        (400, 1, False, False),
    ],
)
def test_what_flips_too_often_is_measured_and_what_is_flaky_is_not_ruled_out(
    scored: int, flips: int, too_often: bool, flaky: bool
) -> None:
    found = Stability(scored, flips)
    assert (flips_too_often(found, 0.05), is_flaky(found, 0.05)) == (too_often, flaky)


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2026, 12, 4), True), (date(2026, 12, 5), False), (date(2027, 1, 1), False)],
)
def test_a_quarantine_ends_by_itself_on_its_day(day: date, holds: bool) -> None:
    assert (in_force(WANTED, day) is not None) is holds


def test_no_quarantine_is_in_force_where_there_is_none() -> None:
    assert in_force(None, TODAY) is None


@pytest.mark.parametrize(
    ("owner", "until", "said"), [(" ", "2026-12-05", "--owner"), ("dev", "soon", "2026-12-31")]
)
def test_a_quarantine_needs_an_owner_and_a_day(owner: str, until: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        quarantined(owner, until)


def test_only_who_owns_blocking_lifts_it() -> None:
    case = a_case(state=State.BLOCKING, quarantine=WANTED)
    require_may_lift(case, OWNERSHIP, BEN)
    with pytest.raises(NotAllowed, match="ask ana"):
        require_may_lift(case, OWNERSHIP, CARL)
    with pytest.raises(BadRequest, match="not in quarantine"):
        require_may_lift(a_case(), OWNERSHIP, ANA)
