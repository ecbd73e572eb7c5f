"""A governed number moves by a proposal that somebody else approves."""

from collections.abc import Generator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curation.errors import BadRequest, MovedMeanwhile, NotAllowed, Unknown
from curation.limits import cohort_limit
from curation.proposals import Stage
from curation.thresholds import FOUNDING
from store.acts.limiting import hold_to
from store.acts.owning import name_owner, set_thresholds
from store.acts.proposing import approve, propose, refresh, reject, withdraw
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL

RATE, MINOR = "gate.pass_rate.blocking", "drift.js.minor"
WHY = "so it was agreed"


class Calendar:
    """A clock that stands still until somebody turns it."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def turn(self, days: int) -> None:
        self.at += timedelta(days=days)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def desk(tmp_path: Path, calendar: Calendar) -> Generator[Desk]:
    """Ana owns blocking, Ben is her deputy."""
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", calendar)) as desk:
        name_owner(desk, "blocking", ANA, BEN, actor=ANA)
        set_thresholds(desk, FOUNDING, actor=ANA, reason="founding")
        yield desk


def value(desk: Desk, name: str) -> float | None:
    with desk.ledger.reading() as asked:
        held = asked.policy().thresholds.get(name)
    return held.value if held else None


def test_what_is_approved_is_in_force_by_the_same_act(desk: Desk) -> None:
    one = propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    assert (one.id, one.base.value, one.to, one.said) == ("P-1", 1.0, 0.9, Stage.OPEN)
    assert value(desk, RATE) == 1.0
    done = approve(desk, "p-1", actor=ANA, reason=WHY)
    assert (done.said, done.decided_by) == (Stage.APPROVED, ANA)
    assert value(desk, RATE) == 0.9
    with desk.ledger.reading() as asked:
        held = asked.policy().thresholds[RATE]
        said, put = asked.decisions(limit=2)[::-1]
        assert (said.act, held.decision) == (put.act, put.seq)
    assert desk.ledger.verify() == (None, True)


@pytest.mark.parametrize(
    ("proposer", "decides", "refused"),
    [
        (CARL, CARL, "own"),
        (CARL, "dora", "belongs to ana or ben"),
        (ANA, ANA, "ben decides about it"),
        (ANA, " Ana ", "ben decides about it"),
        (BEN, BEN, "ana decides about it"),
        (CARL, ANA, None),
        (CARL, BEN, None),
        (ANA, BEN, None),
        (BEN, ANA, None),
    ],
)
@pytest.mark.parametrize("act", [approve, reject])
def test_nobody_decides_about_their_own_nor_about_what_others_own(
    desk: Desk, act: object, proposer: str, decides: str, refused: str | None
) -> None:
    assert act in (approve, reject)
    decide = approve if act is approve else reject
    propose(desk, RATE, 0.9, actor=proposer, reason=WHY)
    if refused is None:
        decide(desk, "P-1", actor=decides, reason=WHY)
        assert value(desk, RATE) == (0.9 if decide is approve else 1.0)
        return
    with pytest.raises(NotAllowed, match=refused):
        decide(desk, "P-1", actor=decides, reason=WHY)
    assert value(desk, RATE) == 1.0


def test_the_owners_own_waits_for_a_deputy_to_be_named(desk: Desk) -> None:
    name_owner(desk, "blocking", ANA, None, actor=ANA)
    propose(desk, RATE, 0.9, actor=ANA, reason=WHY)
    with pytest.raises(NotAllowed, match="Name a deputy"):
        approve(desk, "P-1", actor=ANA, reason=WHY)


def test_a_number_of_nobody_says_how_to_name_somebody(tmp_path: Path) -> None:
    found_desk(tmp_path / "new")
    with closing(open_desk(tmp_path / "new")) as desk:
        propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
        with pytest.raises(NotAllowed, match="evaldesk own blocking"):
            approve(desk, "P-1", actor=ANA, reason=WHY)


def test_a_proposal_for_another_number_than_the_one_in_force_is_looked_at_again(
    desk: Desk,
) -> None:
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    propose(desk, RATE, 0.95, actor=CARL, reason=WHY)
    approve(desk, "P-2", actor=ANA, reason=WHY)
    with pytest.raises(NotAllowed, match=r"is 0\.95 now"):
        approve(desk, "P-1", actor=ANA, reason=WHY)
    with pytest.raises(NotAllowed, match="carl's to refresh"):
        refresh(desk, "P-1", actor=BEN)
    again = refresh(desk, "P-1", actor=CARL)
    assert (again.base.value, again.refreshed) == (0.95, 1)
    approve(desk, "P-1", actor=ANA, reason=WHY)
    assert value(desk, RATE) == 0.9


def test_who_decides_on_an_older_word_than_the_last_one_is_told(desk: Desk) -> None:
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    with desk.ledger.reading() as asked:
        seen = asked.proposal("P-1")[0].seq
    refresh(desk, "P-1", actor=CARL)
    with pytest.raises(MovedMeanwhile, match=CARL):
        approve(desk, "P-1", actor=ANA, reason=WHY, seen=seen)


@pytest.mark.parametrize("end", [approve, reject, withdraw])
@pytest.mark.parametrize("then", [approve, reject, withdraw, refresh])
def test_what_is_decided_stays_decided(desk: Desk, end: object, then: object) -> None:
    acts = {approve: ANA, reject: ANA, withdraw: CARL, refresh: CARL}
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    for act in (one for one in acts if one is end):
        act(desk, "P-1", actor=acts[act], reason=WHY)
    stood = value(desk, RATE)
    for act in (one for one in acts if one is then):
        with pytest.raises((NotAllowed, BadRequest)):
            act(desk, "P-1", actor=acts[act], reason=WHY)
    assert value(desk, RATE) == stood


def test_only_the_proposer_withdraws_what_is_open(desk: Desk) -> None:
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    with pytest.raises(NotAllowed, match="only carl"):
        withdraw(desk, "P-1", actor=ANA, reason=WHY)


def test_a_proposal_nobody_answers_expires_and_can_be_made_again(
    desk: Desk, calendar: Calendar
) -> None:
    one = propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    calendar.turn(14)
    assert one.stage(calendar.at.date()) is Stage.OPEN
    calendar.turn(1)
    assert one.stage(calendar.at.date()) is Stage.EXPIRED
    with pytest.raises(NotAllowed, match="expired on 2026-11-16"):
        approve(desk, "P-1", actor=ANA, reason=WHY)


def test_what_is_approved_for_a_later_day_is_in_force_from_that_day(
    desk: Desk, calendar: Calendar
) -> None:
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY, effective="2026-11-05")
    approve(desk, "P-1", actor=ANA, reason=WHY)
    assert value(desk, RATE) == 1.0
    propose(desk, RATE, 0.8, actor=CARL, reason=WHY)
    with pytest.raises(BadRequest, match="P-1 moves"):
        approve(desk, "P-2", actor=ANA, reason=WHY)
    calendar.turn(3)
    with desk.ledger.reading() as asked:
        held = asked.policy().thresholds[RATE]
        approval = asked.proposal("P-1")[0].seq
    assert (held.value, held.decision) == (0.9, approval)
    assert (held.since or "")[:10] == "2026-11-05"
    with pytest.raises(NotAllowed, match=r"is 0\.9 now"):
        approve(desk, "P-2", actor=ANA, reason=WHY)
    refresh(desk, "P-2", actor=CARL)
    approve(desk, "P-2", actor=ANA, reason=WHY)
    assert value(desk, RATE) == 0.8
    assert desk.ledger.verify() == (None, True)


@pytest.mark.parametrize("who", [ANA, CARL])
def test_what_waits_for_its_day_can_be_called_off(
    desk: Desk, calendar: Calendar, who: str
) -> None:
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY, effective="2026-11-05")
    approve(desk, "P-1", actor=BEN, reason=WHY)
    withdraw(desk, "P-1", actor=who, reason="not yet")
    calendar.turn(4)
    assert value(desk, RATE) == 1.0


def test_a_critical_cohort_is_lifted_by_a_proposal_and_stays_lifted(
    desk: Desk, calendar: Calendar
) -> None:
    eu = cohort_limit({"region": "eu"}, 0.9, owner=ANA, deputy=BEN)
    hold_to(desk, eu, actor=ANA, reason=WHY)
    propose(desk, eu.name, 0.8, actor=CARL, reason=WHY, effective="2026-11-04")
    approve(desk, "P-1", actor=ANA, reason=WHY)
    calendar.turn(2)
    assert value(desk, eu.name) == 0.8
    propose(desk, eu.name, None, actor=CARL, reason=WHY)
    approve(desk, "P-2", actor=ANA, reason=WHY)
    assert value(desk, eu.name) is None
    hold_to(desk, eu, actor=ANA, reason=WHY)
    assert value(desk, eu.name) == 0.9


def test_a_limit_that_nobody_has_stated_can_be_proposed(desk: Desk) -> None:
    name = "gate.cohort.pass_rate.channel=web,region=eu"
    propose(desk, name, 0.9, actor=CARL, reason=WHY)
    approve(desk, "P-1", actor=ANA, reason=WHY)
    with desk.ledger.reading() as asked:
        (held,) = asked.policy().limits()
    assert (held.name, held.value, held.metric) == (name, 0.9, "pass_rate")


@pytest.mark.parametrize(
    ("name", "to", "refused"),
    [
        (RATE, 1.2, "share from 0 to 1"),
        (RATE, float("nan"), "cannot be nan"),
        (RATE, 1.0, "already"),
        (RATE, None, "not dropped"),
        ("numbers.min_support", 0, "whole number from 1"),
        ("promotion.min_attempts", 2.5, "whole number"),
        ("alarm.least_severity", 4, "1 \\(minor\\)"),
        (MINOR, 0.25, "out of order"),
        ("drift.js.severe", 0.15, "out of order"),
        ("alarm.error_rate.sigmas", 7, "out of order"),
        ("latency.p95_ms", 0, "above 0"),
        ("gate.cohort.pass_rate.region=eu", None, "cannot be lifted"),
    ],
)
def test_a_number_can_only_be_what_it_measures(
    desk: Desk, name: str, to: float | None, refused: str
) -> None:
    with pytest.raises(BadRequest, match=refused):
        propose(desk, name, to, actor=CARL, reason=WHY)


def test_a_proposal_needs_a_known_number_a_reason_and_days_to_come(desk: Desk) -> None:
    with pytest.raises(Unknown):
        propose(desk, "gate.cohort.pass_rate.b=1,a=2", 0.9, actor=CARL, reason=WHY)
    with pytest.raises(BadRequest, match="reason"):
        propose(desk, RATE, 0.9, actor=CARL, reason=" ")
    with pytest.raises(BadRequest, match="is past"):
        propose(desk, RATE, 0.9, actor=CARL, reason=WHY, effective="2026-11-01")
    with pytest.raises(BadRequest, match="no day"):
        propose(desk, RATE, 0.9, actor=CARL, reason=WHY, revisit="soon")
